"""Article pages, the same for all systems: titles, national metadata, index block, attachments, where the text is.

Only what the walk needs; the meaning of the text is read elsewhere, from the bytes kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import html as lxml_html

from crawler import urls
from crawler.systems import evidence, markup, shapes
from crawler.systems.link_titles import clean_title
from crawler.systems.pages import Article, Attachment, Fetch, Page

# In order; the first with enough Chinese text wins. Class and id names are those of the systems' own templates.
CONTAINERS: tuple[tuple[str, str], ...] = (
    ("#UCAP-CONTENT", "//*[@id='UCAP-CONTENT']|//ucapcontent"),
    (
        ".TRS_Editor",
        "//*[contains(@class,'TRS_Editor') or contains(@class,'trs_editor_view') or contains(@class,'TRS_UEDITOR')]",
    ),
    (
        ".v_news_content",
        "//*[starts-with(@id,'vsb_content')]//*[contains(@class,'v_news_content')]|//*[starts-with(@id,'vsb_content')]",
    ),
    (".article-content", "//*[contains(@class,'article-content') or contains(@class,'news_cont_d_wrap')]"),
    ("#zoom", "//*[@id='zoom' or @id='Zoom' or @id='ivs_content' or contains(@class,'bt-content')]"),
    (".wzcon", "//*[contains(concat(' ',@class,' '),' wzcon ')]"),
    (
        ".xxgk_content",
        (
            "//*[contains(@class,'gknb_content') or contains(@class,'xxgkcont') or contains(@class,'xxgk_content')"
            " or contains(@class,'article_content') or contains(concat(' ',@class,' '),' view ')]"
        ),
    ),
)
MIN_BODY_CHARS = 400
"""Chinese characters that make a container the text; the shortest genuine report has about 500."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LABELS = re.compile(
    r"^(?:索引号|信息索取号|发布机构|发文机关|信息来源|发布机关|制发机关|责任单位|来源|发文日期|成文日期|生成日期|发布日期|公开日期|发布时间|"
    r"发文字号|文号|主题分类|信息类别|组配分类|主题词|信息名称|名称|标题|有效性|公开方式|公开范围|公开时限)$"
)
_LABEL_NAMES = (
    "索引号|信息索取号|发布机构|发文机关|发布机关|制发机关|责任单位|信息来源|来源|"
    "成文日期|生成日期|发布日期|公开日期|发布时间|文号|信息名称|名称"
)
_LABEL_AND_VALUE = re.compile(rf"({_LABEL_NAMES})[:：]\s*([^:：]{{1,60}}?)(?=\s+(?:{_LABEL_NAMES})[:：]|$)")
_SITE_CODE = re.compile(r"(?:网站)?标识码\s*[:：]?\s*((?:bm|BM)\d{8}|\d{10})")
_HREFS_IN_SCRIPT = re.compile(
    r"(['\"])(?P<url>(?:https?:)?[^'\"\s<>]{1,600}?\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)(?:\?[^'\"\s<>]{0,200})?)\1",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|txt)$", re.IGNORECASE)
_ON_CLICK = re.compile(r"(['\"])(?P<url>[^'\"]{3,1500})\1")
_LONGEST_ADDRESS = 1_500
_VIEWER = re.compile(r"[?&#](?:file|url|src|pdf|path)=([^&#]+)", re.IGNORECASE)
_SCRIPT_REDIRECT = re.compile(
    r"(?:window|self|top|document|parent)?\s*\.?\s*location(?:\.href)?\s*(?:=|\.replace\s*\(|\.assign\s*\()\s*(['\"])([^'\"<>\s]{1,1000})\1\s*\)?\s*(?!\+)\s*(?:;|$|\}|<|\n|\))"
)
_REFRESH = re.compile(
    r"<meta\b[^<>]{0,200}?http-equiv\s*=\s*[\"']?refresh[\"']?[^<>]{0,200}?content\s*=\s*[\"']?\s*\d*\s*[;,]\s*url\s*=\s*['\"]?([^\"'<>\s]+)",
    re.IGNORECASE,
)
MIN_DOTS = 3
"""Times that a picture stands on a page from which it is a mark of its rows."""
MAX_REDIRECT_TEXT = 400
"""Visible characters up to which a page that goes elsewhere by script counts as nothing but a redirect."""


