"""Wrappers of WordprocessingML that Word shows through: which of them to look into, and which branch to take."""

from __future__ import annotations

from lxml import etree

from extractors.formats.ooxml_numbering import W

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
"""Namespace of formulas; numbers typed in the formula editor are text all the same."""

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

ALTERNATE = f"{_MC}AlternateContent"
"""One content written in several ways, for older and newer programs."""

_CHOICE, _FALLBACK = f"{_MC}Choice", f"{_MC}Fallback"
_SDT = f"{W}sdt"

TRANSPARENT = frozenset(
    f"{W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
) | {f"{MATH}oMath", f"{MATH}oMathPara"}
"""Wrappers whose content Word shows. What is not listed (w:del, w:moveFrom, w:sdtPr …) is not shown."""


def choose(alternate: etree._Element) -> etree._Element | None:
    """Return the one branch of mc:AlternateContent to read: the first choice with content, else the fallback."""
    for tag in (_CHOICE, _FALLBACK):
        for branch in alternate.iterfind(tag):
            if len(branch):
                return branch
    return None


def is_placeholder(element: etree._Element) -> bool:
    """Return whether this is a content control nobody has filled in: its text only asks for some."""
    return element.tag == _SDT and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
