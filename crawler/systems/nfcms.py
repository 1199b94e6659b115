"""南方 NFCMS, main sites of Guangdong: static lists counted from 1 (`index_2.html`), articles `content/post_N.html`.

The address after the last page answers 404. `mpost_N.html` is the phone's copy of `post_N.html`.
"""

from __future__ import annotations

import re

from crawler.systems.base import System
from crawler.systems.pages import Page

_MARKS = re.compile(r"NFCMS_SITE_ID|NFCMS_POST_ID|NFCMS_|nfw-cms-", re.IGNORECASE)
_POST = re.compile(r"/content/m?post_\d+\.html", re.IGNORECASE)


class Nfcms(System):
    """南方 NFCMS."""

    id = "nfcms"
    title = "南方 NFCMS"

    def sniff(self, page: Page) -> float:
        """Recognise the system's script variables, or a list of its articles."""
        if _MARKS.search(page.text):
            return 0.85
        return 0.55 if len(_POST.findall(page.text)) >= 2 else 0.0
