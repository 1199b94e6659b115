"""Which system wrote an address: the shapes of article URLs, tried in order, and the vote of a page's links.

Shapes were read off the addresses of real reports. An address alone is weak evidence (hosts mix systems), so a list
page's own marks come first and shapes only decide what is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

_HEX32 = r"[0-9a-f]{32}"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

# Order matters: the more telling shape first.
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (system, re.compile(pattern, re.IGNORECASE))
    for system, pattern in (
        ("hanweb_xxgk", r"/module/xxgk/(?:xxgkAnnualReport|tree|search|index)\w*\.jsp"),
        ("gkmlpt", r"/gkmlpt/(?:content/|index|api/)"),
        ("jpaas", rf"/art/\d{{4}}/art_(?:\w+_)?{_HEX32}\.s?html?$"),
        ("hanweb", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html?$"),
        ("nfcms", r"/content/m?post_\d+\.html?$"),
        ("shandong", r"/articles/ch\d+/\d{6}/[\w-]+\.s?html?$|/channels/ch\d+/?(?:index(?:_\d+)?\.s?html?)?$"),
        ("uuid_columns", rf"/columns/{_UUID}/(?:\d{{6}}/\d{{2}}/{_UUID}\.html?|index\.html?|$)"),
        ("liaoning", r"/\d{4}_\d{2}/\d{2}_\d{2}/content-\d+\.s?html?$"),
        ("founder", r"/\d{4}-\d{2}/\d{2}/article_\d{10,}\.html?$"),
        ("xinhua", r"/\d{4}-\d{2}/\d{2}/c_\d+\.html?$"),
        ("henan", r"/\d{4}/\d{2}-\d{2}/\d+\.html?$"),
        ("trs", r"/\d{6}/t\d{8}_\d+(?:_\w+)?\.s?html?$|/t\d{5,12}\.s?html?$|/(?:t\d{8}_\d+)\.s?html?$"),
        ("shanghai", rf"/nw\d+/\d{{8}}/{_HEX32}\.html?$|/nw2/nw\d+/"),
        ("longxun", r"/(?:openness/)?public/(?:content/\d+|\d+/\d+\.html?|column/\d+)"),
        (
            "ucap",
            rf"/\d{{6}}/{_HEX32}\.s?html?$|/\d{{4}}/\d{{1,2}}/\d{{1,2}}/{_HEX32}\.s?html?$|/\d{{6}}/c\d+_\d+\.s?html?$",
        ),
        (
            "ucap",
            rf"/{_HEX32}/\d{{6}}/\d+\.s?html?$|/c\d{{5,6}}/(?:c\d+/)?content\.s?html?$|/c\d{{5,6}}/\d{{6}}/\d+\.s?html?$",
        ),
        ("huzhou", r"/\d{8}/i\d+\.html?$"),
        ("vsb", r"/info/\d+/\d+\.html?$|/(?:[na]20\d{2}n?)/(?:[a-z]\w*/)*[a-z]\w*\.html?$|content\.jsp\?.*wbnewsid="),
        ("snowflake", r"/(?!0)\d{18,20}\.s?html?$"),
        ("liferay", r"/-/articles/\d+\.s?html?$"),
        ("jeecms", r"/\d+\.jhtml$"),
        ("eportal", r"/eportal/ui\?"),
        ("numcol", r"(?:/\d{3,6}){2,}/(?:content_\d+|index)\.html?$"),
        ("founder", r"/content_\d+\.html?$"),
    )
)

# Article-shaped without naming a system.
_GENERIC_ARTICLE = re.compile(
    r"/(?:content|article|detail|info|show|view|art|news|doc|post|t|c|i|a|p)?[_-]?\d{4,}(?:[_-]\w+)*\.(?:s?html?|jhtml|phtml|jspx?|aspx?|php)$"
    r"|/[0-9a-f]{24}\.s?html?$"
    rf"|/(?:\w+_)?{_HEX32}(?:\.\w+)?$|/{_UUID}(?:\.\w+)?$"
    r"|/\d{8}/\w+\.(?:s?html?|jhtml)$|/\d{6}/\w*\d\w*\.(?:s?html?|jhtml)$|/20\d{2}[-_/]\d{2}[-_/]\d{2}/[\w-]+\.(?:s?html?|jhtml)$"
    r"|(?:detail|show|view|content|article|info)\w*\.(?:jsp|aspx?|php|do|html?)\?.*(?:id|newsid|articleid)=[\w-]+"
    r"|/(?:detail|article|articles|content|show|view)/\d+(?:\.\w+)?$"
    r"|[?&](?:wbnewsid|articleid|newsid|docid|infoid|contentid|aid)=[\w-]+",
    re.IGNORECASE,
)
_COLUMN_FILE = re.compile(
    r"/(?:show|view|more|news)?_?(?:class|list|column|channel|category|special|type)\w{0,8}\.(?:aspx?|jspx?|php|do|html?)$|/(?:index|list|default|common_list|xlist|column-index|column|more|zwgklist|newxxgklist|zwgk|main)(?:[_-]?\d+)?\.(?:s?html?|jsp|aspx?|php)$",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"/col/col\d+/|/public/column/\d+|/content/column/\d+|/channels/ch\d+/?$|/gkmlpt/index|/eportal/ui\?|/nw2/nw\d+/"
    r"|/module/xxgk/(?:tree|search|index)",
    re.IGNORECASE,
)


@lru_cache(maxsize=65_536)
def system_of_url(url: str) -> str:
    """Return the id of the system whose article or list addresses look like this; `generic` when none is telling."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for system, pattern in _SHAPES:
        if pattern.search(target):
            return system
    return "generic"


