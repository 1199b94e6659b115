"""`gongkai`: the command line. Each command is a module, imported only when it is run, so that --help is quick."""

from __future__ import annotations

import errno
import gc
import importlib
import signal
import sys
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, NoReturn

import click

from crawler.errors import EXIT_DEFECT, EXIT_DISK, EXIT_INTERRUPTED, EXIT_USAGE


class _Entry(NamedTuple):
    """Where a command is defined, and what --help says of it without importing it."""

    module: str
    attribute: str
    summary: str


COMMANDS: dict[str, _Entry] = {
    "demo": _Entry("archive.commands.demo", "command", "Do the whole job offline with bundled sample portals."),
    "crawl": _Entry("crawler.commands.crawl", "command", "Capture what the portals of the catalogue publish."),
    "add": _Entry("archive.commands.add", "command", "Take local files, folders or WARC files into the store."),
    "build": _Entry("archive.commands.build", "command", "Build archive.db from the captures."),
    "read": _Entry("archive.commands.read", "command", "Read one report and show it. Writes nothing."),
    "check": _Entry("archive.commands.check", "command", "Check reports like a linter."),
    "serve": _Entry("archive.commands.serve", "command", "Serve the archive with Datasette, read-only."),
    "status": _Entry("archive.commands.status", "command", "Say what is there, what is due and what failed."),
    "portals": _Entry("crawler.commands.portals", "command", "Check, list, probe and write catalogue entries."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands there are, in the order of a first visit."""
        return [name for name, entry in COMMANDS.items() if find_spec(entry.module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, with `--data` added to its options."""
        if cmd_name not in self.list_commands(ctx):
            return None
        entry = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(entry.module), entry.attribute)
        for part in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            if not any(parameter.name == "data" for parameter in part.params):
                part.params.append(_data_option())
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])


class Interrupted(BaseException):
    """SIGINT or SIGTERM arrived.

    Not a KeyboardInterrupt: CPython notes one that strikes inside `exec` of a string (as when a dataclass is made while
    importing) and ends the process by the signal at exit, though it was caught; and click prints an empty line for one.
    """


def _keep_data(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    known = context.ensure_object(dict)
    if value is not None:
        known["data"] = value
    known.setdefault("data", None)


class _Folder(click.Path):
    """A folder, there or not; an empty name would be the working folder, which nobody means by it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse an empty name, else do as every path."""
        if value == "":
            self.fail("must name a folder, and is empty", param, ctx)
        return super().convert(value, param, ctx)


def _data_option() -> click.Option:
    return click.Option(
        ["--data"],
        type=_Folder(file_okay=False, path_type=Path),
        metavar="DIR",
        help="The data folder: captures, archive, logs. Default: $GONGKAI_DATA, else ./data.",
        callback=_keep_data,
        expose_value=False,
        is_eager=True,
    )


def _version() -> str:
    from extractors import __version__

    return __version__


def _print_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"gongkai {_version()}")
        context.exit()


@click.group(
    cls=LazyGroup,
    params=[
        _data_option(),
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Show the version and exit.",
        ),
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=(
        "Exit status: 0 complete; 1 findings, or work left over; 2 wrong use or unreadable input; 3 disk full or not "
        "writable; 5 another run holds the lock; 6 verification failed; 11 interrupted; 70 our own defect."
    ),
)
def gongkai() -> None:
    """公开: the open archive of China's government-information disclosure annual reports.

    Find the reports on the portals (crawl) or on disk (add), keep them byte for byte, read every figure and check it
    (build), and publish the result (serve). `gongkai demo` does all of that, offline, with invented reports.
    """


def main() -> NoReturn:
    """Run the command line and exit with the status the contract gives."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    _settle_encoding()
    # modules, pages and rows are thousands of objects and hardly a cycle; looking for one every 700 costs a twentieth
    gc.set_threshold(20_000)
    try:
        status = _run()
    except BrokenPipeError:  # `gongkai read … | head`: the reader has seen enough
        sys.stderr.close()
        status = 0
    for number in (signal.SIGINT, signal.SIGTERM):  # the status is decided; a second signal does not change it
        signal.signal(number, signal.SIG_IGN)
    sys.exit(status)


def _settle_encoding() -> None:
    """Have files and pipes get UTF-8 in every locale, and a terminal that lacks a character a sign in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _run() -> int:
    try:
        result: Any = gongkai.main(standalone_mode=False)
    except (Interrupted, click.exceptions.Abort):
        click.echo("gongkai: interrupted; run again to go on", err=True)
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        return EXIT_USAGE
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  the last line of defence: one line for people, the rest for the log
        code = getattr(error, "exit_code", None)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            code = EXIT_DISK
        if isinstance(code, int):
            click.echo(f"gongkai: {error}", err=True)
            return code
        return _report_defect(error)
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _report_defect(error: Exception) -> int:
    import traceback

    notes = getattr(error, "__notes__", [])
    if not notes:  # a command without a log: whoever reports the defect finds the rest here
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(frame.filename).name}:{frame.lineno}"
    click.echo(f"gongkai: a defect of this program: {where}: {type(error).__name__}: {error}", err=True)
    for note in notes:
        click.echo(f"gongkai: {note}", err=True)
    return EXIT_DEFECT


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
