"""`gongkai serve`: Datasette over the archive, with the project's pages."""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from typing import NoReturn

import click

MEMORY = 3 * 2**30
"""Address space of the server: two anonymous requests can make an unlimited Datasette take all memory there is."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on.")
@click.pass_context
def command(context: click.Context, host: str, port: int) -> None:
    """Serve the archive, read-only, with search, report pages, tables, JSON and downloads.

    A running server keeps the archive it was started with: restart it after a build.

    Exit status: 0 stopped, 2 there is no archive yet, or address and port cannot be listened on.
    """
    from archive.commands.session import complain, data_folder
    from archive.database import ArchiveError, connect

    folder = data_folder(context)
    try:
        connect(folder.archive_db).close()
    except ArchiveError as error:
        complain(context, str(error))
        context.exit(2)
    if reason := why_not(host, port):
        complain(context, reason)
        context.exit(2)
    click.echo(f"serving {folder.archive_db} at http://{host}:{port}/  (Ctrl-C to stop)", err=True)
    serve(folder.root, folder.archive_db, host, port)


def serve(data: Path, archive_db: Path, host: str, port: int) -> NoReturn:
    """Become the server process; never returns."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    # the plugins find the WARC files of the archived originals by it
    environment = {**os.environ, "GONGKAI_DATA": str(data.resolve()), "MALLOC_ARENA_MAX": "2"}
    arguments = ["serve", str(pages_folder()), "-i", str(archive_db), "--host", host, "--port", str(port)]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, "-m", "archive.server", *arguments], environment)  # noqa: S606  no shell


def pages_folder() -> Path:
    """Return Datasette's configuration folder: the checkout's, else the one inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parent / "datasette", package / "_datasette"):
        if (folder / "metadata.yaml").is_file() or (folder / "templates").is_dir():
            return folder
    raise FileNotFoundError(f"no folder of pages beside {package}")


def why_not(host: str, port: int) -> str:
    """Return why nothing can listen at an address and port; empty if it can."""
    import errno
    import socket

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        return f"--host {host}: is no address and no known name"
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"{host}:{port} is in use; choose another with --port"
            if error.errno == errno.EADDRNOTAVAIL:
                return f"--host {host}: is no address of this machine"
            return f"{host}:{port} cannot be listened on: {error.strerror}"
    return ""