def vote(addresses: Iterable[str]) -> Counter[str]:
    """Count the systems that the article addresses of a page speak for; `generic` is not counted."""
    votes: Counter[str] = Counter()
    for url in addresses:
        if looks_like_article(url):
            system = system_of_url(url)
            if system != "generic":
                votes[system] += 1
    return votes


@lru_cache(maxsize=65_536)
def looks_like_article(url: str) -> bool:
    """Whether the address has the shape of one document rather than of a column."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if _LISTS.search(target):
        return False
    if "xxgkAnnualReport" in target:
        return True
    if _COLUMN_FILE.search(parts.path):
        return False
    system = system_of_url(url)
    if system not in ("generic", "eportal", "hanweb_xxgk"):
        return True
    return bool(_GENERIC_ARTICLE.search(target))


@lru_cache(maxsize=65_536)
def looks_like_column(url: str) -> bool:
    """Whether the address has the shape of a column: a folder, an index or list file, or a known list address."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if _LISTS.search(target) or _COLUMN_FILE.search(parts.path):
        return True
    name = parts.path.rpartition("/")[2]
    return "." not in name and not looks_like_article(url)


_MASKS = (
    (re.compile(rf"{_UUID}|{_HEX32}|[0-9a-f]{{24}}", re.IGNORECASE), "H"),
    (re.compile(r"\d+"), "N"),
)


@lru_cache(maxsize=65_536)
def signature_of(url: str) -> str:
    """Return the address with its numbers and ids masked below its column: articles of one list share it.

    The folder keeps its letters (`/zwgk/nb/N/tN_N.html`); numbers that stand for columns are masked as well.
    """
    parts = urlsplit(url)
    path = parts.path
    for pattern, mask in _MASKS:
        path = pattern.sub(mask, path)
    return f"{(parts.hostname or '').removeprefix('www.')}{path}"


def count_alike(addresses: Iterable[str]) -> int:
    """Return how many addresses, each counted once, have the most common signature: a list's, without its pager's."""
    return max(Counter(map(signature_of, set(addresses))).values(), default=0)
