"""Structured logs: one JSON object a line, whatever a page or a URL holds."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

_STANDARD = frozenset(vars(logging.makeLogRecord({})))
MAX_FIELD = 2000


class JsonLines(logging.Formatter):
    """Format a record as one line of JSON; control characters are escaped by JSON itself."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        entry: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:MAX_FIELD],
        }
        for name, value in vars(record).items():
            if name not in _STANDARD and name not in ("message", "asctime", "spider", "taskName"):
                entry[name] = value if isinstance(value, (int, float, bool, type(None))) else str(value)[:MAX_FIELD]
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        # bidirectional controls and line separators could still disguise a line in a viewer
        return json.dumps(entry, ensure_ascii=True)


class _LogFile(logging.FileHandler):
    """A log file that falls silent where it cannot be written: the run itself says what is wrong with the disk."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Drop a record that could not be written."""

    def close(self) -> None:
        """Close the file, whatever of it could be written."""
        with suppress(OSError):
            super().close()


@contextmanager
def log_to(folder: Path, *, name: str = "crawl", level: int = logging.INFO) -> Iterator[Path]:
    """Write all log records of a block to a new file in a folder, and to nothing else; its last one says what ended it.

    A defect is noted with its traceback, and has the file's name in its notes from then on; an interrupt is one line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}.jsonl"
    handler = _LogFile(path, encoding="utf-8")
    handler.setFormatter(JsonLines())
    handler.setLevel(level)
    root = logging.getLogger()
    earlier = root.level
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield path
    except Exception as error:
        is_defect = not isinstance(error, OSError) and not isinstance(getattr(error, "exit_code", None), int)
        logging.getLogger("gongkai").error("%s: %s", type(error).__name__, error, exc_info=error if is_defect else None)
        if is_defect:
            error.add_note(f"the log has the traceback: {path}")
        raise
    except BaseException as error:
        logging.getLogger("gongkai").warning("ended by an interrupt: %s", type(error).__name__)
        raise
    finally:
        root.removeHandler(handler)
        root.setLevel(earlier)
        handler.close()
