"""The shape of archive.db: TABLES, VIEWS, INDEXES and SEARCH as constants, every column described in two languages.

The only place where a table or a column is spelled. The data dictionary, the exports and Datasette's descriptions are
made from these constants.

Notes for whoever reads the database:

- A **report** is one printed publisher and one year (`reports.id` = `<agency id>-<year>`, stable across rebuilds). Its
  figures, sections, checks, repairs and problems are those of its current version. `canonical` = 1 says that the row
  stands for its publisher-year; 0 that publisher or year could not be read, or another row of the same agency and year
  is preferred.
- A **version** (`report_versions`) is one distinct content; a **manifestation** one capture that showed it.
- **Figures** are stored wide (`figures_t2`, `figures_t3`, `figures_t4`, `figures_y14`, `figures_s6`) and read through
  the view `figures`, one row a printed cell. NULL in a wide table is "no number": the state says why.
- **captures** has every capture; `readings` what became of every distinct payload that was read, so that
  `SELECT * FROM intake` adds up to the number of captures.
- Columns marked internal (`docid`, the packed figure columns) may change between rebuilds and are in no export.
- Search: `sections_search` and `reports_search` are contentless FTS5 tables over `docid`; make the query with
  `archive.search.match_query` (bigrams), and see `archive.search.search`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from archive.figure_views import (
    FIGURE_TABLES,
    RATE_MINIMUM,
    REPORT_COLUMNS,
    figures_sql,
    rates_sql,
    report_summary_sql,
    requests_by_result_sql,
    series_sql,
    summary_columns,
)
from extractors.forms import APPLICANTS, INDICATORS, load_form

SCHEMA_VERSION = 1
"""Raised with every change of tables or columns; kept in PRAGMA user_version. Another version is built afresh."""

APPLICATION_ID = 0x676B3031
"""PRAGMA application_id: says that a SQLite file is an archive of this program ("gk01")."""

Type = Literal["TEXT", "INTEGER", "REAL", "NUMERIC", "BLOB"]


class Column(NamedTuple):
    """A column: what it holds in Chinese and English, its unit, and where the value comes from."""

    name: str
    type: Type
    zh: str
    en: str
    unit: str = ""
    source: str = ""
    null: bool = True
    internal: bool = False


class Reference(NamedTuple):
    """A foreign key of one column."""

    column: str
    table: str
    target: str


@dataclass(frozen=True)
class Table:
    """A table. `order` is the natural key that exports sort by; `hidden` keeps it off Datasette's front page,
    `internal` out of every export besides."""

    name: str
    zh: str
    en: str
    source: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    without_rowid: bool = False
    strict: bool = True
    hidden: bool = False
    internal: bool = False
    order: tuple[str, ...] = ()

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Return the names of all columns."""
        return tuple(column.name for column in self.columns)

    @property
    def public_columns(self) -> tuple[Column, ...]:
        """Return the columns that exports and the data dictionary show."""
        return tuple(column for column in self.columns if not column.internal)

    def sql(self) -> str:
        """Return the CREATE TABLE statement."""
        lines = []
        single = self.key[0] if len(self.key) == 1 else ""
        for column in self.columns:
            line = f'  "{column.name}" {column.type}'
            if column.name == single:
                line += " PRIMARY KEY"
            if not column.null or column.name in self.key:
                line += " NOT NULL"
            lines.append(line)
        if not single:
            lines.append(f"  PRIMARY KEY ({', '.join(self.key)})")
        lines += [f"  UNIQUE ({', '.join(columns)})" for columns in self.unique]
        lines += [
            f'  FOREIGN KEY ("{ref.column}") REFERENCES {ref.table}({ref.target}) DEFERRABLE INITIALLY DEFERRED'
            for ref in self.references
        ]
        options = [*(["STRICT"] if self.strict else []), *(["WITHOUT ROWID"] if self.without_rowid else [])]
        return f"CREATE TABLE {self.name} (\n" + ",\n".join(lines) + f"\n) {', '.join(options)}".rstrip()


