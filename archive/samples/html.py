"""Draw a report as web pages: many ways of markup around the same printed cells."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from archive.samples import grids
from archive.samples.grids import OFFICIAL, SUBTOTAL, Grid, GridCell, Layout, grids_of
from archive.samples.official_form import APPLICANTS, ORGANISATIONS
from archive.samples.pages import CMS_NAMES, Article, article_page
from archive.samples.renderings import Rendering, Variation, of_rows
from archive.samples.reports import FictionalReport


@dataclass(frozen=True, slots=True)
class Markup:
    """How text and cells become tags.

    `paragraph` is the element of prose: p, div, or br for lines parted by <br>; `cell` how a td looks: plain, wps
    (inline style on everything, as pasted from WPS), mso (MsoNormalTable), styled (a style a cell); `nested` puts each
    table into layout tables; `broken` breaks long labels with <br>; `head` uses thead and th; `upper` writes tag names
    in capitals; `unclosed` leaves the end tags of cells and rows away; without `spans` merged cells have lost
    their width and height.
    """

    paragraph: str = "p"
    cell: str = "plain"
    nested: bool = False
    broken: bool = False
    head: bool = False
    upper: bool = False
    unclosed: bool = False
    spans: bool = True
    cms: str = "trs"
    encoding: str = "utf-8"
    meta_charset: str = "utf-8"
    bom: bool = False
    furniture: bool = True


_WPS_CELL = (
    "width: 86px; height: 31px; padding: 0px 7px; border-width: 1px; border-style: solid; border-color: windowtext; "
    "border-image: initial; background: transparent; vertical-align: middle; word-break: break-all;"
)
_WPS_SPAN = (
    "font-family: 仿宋_GB2312, &quot;Times New Roman&quot;; color: rgb(0, 0, 0); font-size: 16px; letter-spacing: 0px;"
)
_MSO_CELL = (
    "border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt;height:22.7pt"
)
_MSO_SPAN = "font-family:宋体;mso-bidi-font-family:宋体;mso-font-kerning:0pt"


def _broken(text: str) -> str:
    """Break a label of more than four characters in its middle, as narrow columns do."""
    if len(text) < 4:
        return html.escape(text)
    middle = len(text) // 2
    return f"{html.escape(text[:middle])}<br>{html.escape(text[middle:])}"


def _cell(cell: GridCell, markup: Markup, in_head: bool) -> str:
    text = _broken(cell.text) if markup.broken and not cell.key else html.escape(cell.text)
    spans = ""
    if markup.spans:
        spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        spans += f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    tag = "th" if in_head else "td"
    match markup.cell:
        case "wps":
            inner = (
                f'<p style="margin: 0px; text-align: center; text-indent: 0px; line-height: 24px;">'
                f'<span style="{_WPS_SPAN}">{text or "&nbsp;"}</span></p>'
            )
            return f'<{tag} valign="center"{spans} style="{_WPS_CELL}">{inner}</{tag}>'
        case "mso":
            inner = (
                '<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">'
                f'<span lang="EN-US" style="{_MSO_SPAN}">{text}<o:p></o:p></span></p>'
            )
            return f'<{tag} width="72"{spans} style="{_MSO_CELL}">{inner}</{tag}>'
        case "styled":
            return f'<{tag}{spans} style="border:1px solid #000;text-align:center"><p>{text}</p></{tag}>'
        case _:
            end = "" if markup.unclosed else f"</{tag}>"
            return f"<{tag}{spans}>{text}{end}"


def _table(grid: Grid, markup: Markup) -> str:
    head_rows = 0
    rows = grid.rows()
    if markup.head:
        while head_rows < len(rows) and all(cell.header for cell in rows[head_rows]):
            head_rows += 1
    end = "" if markup.unclosed else "</tr>"
    drawn = [
        f"<tr>{''.join(_cell(cell, markup, index < head_rows) for cell in row)}{end}" for index, row in enumerate(rows)
    ]
    attributes = {
        "wps": 'border="1" cellspacing="0" style="border-collapse: collapse; border: none; width: 604px;"',
        "mso": 'class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse"',
    }.get(markup.cell, 'border="1" cellspacing="0" cellpadding="0"')
    if head_rows:
        head, body = "".join(drawn[:head_rows]), "".join(drawn[head_rows:])
        inner = f"<thead>{head}</thead><tbody>{body}</tbody>"
    else:
        inner = f"<tbody>{''.join(drawn)}</tbody>"
    table = f"<table {attributes}>{inner}</table>"
    if markup.nested:
        return (
            '<table width="100%"><tr><td><table width="96%" align="center"><tr><td>&nbsp;</td>'
            f"<td>{table}</td><td>&nbsp;</td></tr></table></td></tr></table>"
        )
    return table


def _prose(lines: list[str], markup: Markup) -> str:
    texts = [html.escape(line) for line in lines]
    match markup.paragraph:
        case "br":
            return "<p>" + "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{text}" for text in texts) + "</p>" if texts else ""
        case "div":
            return "".join(f'<div style="text-indent:2em">{text}</div>' for text in texts)
        case "span":
            return "".join(
                f'<p style="text-indent: 32px; line-height: 28px;"><span style="{_WPS_SPAN}">{text}</span></p>'
                for text in texts
            )
        case _:
            return "".join(f"<p>　　{text}</p>" for text in texts)


def body_html(report: FictionalReport, layout: Layout = OFFICIAL, markup: Markup | None = None) -> str:
    """Return the report as the inside of an article's container."""
    markup = markup or Markup()
    tables: dict[str, list[str]] = {}
    for grid in grids_of(report, layout):
        tables.setdefault(grid.table, []).append(_table(grid, markup))
    parts = [_prose([report.title], markup), _prose(list(report.preamble), markup)]
    for section in report.sections:
        parts.append(_prose([section.heading, *section.paragraphs], markup))
        parts.extend(tables.get(section.table, ()))
    parts.append(_prose(list(report.signature), markup))
    drawn = "\n".join(parts)
    return _in_capitals(drawn) if markup.upper else drawn


