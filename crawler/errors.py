"""What can go wrong in the crawler's own room.

CrawlerError
├── CatalogueError      a portal's TOML is wrong; raised before the first request, names file, key and reason
├── MarkupRefusedError  a page would cost the parser more than it is worth (gates before lxml)
├── BodyError           a response's body cannot be taken as it came; names its outcome
│   ├── TruncatedBodyError  its end is missing
│   ├── BombError           it unpacks to more than any page is
│   └── CodingError         its content coding is unknown, or not what it says
└── StateError          the crawl state cannot be trusted or is held by another run
"""

from __future__ import annotations

from pathlib import Path


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


class BodyError(CrawlerError):
    """Raised for a response body that is not taken; `outcome` is its name in the run report."""

    outcome = "bad_body"


class TruncatedBodyError(BodyError):
    """Raised when a body's end is missing."""

    outcome = "truncated"


class BombError(BodyError):
    """Raised when a body unpacks to more than any page is."""

    outcome = "bomb"


class CodingError(BodyError):
    """Raised for a content coding that is unknown or not what it says."""

    outcome = "bad_coding"