class View(NamedTuple):
    """A view and what its columns mean."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    select: str

    def sql(self) -> str:
        """Return the CREATE VIEW statement."""
        return f"CREATE VIEW {self.name} AS{self.select}"


class Index(NamedTuple):
    """An index, and the question it answers."""

    name: str
    table: str
    columns: tuple[str, ...]
    why: str

    def sql(self) -> str:
        """Return the CREATE INDEX statement."""
        return f"CREATE INDEX {self.name} ON {self.table} ({', '.join(self.columns)})"


class Search(NamedTuple):
    """A full-text index over `columns` of `table`, by overlapping character pairs (archive.search)."""

    name: str
    table: str
    columns: tuple[str, ...]

    def sql(self) -> str:
        """Return the CREATE VIRTUAL TABLE statement."""
        return (
            f"CREATE VIRTUAL TABLE {self.name} USING fts5(terms, content='', detail=none, "
            "tokenize='unicode61 remove_diacritics 0')"
        )


def _c(
    name: str,
    type_: Type,
    zh: str,
    en: str,
    *,
    unit: str = "",
    source: str = "",
    null: bool = True,
    internal: bool = False,
) -> Column:
    return Column(name, type_, zh, en, unit, source, null, internal)


_SHA = "SHA-256, hex"
_UTC = "UTC, ISO 8601"
_DATE = "ISO 8601 date"

_REGIONS = Table(
    "regions",
    "行政区划，含历史沿革；区划代码会被重复使用，所以主键不是代码",
    "Administrative divisions with their history; codes are reused, so the key is not the code",
    "民政部、国家统计局公开的区划代码",
    (
        _c("id", "TEXT", "内部编号", "Id of one division during one period"),
        _c("code", "TEXT", "行政区划代码（文本）", "Division code, as text", source="GB/T 2260; 统计用区划代码"),
        _c("name", "TEXT", "名称", "Name", null=False),
        _c("full_name", "TEXT", "含上级的全称", "Name with its parents"),
        _c("level", "TEXT", "层级：province、city、county、town", "Level: province, city, county or town", null=False),
        _c("parent_id", "TEXT", "上级区划", "Parent division"),
        _c("valid_from", "TEXT", "起始年份或日期", "First year or day", unit=_DATE),
        _c("valid_to", "TEXT", "终止年份或日期，空为现行", "Last year or day; empty if in force", unit=_DATE),
        _c("successor_id", "TEXT", "继任区划", "Division that took its place"),
        _c("source", "TEXT", "数据来源", "Where the row comes from"),
    ),
    ("id",),
    (Reference("parent_id", "regions", "id"), Reference("successor_id", "regions", "id")),
)

_AGENCIES = Table(
    "agencies",
    "发布机关",
    "Agencies that publish reports",
    "报告标题和落款中印出的机关名称",
    (
        _c("id", "TEXT", "稳定编号（由名称计算）", "Stable id, computed from the name"),
        _c("name", "TEXT", "名称，如报告所印（去空白）", "Name as printed, white space removed", null=False),
        _c("short_name", "TEXT", "简称", "Short name"),
        _c(
            "kind",
            "TEXT",
            "类型：government、gov_office、department、vertical、dispatched、zone_committee 等",
            "Kind: government, gov_office, department, vertical, dispatched, zone_committee ...",
        ),
        _c("level", "TEXT", "层级：central、province、city、county、town", "Level: central to town"),
        _c("region_id", "TEXT", "所属区划", "Division"),
        _c("region_code", "TEXT", "行政区划代码（文本），未能确定则为空", "Division code; empty if not established"),
        _c("parent_agency_id", "TEXT", "上级机关", "Parent agency"),
        _c("uscc", "TEXT", "统一社会信用代码", "Unified social credit code"),
        _c("host", "TEXT", "网站主机名", "Host of its portal"),
        _c("valid_from", "TEXT", "设立时间", "Set up", unit=_DATE),
        _c("valid_to", "TEXT", "撤销时间", "Abolished", unit=_DATE),
        _c("conflicts", "TEXT", "身份证据之间的矛盾（JSON）", "Conflicting evidence about its identity, JSON"),
    ),
    ("id",),
    (Reference("region_id", "regions", "id"), Reference("parent_agency_id", "agencies", "id")),
)

_REPORTS = Table(
    "reports",
    "年度报告：一个发布机关的一个年度一行",
    "Annual reports: one row a publisher and year",
    "由抓取或交来的文件读出",
    (
        _c("id", "TEXT", "公开编号：机关编号-年度", "Public id: agency id, hyphen, year"),
        _c("docid", "INTEGER", "检索用内部编号", "Internal number of the search index", null=False, internal=True),
        _c("agency_id", "TEXT", "发布机关", "Agency"),
        _c("year", "INTEGER", "报告所述年度（不是公布年份）", "Year reported on, not the year of publication"),
        _c(
            "canonical",
            "INTEGER",
            "1：代表该机关该年度；0：机关或年度读不出，或另有一份更合适",
            "1 if the row stands for its agency and year; 0 if these could not be read, or another row is preferred",
            null=False,
        ),
        _c("title", "TEXT", "标题，如所印", "Title as printed", null=False),
        _c("publisher", "TEXT", "发布机关，如所印", "Publisher as printed"),
        _c(
            "year_source",
            "TEXT",
            "年度从何处读出",
            "Where the year was read: title, text ...",
        ),
        _c(
            "scope",
            "TEXT",
            "统计口径：self 本机关，gov_and_office 政府及其办公室，aggregate 汇总",
            "Whose numbers: self, gov_and_office or aggregate; empty if not stated",
        ),
        _c("form_t2", "TEXT", "表二格式版本", "Form edition of table 2: f2021, f2019, or none"),
        _c("form_t3", "TEXT", "表三格式版本", "Form edition of table 3"),
        _c("form_t4", "TEXT", "表四格式版本", "Form edition of table 4"),
        _c("signed_by", "TEXT", "落款机关", "Signature"),
        _c("signed_on", "TEXT", "落款日期", "Date of signature", unit=_DATE),
        _c("published_on", "TEXT", "发布日期", "Date of publication", unit=_DATE),
        _c("period_start", "TEXT", "统计期起", "First day counted", unit=_DATE),
        _c("period_end", "TEXT", "统计期止", "Last day counted", unit=_DATE),
        _c(
            "quality",
            "TEXT",
            "读出情况：complete 六部分和三表齐全，partial 部分，text_only 只有文字，tables_only 只有表格",
            "What was read: complete (six parts and three tables), partial, text_only or tables_only",
            null=False,
        ),
        _c("figure_count", "INTEGER", "读到的单元格数", "Printed cells read", unit="个", null=False),
        _c("section_count", "INTEGER", "读到的部分数", "Sections read", unit="个", null=False),
        _c("error_count", "INTEGER", "未通过的错误级核对", "Failed checks of level error", unit="个", null=False),
        _c("warning_count", "INTEGER", "未通过的警告级核对", "Failed checks of level warning", unit="个", null=False),
        _c("repair_count", "INTEGER", "更正建议数", "Suggested repairs", unit="个", null=False),
        _c("problem_count", "INTEGER", "读取问题数", "Problems of our reading", unit="个", null=False),
        _c("version_count", "INTEGER", "内容版本数", "Distinct contents seen", unit="个", null=False),
        _c("manifestation_count", "INTEGER", "见于多少次抓取", "Captures that showed it", unit="个", null=False),
        _c("url", "TEXT", "网址（当前版本）", "URL of the current version", null=False),
        _c("capture_id", "TEXT", "当前版本所据的抓取", "Capture the current version was read from", null=False),
        _c("content_sha256", "TEXT", "当前版本的内容指纹", "Digest of the current content", unit=_SHA, null=False),
        _c("format", "TEXT", "文件格式", "File format: html, pdf, docx ...", null=False),
        _c("attachments", "TEXT", "附件链接（JSON）", "Links to attached files, JSON"),
        _c("reader", "TEXT", "读取程序及版本", "Program and version that read it", null=False),
    ),
    ("id",),
    (Reference("agency_id", "agencies", "id"), Reference("capture_id", "captures", "id")),
    unique=(("docid",),),
)

_SECTIONS = Table(
    "sections",
    "报告正文，按六个部分（0 为前言）",
    "Text of the reports by its six parts; 0 is the preamble",
    "报告正文",
    (
        _c("docid", "INTEGER", "检索用内部编号", "Internal number of the search index", internal=True),
        _c("report_id", "TEXT", "报告", "Report", null=False),
        _c("ordinal", "INTEGER", "在报告中的次序，从 1 起", "Place in the report, from 1", null=False),
        _c("number", "INTEGER", "第几部分（0–6）", "Part of the form, 0 to 6", null=False),
        _c("key", "TEXT", "部分的名称代码", "Key of the part: preamble, overview, proactive ...", null=False),
        _c("heading", "TEXT", "标题，如所印", "Heading as printed", null=False),
        _c("text", "TEXT", "文字，段落以换行分隔，不含法定表格", "Prose without the statutory tables", null=False),
        _c("place", "TEXT", "在文件中的位置（JSON）", "Where it stood in the file, JSON"),
    ),
    ("docid",),
    (Reference("report_id", "reports", "id"),),
    unique=(("report_id", "ordinal"),),
    order=("report_id", "ordinal"),
)

_INDICATORS = Table(
    "indicators",
    "指标：法定表格的每一个单元格是什么",
    "Indicators: what each cell of the statutory tables counts",
    "国办公开办函〔2019〕60号、〔2021〕30号；国办发〔2014〕32号",
    (
        _c("key", "TEXT", "单元格代码", "Cell key: row__applicant for table 3, else the bare key"),
        _c("indicator", "TEXT", "行（或整个）代码", "Row key for table 3, else the whole key", null=False),
        _c("applicant", "TEXT", "申请人类别代码，其他表为空", "Applicant key of table 3, else empty", null=False),
        _c("label_zh", "TEXT", "表上的名称", "Label on the form", null=False),
        _c("label_en", "TEXT", "英文名称", "English label", null=False),
        _c("row_zh", "TEXT", "行名", "Label of the row alone", null=False),
        _c("row_en", "TEXT", "英文行名", "English label of the row alone", null=False),
        _c("unit", "TEXT", "计量单位", "Unit: 件, 项, 万元 ...", null=False),
        _c("form_table", "TEXT", "所在表：t2、t3、t4、y14、s6", "Table: t2, t3, t4, y14 or s6", null=False),
        _c("forms", "TEXT", "印有该单元格的格式版本", "Editions that print the cell", null=False),
        _c("parent", "TEXT", "上级指标", "Key it is a part of", null=False),
        _c(
            "kind",
            "TEXT",
            "leaf 分项，total 合计，subtotal 小计（不印）",
            "leaf, total or subtotal (not printed)",
            null=False,
        ),
        _c("ordinal", "INTEGER", "在指标表中的次序", "Order in the dictionary", null=False),
        _c("cell_number", "INTEGER", "在数值表中的列次序", "Column order in the wide table", internal=True),
        _c("note", "TEXT", "说明", "Note", null=False),
    ),
    ("key",),
)


def _label_en(key: str) -> str:
    """Return an English label for a cell key, from the words of the forms."""
    return _ENGLISH.get(key) or key.replace("__", ", ").replace("_", " ")


def _english() -> dict[str, str]:
    found: dict[str, str] = {}
    for edition in ("f2019", "f2021", "y14"):
        form = load_form(edition)
        for row in form.t3_rows:
            found[row.key] = row.en or row.key.replace("_", " ")
            for column in form.t3_columns:
                found[f"{row.key}__{column.key}"] = f"{found[row.key]}: {column.en or column.key}"
        for part in form.t2:
            for row in part.rows:
                for column in part.columns:
                    found[part.cell_key(row.key, column.key)] = f"{row.en}: {column.en}"
        for group in form.t4_groups:
            for result in form.t4_results:
                found[f"{group.key}_{result.key}"] = f"{group.en}: {result.en}"
        for row in form.y14_rows:
            found[row.key] = row.en or row.key.replace("_", " ")
    return found


_ENGLISH = _english()

ENGLISH_LABELS = _ENGLISH
"""English label by cell key and by row key of table 3."""

_TABLE_NAMES = {
    "t2": ("表二 主动公开政府信息情况", "Table 2, proactive disclosure"),
    "t3": ("表三 收到和处理政府信息公开申请情况", "Table 3, requests received and handled"),
    "t4": ("表四 行政复议、行政诉讼情况", "Table 4, reviews and lawsuits"),
    "y14": ("2014–2018 年统计表", "Statistics form of 2014 to 2018"),
    "s6": ("第六部分 信息处理费", "Part 6, information processing fees"),
}


def _figure_table(name: str) -> Table:
    zh, en = _TABLE_NAMES[name]
    columns = [
        _c("report_id", "TEXT", "报告", "Report"),
        _c("form", "TEXT", "格式版本", "Form edition", null=False),
    ]
    for key in FIGURE_TABLES[name]:
        indicator = INDICATORS[key]
        columns.append(_c(key, "NUMERIC", indicator.label_zh, _label_en(key), unit=indicator.unit, source="如所印"))
    columns += [
        _c("states", "TEXT", "各单元格的状态", "State of each cell, packed", internal=True),
        _c("raws", "TEXT", "与数值不同的原文", "Text as printed where it is not the number, JSON", internal=True),
        _c("places", "TEXT", "各单元格的位置", "Where each cell stood, packed JSON", internal=True),
        _c("notes", "TEXT", "单元格附注", "Notes on cells, JSON", internal=True),
    ]
    return Table(
        f"figures_{name}",
        f"{zh}：每份报告一行，每个单元格一列；空表示没有数字，原因见视图 figures",
        f"{en}: one row a report, one column a cell; NULL means no number, see the view figures for why",
        "报告中的法定表格",
        tuple(columns),
        ("report_id",),
        (Reference("report_id", "reports", "id"),),
        strict=False,
        hidden=True,
    )


_CHECKS = Table(
    "checks",
    "核对结果：未通过的逐条列出；通过或无法核对的按规则合计",
    "Check results: failures one by one; passes and what could not be assessed counted by rule",
    "由本项目按规则计算",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        _c("ordinal", "INTEGER", "次序", "Order in the report"),
        _c("rule", "TEXT", "规则", "Rule", null=False),
        _c(
            "outcome",
            "TEXT",
            "结果：pass、fail、not_assessable；_hypothesis 表示以空白为零时成立",
            "pass, fail or not_assessable; *_hypothesis holds if blanks are read as zero",
            null=False,
        ),
        _c("severity", "TEXT", "级别：error、warning、info", "error, warning or info", null=False),
        _c("applicant", "TEXT", "申请人类别", "Applicant column", null=False),
        _c("row", "TEXT", "行", "Row", null=False),
        _c("left", "NUMERIC", "等式左边", "Left side of the comparison"),
        _c("right", "NUMERIC", "等式右边", "Right side of the comparison"),
        _c("cells", "TEXT", "涉及的单元格（JSON）", "Cell keys involved, JSON"),
        _c("count", "INTEGER", "合计的条数", "How many results the row stands for", unit="条", null=False),
        _c("message", "TEXT", "说明", "Message", null=False),
        _c("message_en", "TEXT", "英文说明", "Message in English", null=False),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"), Reference("rule", "rules", "id")),
    without_rowid=True,
    strict=False,
)

_REPAIRS = Table(
    "repairs",
    "更正建议：只是建议，从不改动所印的数字",
    "Suggested repairs; a printed number is never changed",
    "由本项目按规则推算",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        _c("ordinal", "INTEGER", "次序", "Order in the report"),
        _c("rule", "TEXT", "规则", "Rule", null=False),
        _c("cell", "TEXT", "单元格", "Cell key", null=False),
        _c("published", "NUMERIC", "所印的数", "Number as printed"),
        _c("candidate", "NUMERIC", "建议的数", "Suggested number", null=False),
        _c("evidence", "TEXT", "依据", "Evidence", null=False),
        _c("evidence_en", "TEXT", "英文依据", "Evidence in English", null=False),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
    strict=False,
)

_STATEMENTS = Table(
    "statements",
    "正文中说出的数字，附原话和位置",
    "Numbers stated in prose, with their words and place",
    "报告正文",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        _c("ordinal", "INTEGER", "次序", "Order in the report"),
        _c("key", "TEXT", "数字的含义代码", "What is stated", null=False),
        _c("value", "NUMERIC", "数值", "Value"),
        _c("unit", "TEXT", "单位", "Unit", null=False),
        _c("state", "TEXT", "value 确数，about 约数，stated_none 明说没有", "value, about or stated_none", null=False),
        _c("quote", "TEXT", "原话", "The words", null=False),
        _c("section_number", "INTEGER", "所在部分", "Part of the report", null=False),
        _c("span_start", "INTEGER", "起始字符", "First character in that part's text", unit="字符", null=False),
        _c("span_end", "INTEGER", "终止字符", "End character in that part's text", unit="字符", null=False),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
    strict=False,
)

_LEGACY = Table(
    "legacy_values",
    "旧式统计表的原样行：不归入现行指标",
    "Rows of older statistics forms as printed, not mapped to any indicator",
    "2014 年以前和地方自订的统计表",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        _c("ordinal", "INTEGER", "次序", "Order in the report"),
        _c("label", "TEXT", "行名，如所印", "Label as printed", null=False),
        _c("value", "TEXT", "数值原文", "Value as printed", null=False),
        _c("unit", "TEXT", "单位，如所印", "Unit as printed", null=False),
        _c("place", "TEXT", "位置（JSON）", "Where it stood, JSON"),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
)

_PROBLEMS = Table(
    "problems",
    "读取中的问题：说的是我们的读取，不是报告的数字",
    "Problems of our reading; never about their numbers",
    "由本项目记录",
    (
        _c(
            "subject",
            "TEXT",
            "对象：内容指纹（payload_sha256）或 WARC 文件名",
            "What it is about: payload digest or WARC file name",
        ),
        _c("ordinal", "INTEGER", "次序", "Order"),
        _c("report_id", "TEXT", "报告（如读出了报告）", "Report, if one was read"),
        _c("capture_id", "TEXT", "抓取", "Capture"),
        _c("stage", "TEXT", "环节：capture、read、report、check", "Step: capture, read, report or check", null=False),
        _c(
            "kind",
            "TEXT",
            "种类：unmatched_cell、not_a_report、encrypted、worker_killed 等",
            "Kind: unmatched_cell, not_a_report, encrypted, worker_killed ...",
            null=False,
        ),
        _c("place", "TEXT", "何处", "Where", null=False),
        _c("raw", "TEXT", "有关原文", "Text in question", null=False),
        _c("message", "TEXT", "说明", "Message", null=False),
        _c("reader", "TEXT", "读取程序及版本", "Program and version", null=False),
    ),
    ("subject", "ordinal"),
    (Reference("report_id", "reports", "id"), Reference("capture_id", "captures", "id")),
    without_rowid=True,
)

_CAPTURES = Table(
    "captures",
    "抓取：每次请求或交来的每个文件一行",
    "Captures: one row a request answered or a file handed in",
    "DIR/warc/*.warc.gz",
    (
        _c("id", "TEXT", "编号（WARC-Record-ID）", "Id: the WARC record's UUID, hex"),
        _c("url", "TEXT", "请求的网址", "URL asked for", null=False),
        _c("final_url", "TEXT", "作答的网址（跳转之后）", "URL that answered, after redirects", null=False),
        _c("fetched_at", "TEXT", "抓取时间", "When", unit=_UTC, null=False),
        _c(
            "record_type",
            "TEXT",
            "记录类型：response、resource、revisit、metadata",
            "WARC record type",
            null=False,
        ),
        _c("role", "TEXT", "为何抓取：report、attachment、list、robots、file 等", "Why it was fetched", null=False),
        _c(
            "use",
            "TEXT",
            "用途：read 作为文档读取，evidence 只作证据（列表、robots、错误页等）",
            "read (as a document) or evidence (lists, robots.txt, refusals, error pages)",
            null=False,
        ),
        _c("status", "INTEGER", "HTTP 状态码", "HTTP status"),
        _c("outcome", "TEXT", "异常结果，正常为空", "What went wrong; empty for a plain answer", null=False),
        _c("message", "TEXT", "说明", "Message", null=False),
        _c("media_type", "TEXT", "媒体类型，如服务器所称", "Media type as the server said", null=False),
        _c("charset", "TEXT", "字符集，如服务器所称", "Charset as the server said", null=False),
        _c("payload_sha256", "TEXT", "解码后内容的指纹", "Digest of the decoded body", unit=_SHA, null=False),
        _c("payload_size", "INTEGER", "解码后大小", "Size of the decoded body", unit="bytes", null=False),
        _c("stored_sha256", "TEXT", "所存内容的指纹", "Digest of the body as stored", unit=_SHA, null=False),
        _c("truncated", "TEXT", "内容被截断的原因", "Why the body is cut, if it is", null=False),
        _c("warc_file", "TEXT", "WARC 文件", "WARC file", null=False),
        _c("offset", "INTEGER", "记录起点", "Where the record's gzip member begins", unit="bytes", null=False),
        _c("length", "INTEGER", "记录长度", "Length of the gzip member", unit="bytes", null=False),
        _c("payload_file", "TEXT", "内容所在的 WARC 文件（未变时为旧文件）", "WARC file that has the body", null=False),
        _c("payload_offset", "INTEGER", "内容所在记录的起点", "Where that record begins", unit="bytes", null=False),
        _c("payload_length", "INTEGER", "内容所在记录的长度", "Its length", unit="bytes", null=False),
        _c("original_id", "TEXT", "首次抓到同一内容的抓取", "Capture that first had the same body", null=False),
        _c("etag", "TEXT", "ETag", "ETag", null=False),
        _c("last_modified", "TEXT", "Last-Modified", "Last-Modified", null=False),
        _c("parent_url", "TEXT", "链接所在页", "Page that had the link", null=False),
        _c("link_text", "TEXT", "链接文字", "Text of the link", null=False),
        _c("portal_id", "TEXT", "门户", "Portal of the catalogue", null=False),
        _c("column_url", "TEXT", "栏目", "Column of the portal", null=False),
        _c("run_id", "TEXT", "所属批次", "Run", null=False),
    ),
    ("id",),
    order=("warc_file", "offset"),
)

_READINGS = Table(
    "readings",
    "读取结果：每份不同内容一行",
    "Readings: what became of every distinct payload",
    "由本项目记录",
    (
        _c("payload_sha256", "TEXT", "内容指纹", "Digest of the payload", unit=_SHA),
        _c(
            "outcome",
            "TEXT",
            "结果：report、not_a_report，或失败种类（encrypted、unsupported、worker_killed 等）",
            "report, not_a_report, or the kind of failure (encrypted, unsupported, worker_killed ...)",
            null=False,
        ),
        _c("report_id", "TEXT", "读出的报告", "Report it gave"),
        _c("content_sha256", "TEXT", "内容版本", "Digest of the content", unit=_SHA),
        _c("capture_id", "TEXT", "最早的抓取", "Earliest capture of the payload", null=False),
        _c("format", "TEXT", "文件格式", "File format", null=False),
        _c("parts", "TEXT", "网页的附件（内容指纹，JSON）", "Payloads attached to the page, JSON"),
        _c("used", "TEXT", "一并读取的附件（内容指纹，JSON）", "Those of them the report was read from, JSON"),
        _c("title", "TEXT", "标题", "Title", null=False),
        _c("figure_count", "INTEGER", "单元格数", "Cells read", unit="个", null=False),
        _c("section_count", "INTEGER", "部分数", "Sections read", unit="个", null=False),
        _c("message", "TEXT", "说明", "Message", null=False),
        _c("reader", "TEXT", "读取程序的指纹", "Fingerprint of the reading code", null=False),
    ),
    ("payload_sha256",),
    (Reference("capture_id", "captures", "id"),),
    without_rowid=True,
)

_MANIFESTATIONS = Table(
    "manifestations",
    "报告见于何处：每次抓取一行",
    "Every place and time a report was found",
    "由抓取记录得出",
    (
        _c("capture_id", "TEXT", "抓取", "Capture"),
        _c("report_id", "TEXT", "报告", "Report", null=False),
        _c("version", "INTEGER", "内容版本号", "Version of its content", null=False),
        _c(
            "relation",
            "TEXT",
            "page 网页、attachment 附件、file 交来的文件、part 组成部分",
            "page, attachment, file or part",
            null=False,
        ),
        _c("url", "TEXT", "网址", "URL", null=False),
        _c("fetched_at", "TEXT", "抓取时间", "When", unit=_UTC, null=False),
        _c("format", "TEXT", "文件格式", "File format", null=False),
        _c("parent_url", "TEXT", "链接所在页", "Page that had the link", null=False),
    ),
    ("capture_id", "report_id"),
    (Reference("capture_id", "captures", "id"), Reference("report_id", "reports", "id")),
    without_rowid=True,
)

_VERSIONS = Table(
    "report_versions",
    "同一报告的不同内容：按首次见到的时间编号",
    "Distinct contents of a report, numbered by when they were first seen",
    "由抓取记录得出",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        _c("version", "INTEGER", "版本号，从 1 起", "Number, from 1"),
        _c(
            "content_sha256",
            "TEXT",
            "内容指纹：标题、正文、全部单元格",
            "Digest of title, text and cells",
            unit=_SHA,
            null=False,
        ),
        _c("is_current", "INTEGER", "1：当前版本", "1 for the current version", null=False),
        _c(
            "status",
            "TEXT",
            "current 当前，replaced 同一网址已被替换，elsewhere 另一处的不同内容",
            "current, replaced (the same URL now shows another) or elsewhere (another place shows it)",
            null=False,
        ),
        _c("first_seen_at", "TEXT", "首次见到", "First seen", unit=_UTC, null=False),
        _c("last_seen_at", "TEXT", "最后见到", "Last seen", unit=_UTC, null=False),
        _c("payload_sha256", "TEXT", "内容指纹（最早的文件）", "Payload it was read from", unit=_SHA, null=False),
        _c("format", "TEXT", "文件格式", "File format", null=False),
        _c("figure_count", "INTEGER", "单元格数", "Cells read", unit="个", null=False),
        _c("section_count", "INTEGER", "部分数", "Sections read", unit="个", null=False),
        _c("cells", "BLOB", "各单元格的数值和状态（内部）", "Values and states of all cells, packed", internal=True),
        _c(
            "changed_cells",
            "TEXT",
            "与前一版本不同的单元格（JSON）",
            "Cells that differ from the version before: [key, before, after], JSON",
        ),
    ),
    ("report_id", "version"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
)

_COVERAGE = Table(
    "coverage",
    "覆盖情况：每个机关每个年度应有一份报告",
    "Coverage: one report is due for every agency and year",
    "由抓取和读取结果得出",
    (
        _c("agency_id", "TEXT", "机关", "Agency"),
        _c("year", "INTEGER", "年度", "Year"),
        _c(
            "status",
            "TEXT",
            "published 已公布、late 逾期、missing 前后年度有而本年未见、removed 已撤下、blocked 列出而网站拒绝、"
            "unreadable 列出而无法读取",
            "published, late, missing (the years around it are there), removed, blocked (listed, the site refuses) or "
            "unreadable (listed, the file cannot be read)",
            null=False,
        ),
        _c("report_id", "TEXT", "报告", "Report"),
        _c("published_on", "TEXT", "公布日期", "Date of publication", unit=_DATE),
        _c("due_on", "TEXT", "法定期限（条例第四十九条）", "Statutory day (Regulations, Art. 49)", unit=_DATE),
        _c("capture_id", "TEXT", "所据的抓取", "Capture that shows it"),
    ),
    ("agency_id", "year"),
    (
        Reference("agency_id", "agencies", "id"),
        Reference("report_id", "reports", "id"),
        Reference("capture_id", "captures", "id"),
    ),
    without_rowid=True,
)

_RUNS = Table(
    "crawl_runs",
    "抓取批次",
    "Runs of the crawler, and of files handed in",
    "DIR/runs/*.json 和 WARC 文件",
    (
        _c("id", "TEXT", "批次编号", "Run id"),
        _c("command", "TEXT", "命令", "Command", null=False),
        _c("started_at", "TEXT", "开始", "Started", unit=_UTC, null=False),
        _c("finished_at", "TEXT", "结束，空为中断", "Finished; empty if it was cut short", unit=_UTC, null=False),
        _c("finish_reason", "TEXT", "结束原因", "Why it ended", null=False),
        _c("exit_code", "INTEGER", "退出码", "Exit status"),
        _c("capture_count", "INTEGER", "抓取数", "Captures", unit="次", null=False),
        _c("payload_bytes", "INTEGER", "内容总大小", "Bytes of all bodies", unit="bytes", null=False),
        _c("stats", "TEXT", "统计（JSON）", "Statistics of the run, JSON"),
    ),
    ("id",),
)

_RULES = Table(
    "rules",
    "核对规则登记表",
    "The registry of rules",
    "extractors/checks/rules.toml",
    (
        _c("id", "TEXT", "规则编号", "Rule id"),
        _c("title", "TEXT", "名称", "Title", null=False),
        _c("title_en", "TEXT", "英文名称", "Title in English", null=False),
        _c("formula", "TEXT", "公式", "Formula", null=False),
        _c("severity", "TEXT", "级别", "Severity of a failure", null=False),
        _c("basis", "TEXT", "依据", "Legal or arithmetical basis", null=False),
        _c("kind", "TEXT", "种类", "Evaluator", null=False),
        _c("rule_group", "TEXT", "分组", "Group the documentation lists it in", null=False),
        _c(
            "scope",
            "TEXT",
            "一条结果所指：report、table、row、applicant、cell、statement",
            "What one result is about",
            null=False,
        ),
        _c("form_table", "TEXT", "涉及的表", "Table it is about", null=False),
        _c("version", "TEXT", "版本", "Version of the rule's meaning", null=False),
        _c("explanation", "TEXT", "解释", "Explanation for a general reader", null=False),
        _c("explanation_en", "TEXT", "英文解释", "Explanation in English", null=False),
    ),
    ("id",),
)

_SERIES_DEFINITIONS = Table(
    "series_definitions",
    "可跨年比较的数列",
    "Quantities that can be followed over form editions",
    "由本项目整理（各版格式的对应关系）",
    (
        _c("key", "TEXT", "数列代码", "Key"),
        _c("series_number", "INTEGER", "次序", "Order", null=False),
        _c("label_zh", "TEXT", "名称", "Label", null=False),
        _c("label_en", "TEXT", "英文名称", "Label in English", null=False),
        _c("unit", "TEXT", "单位", "Unit", null=False),
        _c(
            "compares_2019",
            "TEXT",
            "2019 版与现行版的可比性：exact、near、weak",
            "How the 2019 edition compares",
            null=False,
        ),
        _c("compares_y14", "TEXT", "2014 版与现行版的可比性", "How the 2014 edition compares", null=False),
        _c("is_derived", "INTEGER", "1：由本项目相加得出", "1 if summed by us", null=False),
        _c("note", "TEXT", "说明", "Note", null=False),
    ),
    ("key",),
    unique=(("series_number",),),
)

_RATE_DEFINITIONS = Table(
    "rate_definitions",
    "比率的定义",
    "Definitions of the rates",
    "由本项目整理",
    (
        _c("key", "TEXT", "代码", "Key"),
        _c("rate_number", "INTEGER", "次序", "Order", null=False),
        _c("label_zh", "TEXT", "名称", "Label", null=False),
        _c("label_en", "TEXT", "英文名称", "Label in English", null=False),
        _c("numerator", "TEXT", "分子", "Numerator", null=False),
        _c("denominator", "TEXT", "分母", "Denominator", null=False),
    ),
    ("key",),
    unique=(("rate_number",),),
)

_WARC_FILES = Table(
    "warc_files",
    "已编入的 WARC 文件",
    "WARC files that have been indexed",
    "DIR/warc",
    (
        _c("name", "TEXT", "文件名", "File name"),
        _c("indexed_size", "INTEGER", "已编入的字节数", "Bytes indexed", unit="bytes", null=False),
        _c("capture_count", "INTEGER", "抓取数", "Captures in it", unit="次", null=False),
        _c("damage_count", "INTEGER", "残缺处", "Stretches that are no whole record", unit="处", null=False),
    ),
    ("name",),
    hidden=True,
)

_BUILD_STATE = Table(
    "build_state",
    "建库过程的内部记录",
    "What a build remembers for the next one",
    "由本项目记录",
    (
        _c("key", "TEXT", "项", "Key"),
        _c("value", "TEXT", "值", "Value", null=False),
    ),
    ("key",),
    hidden=True,
    internal=True,
)

_ABOUT = Table(
    "about",
    "关于本库",
    "About this archive",
    "由本项目记录",
    (
        _c("key", "TEXT", "项", "Key"),
        _c("value", "TEXT", "值", "Value", null=False),
    ),
    ("key",),
)

TABLES: tuple[Table, ...] = (
    _REGIONS,
    _AGENCIES,
    _CAPTURES,
    _REPORTS,
    _SECTIONS,
    _INDICATORS,
    *(_figure_table(name) for name in FIGURE_TABLES),
    _RULES,
    _CHECKS,
    _REPAIRS,
    _STATEMENTS,
    _LEGACY,
    _PROBLEMS,
    _READINGS,
    _MANIFESTATIONS,
    _VERSIONS,
    _COVERAGE,
    _RUNS,
    _SERIES_DEFINITIONS,
    _RATE_DEFINITIONS,
    _WARC_FILES,
    _ABOUT,
    _BUILD_STATE,
)

TABLE: dict[str, Table] = {table.name: table for table in TABLES}


def _same(table: str, names: tuple[str, ...]) -> tuple[Column, ...]:
    columns = {column.name: column for column in TABLE[table].columns}
    return tuple(columns[name] for name in names)


_WHO = (
    _c("agency_id", "TEXT", "机关", "Agency"),
    _c("year", "INTEGER", "年度", "Year reported on"),
)

_FIGURES = View(
    "figures",
    "每个印出的单元格一行",
    "One row a printed cell",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        *_WHO,
        _c("figure", "TEXT", "单元格代码", "Cell key, as in indicators.key"),
        _c("indicator", "TEXT", "行（或整个）代码", "Row key for table 3, else the whole key"),
        _c("applicant", "TEXT", "申请人类别", "Applicant key of table 3, else empty"),
        _c("form_table", "TEXT", "所在表", "Table: t2, t3, t4, y14 or s6"),
        _c("form", "TEXT", "格式版本", "Form edition"),
        _c("value", "NUMERIC", "数值；没有数字则为空", "Number, for the states value and zero only", unit="see unit"),
        _c("raw", "TEXT", "单元格原文", "Text of the cell as printed"),
        _c(
            "state",
            "TEXT",
            "状态：value、zero、blank、na、text、unreadable、missing",
            "value, zero, blank, na (a mark such as / or —), text, unreadable or missing",
        ),
        _c("unit", "TEXT", "单位", "Unit the form gives"),
        _c("unit_printed", "TEXT", "单元格内另印的单位", "Unit printed inside the cell, if any"),
        _c(
            "by_width",
            "INTEGER",
            "1：按整行宽度归位",
            "1 if placed by its position in a row of exactly the form's width",
        ),
        _c("place", "TEXT", "在文件中的位置（JSON）", "Where the cell stood: table, row, column, page ..., JSON"),
        _c("capture_id", "TEXT", "所据的抓取", "Capture it was read from"),
    ),
    figures_sql(),
)

_SUMMARY = View(
    "report_summary",
    "每份报告一行：表二、表四全部，表三总计列",
    "One wide row a report: tables 2 and 4, and the column 总计 of table 3",
    (
        *(
            column._replace(name="report_id") if column.name == "id" else column
            for column in _same("reports", REPORT_COLUMNS)
        ),
        _c("agency_name", "TEXT", "机关名称", "Name of the agency"),
        _c("agency_level", "TEXT", "机关层级", "Level of the agency"),
        _c("agency_kind", "TEXT", "机关类型", "Kind of agency"),
        _c("region_code", "TEXT", "行政区划代码", "Division code"),
        *(
            _c(key, "NUMERIC", INDICATORS[key].label_zh, _label_en(key), unit=INDICATORS[key].unit)
            for key in summary_columns()
        ),
    ),
    report_summary_sql(),
)

_BY_RESULT = View(
    "requests_by_result",
    "表三，如所印：每行一项，七列申请人；“总计”列是所印的数，不要再与前六列相加",
    "Table 3 as printed: one row a line, seven columns; `total` is the printed total, never to be added to the six",
    (
        _c("report_id", "TEXT", "报告", "Report"),
        *_WHO,
        _c("form", "TEXT", "格式版本", "Form edition"),
        _c("indicator", "TEXT", "行代码", "Row key"),
        _c("label_zh", "TEXT", "行名", "Label of the row"),
        _c("label_en", "TEXT", "英文行名", "English label of the row"),
        _c("parent", "TEXT", "上级指标", "Key it is a part of"),
        _c("row_number", "INTEGER", "行次", "Order of the row, from 0"),
        *(
            _c(a, "NUMERIC", f"{zh}（件）", f"Requests by {a.replace('_', ' ')}", unit="件")
            for a, zh in zip(
                APPLICANTS,
                ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计（如所印）"),
                strict=True,
            )
        ),
    ),
    requests_by_result_sql(),
)

_SERIES = View(
    "series",
    "可跨 2019、2021 版（及部分 2014 版）比较的数列",
    "Quantities over the years, with how far editions can be compared",
    (
        *_WHO,
        _c("report_id", "TEXT", "报告", "Report"),
        _c("scope", "TEXT", "统计口径", "Whose numbers; do not compare different scopes"),
        _c("series", "TEXT", "数列代码", "Key of series_definitions"),
        _c("label_zh", "TEXT", "名称", "Label"),
        _c("label_en", "TEXT", "英文名称", "Label in English"),
        _c("unit", "TEXT", "单位", "Unit"),
        _c("value", "NUMERIC", "数值", "Value", unit="see unit"),
        _c("form", "TEXT", "格式版本", "Form edition it was printed on"),
        _c(
            "comparability",
            "TEXT",
            "与现行版的可比性：exact、near、weak",
            "exact, near or weak, against the newest edition",
        ),
        _c("is_derived", "INTEGER", "1：由本项目相加得出", "1 if summed by us"),
    ),
    series_sql(),
)

_RATES = View(
    "rates",
    "比率：分子、分母都列出；分母为 0 时比率为空",
    "Rates with numerator and denominator; NULL where the denominator is 0",
    (
        *_WHO,
        _c("report_id", "TEXT", "报告", "Report"),
        _c("scope", "TEXT", "统计口径", "Whose numbers"),
        _c("rate", "TEXT", "比率代码", "Key of rate_definitions"),
        _c("label_zh", "TEXT", "名称", "Label"),
        _c("label_en", "TEXT", "英文名称", "Label in English"),
        _c("numerator", "NUMERIC", "分子", "Numerator", unit="件"),
        _c("denominator", "NUMERIC", "分母", "Denominator", unit="件"),
        _c("value", "REAL", "比率", "Quotient", unit="0–1"),
        _c(
            "is_rankable",
            "INTEGER",
            f"1：分母不小于 {RATE_MINIMUM}，可以排名",
            f"1 if the denominator is at least {RATE_MINIMUM}: fit for ranking",
        ),
    ),
    rates_sql(),
)

_INTAKE = View(
    "intake",
    "每次抓取的去向：各行之和等于抓取总数",
    "What became of every capture; the rows add up to all captures",
    (
        _c("outcome", "TEXT", "结果", "report, not_a_report, a kind of failure, pending, or evidence"),
        _c("capture_count", "INTEGER", "抓取数", "Captures", unit="次"),
        _c("payload_count", "INTEGER", "不同内容数", "Distinct payloads", unit="个"),
    ),
    """
