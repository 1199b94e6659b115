"""One file on disk -> its report and what the rules say of it; what `gongkai read` and `gongkai check` share."""

from __future__ import annotations

from pathlib import Path

from archive.local_files import LARGEST_FILE, open_file, readable_name
from extractors.checks import check_report
from extractors.checks.results import Findings
from extractors.errors import TooLargeError
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report


def read_file(path: Path) -> tuple[Report, Findings]:
    """Read one report. Raises the errors of `extractors.errors`, and OSError when the file cannot be opened."""
    with open_file(path) as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise TooLargeError(f"more than the {LARGEST_FILE >> 20} MB that are read", name=path.name)
    report = read_report(read_document(data, name=readable_name(path.name)))
    return report, check_report(report)