def read_article(page: Page) -> Article:
    """Read an article page; an empty Article with a problem when it cannot be parsed."""
    problems: list[str] = []
    tree = page.tree
    if tree is None:
        return Article(title="", problems=(f"markup_refused:{page.refused}" if page.refused else "empty_page",))
    metadata = find_metadata(tree)
    body, hint = find_body(tree, page.text)
    text = markup.squeeze(" ".join(_texts(body))) if body is not None else ""
    weight = evidence.find_evidence(text)
    if not weight.is_report:
        whole = evidence.find_evidence_in_markup(page.text)
        if whole.is_report:
            weight, hint = whole, "page"
    titles = find_titles(tree, metadata, page)
    next_fetches: tuple[Fetch, ...] = ()
    if weight.chars < MIN_BODY_CHARS:
        target = find_script_redirect(page) or _framed_page(tree, page)
        if target:
            hops = (
                int(page.request.carried("hops", "0"))
                if page.request and page.request.carried("hops", "0").isdigit()
                else 0
            )
            if hops < 2:
                next_fetches = (Fetch(url=target, kind="article", carry=(("hops", str(hops + 1)),)),)
            else:
                problems.append("too_many_script_redirects")
    attachments = tuple(find_attachments(tree, page, body))
    pictures = _body_images(body) if body is not None else []
    images = len(pictures)
    if not weight.is_report and not attachments:
        # a report that was only scanned: its pictures are its files
        attachments = tuple(_pictures(pictures, page))
    return Article(
        title=titles[0] if titles else "",
        titles=titles,
        metadata=metadata,
        crumbs=find_crumbs(tree),
        attachments=attachments,
        body_hint=hint,
        body_chars=len(_CHINESE.findall(text)),
        images=images,
        headings=weight.headings,
        has_statutory_tables=weight.has_tables,
        next=next_fetches,
        problems=tuple(problems),
    )


def find_metadata(tree: lxml_html.HtmlElement) -> dict[str, str]:
    """Return the page's metadata: `<meta>` names in lower case (first non-empty wins), index-block labels as printed
    without blanks, and `site_code` from SiteIDCode or the footer."""
    out: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        content = markup.squeeze(meta.get("content"))
        if name and content and name not in out and len(content) <= 2000:
            out[name] = content
    for label, value in _index_block(tree):
        out.setdefault(label, value)
    code = out.get("siteidcode", "")
    if not code:
        # the footer stands last and is short; searching all of a long page would cost more than it gives
        for words in list(_texts(tree))[-120:]:
            found = _SITE_CODE.search(words)
            if found:
                code = found.group(1)
    if code:
        out["site_code"] = code.lower()
    return out


def _index_block(tree: lxml_html.HtmlElement) -> Iterator[tuple[str, str]]:
    for cell in tree.iter("th", "td", "span", "b", "strong", "em", "label", "dt", "p", "li", "i"):
        text = cell.text_content() if len(cell) < 4 else (cell.text or "")
        if not text or len(text) > 160:
            continue
        label = re.sub(r"[\s\u3000:：\[\]【】]", "", text)
        if _LABELS.match(label):
            follower = cell.getnext()
            value = (
                markup.squeeze(follower.text_content())
                if follower is not None and isinstance(follower.tag, str)
                else ""
            )
            value = value or markup.squeeze(cell.tail)
            value = value.lstrip(":： ")
            if value and len(value) <= 120 and not _LABELS.match(re.sub(r"[\s:：]", "", value)):
                yield label, value
        elif "：" in text or ":" in text:
            for found in _LABEL_AND_VALUE.finditer(markup.squeeze(text)):
                yield found.group(1), found.group(2).strip()


def find_titles(tree: lxml_html.HtmlElement, metadata: dict[str, str], page: Page) -> tuple[str, ...]:
    """Return the page's titles, best first: metadata, UCAPTITLE, headings, `<title>`; without doubles."""
    found = [metadata.get(name, "") for name in ("articletitle", "og:title", "title")]
    for path in ("//ucaptitle", "//h1", "//h2", "//*[contains(@class,'title') and not(self::title)]"):
        result = tree.xpath(path)
        if isinstance(result, list):
            for element in result[:4]:
                if isinstance(element, lxml_html.HtmlElement):
                    words = markup.squeeze(element.text_content())
                    if 4 <= len(words) <= 120:
                        found.append(words)
    head = tree.find(".//title")
    if head is not None:
        found.append(markup.squeeze(head.text_content()))
    out: list[str] = []
    for words in found:
        cleaned = clean_title(re.sub(r"<br\s*/?>|&lt;br\s*/?&gt;", " ", words, flags=re.IGNORECASE))
        if cleaned and cleaned not in out:
            out.append(cleaned)
    return tuple(out)


