"""The national 政府信息公开 platform template, on TRS or 开普 underneath.

Marks: `zfxxgk_zdgkc`, `scroll_main ScrollStyle`. Its left `ul.submenu` has rows of the same shape as the list (a menu
trap); the next page is `#pages a.next`, or what the system underneath writes.
"""

from __future__ import annotations

import re

from crawler.systems.base import System
from crawler.systems.pages import Page

_MARKS = re.compile(r"zfxxgk_zdgk|scroll_main|ScrollStyle|zfxxgk_(?:list|nav|left|right|content)", re.IGNORECASE)


class National(System):
    """The national platform template."""

    id = "national"
    aliases = ("natl",)
    title = "国办政府信息公开平台模板"

    def sniff(self, page: Page) -> float:
        """Recognise the template's class names; weaker than any system's own marks."""
        return 0.5 if _MARKS.search(page.text) else 0.0
