"""Pages that say "not here" with status 200, and redirects to the home page instead of a 404."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from crawler import urls
from crawler.systems import articles, evidence, markup
from crawler.systems.pages import Page

MAX_PHRASE_CHARS = 1_000
"""Visible characters up to which the phrases count. Longer pages say such words in earnest (reports do)."""

_STRONG = re.compile(
    r"(?:页面|网页|文章|内容|信息|文件|栏目|地址|链接|资源)(?:已经|可能|或)?(?:不存在|未找到|找不到|已被?删除|已失效|已下线|已撤[下回销])|不存在或已(?:被)?删除"
    r"|404\s*(?:Not\s*Found|错误|页面|-|—)|(?:页面|Page)\s*not\s*found|无法找到(?:该|此|您|页|资源|网页)|找不到(?:该|此|您|页|资源|网页|文件|服务器)"
    r"|HTTP\s*(?:Error\s*)?404|(?:error|状态码)\s*[:：]?\s*404",
    re.IGNORECASE,
)
_WEAK = (
    "找不到",
    "页面不存在",
    "无法找到",
    "访问的页面",
    "正在建设",
    "停止服务",
    "已关停",
    "已关闭",
    "页面丢失",
    "页面走丢",
    "未找到",
    "已删除",
)
_MAINTENANCE = ("临时维护", "系统维护", "网站维护", "升级维护", "维护升级", "正在升级", "暂停服务")
"""Words of a site that is closed for a while: what it had is not gone, and is asked for again."""
_ALERT = re.compile(
    r"\balert\s*\(\s*[\"'][^\"']{0,60}(?:不存在|已?被?删除|找不到|未找到|已失效|已下线)[^\"']{0,60}[\"']"
)
_REPORT_TITLE = re.compile(r"(?:19|20)\d{2}年?度?[^。；]{0,30}?(?:年度报告|年报)")
MIN_TITLES = 3
"""Titles of reports on a page from which it is a list of them; a menu names them without years."""
MAX_ALERT_CHARS = 60
"""Visible characters up to which a page is nothing but the message its script shows."""
_HINT = "温馨提示"
_NOT_FOUND_PATH = re.compile(r"/(?:404|error|notfound|not_found|40x|err)(?:[._/-]|$)", re.IGNORECASE)
_REPORT = re.compile(r"(?:政府)?信息公开(?:工作)?(?:年度?报告?|年报)|\d{4}年.{0,20}年度报告")


def find_soft_404(page: Page) -> str:
    """Return why a page with a good status is no page, "" when it is one.

    `phrase` and `not_found_page` say that it is gone, `home` that it has become the home page, `maintenance` that the
    site is closed for a while.
    """
    if page.status >= 400:
        return ""
    asked, got = page.url, page.final_url or page.url
    if urls.key_of(asked) != urls.key_of(got):
        if _NOT_FOUND_PATH.search(urlsplit(got).path):
            return "not_found_page"
        if urls.is_home(got) and not urls.is_home(asked):
            return "home"
    text = page.text
    if "<" not in text[:2000] and page.media_type not in ("", "text/html", "text/plain"):
        return ""
    visible = markup.visible_text(text)
    if len(visible) >= MAX_PHRASE_CHARS:
        return ""
    squeezed = re.sub(r"\s", "", visible)
    strong = _STRONG.search(visible) or _STRONG.search(squeezed)
    if len(squeezed) <= MAX_ALERT_CHARS and _ALERT.search(text):
        return "phrase"
    names_report = bool(_REPORT.search(squeezed))
    if names_report and (strong or any(phrase in squeezed for phrase in (*_WEAK, *_MAINTENANCE))):
        # short reports and lists of reports say such words of other things
        is_list = len(_REPORT_TITLE.findall(squeezed)) >= MIN_TITLES
        if is_list or evidence.find_evidence_in_markup(text).is_report:
            return ""
    if strong and not (names_report and _has_file(text)):
        return "phrase"
    if not names_report:
        closed = [phrase for phrase in _MAINTENANCE if phrase in squeezed]
        weak = [*closed, *(phrase for phrase in _WEAK if phrase in squeezed)]
        if closed and (len(squeezed) < 300 or _HINT in squeezed or len(weak) > 1):
            return "maintenance"
        if weak and (len(squeezed) < 300 or _HINT in squeezed or len(weak) > 1):
            return "phrase"
        target = articles.find_script_redirect(page)
        if target and urls.is_home(target) and not urls.is_home(got):
            return "home"
    return ""


def _has_file(text: str) -> bool:
    return re.search(r"\.(?:pdf|docx?|wps|ofd|xlsx?)\b|downfile\.jsp|download\.jsp", text, re.IGNORECASE) is not None


def simhash(text: str) -> int:
    """Return a 64-bit fingerprint of the visible text: near-equal pages differ in few bits (see `distance`)."""
    words = re.sub(r"[\s\d]+", "", markup.visible_text(text) if "<" in text else text)
    if not words:
        return 0
    weights = [0] * 64
    step = max(1, len(words) // 4_000)
    for start in range(0, max(1, len(words) - 2), step):
        digest = int.from_bytes(hashlib.blake2b(words[start : start + 3].encode(), digest_size=8).digest(), "big")
        for bit in range(64):
            weights[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit in range(64) if weights[bit] > 0)


def distance(left: int, right: int) -> int:
    """Return in how many of 64 bits two fingerprints differ."""
    return (left ^ right).bit_count()


SAME_PAGE_BITS = 3
"""Fingerprints this close are one page: the error page of a host against any page under suspicion."""

MAX_DIFFERENT = 50
"""Different pages of a host that are remembered: what a host shows for all that is not there comes again soon."""


class Repeats:
    """The pages of a host that are not what they should be, to tell when one and the same comes again and again."""

    def __init__(self) -> None:
        self._times: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._times)

    def add(self, text: str) -> int:
        """Note a page; return how many of those noted, this one included, are the same."""
        found = simhash(text)
        known = next((other for other in self._times if distance(found, other) <= SAME_PAGE_BITS), found)
        times = self._times.pop(known, 0) + 1
        # what came last stands last
        self._times[known] = times
        if len(self._times) > MAX_DIFFERENT:
            del self._times[next(iter(self._times))]
        return times


def is_same_page(left: str, right: str) -> bool:
    """Whether two pages say the same but for numbers; a host's answer to an address that cannot exist is compared
    with a page under suspicion."""
    return distance(simhash(left), simhash(right)) <= SAME_PAGE_BITS