def find_body(tree: lxml_html.HtmlElement, source: str) -> tuple[lxml_html.HtmlElement | None, str]:
    """Return the element that holds the article's text and what it was recognised by.

    The systems' containers first, each only with enough text or two of the six headings; then the markers that Hanweb
    writes; at last the densest block of text, else the whole body.
    """
    first: tuple[lxml_html.HtmlElement, str] | None = None
    for hint, path in CONTAINERS:
        result = tree.xpath(path)
        if not isinstance(result, list):
            continue
        for element in result[:3]:
            if not isinstance(element, lxml_html.HtmlElement):
                continue
            text = " ".join(_texts(element))
            if len(_CHINESE.findall(text)) >= MIN_BODY_CHARS or evidence.find_evidence(text).headings >= 2:
                return element, hint
            if first is None:
                first = (element, hint)
    densest = _densest(tree)
    if densest is not None:
        return densest, "densest"
    if first is not None:
        return first
    body = tree.find("body")
    return (body if body is not None else tree), "page"


def _densest(tree: lxml_html.HtmlElement) -> lxml_html.HtmlElement | None:
    best: lxml_html.HtmlElement | None = None
    most = MIN_BODY_CHARS
    for element in tree.iter("div", "td", "article", "section"):
        own = 0
        for child in element:
            if isinstance(child.tag, str) and child.tag in (
                "p",
                "table",
                "span",
                "h1",
                "h2",
                "h3",
                "h4",
                "ul",
                "ol",
                "br",
                "strong",
                "b",
            ):
                own += len(_CHINESE.findall(child.text_content())) + len(_CHINESE.findall(child.tail or ""))
        own += len(_CHINESE.findall(element.text or ""))
        if own > most:
            best, most = element, own
    return best


def find_crumbs(tree: lxml_html.HtmlElement) -> tuple[str, ...]:
    """Return the breadcrumb's names, root first: TRS's CurrChnlCls links, or the block after 当前位置."""
    result = tree.xpath("//a[contains(@class,'CurrChnlCls')]")
    if isinstance(result, list) and result:
        names = [
            markup.squeeze(element.text_content()) for element in result if isinstance(element, lxml_html.HtmlElement)
        ]
        return tuple(name for name in names if name)
    for element in tree.iter("div", "p", "td", "span", "ul"):
        if len(element) > 12:
            continue
        text = element.text_content()
        if len(text) <= 300 and re.search(r"(?:当前|您?(?:的|所在|现在)+)(?:的)?位置", text):
            names = [markup.squeeze(link.text_content()) for link in element.iter("a")]
            if len(names) >= 2:
                return tuple(name for name in names if name)
    return ()


def _framed_page(tree: lxml_html.HtmlElement, page: Page) -> str:
    """Return the page that an article without text of its own shows in a frame, or ""; files in frames are
    attachments, and hidden frames count visitors."""
    for frame in tree.iter("iframe", "frame"):
        address = urls.resolve(page.base, frame.get("src"))
        if not address or address == page.url or urls.is_attachment(address) or _VIEWER.search(address):
            continue
        size = {(frame.get(name) or "").strip() for name in ("width", "height")}
        if size & {"0", "1", "0px", "1px"} or "none" in (frame.get("style") or "").replace(" ", ""):
            continue
        if urls.suffix_of(address) in ("html", "htm", "shtml", "jhtml", "") and not _is_embed(address):
            return urls.without_fragment(address)
    return ""


def _is_embed(address: str) -> bool:
    # maps, players, weather, counters and share buttons stand in frames as well
    return (
        re.search(r"map|video|player|weather|tianqi|share|count|stat|login|search", address, re.IGNORECASE) is not None
    )


