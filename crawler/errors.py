"""What can go wrong in the crawler's own room.

CrawlerError
├── ConfigurationError  a setting of the operator is wrong; raised before the first request
├── CatalogueError      a portal's TOML is wrong; raised before the first request, names file, key and reason
├── MarkupRefusedError  a page would cost the parser more than it is worth (gates before lxml)
└── StateError          the crawl state cannot be trusted or is held by another run
"""

from __future__ import annotations

from pathlib import Path

EXIT_USAGE = 2
EXIT_DISK = 3
EXIT_INTERRUPTED = 11
EXIT_DEFECT = 70
"""Exit statuses of every command: wrong use, a full disk, an interrupt, a defect of this program."""


class CrawlerError(Exception):
    """Raised when the crawler cannot do its work; the base of every error of this room."""


class CatalogueError(CrawlerError):
    """Raised for a mistake in the portal catalogue, from `load_portals` and from checks before a crawl."""

    def __init__(self, reason: str, *, path: Path | str = "", key: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = str(path)
        self.key = key

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.key, self.reason) if part)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.reason, self.path, self.key)


def _rebuild(reason: str, path: str, key: str) -> CatalogueError:
    return CatalogueError(reason, path=path, key=key)


class MarkupRefusedError(CrawlerError):
    """Raised by the gates before the HTML parser; the message is a machine word such as `tag_too_long`."""


class StateError(CrawlerError):
    """Raised when the crawl state is damaged, of another version, or held by another run."""

    exit_code = 2


class ConfigurationError(CrawlerError):
    """Raised for a wrong setting of the operator, naming the variable or the file and key."""