def _in_capitals(markup: str) -> str:
    """Write every tag name in capitals, as the editors of the 2000s did."""
    parts = markup.split("<")
    done = [parts[0]]
    for part in parts[1:]:
        length = 0
        while length < len(part) and (part[length].isalnum() or part[length] in "/:"):
            length += 1
        done.append(part[:length].upper() + part[length:])
    return "<".join(done)


def article_of(report: FictionalReport, layout: Layout = OFFICIAL, markup: Markup | None = None) -> Article:
    """Return the article that a portal would hold for a report."""
    agency = report.agency
    day = report.published_on
    return Article(
        title=report.title,
        body=body_html(report, layout, markup),
        agency=agency,
        site_name=agency.name,
        host=f"www.{agency.id}.gov.cn.test",
        path=f"/zwgk/zfxxgk/zfxxgknb/{day:%Y%m}/t{day:%Y%m%d}_{10000 + report.year}.html",
        published=f"{day.isoformat()} 09:30",
        source=f"{agency.place}办公室",
    )


def draw_html(report: FictionalReport, layout: Layout, markup: Markup) -> bytes:
    """Return the bytes of a whole page."""
    page = article_page(
        article_of(report, layout, markup),
        markup.cms,
        charset=markup.meta_charset,
        declare=bool(markup.meta_charset),
        furniture=markup.furniture,
    )
    return (b"\xef\xbb\xbf" if markup.bom else b"") + page.encode(markup.encoding)


def _variation(
    name: str,
    models: str,
    markup: Markup | None = None,
    layout: Layout = OFFICIAL,
    charset: str = "",
    abstain: Callable[[str], bool] = lambda key: False,
    editions: tuple[str, ...] = ("f2021", "f2019", "y14"),
) -> Variation:
    used = markup or Markup()
    return Variation(
        name=f"html-{name}",
        format="html",
        models=models,
        draw=lambda report, laid_out: draw_html(report, laid_out, used),
        suffix="html",
        media_type="text/html",
        layout=layout,
        charset=charset,
        abstain=abstain,
        editions=editions,
    )


_TABLE_3 = ("f2021", "f2019")
_ALL_SEVEN = tuple(key for key, _ in APPLICANTS)

