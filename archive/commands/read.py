"""`gongkai read`: one report, its tables as the official form, its findings."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.pass_context
def command(context: click.Context, file: Path, as_json: bool) -> None:
    """Read one annual report and show it: sections, statutory tables as the official form, findings.

    Takes HTML, PDF, Word, text and Markdown. Writes nothing.

    Exit status: 0 read, 2 the file cannot be read or is no annual report.
    """
    from archive.commands.session import complain
    from archive.reading import read_file
    from extractors.errors import ExtractionError

    try:
        report, findings = read_file(file)
    except (ExtractionError, OSError) as error:
        complain(context, explain(file, error))
        context.exit(2)
    if as_json:
        import json

        from extractors.report_json import report_as_json

        click.echo(json.dumps(report_as_json(report, findings), ensure_ascii=False))
        return
    from archive.show import print_report

    print_report(report, findings)


def explain(file: Path, error: Exception) -> str:
    """Return `file: place: reason` for a file that gave no report, the reason in English and in Chinese."""
    from archive.local_files import readable_name
    from archive.pages.problem_words import message_words
    from extractors.errors import ExtractionError

    shown = readable_name(file)
    if isinstance(error, ExtractionError):
        words = message_words(error.kind, error.message)
        reason = " · ".join(part for part in (error.message, words.zh) if part)
        return ": ".join(part for part in (shown, error.where, reason) if part)
    return f"{shown}: {getattr(error, 'strerror', None) or error}"
