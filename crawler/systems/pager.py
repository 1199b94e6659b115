"""Pagination that needs no system: the link named 下一页, numbered links, and what a page claims of its length."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from crawler import urls
from crawler.systems import markup
from crawler.systems.links import Link, harvest_text
from crawler.systems.pages import Fetch, Page

MAX_PAGES = 200
"""Pages of one list at most; static lists are cut at 100 or 200 by the systems themselves."""

_NEXT = re.compile(
    r"^[\[【(（<«‹]*\s*(?:下一页|下页|后一页|下1页|后页|下一頁|下頁|下一步|next(?:page)?)\s*[>»›\])】）]*$",
    re.IGNORECASE,
)
_OTHER_PAGE = re.compile(
    r"^(?:首页|第一页|最前页|上一?页|前一?页|上1页|上一步|尾页|末页|最后一?页|最末页|第?\d{1,3}页|跳转|跳至|转到|go|prev(?:ious)?|first|last)$",
    re.IGNORECASE,
)
_LINKED_SUFFIX = re.compile(r"\bhref\s*=\s*[\"']?[^\"'\s<>?#]{1,300}\.(s?html?)\b", re.IGNORECASE)
_DAY_ADDRESS = re.compile(
    r"(?:19|20)\d{2}(?:[-_/.年]\d{1,2}[-_/.月]\d{1,2}|\d{4})(?!\d)|[?&](?:day|date|rq|riqi)=", re.IGNORECASE
)
_NEXT_SIGN = re.compile(r"^(?:>|»|›|&gt;|>>|→)$")
_CLAIMS = (
    re.compile(
        r"第\s*(?:<[^>]*>\s*)*(\d{1,4})\s*(?:<[^>]*>\s*)*(?:页)?\s*/\s*(?:共)?\s*(?:<[^>]*>\s*)*(\d{1,4})\s*(?:<[^>]*>\s*)*页"
    ),
    re.compile(r"(?<!\d)(\d{1,4})\s*/\s*(\d{1,4})\s*页"),
    re.compile(r"页次\s*[:：]?\s*(\d{1,4})\s*/\s*(\d{1,4})"),
)
_CLAIMED_PAGES = re.compile(
    r"(?:(?:共计?|总共|总计|合计|分)\s*(?:<[^>]{0,200}>\s*){0,4}(?P<pages>\d{1,4})\s*(?:<[^>]{0,200}>\s*){0,4}页"
    r"|总页[数码]\s*[:：]\s*(?:<[^>]{0,200}>\s*){0,4}(?P<number>\d{1,4})(?![\d/]))"
)
_CLAIMED_TOTAL = re.compile(
    r"(?:(?:共计?|总计|合计|总共)\s*(?:有)?\s*(?:<[^>]{0,200}>\s*){0,4}(?P<entries>\d{1,6})\s*(?:<[^>]{0,200}>\s*){0,4}"
    r"(?:条|项|篇|个?记录)|(?:总记录数?|记录总?数|总条数|信息总数)\s*[:：]\s*(?:<[^>]{0,200}>\s*){0,4}(?P<number>\d{1,6})(?!\d))"
)
_SCRIPTED_PAGES = (
    re.compile(
        r"\b(?:page_?count|total_?pages?|page_?total|max_?page|count_?page|total_?page_?count|logicTotalPage|pagesum|allpage)\b"
        r"[\"']?\s*[:=]\s*(?:parseInt\s*\(\s*)?[\"']?(\d{1,4})(?!\d)(?![^<>\"']{0,3}[\"']?\s+pagesize)",
        re.IGNORECASE,
    ),
    re.compile(r"\bcurr(?:ent)?\s*:\s*[\"']?\d{1,4}\b[^{}]{0,120}?\bpages?\s*:\s*[\"']?(\d{1,4})\b", re.IGNORECASE),
    re.compile(r"\bpages?\s*:\s*[\"']?(\d{1,4})\b[^{}]{0,120}?\bcurr(?:ent)?\s*:\s*[\"']?\d", re.IGNORECASE),
    re.compile(r"\.pagination\s*\(\s*[\"']\w+[\"']\s*,\s*\d{1,4}\s*,\s*(\d{1,4})\s*[,)]", re.IGNORECASE),
)
MAX_PAGER_WORDS = 12
"""Characters of a pager's link at most."""
_LAST = re.compile(r"^[\[【(（<«‹]*(?:尾页|末页|最后一?页|最末页|last)[>»›\])】）]*$", re.IGNORECASE)
_TOTAL_NAMES = r"(?:total_?records?|total_?count|record_?count|total_?num|total_?rows|total)"
_SIZE_NAMES = r"(?:per_?page|page_?size|per_?size|page_?rows|limit)"
_RECORDS_AND_SIZE = re.compile(
    rf"\b{_TOTAL_NAMES}\b[\"']?\s*[:=]\s*[\"']?(?P<total>\d{{1,6}})(?!\d)[^<>]{{0,200}}?\b{_SIZE_NAMES}\b[\"']?\s*[:=]\s*[\"']?(?P<size>\d{{1,4}})(?!\d)",
    re.IGNORECASE,
)
_SIZE_AND_RECORDS = re.compile(
    rf"\b{_SIZE_NAMES}\b[\"']?\s*[:=]\s*[\"']?(?P<size>\d{{1,4}})(?!\d)[^<>]{{0,200}}?\b(?:{_TOTAL_NAMES}|pagecount)\b[\"']?\s*[:=]\s*[\"']?(?P<total>\d{{1,6}})(?!\d)",
    re.IGNORECASE,
)
_SHOWN_NEXT = re.compile(r"<(a|li|span|button|em|i|input)\b[^<>]*>\s*(?:下一?页|后一?页)\s*(?:&gt;|>|»)*\s*</\1")
_SHOWN_NUMBER = re.compile(r"<(?:a|li|span|button|em|i)\b[^<>]*>\s*(\d{1,3})\s*</")
_ATOB = re.compile(r"\batob\s*\(\s*(['\"])([A-Za-z0-9+/=\s]{8,200000})\1\s*\)")
_KEPT_BASE64 = re.compile(r"[=:,(\[]\s*(['\"])([A-Za-z0-9+/]{40,200000}={0,2})\1")
MAX_KEPT_BASE64 = 50
"""Strings of one page that are tried as coded markup."""
_SMALL_BOX = re.compile(r"<(\w+)\b([^<>]*)>[^<>]{0,200}(?=</\1)", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"\bdisplay\s*:\s*none", re.IGNORECASE)
_NUMBER_IN_NAME = re.compile(r"^(?P<name>.*?)[_-](?P<number>\d{1,3})$")
_SERIES = re.compile(r"(?:/|[a-z][_-])(?P<number>\d{1,3})\.(?:s?html?|jhtml)$", re.IGNORECASE)
_OPTION = re.compile(
    r"<option\b[^<>]*\bvalue\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>\s*(?:第\s*)?(\d{1,3})\s*(?:页)?\s*<", re.IGNORECASE
)

