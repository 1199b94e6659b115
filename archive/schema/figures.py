"""The numbers and what is said of them: figures, statements, checks, repairs, and what they are measured by."""

from __future__ import annotations

from archive.figure_views import FIGURE_TABLES
from archive.schema.shapes import Reference, Table, col
from extractors.forms import INDICATORS as CELLS
from extractors.forms import load_form


def label_en(key: str) -> str:
    """Return an English label for a cell key, from the words of the forms."""
    return ENGLISH_LABELS.get(key) or key.replace("__", ", ").replace("_", " ")


_COMPARED_2014 = {
    "y14_req_total": "requests received",
    "y14_ans_total": "requests answered",
    "y14_ans_already_public": "answered: public already",
    "y14_ans_granted": "answered: disclosed",
    "y14_ans_partial": "answered: partly disclosed",
    "y14_ans_refused": "answered: refused",
    "y14_ans_not_this_agency": "answered: not of this agency",
    "y14_ans_not_exist": "answered: does not exist",
    "y14_ref_not_gov_info": "refused: no government information",
    "y14_normdoc_made": "normative documents made",
    "y14_review_total": "administrative reviews",
    "y14_review_upheld": "administrative reviews: upheld",
    "y14_review_corrected": "administrative reviews: corrected",
    "y14_review_other": "administrative reviews: other",
}
"""English for the cells of the 2014 form that series are continued with; the form's own file has Chinese only."""


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
            found[row.key] = row.en or _COMPARED_2014.get(row.key) or row.key.replace("_", " ")
    return found


ENGLISH_LABELS = _english()
"""English label by cell key and by row key of table 3."""


_TABLE_NAMES = {
    "t2": ("表二 主动公开政府信息情况", "Table 2, proactive disclosure"),
    "t3": ("表三 收到和处理政府信息公开申请情况", "Table 3, requests received and handled"),
    "t4": ("表四 行政复议、行政诉讼情况", "Table 4, reviews and lawsuits"),
    "y14": ("2014–2018 年统计表", "Statistics form of 2014 to 2018"),
    "s6": ("第六部分 信息处理费", "Part 6, information processing fees"),
}


def figure_table(name: str) -> Table:
    """Return the wide table of one statutory table: a row a report, a column a cell."""
    zh, en = _TABLE_NAMES[name]
    columns = [
        col("report_id", "TEXT", "报告", "Report"),
        col("form", "TEXT", "格式版本", "Form edition", null=False),
    ]
    for key in FIGURE_TABLES[name]:
        indicator = CELLS[key]
        columns.append(col(key, "NUMERIC", indicator.label_zh, label_en(key), unit=indicator.unit, source="如所印"))
    columns += [
        col("states", "TEXT", "各单元格的状态", "State of each cell, packed", internal=True),
        col("raws", "TEXT", "与数值不同的原文", "Text as printed where it is not the number, JSON", internal=True),
        col("places", "TEXT", "各单元格的位置", "Where each cell stood, packed JSON", internal=True),
        col("notes", "TEXT", "单元格附注", "Notes on cells, JSON", internal=True),
    ]
    return Table(
        f"figures_{name}",
        f"{zh}：每份报告一行，每个单元格一列；空表示没有数字，或印的是别的单位，见视图 figures",
        f"{en}: one row a report, one column a cell; NULL means no number in the column's unit, see the view figures",
        "报告中的法定表格",
        tuple(columns),
        ("report_id",),
        (Reference("report_id", "reports", "id"),),
        strict=False,
        hidden=True,
    )


