"""云南: the pager is written by a script from `window.atob("…")`; the harvester decodes it on every page."""

from __future__ import annotations

import re

from crawler.systems.base import System
from crawler.systems.pages import Page


class Yunnan(System):
    """云南 base64 pager."""

    id = "yunnan"
    aliases = ("b64",)
    title = "云南集约化"

    def sniff(self, page: Page) -> float:
        """Recognise the encoded pager."""
        text = page.text
        if "atob" not in text:
            return 0.0
        return 0.8 if re.search(r"id\s*=\s*[\"']?pages\b", text) else 0.5
