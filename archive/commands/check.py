"""`gongkai check`: the findings of reports, one a line, as a linter prints them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, an object a file.")
@click.pass_context
def command(context: click.Context, files: tuple[Path, ...], as_json: bool) -> None:
    """Check annual reports: does the arithmetic of the official form hold, do words and tables agree?

    Prints a line a finding: `path: RULE severity message`. On stderr it says which file cannot be read (the others are
    checked all the same), and which cells have no number, so that nothing can be checked of them. Writes nothing.

    Exit status: 0 no finding of level error, 1 at least one, 2 a file cannot be read or is no annual report.
    """
    from archive.commands.read import explain
    from archive.commands.session import complain
    from archive.local_files import readable_name
    from archive.reading import read_file
    from extractors.checks.unfilled import unfilled
    from extractors.errors import ExtractionError
    from extractors.report_json import check_json

    status = 0
    reported: list[dict[str, Any]] = []
    for file in files:
        shown = readable_name(file)
        try:
            report, findings = read_file(file)
        except (ExtractionError, OSError) as error:
            complain(context, explain(file, error))
            reported.append({"path": shown, "error": explain(file, error), "findings": []})
            status = 2
            continue
        failed = [result for result in findings.results if result.is_finding]
        if status == 0 and any(result.severity == "error" for result in failed):
            status = 1
        if as_json:
            reported.append({"path": shown, "error": None, "findings": [check_json(result) for result in failed]})
            continue
        for sentence in unfilled(report):
            complain(context, f"{shown}: {sentence}")
        for result in failed:
            click.echo(f"{shown}: {result.rule} {result.severity} {result.message}")
    if as_json:
        import json

        click.echo(json.dumps(reported, ensure_ascii=False))
    context.exit(status)
