"""Document(s) -> Report: what one publisher said about one year, before anybody checks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractors.dates import find_period, find_publication, find_year, read_date
from extractors.document import Document, Place, Problem, Table
from extractors.errors import NotAReportError
from extractors.figures import Figure
from extractors.forms import INDICATORS, load_form
from extractors.labels import SIMPLIFIED
from extractors.narrative import read_statements
from extractors.own_part import own_part
from extractors.publisher import TitleChoice, find_named_report, find_publishers, find_signature, find_title
from extractors.report_values import Dates, Report, Scope, Section, Statement, StatementState
from extractors.scope import find_scope
from extractors.sections import SectionReading, cut_tables, read_sections
from extractors.tables import TableReading, read_tables
from extractors.titles import LONGEST_TITLE, Title, read_title

__all__ = ["Dates", "Report", "Scope", "Section", "Statement", "StatementState", "read_report"]

FEWEST_HEADINGS = 3
"""Of the six statutory headings: as many make a report of a document whose title does not."""
SHORTEST_PROSE = 120
"""Characters of prose, table text apart, that a report of prose alone must have. The shortest real one read has about
300; pages that only carry an attachment have some dozen."""
LONGEST_STUB = 1500
"""Characters: only a page shorter than this is taken for a challenge or an error page. Reports may say 找不到 too."""
LONGEST_HEADLINE = 60
CONTINUED = "the article goes on on another page, which is not read"
"""What the problem `continued` says."""
_SCHOOL_YEAR = re.compile(
    r"([\u4e00-\u9fff（）()]{2,30}(?:大学|学院|学校|中学|小学))20\d\d[-—–－~～至]+(?:20)?\d\d学年"
)
"""云岭大学2019—2020学年信息公开工作年度报告: the report of a school, of no one year."""
_ONLY_YEAR = re.compile(r"[（(]?20\d\d\s*年?度?[)）]?")
_BRACKETED_DATE = re.compile(r"[（(]([^（()）]{2,6}年[^（()）]{1,3}月[^（()）]{1,3}日)[）)]")
"""The day a document is of stands so below its title; without brackets it is the page's day of publication."""
_NO_HEADLINE = re.compile(r"[。；|，,]|[：:]\s*$|^\s*索\s*引\s*号")
"""A sentence or its beginning, or a row of a table: no title, though it stands first."""
_HEADLINE = re.compile(r"公开|公開|报告|報告|年报|年報|总结|總結|情况|情況")
"""What a first line speaks of that is a title, and none of the page's own words."""
FEWEST_LISTED = 3
"""Different report titles on one page that make it a list."""