def find_attachments(
    tree: lxml_html.HtmlElement, page: Page, body: lxml_html.HtmlElement | None = None
) -> Iterator[Attachment]:
    """Yield the files that belong to the article: links, frames, embedded viewers, click handlers, scripts.

    Files linked from menus and footers (a list of phone numbers, an application form) are left out when the text's
    own container holds at least one file.
    """
    seen: set[str] = set()
    inside: list[Attachment] = []
    outside: list[Attachment] = []
    members = set(body.iter()) if body is not None else set()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        for address, text in _files_of(element, page):
            key = urls.key_of(address)
            if key in seen:
                continue
            seen.add(key)
            found = Attachment(address, clean_title(text) if text else "", name_of(address, text))
            (inside if element in members else outside).append(found)
    yield from inside
    if not inside:
        yield from outside
    if not seen:
        written = [
            match.group("url").replace("\\/", "/")
            for match in _HREFS_IN_SCRIPT.finditer(markup.scripts_of(page.text)[:400_000])
        ]
        # beside a file's address its name is written as well
        for place in [one for one in written if "/" in one] or written:
            address = urls.resolve(page.base, place)
            if address and urls.key_of(address) not in seen and urls.suffix_of(address):
                seen.add(urls.key_of(address))
                yield Attachment(urls.without_fragment(address), "", name_of(address, ""))


def _files_of(element: lxml_html.HtmlElement, page: Page) -> Iterator[tuple[str, str]]:
    tag = element.tag
    if tag == "a":
        address = urls.resolve(page.base, element.get("href"))
        is_file = address and (
            urls.is_attachment(address) or element.get("attachment-id") or _is_named_file(element, address)
        )
        if is_file and not _is_picture(address):
            text = (
                element.get("alt")
                or element.get("title")
                or element.get("download")
                or markup.squeeze(element.text_content())
            )
            yield _unwrapped(urls.without_fragment(address), page), text
            return
    elif tag in ("iframe", "embed", "object", "frame"):
        address = urls.resolve(page.base, element.get("src") or element.get("data"))
        if address and (urls.is_attachment(address) or _VIEWER.search(address)):
            inner = _unwrapped(address, page)
            if urls.is_attachment(inner):
                yield urls.without_fragment(inner), element.get("title") or ""
        return
    for name, kept in element.items():
        # data-href, data-url, data-pdf: what a script opens
        if name.startswith("data-") and ("." in kept or "/" in kept) and len(kept) <= _LONGEST_ADDRESS:
            address = urls.resolve(page.base, kept)
            if address and urls.is_attachment(address) and not _is_picture(address):
                yield _unwrapped(urls.without_fragment(address), page), markup.squeeze(element.text_content())
                return
    click = element.get("onclick")
    if not click and tag == "a" and (element.get("href") or "").lstrip()[:11].lower() == "javascript:":
        click = element.get("href")
    if click:
        for match in _ON_CLICK.finditer(click):
            address = urls.resolve(page.base, match.group("url"))
            is_file = address and (urls.is_attachment(address) or _is_named_file(element, address))
            if is_file and not _is_picture(address):
                yield _unwrapped(urls.without_fragment(address), page), markup.squeeze(element.text_content())


def _is_named_file(link: lxml_html.HtmlElement, address: str) -> bool:
    """Whether a link's words are the name of a file and its address is not that of another page: /attach/399."""
    if urls.suffix_of(address) or address.endswith("/"):
        return False
    words = (link.get("download") or link.get("title") or link.text_content()).strip()
    return _FILE_NAME.search(words) is not None and not shapes.looks_like_article(address)


def _unwrapped(address: str, page: Page) -> str:
    # pdf.js: viewer.html?file=/path/report.pdf
    if "viewer" not in address.lower() and urls.suffix_of(address) not in ("html", "htm", ""):
        return address
    found = _VIEWER.search(address)
    if not found:
        return address
    inner = urls.resolve(page.base, unquote(found.group(1)))
    return inner if inner and urls.is_attachment(inner) else address


def is_file_shown(address: str, page: Page) -> bool:
    """Whether the address of a frame is that of a file, or of a viewer that is given one."""
    return urls.is_attachment(address) or urls.is_attachment(_unwrapped(address, page))


def _is_picture(address: str) -> bool:
    return urls.suffix_of(address) in urls.PICTURE_SUFFIXES