EMPTY_MARKERS = (
    "暂无相关信息",
    "暂无相关内容",
    "暂无信息",
    "暂无数据",
    "暂无内容",
    "暂无年报",
    "暂无记录",
    "没有相关信息",
    "没有找到相关",
    "没有查询到",
    "未查询到",
    "无相关数据",
    "无相关信息",
    "该栏目暂无",
    "本栏目暂无",
    "栏目下暂无",
)
"""How sites say that a list is empty."""


@dataclass(frozen=True, slots=True)
class Paging:
    """What a page tells of its list: which page it is, how long the list claims to be, and what to ask next."""

    next: tuple[Fetch, ...] = ()
    total: int | None = None
    pages: int | None = None
    number: int = 1
    empty_marker: str = ""
    problems: tuple[str, ...] = ()


def is_pager_word(words: str) -> bool:
    """Whether the words of a link are those of a pager: 下一页, 尾页, 跳转, a page's number."""
    bare = re.sub(r"\s", "", words).strip("[]【】()（）<>《》«»‹›|.·")
    return bool(_NEXT.match(bare) or _OTHER_PAGE.match(bare)) or (bare.isdigit() and len(bare) <= 3)


def find_empty_marker(text: str) -> str:
    """Return the words with which a page says that there is nothing, or ""."""
    for marker in EMPTY_MARKERS:
        if marker in text:
            return marker
    return ""