_TABLES = ("t2", "t3", "t4", "y14")
_CHALLENGE = re.compile(
    r"__jsl_clearance|\$_ts\b|创宇盾|玄武盾|访问验证|安全验证|验证码保护|人机验证|请完成.{0,6}验证|启用JavaScript|请开启JavaScript|"
    r"(?:疑似|试图).{0,6}(?:黑客|非法)?攻击|Access Denied|您的访问.{0,10}(?:被拦截|被阻断|异常)"
)
_MISSING_PAGE = re.compile(
    r"找不到|页面不存在|无法找到|(?:访问|查看|浏览)的(?:页面|内容|信息|网页).{0,12}(?:不存在|已删除|被删除|失效)|已被?删除|404|临时维护|正在建设|页面出错|暂无(?:相关)?(?:信息|数据|内容)"
)
_BETTING = (
    *(
        "威廉希尔",
        "明升体育",
        "新葡京",
        "皇冠体育",
        "皇冠足球",
        "亚博体育",
        "亚博app",
        "开云体育",
        "必威体育",
        "乐鱼体育",
        "华体会",
    ),
    *(
        "bet365",
        "彩票app",
        "体育官网",
        "线上娱乐城",
        "在线娱乐平台",
        "真人娱乐",
        "博彩公司",
        "博彩平台",
        "博彩官网",
        "足球投注",
    ),
)
"""Brands that hijacked copies of government pages put in place of names and links; no agency writes them."""
_BETTING_HINT = re.compile("体育|娱乐|博彩|足球|威廉|葡京|华体|bet365|app")
_CHROME_BEFORE = re.compile(
    r"(?:当前位置|您(?:当前|现在)?的?位置|首页).{0,400}(?:相关链接[：:]?|文件下载|打印本页|关闭窗口|字号[：:]\S*)\s*",
    re.DOTALL,
)
"""A page without line breaks begins with its own furniture: bread crumb, source, time, buttons."""
_PAGE_WORDS = ("正文", "打印", "关闭", "分享", "收藏", "字体：", "字号：", "文字版", "全真版")
_NOTICE = re.compile(
    r"^[^《\n]{0,40}关于(?:认真|切实)?(?:做好|开展|报送|编制|抓好|组织|规范)[^\n]{0,40}年(?:度报告|报)[^\n]{0,40}(?:通知|函|通告)\s*$",
    re.MULTILINE,
)
_SELF_DESCRIPTION = re.compile(
    r"本(?:年度)?(?:报告|年报)[^\n。]{0,30}?(?:根据|依据|按照|由|包括|包含)|(?:报告|年报)(?:中)?所列(?:的)?数据[^\n。]{0,12}统计|编制本(?:年度)?(?:报告|年报)"
    r"|现(?:将|予|向社会)*(?:公布|公开|发布)[^\n。]{0,40}?信息公开(?:工作)?(?:20\d\d年?)?(?:年度)?(?:工作)?(?:报告|年报)"
)
"""What an annual report says of itself, whatever it is about."""
_OF_OPENNESS = re.compile(r"信息公开条例|信息公开[^\n。，,]{0,10}(?:报告|年报|情况)")
"""What a report about openness names where it speaks of itself; those on 法治政府建设 do not."""


def read_report(documents: Sequence[Document] | Document) -> Report:
    """Read the annual report that one document, or a page together with its attachments, holds.

    Figures come from the document with the most of them, the prose from the one with the most of that, title and
    portal metadata from the first that has them. Raises NotAReportError with the reason for everything that is no
    report; the blank official form is read, all cells blank, with a problem `blank_form`.
    """
    given = [documents] if isinstance(documents, Document) else list(documents)
    if not given:
        raise NotAReportError("no document")
    given = [own_part(document, _stated_titles(document)) for document in given]
    tables = [read_tables(document) for document in given]
    readings = [read_sections(document.blocks, reading.used) for document, reading in zip(given, tables, strict=True)]
    main = max(range(len(given)), key=lambda at: (readings[at].statutory > 0, _prose_length(readings[at]), -at))
    problems = [problem for document in given for problem in document.problems]
    figures, forms, legacy = _merge_tables(given, tables, problems)
    reading = readings[main]
    metadata: dict[str, str] = {}
    for document in given:
        for key, value in document.metadata.items():
            metadata.setdefault(key, value)

    choices = [
        find_title(_stated_titles(document), one.front, _body_of(one))
        for document, one in zip(given, readings, strict=True)
    ]
    titles = [choice.title for choice in choices if choice.title is not None]
    title = _best_title(titles)
    has_tables = any(forms.get(table) for table in _TABLES)
    _demand_report(given, readings, title, has_tables)

    headline = "" if title and title.kind != "no" else _first_line(given, reading)
    preamble = "\n".join(
        line.text
        for at, line in enumerate(reading.front)
        if at not in choices[main].lines
        and line.text.strip() not in (headline, *_PAGE_WORDS)
        # above its title a page has its own words
        and (at > choices[main].begin or "。" in line.text)
    )
    preamble = _CHROME_BEFORE.sub("", cut_tables(preamble))
    sections = list(reading.sections)
    signed_by = signed_on = ""
    if sections:
        signature = find_signature(sections[-1].text)
        signed_by, signed_on = signature.signed_by, signature.signed_on
        last = sections[-1]
        sections[-1] = Section(last.number, last.key, last.heading, signature.rest, last.place)
    elif preamble:
        signature = find_signature(preamble)
        signed_by, signed_on, preamble = signature
    signed_on = signed_on or _dated_below(choices[main], reading)
    if preamble:
        place = reading.front[0].place
        sections.insert(0, Section(0, "preamble", "", preamble, place))

    lead = [preamble, *(section.text for section in sections if section.number == 1)]
    period = find_period(preamble) or find_period(lead[-1])
    named = find_named_report(preamble)
    year, year_source = find_year(title.year if title else None, period, lead[::-1], named.year if named else None)
    below_title = _below_title(choices[main], reading) if title is not None and title.publisher is None else ""
    evidence = find_publishers(title, preamble, signed_by, metadata, below_title)
    if not evidence and (school := _SCHOOL_YEAR.match("".join(headline.split()))):
        evidence = (("title", school[1]),)
    publisher = evidence[0][1] if evidence else None
    if has_tables and _is_blank(figures) and publisher is None and year is None:
        problems.append(
            Problem("blank_form", "document", title.text if title else "", "the official form without any value")
        )
    if "page:next" in metadata and not _is_whole(forms, reading):
        problems.append(Problem("continued", "page", metadata["page:next"], CONTINUED))
    if "page:count" in metadata and all(problem.kind != "continued" for problem in problems):
        problems.extend(_find_torn(forms, figures))
    return Report(
        title=_printed_title(title, named, headline),
        publisher=publisher,
        year=year,
        year_source=year_source,
        scope=find_scope(publisher, [title.text if title else "", *lead]),
        forms=forms,
        sections=tuple(sections),
        figures=figures,
        statements=read_statements(sections, year, publisher),
        legacy=legacy,
        dates=Dates(
            signed_on,
            find_publication(metadata),
            period.start if period else "",
            period.end if period else "",
        ),
        signed_by=signed_by,
        problems=tuple(problems),
        format=given[main].format,
        metadata=metadata,
        attachments=tuple(link for document in given for link in document.attachments),
        text="\n".join(_plain_text(document) for document in given),
        publishers=evidence,
    )


