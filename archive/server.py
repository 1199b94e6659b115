"""The server process (`python -m archive.server`): Datasette, which ends with 0 however it is told to stop."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from datasette.cli import cli


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Run Datasette's command line."""
    # uvicorn shuts down at a SIGTERM and then raises it again; to whoever stops a server that would look like a crash
    signal.signal(signal.SIGTERM, _stop)
    cli()


if __name__ == "__main__":
    main()