def says_empty(text: str) -> str:
    """Return the words with which a page says to its readers that its list is empty, or "": what stands in a script or
    a hidden box is said only if there is nothing to show."""
    if not find_empty_marker(text):
        return ""
    return find_empty_marker(markup.visible_text(_SMALL_BOX.sub(_if_shown, text)) if "<" in text else text)


def _if_shown(box: re.Match[str]) -> str:
    return " " if _NOT_SHOWN.search(box[2]) else box[0]


def claimed_pages(text: str) -> tuple[int | None, int | None]:
    """Return the (current, last) page as a text says it: 第2页/共5页, 2/5页, 共5页."""
    text = text.replace("&nbsp;", " ")
    for pattern in _CLAIMS:
        found = pattern.search(text)
        if found:
            return int(found.group(1)), int(found.group(2))
    found = _CLAIMED_PAGES.search(text)
    return None, int(found["pages"] or found["number"]) if found else None


def scripted_pages(text: str) -> int | None:
    """Return the number of pages that a page gives to a pager its script draws, or shows without an address; else None.

    For pages whose next page nothing else tells: a list that names more pages than were read is never whole.
    """
    found = [int(count) for pattern in _SCRIPTED_PAGES for count in pattern.findall(text)]
    if found:
        return max(found)
    for pattern in (_RECORDS_AND_SIZE, _SIZE_AND_RECORDS):
        for match in pattern.finditer(text):
            size, total = int(match.group("size")), int(match.group("total"))
            if size:
                return -(-total // size)
    return shown_pages(text)


def shown_pages(text: str) -> int | None:
    """Return the last page number in a pager that shows 下一页, with or without addresses; else None."""
    if _SHOWN_NEXT.search(text):
        shown = [int(number) for number in _SHOWN_NUMBER.findall(text)]
        if 2 in shown:
            return max(number for number in shown if number <= MAX_PAGES)
    return None


def claimed_total(text: str) -> int | None:
    """Return the number of entries as a text says it: 共97条."""
    found = _CLAIMED_TOTAL.search(text.replace("&nbsp;", " "))
    return int(found["entries"] or found["number"]) if found else None


def decoded_links(text: str, base: str) -> list[Link]:
    """Return the links that a page keeps in base64: given to `atob` at once, or by way of a variable."""
    if "atob" not in text:
        return []
    found: list[Link] = []
    direct = [match.group(2) for match in _ATOB.finditer(text)]
    kept = [match.group(2) for match in islice(_KEPT_BASE64.finditer(text), MAX_KEPT_BASE64)]
    for coded in dict.fromkeys((*direct, *kept)):
        try:
            data = base64.b64decode(re.sub(r"\s", "", coded), validate=True)
        except (binascii.Error, ValueError):
            continue
        for charset in ("utf-8", "gb18030"):
            try:
                decoded = data.decode(charset)
            except UnicodeDecodeError:
                continue
            if "%3" in decoded[:50].upper():
                from urllib.parse import unquote

                decoded = unquote(decoded)
            if "<" in decoded:
                found.extend(harvest_text(decoded, base))
            elif coded in direct:
                address = urls.resolve(base, decoded.strip())
                if address and not re.search(r"\s", decoded.strip()):
                    found.append(Link(address, "下一页", "下一页", "", "pager", 0, "", "script"))
            break
    return found


def find_next(links: Sequence[Link], here: str, number: int, text: str = "") -> str:
    """Return the address of page `number + 1` among the links of the page at `here`, or "".

    A link named 下一页 wins over the numbered one; a link to the page itself is none.
    """
    own = urls.without_fragment(here)
    signs: list[str] = []
    for link in links:
        words = re.sub(r"\s", "", link.text or link.title)
        if urls.without_fragment(link.url) == own:
            continue
        if _NEXT.match(words) or (not words and "next" in link.css.lower().split()):
            return link.url
        if _NEXT_SIGN.match(words):
            signs.append(link.url)
    if signs:
        return signs[0]
    numbered: dict[int, list[tuple[int, str]]] = {}
    for link in links:
        words = (link.text or "").strip("[]【】() ")
        if words.isascii() and words.isdigit() and len(words) <= 3:
            numbered.setdefault(link.group, []).append((int(words), link.url))
    for link in links:
        words = (link.text or "").strip("[]【】() ")
        if words != str(number + 1) or urls.without_fragment(link.url) == own:
            continue
        # a calendar is also made of numbers; a pager's start near the page that is shown, or are in its addresses
        group = numbered.get(link.group, [])
        if (
            link.region == "pager"
            or {shown for shown, _url in group} <= set(range(1, number + 13))
            or _are_pages(group, own)
        ):
            return link.url
    for value, shown in _OPTION.findall(text):
        if shown == str(number + 1):
            address = urls.resolve(here, value)
            if address and urls.without_fragment(address) != own:
                return address
    return _next_file(links, own, number)


def _next_file(links: Sequence[Link], own: str, number: int) -> str:
    """Return the link to the file that is named like the page shown and numbered next, whatever its words are."""
    name, own_number, suffix = split_number(own)
    if own_number is None and number > 1:
        return ""
    wanted = (1, 2) if own_number is None else (own_number + 1,)
    folder = urls.folder_of(own)
    found: dict[int, str] = {}
    for link in links:
        address = urls.without_fragment(link.url)
        if not address.startswith(folder) or address == own:
            continue
        other, other_number, other_suffix = split_number(address)
        # a folder shows the file `index`; links with a title of their own are entries
        if (
            other == name
            and other_number is not None
            and other_number in wanted
            and other_suffix == (suffix or other_suffix)
            and not link.title
        ):
            found.setdefault(other_number, link.url)
    return next((found[one] for one in wanted if one in found), "")


def second_of_series(page: Page) -> Fetch | None:
    """Return the file after one that is named as the first of a series (`1.html`, `list-1.shtml`), or after the last
    one found in this way; None for other names. Nothing says that it is there."""
    request = page.request
    url = urls.without_fragment(page.final_url or page.url)
    number = request.number if request is not None else 1
    found = _SERIES.search(urlsplit(url).path)
    is_going_on = request is not None and request.carried("series") != ""
    if found is None or int(found.group("number")) != number or (number > 1 and not is_going_on) or urlsplit(url).query:
        return None
    path = urlsplit(url).path
    following = f"{path[: found.start('number')]}{number + 1}{path[found.end('number') :]}"
    return Fetch(urljoin(url, following), number=number + 1, carry=(("series", "1"),))


def _are_pages(numbered: Sequence[tuple[int, str]], own: str) -> bool:
    """Whether numbered links are those of a pager: but for the first page, each has its number, or the one before, in
    its address, and no day."""
    offsets: set[int] = set()
    for shown, url in numbered:
        address = urls.without_fragment(url)
        if shown == 1 or address == own:
            continue
        found = re.findall(r"\d+", urlsplit(address).query or urlsplit(address).path.rpartition("/")[2])
        if not found or _DAY_ADDRESS.search(address):
            return False
        offsets.add(shown - int(found[-1]))
    return len(offsets) == 1 and offsets <= {0, 1}


def before_last(page: Page, links: Sequence[Link], number: int, pages: int | None) -> Fetch | None:
    """Return the fetch of page `number + 1` of a list that links its last page and not its next one; else None.

    Whether the system counts from 0 or from 1, the last page's number tells only where the number of pages is known.
    """
    here = urls.without_fragment(page.final_url or page.url)
    for link in links:
        words = link.text or link.title
        if len(words) > MAX_PAGER_WORDS or not _LAST.match(re.sub(r"\s", "", words)):
            continue
        last = urls.without_fragment(link.url)
        if urls.key_of(last) == urls.key_of(here) or not urls.same_host(urls.host_of(last), urls.host_of(here)):
            return None
        if "?" in last:
            return _before_last_query(last, here, number, pages)
        name, end, suffix = split_number(last)
        own_name, own, _suffix = split_number(here)
        if end is None or urls.folder_of(last) != urls.folder_of(here) or (own is not None and own_name != name):
            return None
        if own is None:
            is_sure = end == 1 or pages == end
            return numbered_fetch(page, name, suffix, 1 + (pages == end and end > 1), 2, first=1 if is_sure else 0)
        return Fetch(numbered_url(here, name, own + 1, suffix), number=number + 1) if own < end else None
    return None


def _before_last_query(last: str, here: str, number: int, pages: int | None) -> Fetch | None:
    asked = urls.query_of(here)
    for name, value in urls.query_of(last).items():
        own = asked.get(name, "")
        if not value.isdigit() or own == value or len(value) > 3:
            continue
        if own.isdigit():
            following = int(own) + 1
            return Fetch(urls.with_query(last, [(name, str(following))]), number=number + 1)
        if int(value) < 2 or pages == int(value):
            return Fetch(urls.with_query(last, [(name, str(min(2, int(value))))]), number=number + 1)
        second = Fetch(urls.with_query(last, [(name, "2")]), number=number + 1)
        return Fetch(urls.with_query(last, [(name, "1")]), number=number + 1, otherwise=second)
    return None


def linked_pages(links: Sequence[Link], here: str, number: int) -> int | None:
    """Return the last of the pages after page `number` that its pager links one by one; None without such links.

    下一页 counts on the first page only: some pagers go on to link it on the last one. 每页 10 20 50 are no pages.
    """
    own = urls.without_fragment(here)
    words = [(link, re.sub(r"\s", "", link.text or link.title).strip("[]【】()")) for link in links]
    following = {link.group for link, said in words if _NEXT.match(said) and urls.without_fragment(link.url) != own}
    linked = {
        int(said)
        for link, said in words
        if said.isascii() and said.isdigit() and len(said) <= 3 and (link.region == "pager" or link.group in following)
    }
    if following and number == 1:
        linked.add(2)
    last = number
    while last + 1 in linked:
        last += 1
    return last if last > number else None


def split_number(url: str) -> tuple[str, int | None, str]:
    """Split the file name of a list page: `…/index_2.html` -> ("index", 2, "html"); a folder -> ("index", None, "")."""
    name = urlsplit(url).path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return "index", None, ""
    found = _NUMBER_IN_NAME.match(stem)
    if found:
        return found.group("name"), int(found.group("number")), suffix
    return stem, None, suffix


def numbered_url(here: str, name: str, number: int, suffix: str) -> str:
    """Return the address of the file `name_number.suffix` beside the page at `here`."""
    parts = urlsplit(here)
    last = parts.path.rpartition("/")[2]
    folder = parts.path if not last else parts.path + "/" if "." not in last else parts.path.rpartition("/")[0] + "/"
    sign = "-" if re.match(rf"{re.escape(name)}-\d", last) else "_"
    return urljoin(f"{parts.scheme}://{parts.netloc}{folder}", f"{name}{sign}{number}.{suffix or 'html'}")


def numbered_fetch(page: Page, name: str, suffix: str, file_number: int, page_number: int, *, first: int) -> Fetch:
    """Return the fetch of a static page of a list whose page `page_number` should be the file `file_number`.

    `first` is 0 or 1, the number that the system gives to its first page. At page 2, where nothing has confirmed it
    yet, the other counting is kept as the alternative.
    """
    here = page.base
    otherwise = None
    if page_number == 2:
        other = file_number + 1 if first == 0 else file_number - 1
        if other >= 1:
            otherwise = Fetch(
                url=numbered_url(here, name, other, suffix),
                number=page_number,
                carry=(("first", str(1 - first)),),
            )
    return Fetch(
        url=numbered_url(here, name, file_number, suffix),
        number=page_number,
        carry=(("first", str(first)),),
        otherwise=otherwise,
    )


def suffix_of_links(text: str) -> str:
    """Return the suffix of a list's files when its first page was asked for by its folder: that of most links."""
    suffixes = Counter(found.lower() for found in _LINKED_SUFFIX.findall(text))
    return suffixes.most_common(1)[0][0] if suffixes else "html"


def guess_next(page: Page, paging: Paging) -> Paging:
    """Return `paging` with the file that comes next by its name, when the list is longer but links no next page."""
    name, file_number, suffix = split_number(page.final_url or page.url)
    suffix = suffix or suffix_of_links(page.text)
    number = paging.number
    request = page.request
    first = request.carried("first") if request is not None else ""
    if file_number is not None and number > 1:
        following = Fetch(
            url=numbered_url(page.base, name, file_number + 1, suffix),
            number=number + 1,
            carry=(("first", first or "1"),),
        )
    elif number == 1 and file_number is not None:
        following = Fetch(url=numbered_url(page.base, name, file_number + 1, suffix), number=2)
    elif number == 1:
        following = numbered_fetch(page, name, suffix, 1, 2, first=0)
    else:
        return paging
    return Paging((following,), paging.total, paging.pages, number, problems=("next_page_guessed",))