_LAYOUTS: dict[str, tuple[Layout, str]] = {
    "labels-half-width": (Layout(relabel=grids.half_width_labels), "brackets and quotes retyped in half width"),
    "labels-spaced": (Layout(relabel=grids.spaced_labels), "white space inside and around labels"),
    "labels-synonyms": (Layout(relabel=grids.synonym_labels), "合计 for 总计, 规范性文件, 保留4位小数"),
    "labels-unmarked": (Layout(relabel=grids.unmarked_labels), "labels without their ordinal marks"),
    "numbers-full-width": (Layout(reprint=grids.full_width_numbers), "digits in full width"),
    "numbers-units": (Layout(reprint=grids.with_units), "the unit printed inside each cell"),
    "numbers-thousands": (Layout(reprint=grids.with_thousands), "thousands separators"),
    "numbers-padded": (Layout(reprint=grids.padded_numbers), "NBSP and full-width spaces around numbers"),
    "zeros-dash": (Layout(reprint=grids.dashes_for_zero), "— for zero"),
    "zeros-slash": (Layout(reprint=grids.slashes_for_zero), "/ for zero"),
    "zeros-blank": (Layout(reprint=grids.nothing_for_zero), "an empty cell for zero"),
    "total-first": (replace(OFFICIAL, applicants=("total", *_ALL_SEVEN[:-1])), "the 总计 column first"),
    "columns-reordered": (
        replace(OFFICIAL, applicants=("natural_person", "legal_service", "business", "other_org", "research",
                                      "public_interest", "total")),
        "organisations in another order",
    ),
    "org-subtotal": (
        replace(OFFICIAL, applicants=("natural_person", *ORGANISATIONS, SUBTOTAL, "total")),
        "an extra column 小计 under 法人或其他组织",
    ),
    "rows-missing": (
        replace(OFFICIAL, omit=frozenset({"res_unproc_publication", "res_denied_law_prohibits"})),
        "two rows of table 3 left out",
    ),
    "groups-repeated": (replace(OFFICIAL, groups="repeated"), "group labels repeated in each row"),
    "groups-first": (replace(OFFICIAL, groups="first"), "group labels in the first row only, empty cells below"),
    "one-label-column": (replace(OFFICIAL, label_columns=1), "all labels in one column"),
    "header-repeated": (
        replace(OFFICIAL, header_again_after="res_denied_deliberative"),
        "the header repeated inside table 3, as at a page break",
    ),
    "split": (
        replace(OFFICIAL, split_after="res_denied_admin_inquiry"),
        "table 3 in two tables, the header in both",
    ),
    "split-headless": (
        replace(OFFICIAL, split_after="res_denied_admin_inquiry", split_header=False),
        "table 3 in two tables, the second without a header",
    ),
    "torn-row": (replace(OFFICIAL, torn_row="res_granted"), "one row's label and numbers in two rows"),
    "leading-columns": (replace(OFFICIAL, leading_columns=2), "two empty columns at the left"),
    "no-note": (replace(OFFICIAL, note=False), "the corner note left out"),
    "proactive-parts": (replace(OFFICIAL, proactive="parts"), "table 2 split by article"),
    "cases-parts": (replace(OFFICIAL, cases="parts"), "table 4 as three tables"),
    "cases-flat": (replace(OFFICIAL, cases="flat"), "table 4 without the row 行政诉讼"),
}  # fmt: skip
LAYOUTS: Mapping[str, tuple[Layout, str]] = _LAYOUTS
"""Layouts that any format with real tables can draw, with what they model."""

_WIDE = ("req_", "res_", "review_", "suit_")
"""How the keys of tables 3 and 4 begin."""

_ABSTAIN: dict[str, Callable[[str], bool]] = {
    "torn-row": of_rows("res_granted"),
    # nothing but its column count says that the second part continues the first
    "split-headless": lambda key: "__" in key,
}
"""Layouts that destroy the evidence for some cells."""


