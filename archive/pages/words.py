"""What the database's codes are called on a page, in Chinese and English: one place for every such word."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Words(NamedTuple):
    """One thing in two languages."""

    zh: str
    en: str


def _words(**entries: tuple[str, str]) -> Mapping[str, Words]:
    return MappingProxyType({key: Words(*entry) for key, entry in entries.items()})


UNKNOWN = Words("未写明", "not stated")

STATES = _words(
    value=("数值", "a number"),
    zero=("印有 0", "a printed zero"),
    blank=("空白：格子里什么也没有印，不等于零", "blank: nothing is printed in the cell, which is not a zero"),
    na=("以“/”“—”等记号表示不适用", "a mark such as / or —: not applicable"),
    text=("印的是文字，不是数", "words instead of a number"),
    unreadable=(
        "无法辨认：格子在，但我们不能确定里面的数属于它",
        "unreadable: the cell is there, but we cannot be sure which number is its own",
    ),
    missing=("文件里没有这一格", "the document has no such cell"),
)
"""The seven states of a cell of the form."""

SEVERITIES = _words(
    error=("不符", "fails"),
    warning=("提醒", "warning"),
    info=("说明", "note"),
)

QUALITIES = _words(
    complete=("六个部分和三张表都有", "all six parts and three tables are there"),
    partial=("部分读出", "partly read"),
    text_only=("只读出文字，没有表格", "text only, no table"),
    tables_only=("只读出表格，没有文字", "tables only, no text"),
)

SCOPES = _words(
    self=("本机关", "this agency alone"),
    gov_and_office=("政府及其办公室", "the government and its office"),
    aggregate=("汇总下级和部门", "aggregate of lower levels and departments"),
)

EDITIONS = _words(
    f2021=("2021年版（国办公开办函〔2021〕30号）", "2021 edition"),
    f2019=("2019年版（国办公开办函〔2019〕60号）", "2019 edition"),
    y14=("2014年版（国办发〔2014〕32号）", "2014 edition"),
)

COMPARABILITY = _words(
    exact=("相同", "the same"),
    near=("口径相近", "nearly the same"),
    weak=("只可参考，口径不同", "a rough guide only: counted otherwise"),
)
"""How far a number of an older form can be compared with the newest one."""

LEVELS = _words(
    central=("中央", "central"),
    province=("省级", "province"),
    city=("市级", "city"),
    county=("县级", "county"),
    town=("乡级", "town"),
)

KINDS = _words(
    government=("人民政府", "government"),
    gov_office=("政府办公室", "government office"),
    department=("部门", "department"),
    vertical=("垂直管理机构", "vertically managed body"),
    dispatched=("派出机关", "dispatched body"),
    zone_committee=("开发区管委会", "zone committee"),
)

COVERAGE = _words(
    published=("已公布", "published"),
    late=("逾期公布", "published late"),
    missing=("未见", "not found"),
    removed=("已撤下", "removed"),
    blocked=("网站拒绝访问", "site refused"),
    unreadable=("无法读取", "unreadable"),
)

RELATIONS = _words(
    page=("网页", "web page"),
    attachment=("附件", "attachment"),
    file=("交来的文件", "file handed in"),
    part=("组成部分", "part of it"),
)

VERSION_STATUS = _words(
    current=("当前版本", "current"),
    replaced=("已被替换", "replaced"),
    removed=("已撤下", "removed"),
    elsewhere=("另一处的不同内容", "different content elsewhere"),
)

FORMATS = _words(
    html=("网页", "web page"),
    pdf=("PDF", "PDF"),
    docx=("Word（docx）", "Word (docx)"),
    doc=("Word（doc）", "Word (doc)"),
    wps=("WPS", "WPS"),
    xlsx=("表格（xlsx）", "spreadsheet (xlsx)"),
    xls=("表格（xls）", "spreadsheet (xls)"),
    ofd=("OFD", "OFD"),
    text=("纯文本", "plain text"),
    markdown=("Markdown", "Markdown"),
    image=("图片", "picture"),
)

YEAR_SOURCES = _words(
    title=("标题", "title"),
    period=("统计期限", "period counted"),
    body=("正文", "text"),
)

PARTS = _words(
    n0=("前言", "Preamble"),
    n1=("一、总体情况", "Overview"),
    n2=("二、主动公开政府信息情况", "Proactive disclosure"),
    n3=("三、收到和处理政府信息公开申请情况", "Requests received and handled"),
    n4=("四、行政复议、行政诉讼情况", "Reviews and lawsuits"),
    n5=("五、存在的主要问题及改进情况", "Problems and improvements"),
    n6=("六、其他需要报告的事项", "Other matters"),
)
"""The six statutory parts by number, and what stands before them."""

STATEMENTS = _words(
    nar_public_items=("主动公开信息", "items published"),
    nar_req_new=("新收申请", "new requests"),
    nar_req_handled_base=("应办理申请", "requests to be handled"),
    nar_req_carried_in=("上年结转", "carried in from last year"),
    nar_req_answered=("已答复申请", "requests answered"),
    nar_req_carried_out=("结转下年度", "carried over to next year"),
    nar_granted=("予以公开", "disclosed"),
    nar_partial=("部分公开", "partly disclosed"),
    nar_denied=("不予公开", "refused"),
    nar_unable=("无法提供", "unable to provide"),
    nar_unproc=("不予处理", "not processed"),
    nar_other=("其他处理", "other handling"),
    nar_review=("行政复议", "administrative reviews"),
    nar_suit=("行政诉讼", "lawsuits"),
    nar_normdoc_issued=("制发规范性文件", "normative documents issued"),
    nar_normdoc_repealed=("废止规范性文件", "normative documents repealed"),
    nar_normdoc_in_force=("现行有效规范性文件", "normative documents in force"),
    fee_notice_count=("收费通知件数", "fee notices"),
    fee_notice_amount=("收费通知总金额", "amount of fee notices"),
    fee_collected_amount=("实际收取金额", "amount collected"),
)
"""What a number in prose is about."""

STATEMENT_CELLS: Mapping[str, str] = MappingProxyType(
    {
        "nar_req_new": "req_new__total",
        "nar_req_carried_in": "req_carried_in__total",
        "nar_req_carried_out": "req_carried_out__total",
        "nar_granted": "res_granted__total",
        "nar_partial": "res_partial__total",
        "nar_review": "review_total",
        "nar_normdoc_issued": "normdoc_issued",
        "nar_normdoc_repealed": "normdoc_repealed",
        "nar_normdoc_in_force": "normdoc_in_force",
    }
)
"""The one cell of the form that counts the same thing, where there is exactly one."""

ROLES = _words(
    report=("报告页", "report"),
    part=("报告的后续页", "further page of a report"),
    attachment=("附件", "attachment"),
    list=("列表页", "list page"),
    robots=("robots.txt", "robots.txt"),
    file=("交来的文件", "file handed in"),
    page=("网页", "page"),
    site=("站点", "site"),
)


INVENTED = Words("虚构示例", "invented sample data")
"""What an archive of invented reports is called on every page, in its title, in feeds and in metadata."""

TITLE = "公开 Gongkai"


def site_title(invented: int) -> str:
    """Return the name of the site; it says so where the archive holds invented reports."""
    return f"{TITLE}（{INVENTED.zh} · {INVENTED.en}）" if invented else TITLE


def word(words: Mapping[str, Words], code: str | None) -> Words:
    """Return the words for a code; a code nobody has a word for stands for itself."""
    if not code:
        return UNKNOWN
    return words.get(code) or Words(code, code)


def part_words(number: int) -> Words:
    """Return the name of a part of the report by its number, 0 for the preamble."""
    return PARTS.get(f"n{number}") or Words(f"第{number}部分", f"Part {number}")


def number_text(value: float | int | None) -> str:
    """Return a number as a reader writes it: no trailing zeros, no exponent; empty for none."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return str(value)


def grouped(value: int) -> str:
    """Return a count with its thousands parted: 12,401."""
    return f"{value:,}"


def day(moment: str | None) -> str:
    """Return the day of an ISO 8601 moment; empty for none."""
    return (moment or "")[:10]


def moment(value: str | None) -> str:
    """Return an ISO 8601 UTC moment as people read it, to the second."""
    return f"{value[:10]} {value[11:19]} UTC" if value and len(value) >= 19 else (value or "")
