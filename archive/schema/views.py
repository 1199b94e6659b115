"""The views: one row a printed cell, one a report, requests by result, series, rates, intake."""

from __future__ import annotations

from archive.figure_views import (
    RATE_MINIMUM,
    REPORT_COLUMNS,
    figures_sql,
    rates_sql,
    report_summary_sql,
    requests_by_result_sql,
    series_sql,
    summary_columns,
)
from archive.schema.figures import label_en
from archive.schema.shapes import Column, View, col
from archive.schema.tables import TABLE
from extractors.forms import APPLICANTS, INDICATORS


def _same(table: str, names: tuple[str, ...]) -> tuple[Column, ...]:
    columns = {column.name: column for column in TABLE[table].columns}
    return tuple(columns[name] for name in names)


_WHO = (
    col("agency_id", "TEXT", "机关", "Agency"),
    col("year", "INTEGER", "年度", "Year reported on"),
)

FIGURES = View(
    "figures",
    "每个印出的单元格一行",
    "One row a printed cell",
    (
        col("report_id", "TEXT", "报告", "Report"),
        *_WHO,
        col("figure", "TEXT", "单元格代码", "Cell key, as in indicators.key"),
        col("indicator", "TEXT", "行（或整个）代码", "Row key for table 3, else the whole key"),
        col("applicant", "TEXT", "申请人类别", "Applicant key of table 3, else empty"),
        col("form_table", "TEXT", "所在表", "Table: t2, t3, t4, y14 or s6"),
        col("form", "TEXT", "格式版本", "Form edition"),
        col(
            "value",
            "NUMERIC",
            "所印的数；没有数字则为空",
            "Number as printed, for value and zero only",
            unit="见 unit 列",
        ),
        col("raw", "TEXT", "单元格原文", "Text of the cell as printed"),
        col(
            "state",
            "TEXT",
            "状态：value、zero、blank、na、text、unreadable；文件中没有的格不成行",
            "value, zero, blank, na (a mark such as / or —), text or unreadable; a cell not in the document has no row",
        ),
        col(
            "unit",
            "TEXT",
            "value 的单位：格式规定的单位；另印的单位使数量不同时（如元）为所印的单位",
            "Unit of value: the form's, or the printed one where that makes it another quantity: yuan, not 10,000 yuan",
        ),
        col(
            "unit_printed",
            "TEXT",
            "另印的单位：印在单元格内，或印在表头、单位栏而与格式不同",
            "Unit printed inside the cell, or in its header or unit column where that is not the form's",
        ),
        col(
            "by_width",
            "INTEGER",
            "1：按整行宽度归位",
            "1 if placed by its position in a row of exactly the form's width",
        ),
        col("place", "TEXT", "在文件中的位置（JSON）", "Where the cell stood: table, row, column, page ..., JSON"),
        col("capture_id", "TEXT", "所据的抓取", "Capture it was read from"),
    ),
    figures_sql(),
)

SUMMARY = View(
    "report_summary",
    "每份报告一行：表二、表四全部，表三总计列",
    "One wide row a report: tables 2 and 4, and the column 总计 of table 3",
    (
        *(
            column._replace(name="report_id") if column.name == "id" else column
            for column in _same("reports", REPORT_COLUMNS)
        ),
        col("agency_name", "TEXT", "机关名称", "Name of the agency"),
        col("agency_level", "TEXT", "机关层级", "Level of the agency"),
        col("agency_kind", "TEXT", "机关类型", "Kind of agency"),
        col("region_code", "TEXT", "行政区划代码", "Division code"),
        *(
            # a number printed in another unit is left out, see `figures`
            col(key, "NUMERIC", INDICATORS[key].label_zh, label_en(key), unit=INDICATORS[key].unit)
            for key in summary_columns()
        ),
    ),
    report_summary_sql(),
)