def _markups() -> dict[str, tuple[Markup, str, str]]:
    plain = Markup()
    made: dict[str, tuple[Markup, str, str]] = {
        f"cms-{cms}": (replace(plain, cms=cms), "", f"the article page of the system {cms}") for cms in CMS_NAMES
    }
    made |= {
        "bare": (Markup(cms="none", furniture=False), "", "nothing but the article"),
        "wps": (Markup(cell="wps", paragraph="span"), "", "pasted from WPS: inline style on every cell"),
        "mso": (Markup(cell="mso", cms="ucap"), "", "pasted from Word: MsoNormalTable"),
        "styled": (Markup(cell="styled", cms="natl"), "", "a paragraph in each cell"),
        "nested": (Markup(nested=True), "", "tables inside layout tables"),
        "broken-labels": (Markup(broken=True), "", "labels broken with <br>"),
        "thead": (Markup(head=True), "", "thead, tbody and th"),
        "capitals": (Markup(upper=True), "", "tag names in capitals"),
        "unclosed": (Markup(unclosed=True), "", "cells and rows without end tags"),
        "br-prose": (Markup(paragraph="br"), "", "prose in lines parted by <br>"),
        "div-prose": (Markup(paragraph="div"), "", "prose in div elements"),
        "gbk-meta": (Markup(encoding="gbk", meta_charset="gb2312"), "", "GBK bytes, meta gb2312, no header charset"),
        "gbk-silent": (Markup(encoding="gbk", meta_charset=""), "", "GBK bytes, nothing declared"),
        "gbk-as-utf8": (Markup(encoding="gbk", meta_charset="gbk"), "utf-8", "GBK bytes, header utf-8"),
        "gbk-both-wrong": (Markup(encoding="gbk", meta_charset="utf-8"), "utf-8", "GBK bytes, utf-8 declared twice"),
        "gb18030": (Markup(encoding="gb18030", meta_charset="gb18030"), "gb18030", "GB18030 bytes"),
        "utf8-as-latin1": (Markup(meta_charset=""), "iso-8859-1", "UTF-8 bytes, header ISO-8859-1"),
        "utf8-as-gbk": (Markup(meta_charset="gbk"), "gbk", "UTF-8 bytes, GBK declared twice"),
        "utf8-bom": (Markup(bom=True, meta_charset="gb2312"), "", "UTF-8 with a mark, meta gb2312"),
        "utf16": (Markup(encoding="utf-16", meta_charset="utf-16"), "", "UTF-16 with a byte order mark"),
    }
    return made


def _all_variations() -> dict[str, Variation]:
    made = [_variation(name, models, markup, charset=charset) for name, (markup, charset, models) in _markups().items()]
    # only order and width are left to say which number is whose
    lost = "rowspan and colspan taken away, as mail programs and bad converters do"
    made.append(_variation("spans-lost", lost, Markup(spans=False), abstain=lambda key: key.startswith(_WIDE)))
    for name in ("cases-flat", "cases-parts", "total-first", "org-subtotal", "rows-missing", "one-label-column"):
        layout, models = LAYOUTS[name]
        made.append(
            _variation(
                f"spans-lost-{name}",
                f"{models}; {lost}",
                Markup(spans=False),
                layout,
                abstain=lambda key: key.startswith(_WIDE),
                editions=_TABLE_3,
            )
        )
    for name, (layout, models) in LAYOUTS.items():
        abstain = _ABSTAIN.get(name, lambda key: False)
        editions = _TABLE_3 if not name.startswith(("labels", "numbers", "zeros")) else ("f2021", "f2019", "y14")
        made.append(_variation(name, models, layout=layout, abstain=abstain, editions=editions))
        made.append(
            _variation(
                f"{name}-wps",
                f"{models}, pasted from WPS",
                Markup(cell="wps", paragraph="span", cms="vsb"),
                layout=layout,
                abstain=abstain,
                editions=editions,
            )
        )
    return {variation.name: variation for variation in made}


HTML_VARIATIONS: Mapping[str, Variation] = _all_variations()
"""Every way of drawing a web page, by name."""


def render_html(report: FictionalReport, variation: str = "html-cms-trs") -> Rendering:
    """Draw a report as a web page in one of HTML_VARIATIONS."""
    return HTML_VARIATIONS[variation].render(report)
