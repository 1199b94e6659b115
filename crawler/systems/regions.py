"""Which part of a page an element is, by its tag and the words of its class and id: menu, crumb, pager, foot."""

from __future__ import annotations

import re
from typing import Literal

from lxml import html as lxml_html

Region = Literal["content", "menu", "crumb", "pager", "foot"]

# Class and id words as they stand in front-end code everywhere; they only demote a link, they never hide a report.
_MENU = re.compile(
    r"(?:^|[-_"
    r" ])(?:sub)?(?:menu|nav|navs|navbar|navigation|topbar|header|top|toptool|banner|logo|login|tool)\w{0,3}(?:$|[-_"
    r" ])|nav(?:_|-|$)|menu",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"foot|(?:^|[-_ ])ft(?:$|[-_ ])|copyright|bottom|friend|yqlj|youqing|link(?:s|box)?(?:$|[-_ ])|bqxx", re.IGNORECASE
)
_CRUMB = re.compile(
    r"crumb|position|location|weizhi|dqwz|curr(?:ent)?_?(?:pos|location|chnl)|breadnav|(?:^|[-_ ])bread(?:$|[-_ ])|"
    r"wz(?:$|[-_ ])|bt_?path|sitepath",
    re.IGNORECASE,
)
_PAGER = re.compile(
    r"pag(?:e|er|es|ing|ination|ebar|ebox|edec)(?:$|[-_ \d])|fenye|fanye|pagination|p_pages|turnpage|page_?div",
    re.IGNORECASE,
)
MIN_OWN_WORDS = 4
"""Characters that no pager's link has beside a pager's words."""

_PAGER_WORDS = re.compile(
    r"[\d\s.…/|<>«»‹›\[\]()（）【】:：,，"
    r"]+|上一?页|下一?页|前一?页|后一?页|首页|尾页|末页|最后一?页|第一页|跳转?[到至]?|转到?|[共第页条到至每显示当前总计个]|记录|确定|GO|go|Go|prev|next"
)


def own_region(node: lxml_html.HtmlElement) -> Region | None:
    """Return the region that an element opens by itself, None where it is in the one around it."""
    tag = node.tag
    if tag == "nav":
        return "menu"
    if tag == "footer":
        return "foot"
    if tag == "header":
        return "menu"
    if tag in ("body", "html", "a"):
        return None
    name = f"{node.get('class') or ''} {node.get('id') or ''}".strip()
    if not name:
        return None
    if _PAGER.search(name):
        # a whole page may sit in `div.page`; a pager is short
        return "pager" if _is_pager_text(node.text_content()) and not _has_long_words(node) else None
    if _CRUMB.search(name):
        return "crumb" if len(node.text_content()) < 300 else None
    if _FOOT.search(name):
        return "foot"
    if _MENU.search(name):
        return "menu"
    return None


def _is_pager_text(text: str) -> bool:
    """Whether an element says nothing but what pagers say; `div.page-content` is named like one too."""
    return len(text) < 800 and len(_PAGER_WORDS.sub("", text)) <= 12


def _has_long_words(node: lxml_html.HtmlElement) -> bool:
    """Whether some link inside says more than a pager's links do; a list of one cut title is as short as a pager."""
    for link in node.iter("a"):
        words = link.get("title") or link.text_content()
        if len(_PAGER_WORDS.sub("", words)) >= MIN_OWN_WORDS:
            return True
    return False