BY_RESULT = View(
    "requests_by_result",
    "表三，如所印：每行一项，六类申请人和总计共七列；“总计”列是所印的数，不要再与前六列相加",
    "Table 3 as printed: one row a line, seven columns; `total` is the printed total, never to be added to the six",
    (
        col("report_id", "TEXT", "报告", "Report"),
        *_WHO,
        col("form", "TEXT", "格式版本", "Form edition"),
        col("indicator", "TEXT", "行代码", "Row key"),
        col("label_zh", "TEXT", "行名", "Label of the row"),
        col("label_en", "TEXT", "英文行名", "English label of the row"),
        col("parent", "TEXT", "上级指标", "Key it is a part of"),
        col("row_number", "INTEGER", "行次", "Order of the row, from 0"),
        *(
            col(a, "NUMERIC", f"{zh}（件）", f"Requests by {a.replace('_', ' ')}", unit="件")
            for a, zh in zip(
                APPLICANTS,
                ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计（如所印）"),
                strict=True,
            )
        ),
    ),
    requests_by_result_sql(),
)

SERIES = View(
    "series",
    "可跨 2019、2021 版（及部分 2014 版）比较的数列",
    "Quantities over the years, with how far editions can be compared",
    (
        *_WHO,
        col("report_id", "TEXT", "报告", "Report"),
        col("scope", "TEXT", "统计口径", "Whose numbers; do not compare different scopes"),
        col("series", "TEXT", "数列代码", "Key of series_definitions"),
        col("label_zh", "TEXT", "名称", "Label"),
        col("label_en", "TEXT", "英文名称", "Label in English"),
        col("unit", "TEXT", "单位", "Unit"),
        col("value", "NUMERIC", "数值", "Value", unit="见 unit 列"),
        col("form", "TEXT", "格式版本", "Form edition it was printed on"),
        col(
            "comparability",
            "TEXT",
            "与现行版的可比性：exact、near、weak",
            "exact, near or weak, against the newest edition",
        ),
        col("is_derived", "INTEGER", "1：由本项目相加得出", "1 if summed by us"),
    ),
    series_sql(),
)

RATES = View(
    "rates",
    "比率：分子、分母都列出；分母为 0 时比率为空",
    "Rates with numerator and denominator; NULL where the denominator is 0",
    (
        *_WHO,
        col("report_id", "TEXT", "报告", "Report"),
        col("scope", "TEXT", "统计口径", "Whose numbers"),
        col("rate", "TEXT", "比率代码", "Key of rate_definitions"),
        col("label_zh", "TEXT", "名称", "Label"),
        col("label_en", "TEXT", "英文名称", "Label in English"),
        col("numerator", "NUMERIC", "分子", "Numerator", unit="件"),
        col("denominator", "NUMERIC", "分母", "Denominator", unit="件"),
        col("value", "REAL", "比率", "Quotient", unit="0–1"),
        col(
            "is_rankable",
            "INTEGER",
            f"1：分母不小于 {RATE_MINIMUM}，可以排名",
            f"1 if the denominator is at least {RATE_MINIMUM}: fit for ranking",
        ),
    ),
    rates_sql(),
)

INTAKE = View(
    "intake",
    "每次抓取的去向：各行之和等于抓取总数",
    "What became of every capture; the rows add up to all captures",
    (
        col(
            "outcome",
            "TEXT",
            "结果",
            "report, not_a_report, a kind of failure, pending, part (of a report's article), or evidence",
        ),
        col("capture_count", "INTEGER", "抓取数", "Captures", unit="次"),
        col("payload_count", "INTEGER", "不同内容数", "Distinct payloads", unit="个"),
    ),
    """
SELECT CASE c.use WHEN 'read' THEN COALESCE(g.outcome, 'pending') ELSE c.use END AS outcome, count(*) AS capture_count,
  count(DISTINCT nullif(c.payload_sha256, '')) AS payload_count
FROM captures AS c LEFT JOIN readings AS g ON c.use = 'read' AND g.payload_sha256 = c.payload_sha256
GROUP BY 1""",
)