def name_of(address: str, text: str = "") -> str:
    """Return the file name a link tells: from the query (`showname`, `filename`), the link's words, or the path."""
    query = dict(parse_qsl(urlsplit(address).query))
    for name in ("showname", "filename", "fileName", "name"):
        if query.get(name) and "." in query[name]:
            return unquote(query[name])
    words = markup.squeeze(text)
    if _FILE_NAME.search(words):
        return words
    last = unquote(urlsplit(address).path.rpartition("/")[2])
    return last if "." in last and not last.endswith((".jsp", ".do", ".action")) else words


def find_script_redirect(page: Page) -> str:
    """Return where a page that is nothing but a redirect goes: meta refresh or a literal `location`, same host only.

    "" for a page with text of its own (a phone or desktop switch on a full page is no redirect), for computed targets
    and for other hosts.
    """
    text = page.text
    if len(text) > 60_000 or ("location" not in text and "refresh" not in text.lower()):
        return ""
    if len(markup.visible_text(text)) > MAX_REDIRECT_TEXT:
        return ""
    found = _REFRESH.search(text)
    target = found.group(1) if found else ""
    if not target:
        script = _SCRIPT_REDIRECT.search(text)
        target = script.group(2) if script else ""
    address = urls.resolve(page.base, target)
    here = page.final_url or page.url
    if not address or not urls.same_host(urls.host_of(address), urls.host_of(here)):
        return ""
    return "" if urls.key_of(address) == urls.key_of(here) else urls.without_fragment(address)


def _pictures(images: list[lxml_html.HtmlElement], page: Page) -> Iterator[Attachment]:
    seen: set[str] = set()
    for image in images:
        address = urls.resolve(page.base, image.get("src") or image.get("data-src"))
        if address and urls.key_of(address) not in seen:
            seen.add(urls.key_of(address))
            yield Attachment(urls.without_fragment(address), "", name_of(address, image.get("alt") or ""))


_DECORATION = re.compile(
    r"/(?:[\w-]*[_-])?(?:banner|bg|top|line|arrow|dot|dian|head|bt|tit|title|bar)\d{0,2}\.(?:png|jpe?g|webp)$"
)
"""Names of pictures that dress a page: list_top.png, banner2.jpg; those of scans are dates and numbers."""
_CHROME = re.compile(
    r"header|footer|foot|nav|menu|logo|banner|share|qrcode|ewm|erweima|friend|topbar|sidebar|search", re.IGNORECASE
)


def _is_chrome(element: lxml_html.HtmlElement) -> bool:
    node: lxml_html.HtmlElement | None = element
    while node is not None and node.tag != "body":
        if node.tag in ("header", "footer", "nav") or _CHROME.search(
            f"{node.get('class') or ''} {node.get('id') or ''}"
        ):
            return True
        node = node.getparent()
    return False


def _body_images(body: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    """Return the pictures that may be scanned pages: no dots and arrows of a list, and none that leads elsewhere."""
    images = [image for image in body.iter("img") if _is_body_image(image)]
    times = Counter(image.get("src") or image.get("data-src") for image in images)
    return [
        image
        for image in images
        if times[image.get("src") or image.get("data-src")] < MIN_DOTS and not _leads_elsewhere(image)
    ]


def _leads_elsewhere(image: lxml_html.HtmlElement) -> bool:
    """Whether a picture is a link to another page; one of a scan leads to the scan itself, if anywhere."""
    node = image.getparent()
    while node is not None and node.tag not in ("body", "div", "td"):
        if node.tag == "a":
            target = node.get("href") or ""
            return urls.is_page(target) and not _is_picture(target)
        node = node.getparent()
    return False


def _is_body_image(image: lxml_html.HtmlElement) -> bool:
    source = (image.get("src") or image.get("data-src") or "").lower()
    if not source or source.startswith("data:") or _is_chrome(image):
        return False
    return not re.search(
        r"icon|logo|button|share|\.gif$|print|fileico|wbimg/|spacer", source
    ) and not _DECORATION.search(source)


def _texts(element: lxml_html.HtmlElement) -> Iterator[str]:
    for node in element.iter():
        tag = node.tag
        if isinstance(tag, str) and tag not in ("script", "style", "noscript", "template") and node.text:
            yield node.text
        if node is not element and node.tail:
            yield node.tail
