"""What can go wrong while bytes become a report.

ExtractionError
├── UnreadableError          the bytes cannot be read at all
│   ├── EmptyError           nothing, or nothing but white space
│   ├── EncryptedError       a password or a rights-management wrapper
│   ├── TruncatedError       the end of the file is missing
│   ├── UnsupportedError     a format no reader here knows
│   └── TooLargeError        over a limit that protects the machine
└── NotAReportError          readable, but no annual report (a list, a notice, the blank form, a challenge page)
    └── SeveralReportsError  reports of several bodies or years, and nothing says which is meant
"""

from __future__ import annotations


class ExtractionError(Exception):
    """Raised when a file gives no report; says the file, the place in it and the reason in one line."""

    kind = "extraction"

    def __init__(self, message: str, *, name: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.name = name
        self.where = where

    def __str__(self) -> str:
        return ": ".join(part for part in (self.name, self.where, self.message) if part)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.message, self.name, self.where)


def _rebuild(cls: type[ExtractionError], message: str, name: str, where: str) -> ExtractionError:
    return cls(message, name=name, where=where)


class UnreadableError(ExtractionError):
    """Raised when bytes cannot be read as any document."""

    kind = "unreadable"


class EmptyError(UnreadableError):
    """Raised for a file without content."""

    kind = "empty"


class EncryptedError(UnreadableError):
    """Raised for a file that needs a password."""

    kind = "encrypted"


class TruncatedError(UnreadableError):
    """Raised for a file whose end is missing."""

    kind = "truncated"


class UnsupportedError(UnreadableError):
    """Raised for a format that no reader here knows."""

    kind = "unsupported"


class TooLargeError(UnreadableError):
    """Raised when a file goes over a limit that protects the machine."""

    kind = "too_large"


class NotAReportError(ExtractionError):
    """Raised for a readable document that is no annual report."""

    kind = "not_a_report"


class SeveralReportsError(NotAReportError):
    """Raised for a document that holds several reports where nothing says which is meant."""

    kind = "several_reports"
