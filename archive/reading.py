"""One file on disk -> its report and what the rules say of it; what `gongkai read` and `gongkai check` share."""

from __future__ import annotations

from pathlib import Path

from extractors.checks import check_report
from extractors.checks.results import Findings
from extractors.errors import TooLargeError
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report

LARGEST_FILE = 256 * 2**20
"""Bytes; the largest scanned report seen has 60 MB."""


def read_file(path: Path) -> tuple[Report, Findings]:
    """Read one report. Raises the errors of `extractors.errors`, and OSError when the file cannot be opened."""
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise TooLargeError(f"{size >> 20} MB are more than the {LARGEST_FILE >> 20} MB that are read", name=path.name)
    report = read_report(read_document(path.read_bytes(), name=path.name))
    return report, check_report(report)
