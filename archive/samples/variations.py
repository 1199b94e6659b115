"""Every way of printing a report, in every format, in one registry that tests and benches walk over."""

from __future__ import annotations

from collections.abc import Mapping

from archive.samples.html import HTML_VARIATIONS
from archive.samples.pdf import PDF_VARIATIONS
from archive.samples.renderings import Rendering, Variation
from archive.samples.reports import FictionalReport
from archive.samples.text import MARKDOWN_VARIATIONS, TEXT_VARIATIONS
from archive.samples.word import WORD_VARIATIONS

VARIATIONS: Mapping[str, Variation] = {
    **HTML_VARIATIONS,
    **TEXT_VARIATIONS,
    **MARKDOWN_VARIATIONS,
    **WORD_VARIATIONS,
    **PDF_VARIATIONS,
}
"""Every Variation by name; a name begins with its format."""


def render(report: FictionalReport, variation: str) -> Rendering:
    """Print a report in the named way."""
    return VARIATIONS[variation].render(report)