def _is_whole(forms: Mapping[str, str | None], reading: SectionReading) -> bool:
    """Return whether a page that names a next one holds all parts of its report: lists beside a report page as well."""
    if forms.get("y14"):
        return True
    has_end = not reading.statutory or any(section.number == 6 and section.text for section in reading.sections)
    return has_end and all(forms.get(table) for table in _TABLES[:3])


def _find_torn(forms: Mapping[str, str | None], figures: Mapping[str, Figure]) -> Iterable[Problem]:
    """Yield a problem for each table of an article on several pages that lacks cells: a page may end within it."""
    if forms.get("y14"):
        forms = {"y14": forms["y14"]}
    edition = next((form for form in forms.values() if form), None)
    for table, form in forms.items():
        keys = load_form(form or edition).keys(table) if form or edition else ()
        lacking = sum(key not in figures or figures[key].state in ("unreadable", "text") for key in keys)
        if lacking:
            message = f"{lacking} cells were not read; the article stands on several pages, which may part the table"
            yield Problem("parted_table", table, "", message)


def _prose_length(reading: SectionReading) -> int:
    return sum(len(section.text) for section in reading.sections)


def _merge_tables(
    given: Sequence[Document], tables: Sequence[TableReading], problems: list[Problem]
) -> tuple[Mapping[str, Figure], Mapping[str, str | None], tuple[tuple[str, str, str, Place], ...]]:
    """Return figures, forms and legacy rows: of the fullest document, and the tables it lacks from the others."""
    for reading in tables:
        problems.extend(reading.problems)
    order = sorted(range(len(tables)), key=lambda at: -len(tables[at].figures))
    best = tables[order[0]]
    figures = dict(best.figures)
    forms = {table: best.forms.get(table) for table in _TABLES[:3]}
    if best.forms.get("y14"):
        forms["y14"] = best.forms["y14"]
    legacy = best.legacy
    for at in order[1:]:
        other = tables[at]
        differing = [
            key for key, figure in other.figures.items() if key in figures and figures[key].value != figure.value
        ]
        if differing:
            message = f"two documents of one report print different values in {len(differing)} cells"
            problems.append(Problem("conflicting_documents", given[at].name, ", ".join(differing[:8]), message))
        missing = {table for table, form in other.forms.items() if form and not forms.get(table)}
        for key, figure in other.figures.items():
            if key not in figures and INDICATORS[figure.indicator].table in missing:
                figures[key] = figure
        forms.update({table: other.forms[table] for table in missing})
        legacy = legacy or other.legacy
    if len(given) > 1:
        names = {id(figure): given[at].name for at in range(len(given)) for figure in tables[at].figures.values()}
        figures = {
            # the pages of one article have names of their own
            key: figure._replace(
                place=figure.place._replace(document=figure.place.document or names[id(figure)] or None)
            )
            for key, figure in figures.items()
        }
    return figures, forms, legacy


