"""`gongkai add`: local files into the capture store."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("add")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@click.pass_context
def command(context: click.Context, paths: tuple[Path, ...]) -> None:
    """Take local files or folders into the store, byte for byte: HTML, PDF, Word, WPS, Excel, OFD, text, Markdown,
    pictures, ZIP, RAR, and WARC files of other programs.

    Folders are searched, links followed; hidden files and files of other kinds are passed over and counted. What is in
    the store already is not stored again; what is not there is said, and the rest is taken. Run `gongkai build`
    afterwards.

    Exit status: 0 everything is in the store, 1 a file could not be read, 2 a path does not exist, 3 disk full,
    5 another run holds the lock.
    """
    from archive.commands.session import add_paths, complain, data_folder, progress
    from archive.local_files import readable_name
    from crawler.log import log_to

    folder = data_folder(context)
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        complain(context, f"{readable_name(path)}: there is no such file or folder")
    if len(missing) == len(paths):
        context.exit(2)
    paths = tuple(path for path in paths if path not in missing)
    with folder.lock(), log_to(folder.logs, name="add"), progress({"add": "adding"}) as bar:
        intake = add_paths(folder, paths, tell=lambda done: bar("add", done, 0))
    click.echo(f"{folder.warc}: {intake.added} added, {intake.known} already there")
    if intake.skipped:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(intake.skipped.items(), key=_first)[:8])
        complain(context, f"{sum(intake.skipped.values())} passed over: {kinds}")
    for line in intake.failed:
        complain(context, line)
    context.exit(2 if missing else 1 if intake.failed else 0)


def _first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]