INDICATORS = Table(
    "indicators",
    "指标：法定表格的每一个单元格是什么",
    "Indicators: what each cell of the statutory tables counts",
    "国办公开办函〔2019〕60号、〔2021〕30号；国办发〔2014〕32号",
    (
        col("key", "TEXT", "单元格代码", "Cell key: row__applicant for table 3, else the bare key"),
        col("indicator", "TEXT", "行（或整个）代码", "Row key for table 3, else the whole key", null=False),
        col("applicant", "TEXT", "申请人类别代码，其他表为空", "Applicant key of table 3, else empty", null=False),
        col("label_zh", "TEXT", "表上的名称", "Label on the form", null=False),
        col("label_en", "TEXT", "英文名称", "English label", null=False),
        col("row_zh", "TEXT", "行名", "Label of the row alone", null=False),
        col("row_en", "TEXT", "英文行名", "English label of the row alone", null=False),
        col("unit", "TEXT", "计量单位", "Unit: 件, 项, 万元 ...", null=False),
        col("form_table", "TEXT", "所在表：t2、t3、t4、y14、s6", "Table: t2, t3, t4, y14 or s6", null=False),
        col("forms", "TEXT", "印有该单元格的格式版本", "Editions that print the cell", null=False),
        col("parent", "TEXT", "上级指标", "Key it is a part of", null=False),
        col(
            "kind",
            "TEXT",
            "leaf 分项，total 合计，subtotal 小计（不印）",
            "leaf, total or subtotal (not printed)",
            null=False,
        ),
        col("ordinal", "INTEGER", "在指标表中的次序", "Order in the dictionary", null=False),
        col("cell_number", "INTEGER", "在数值表中的列次序", "Column order in the wide table", internal=True),
        col("note", "TEXT", "说明", "Note", null=False),
    ),
    ("key",),
)