def _body_of(reading: SectionReading) -> str:
    """Return the words by which a report tells whose it is: before the first section, in it, and in the last."""
    front = "\n".join(line.text for line in reading.front if len(line.text) > LONGEST_TITLE or "。" in line.text)
    sections = reading.sections
    return "\n".join((front, sections[0].text, sections[-1].text)) if sections else front


def _stated_titles(document: Document) -> list[str]:
    metadata = document.metadata
    keys = ("articletitle", "index:标题", "index:名称", "index:信息名称")
    return [*(metadata[key] for key in keys if key in metadata), document.title]


def _best_title(titles: Sequence[Title]) -> Title | None:
    """Return the first title of the best kind: of a page and its attachment the page's, unless it names nobody."""
    for kind in ("report", "other_body", "bare", "derivative"):
        for title in titles:
            if title.kind == kind:
                return title
    return titles[0] if titles else None


def _printed_title(title: Title | None, named: Title | None, headline: str) -> str:
    """Return the report's title; where only a sentence gives it in full, that; else the document's first line."""
    if title is not None and title.kind != "no":
        if title.publisher is None and named is not None and named.kind == "report":
            return named.name
        return title.name or title.text
    if named is not None and (named.publisher or not headline):
        return named.name
    return headline


def _dated_below(choice: TitleChoice, reading: SectionReading) -> str:
    """Return the date that stands alone in brackets right below the title, （2026年1月13日）, ISO 8601, else ""."""
    after = max(choice.lines) + 1 if choice.lines else len(reading.front)
    # an agency's name may stand between
    dated = (_BRACKETED_DATE.fullmatch("".join(line.text.split())) for line in reading.front[after : after + 2])
    return next((read_date(match[1]) for match in dated if match), "")


def _below_title(choice: TitleChoice, reading: SectionReading) -> str:
    """Return the first line below the lines of a title, where a cover names who reports."""
    after = max(choice.lines) + 1 if choice.lines else len(reading.front)
    texts = [line.text.strip() for line in reading.front[after : after + 2]]
    return next((text for text in texts if not _ONLY_YEAR.fullmatch(text)), "")


def _first_line(given: Sequence[Document], reading: SectionReading) -> str:
    """Return what stands where a title would, for a report whose title is no report's name."""
    for text in (*(document.title for document in given), *(line.text for line in reading.front[:3])):
        if 4 <= len(text.strip()) <= LONGEST_HEADLINE and _HEADLINE.search(text) and not _NO_HEADLINE.search(text):
            return " ".join(text.split())
    return ""


def _is_blank(figures: Mapping[str, Figure]) -> bool:
    return bool(figures) and all(figure.state == "blank" for figure in figures.values())


