"""Tables that lost their grid."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Heading, Paragraph
from extractors.grids import Context
from extractors.sightings import Sightings


def read_lines(lines: Sequence[tuple[int, Paragraph | Heading]], context: Context, found: Sightings) -> set[int]:
    """Read the statutory tables in a run of lines; return the indexes of the lines that are table text."""
    for _, line in lines:
        context.heading(line.text)
    return set()