CHECKS = Table(
    "checks",
    "核对结果：未通过的逐条列出；通过或无法核对的按规则合计",
    "Check results: failures one by one; passes and what could not be assessed counted by rule",
    "由本项目按规则计算",
    (
        col("report_id", "TEXT", "报告", "Report"),
        col("ordinal", "INTEGER", "次序", "Order in the report"),
        col("rule", "TEXT", "规则", "Rule", null=False),
        col(
            "outcome",
            "TEXT",
            "结果：pass、fail、not_assessable；_hypothesis 表示以空白为零时成立",
            "pass, fail or not_assessable; *_hypothesis holds if blanks are read as zero",
            null=False,
        ),
        col("severity", "TEXT", "级别：error、warning、info", "error, warning or info", null=False),
        col("applicant", "TEXT", "申请人类别", "Applicant column", null=False),
        col("row", "TEXT", "行", "Row", null=False),
        col("left", "NUMERIC", "等式左边", "Left side of the comparison"),
        col("right", "NUMERIC", "等式右边", "Right side of the comparison"),
        col("cells", "TEXT", "涉及的单元格（JSON）", "Cell keys involved, JSON"),
        col("count", "INTEGER", "合计的条数", "How many results the row stands for", unit="条", null=False),
        col("message", "TEXT", "说明", "Message", null=False),
        col("message_en", "TEXT", "英文说明", "Message in English", null=False),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"), Reference("rule", "rules", "id")),
    without_rowid=True,
    strict=False,
)

REPAIRS = Table(
    "repairs",
    "更正建议：只是建议，从不改动所印的数字",
    "Suggested repairs; a printed number is never changed",
    "由本项目按规则推算",
    (
        col("report_id", "TEXT", "报告", "Report"),
        col("ordinal", "INTEGER", "次序", "Order in the report"),
        col("rule", "TEXT", "规则", "Rule", null=False),
        col("cell", "TEXT", "单元格", "Cell key", null=False),
        col("published", "NUMERIC", "所印的数", "Number as printed"),
        col("candidate", "NUMERIC", "建议的数", "Suggested number", null=False),
        col("evidence", "TEXT", "依据", "Evidence", null=False),
        col("evidence_en", "TEXT", "英文依据", "Evidence in English", null=False),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
    strict=False,
)

STATEMENTS = Table(
    "statements",
    "正文中说出的数字，附原话和位置",
    "Numbers stated in prose, with their words and place",
    "报告正文",
    (
        col("report_id", "TEXT", "报告", "Report"),
        col("ordinal", "INTEGER", "次序", "Order in the report"),
        col("key", "TEXT", "数字的含义代码", "What is stated", null=False),
        col("value", "NUMERIC", "数值", "Value"),
        col("unit", "TEXT", "单位", "Unit", null=False),
        col("state", "TEXT", "value 确数，about 约数，stated_none 明说没有", "value, about or stated_none", null=False),
        col("quote", "TEXT", "原话", "The words", null=False),
        col("section_number", "INTEGER", "所在部分", "Part of the report", null=False),
        col("span_start", "INTEGER", "起始字符", "First character in that part's text", unit="字符", null=False),
        col("span_end", "INTEGER", "终止字符", "End character in that part's text", unit="字符", null=False),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
    strict=False,
)

LEGACY = Table(
    "legacy_values",
    "旧式统计表的原样行：不归入现行指标",
    "Rows of older statistics forms as printed, not mapped to any indicator",
    "2014 年以前和地方自订的统计表",
    (
        col("report_id", "TEXT", "报告", "Report"),
        col("ordinal", "INTEGER", "次序", "Order in the report"),
        col("label", "TEXT", "行名，如所印", "Label as printed", null=False),
        col("value", "TEXT", "数值原文", "Value as printed", null=False),
        col("unit", "TEXT", "单位，如所印", "Unit as printed", null=False),
        col("place", "TEXT", "位置（JSON）", "Where it stood, JSON"),
    ),
    ("report_id", "ordinal"),
    (Reference("report_id", "reports", "id"),),
    without_rowid=True,
)

RULES = Table(
    "rules",
    "核对规则登记表",
    "The registry of rules",
    "extractors/checks/rules.toml",
    (
        col("id", "TEXT", "规则编号", "Rule id"),
        col("title", "TEXT", "名称", "Title", null=False),
        col("title_en", "TEXT", "英文名称", "Title in English", null=False),
        col("formula", "TEXT", "公式", "Formula", null=False),
        col("severity", "TEXT", "级别", "Severity of a failure", null=False),
        col("basis", "TEXT", "依据", "Legal or arithmetical basis", null=False),
        col("kind", "TEXT", "种类", "Evaluator", null=False),
        col("rule_group", "TEXT", "分组", "Group the documentation lists it in", null=False),
        col(
            "scope",
            "TEXT",
            "一条结果所指：report、table、row、applicant、cell、statement",
            "What one result is about",
            null=False,
        ),
        col("form_table", "TEXT", "涉及的表", "Table it is about", null=False),
        col("version", "TEXT", "版本", "Version of the rule's meaning", null=False),
        col("explanation", "TEXT", "解释", "Explanation for a general reader", null=False),
        col("explanation_en", "TEXT", "英文解释", "Explanation in English", null=False),
    ),
    ("id",),
)

SERIES_DEFINITIONS = Table(
    "series_definitions",
    "可跨年比较的数列",
    "Quantities that can be followed over form editions",
    "由本项目整理（各版格式的对应关系）",
    (
        col("key", "TEXT", "数列代码", "Key"),
        col("series_number", "INTEGER", "次序", "Order", null=False),
        col("label_zh", "TEXT", "名称", "Label", null=False),
        col("label_en", "TEXT", "英文名称", "Label in English", null=False),
        col("unit", "TEXT", "单位", "Unit", null=False),
        col(
            "compares_2019",
            "TEXT",
            "2019 版与现行版的可比性：exact、near、weak",
            "How the 2019 edition compares",
            null=False,
        ),
        col("compares_y14", "TEXT", "2014 版与现行版的可比性", "How the 2014 edition compares", null=False),
        col("is_derived", "INTEGER", "1：由本项目相加得出", "1 if summed by us", null=False),
        col("note", "TEXT", "说明", "Note", null=False),
    ),
    ("key",),
    unique=(("series_number",),),
)

RATE_DEFINITIONS = Table(
    "rate_definitions",
    "比率的定义",
    "Definitions of the rates",
    "由本项目整理",
    (
        col("key", "TEXT", "代码", "Key"),
        col("rate_number", "INTEGER", "次序", "Order", null=False),
        col("label_zh", "TEXT", "名称", "Label", null=False),
        col("label_en", "TEXT", "英文名称", "Label in English", null=False),
        col("numerator", "TEXT", "分子", "Numerator", null=False),
        col("denominator", "TEXT", "分母", "Denominator", null=False),
    ),
    ("key",),
    unique=(("rate_number",),),
)