def _plain_text(document: Document) -> str:
    """Return all the document says, a table row a line."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            row = -1
            line: list[str] = []
            for cell in block.cells:
                # by place: names cost twice as much, and there are three hundred cells in a report
                text = cell[0].strip()
                if "\n" in text:
                    text = " ".join(text.split())
                if cell[1] != row:
                    if line:
                        parts.append("\t".join(line))
                    line = [text]
                    row = cell[1]
                elif text:
                    line.append(text)
            if line:
                parts.append("\t".join(line))
        else:
            parts.append(block.text)
    return "\n".join(parts)


def _demand_report(
    given: Sequence[Document], readings: Sequence[SectionReading], title: Title | None, has_tables: bool
) -> None:
    """Raise NotAReportError, with the reason, unless title or body shows an annual report."""
    first = given[0]
    headings = max(reading.statutory for reading in readings)
    prose = sum(_prose_length(reading) or sum(len(line.text) for line in reading.front) for reading in readings)
    kind = title.kind if title else "no"
    is_named = kind in ("report", "bare", "other_body") or (
        kind == "no" and prose >= SHORTEST_PROSE and _describes_itself(_lead(first))
    )
    stated = (title.text if title else "") or first.title

    def refuse(reason: str) -> NotAReportError:
        return NotAReportError(reason, name=first.name)

    for document in given:
        text = document.title + " " + _lead(document)
        if _BETTING_HINT.search(text) and (brand := next((brand for brand in _BETTING if brand in text), None)):
            raise refuse(f"a hijacked copy of a page: the text advertises {brand}")
    if kind == "derivative" and not has_tables:
        raise refuse(f"a picture, film or explanation of a report, not the report: {stated}")
    if has_tables or headings >= FEWEST_HEADINGS or (is_named and headings):
        return
    for document in given:
        signature = document.metadata.get("page:signature", "")
        if document.metadata.get("page:kind") == "challenge":
            raise refuse(f"a challenge page, not the document: {signature or 'unknown kind'}")
        if document.metadata.get("page:kind") == "soft_404":
            raise refuse("a page that says it is not there")
    text = _lead(first)
    if not text.strip():
        raise refuse(_say_missing(given, "no text"))
    if len(text) < LONGEST_STUB:
        if word := _CHALLENGE.search(text):
            raise refuse(f"a challenge page, not the document: {word.group()}")
        if not is_named and (word := _MISSING_PAGE.search(text)):
            raise refuse(f"a page that says it has nothing: {word.group()}")
    if (listed := _count_listed(given)) >= FEWEST_LISTED:
        raise refuse(f"a list of reports: names {listed} of them")
    if is_named and prose < SHORTEST_PROSE and any(document.attachments or document.images for document in given):
        raise refuse(_say_missing(given, "only a title"))
    if not is_named and (notice := _NOTICE.search(text[:300])):
        raise refuse(f"a notice about reports: {notice.group()[:60]}")
    if not is_named:
        raise refuse(f"neither title nor body is an annual report's: {stated[:60] or text.strip()[:60]}")
    if prose < SHORTEST_PROSE:
        raise refuse(f"a title without a report: {prose} characters of text")


def _describes_itself(text: str) -> bool:
    """Return whether a text says that it is an annual report on the openness of an agency.

    What it is about stands in the paragraph in which it speaks of itself, or in the one before.
    """
    lines = [line for line in text.translate(SIMPLIFIED).split("\n") if len(line) > LONGEST_HEADLINE or "。" in line]
    return any(
        _SELF_DESCRIPTION.search(line) and any(map(_OF_OPENNESS.search, lines[max(at - 1, 0) : at + 1]))
        for at, line in enumerate(lines)
    )


def _lead(document: Document) -> str:
    """Return the first words of a document, enough to tell what page it is."""
    parts: list[str] = []
    length = 0
    for block in document.blocks:
        text = " ".join(cell.text for cell in block.cells[:40]) if isinstance(block, Table) else block.text
        parts.append(text)
        length += len(text)
        if length > LONGEST_STUB:
            break
    return "\n".join(parts)


def _count_listed(given: Sequence[Document]) -> int:
    """Return how many different reports are named by lines and links of their own."""
    named: set[tuple[str | None, int | None]] = set()
    for text in _short_texts(given):
        title = read_title(text)
        if title.kind in ("report", "bare") and title.year:
            named.add((title.publisher, title.year))
    return len(named)


def _short_texts(given: Sequence[Document]) -> Iterable[str]:
    for document in given:
        for block in document.blocks:
            if isinstance(block, Table):
                yield from (cell.text for cell in block.cells if len(cell.text) < LONGEST_TITLE)
            elif len(block.text) < LONGEST_TITLE:
                yield block.text


def _say_missing(given: Sequence[Document], found: str) -> str:
    """Return why a page without a report's text has none: attachments, pictures, or a scan without a text layer."""
    links = [link for document in given for link in document.attachments]
    if links:
        names = ", ".join(link.text or link.url.rsplit("/", 1)[-1] for link in links[:5])
        return f"{found}; needs attachment: {names}"
    images = sum(document.images for document in given)
    if images and given[0].format == "pdf":
        return f"{found}; a scan of {images} pages without a text layer"
    if images:
        return f"{found}; the report is in {images} pictures"
    return found