SELECT CASE c.use WHEN 'read' THEN COALESCE(g.outcome, 'pending') ELSE c.use END AS outcome, count(*) AS capture_count,
  count(DISTINCT nullif(c.payload_sha256, '')) AS payload_count
FROM captures AS c LEFT JOIN readings AS g ON c.use = 'read' AND g.payload_sha256 = c.payload_sha256
GROUP BY 1""",
)

VIEWS: tuple[View, ...] = (_FIGURES, _SUMMARY, _BY_RESULT, _SERIES, _RATES, _INTAKE)

INDEXES: tuple[Index, ...] = (
    Index("reports_by_agency", "reports", ("agency_id", "year"), "one agency over the years"),
    Index("reports_by_year", "reports", ("year",), "all reports of a year"),
    Index("agencies_by_name", "agencies", ("name",), "look an agency up by its name"),
    Index("agencies_by_region", "agencies", ("region_code",), "agencies of a division"),
    Index("captures_by_payload", "captures", ("payload_sha256",), "where a payload was seen; the stored original"),
    Index("captures_by_final_url", "captures", ("final_url", "fetched_at"), "history of one URL"),
    Index("captures_by_parent", "captures", ("parent_url",), "attachments of a page"),
    Index("captures_by_run", "captures", ("run_id",), "what a run brought"),
    Index("manifestations_by_report", "manifestations", ("report_id",), "places of a report"),
    Index("readings_by_report", "readings", ("report_id",), "payloads that gave a report"),
    Index("problems_by_report", "problems", ("report_id",), "problems of a report"),
    Index("problems_by_kind", "problems", ("kind",), "all problems of a kind"),
    Index("checks_by_rule", "checks", ("rule", "outcome"), "all failures of a rule"),
    Index("indicators_by_cell", "indicators", ("form_table", "cell_number"), "the join of the figure views"),
    Index("coverage_by_year", "coverage", ("year", "status"), "who is missing in a year"),
)

SEARCH: tuple[Search, ...] = (
    Search("sections_search", "sections", ("heading", "text")),
    Search("reports_search", "reports", ("title", "publisher")),
)


def statements() -> tuple[str, ...]:
    """Return every statement that makes an empty archive, in order."""
    return (
        *(table.sql() for table in TABLES),
        *(index.sql() for index in INDEXES),
        *(search.sql() for search in SEARCH),
        *(view.sql() for view in VIEWS),
    )
