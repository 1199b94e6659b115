"""One report from its documents: who, which year, whose numbers, when; and what is no report, and why."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.agency_kind import guess_kind
from extractors.checks import check_report
from extractors.dates import find_period, read_date
from extractors.document import Document, Link, Paragraph, Place
from extractors.errors import NotAReportError
from extractors.formats import read_document
from extractors.publisher import find_signature
from extractors.report import Report, read_report
from extractors.report_json import report_as_json

TABLES = """二、主动公开政府信息情况
| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|
| 规章 | 0 | 0 | 0 |
| 行政规范性文件 | {issued} | 1 | 9 |
三、收到和处理政府信息公开申请情况
见附表。
四、政府信息公开行政复议、行政诉讼情况
无。
五、存在的主要问题及改进情况
人手不足，下一步加强培训。
"""
PREAMBLE = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
TITLE = "云岭县水利局2023年政府信息公开工作年度报告"
OVERVIEW = "2023年，我局认真贯彻条例，收到政府信息公开申请4件。"
OTHER = "本年度无收取信息处理费情况。"


def page(
    *front: str, overview: str = OVERVIEW, other: str = OTHER, tail: tuple[str, ...] = (), issued: int = 3
) -> bytes:
    lines = [
        *front,
        "一、总体情况",
        overview,
        TABLES.format(issued=issued).rstrip(),
        "六、其他需要报告的事项",
        other,
        *tail,
    ]
    return "\n".join(lines).encode()


def read(*front: str, **kwargs: object) -> Report:
    return read_report(read_document(page(*front, **kwargs)))  # type: ignore[arg-type]


def text(*lines: str) -> Document:
    return Document("text", tuple(Paragraph(line, Place(line=n)) for n, line in enumerate(lines, 1)))


def test_a_report_without_line_ends_begins_with_its_title() -> None:
    data = page(TITLE, PREAMBLE).decode().replace("\n", " ").encode()
    report = read_report(read_document(data))
    assert (report.title, report.publisher, report.year) == (TITLE, "云岭县水利局", 2023)
    assert PREAMBLE in report.sections[0].text


def test_a_sentence_or_an_index_row_is_no_title() -> None:
    assert read("依据条例第五十条规定，制作本报告。", "索 引 号：0000/2024-1", PREAMBLE).title == ""
    assert read("根据有关规定，结合我局工作实际，制定本报告：", PREAMBLE).title == ""
    assert read("现将有关情况报告如下：", PREAMBLE).title == ""
    assert read("移动端应用", "智能问答", PREAMBLE).title == ""
    assert read("工作年度报告", PREAMBLE).title == "工作年度报告"


def test_a_whole_report() -> None:
    report = read(TITLE, PREAMBLE, tail=("云岭县水利局", "2024年1月18日"))
    assert (report.title, report.publisher, report.year, report.year_source) == (TITLE, "云岭县水利局", 2023, "title")
    assert report.scope == "self"
    assert report.dates.signed_on == "2024-01-18"
    assert report.signed_by == "云岭县水利局"
    assert (report.dates.period_start, report.dates.period_end) == ("2023-01-01", "2023-12-31")
    assert [section.number for section in report.sections] == [0, 1, 2, 3, 4, 5, 6]
    assert report.sections[0].text == PREAMBLE
    assert report.sections[-1].text == OTHER
    assert report.forms["t2"] == "f2021"
    assert report.figures["normdoc_issued"].value == 3
    assert {s.key: s.value for s in report.statements} == {"nar_req_new": 4, "fee_collected_amount": 0}
    assert TITLE in report.text
    assert "行政规范性文件\t3\t1\t9" in report.text


# who


@pytest.mark.parametrize(
    "front",
    [
        ("云岭县水利局2023年政府信息公开", "", "工作年度报告"),
        ("云岭县水利局", "2023年政府信息公开工作年度报告"),
        ("2023年政府信息公开工作年度报告", "云岭县水利局", "2023年政府信息公开工作年度报告"),
        ("\u3000\u3000", "　云岭县水利局2023年 政府信息公开 工作年度报告　"),
        ("打印", "云岭县水利局", "2023年度", "政府信息公开工作年度报告"),
        ("云岭县水利局2023", "政府信息公开工作年度报告"),
    ],
)
def test_a_title_over_several_lines(front: tuple[str, ...]) -> None:
    report = read(*front)
    assert (report.publisher, report.year) == ("云岭县水利局", 2023)
    assert not any("年度报告" in section.text for section in report.sections)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("国家税务总局云岭高新技术产业开发区税", "务局2023年政府信息公开工作年度报告"),
        ("国家税务总局云岭高新技术产业开发区税务", "局2023年政府信息公开工作年度报告"),
        ("国家税务总局云岭高新技术产业开发区税务局政府信息公", "开工作2023年度报告"),
        ("国家税务总局云岭高新技术产业开发区税务局政府信", "息公开工作2023年度报告"),
    ],
)
def test_a_title_broken_inside_a_word_is_joined(first: str, second: str) -> None:
    name = "国家税务总局云岭高新技术产业开发区税务局"
    report = read(first, second, tail=(name, "2024年1月18日"))
    assert (report.publisher, report.year, report.title) == (name, 2023, first + second)


@pytest.mark.parametrize("site", ["云岭县人民政府门户网站", "云岭县人民政府门户网站 政府信息公开年报", "首页"])
def test_names_of_a_site_before_the_title_in_its_line_are_no_part_of_it(site: str) -> None:
    report = read(f"{site} 云岭县水利局2023年政府信息公开工作年度报告")
    assert (report.publisher, report.title) == ("云岭县水利局", "云岭县水利局2023年政府信息公开工作年度报告")


@pytest.mark.parametrize("years", ["2019-2020学年", "2019—2020学年度", "2019至2020学年"])
def test_a_school_reports_on_its_own_years(years: str) -> None:
    title = f"云岭师范学院{years}信息公开工作年度报告"
    report = read(title)
    assert (report.publisher, report.title) == ("云岭师范学院", title)


def test_a_sites_name_above_half_a_name_is_not_joined_to_it() -> None:
    report = read("云岭县政府门户网站", "水利局2023年政府信息公开工作年度报告", tail=("云岭县水利局", "2024年1月18日"))
    assert report.publisher == "水利局"


@pytest.mark.parametrize("between", ["附件下载", "首页", "一、总体情况", "打印"])
def test_a_title_is_not_joined_over_what_belongs_to_no_title(between: str) -> None:
    report = read("云岭县水利局", between, "2023年政府信息公开工作年度报告")
    assert (report.publisher, report.year) == (None, 2023)
    assert report.title == "2023年政府信息公开工作年度报告"


@pytest.mark.parametrize("site", ["云岭县水利局", "云岭县人民政府"])
def test_the_sites_name_is_no_part_of_the_title_below_it(site: str) -> None:
    report = read(site, "云岭县水利局", "2023年政府信息公开工作年度报告")
    assert (report.publisher, report.year) == ("云岭县水利局", 2023)


@pytest.mark.parametrize(
    ("front", "tail", "publisher", "source"),
    [
        (("现公布云岭县水利局2023年政府信息公开工作年度报告。",), (), "云岭县水利局", "sentence"),
        (("我局编制并向社会公布云岭县水利局2023年政府信息公开工作年度报告。",), (), "云岭县水利局", "sentence"),
        (("现发布《云岭县白石镇2023年政府信息公开工作年度报告》。",), (), "云岭县白石镇", "sentence"),
        (("现将2023年云岭县白石镇人民政府信息公开工作年度报告予以公布。",), (), "云岭县白石镇人民政府", "sentence"),
        (("本报告由云岭县水利局办公室按照《条例》要求编制。",), (), "云岭县水利局办公室", "compiled_by"),
        (("本报告由白石镇人民政府党政办公室编制。",), (), "白石镇人民政府", "compiled_by"),
        (("本报告由云岭县人民政府办公室编制。",), (), "云岭县人民政府办公室", "compiled_by"),
        (("本报告由云岭县人民政府信息公开领导小组办公室根据条例编制。",), (), "云岭县人民政府", "compiled_by"),
        ((PREAMBLE,), ("云岭县水利局", "2024年1月18日"), "云岭县水利局", "signature"),
        ((PREAMBLE,), ("云岭县水利局（盖章）", "二〇二四年一月十日"), "云岭县水利局", "signature"),
        ((PREAMBLE,), ("云岭县水利局 2024年1月18日",), "云岭县水利局", "signature"),
        (("云岭县水利局", PREAMBLE), (), "云岭县水利局", "below_title"),
        (("（2023年）", "云岭县水利局", PREAMBLE), (), "云岭县水利局", "below_title"),
        (("云岭师范大学", PREAMBLE), (), "云岭师范大学", "below_title"),
    ],
)
def test_under_a_bare_title_the_body_names_the_publisher(
    front: tuple[str, ...], tail: tuple[str, ...], publisher: str, source: str
) -> None:
    report = read("2023年政府信息公开工作年度报告", *front, tail=tail)
    assert report.publisher == publisher
    assert report.publishers[0] == (source, publisher)


def test_the_titles_publisher_wins_and_the_others_stay_as_evidence() -> None:
    report = read(
        "云岭市人民政府2023年政府信息公开工作年度报告",
        "本报告由白石镇人民政府编制。",
        tail=("白石镇人民政府", "2024年1月8日"),
    )
    assert report.publisher == "云岭市人民政府"
    assert report.publishers == (
        ("title", "云岭市人民政府"),
        ("compiled_by", "白石镇人民政府"),
        ("signature", "白石镇人民政府"),
    )


def test_our_bureau_is_nobodys_name() -> None:
    report = read("2023年政府信息公开工作年度报告", "本报告由我局按照要求编制。")
    assert report.publisher is None


def test_the_index_block_comes_before_the_posting_office() -> None:
    html = (
        '<html><head><meta name="ContentSource" content="云岭县政府办公室">'
        '<meta name="PubDate" content="2024-01-20 09:30">'
        "<title>2023年政府信息公开工作年度报告_云岭县人民政府</title></head><body>"
        "<table><tr><td>索引号：</td><td>0123/2024-001</td><td>发布机构：</td><td>云岭县水利局</td></tr>"
        "<tr><td>发布日期：</td><td>2024-01-20</td><td>文号：</td><td></td></tr></table><div>"
        + "".join(f"<p>{line}</p>" for line in page("2023年政府信息公开工作年度报告").decode().splitlines())
        + "</div></body></html>"
    )
    report = read_report(read_document(html.encode()))
    assert report.dates.published_on == "2024-01-20"
    assert report.publisher == "云岭县水利局"
    assert ("content_source", "云岭县政府办公室") in report.publishers


# which year


def test_the_year_is_never_taken_from_publication_or_name() -> None:
    data = b"".join(
        [page("政府信息公开工作年度报告", overview="我局认真贯彻条例。", tail=("云岭县水利局", "2024年1月18日"))]
    )
    report = read_report(read_document(data, name="2019.txt"))
    assert (report.year, report.year_source) == (None, "")


def test_title_before_period_before_body() -> None:
    period = "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
    assert read(TITLE, period).year == 2023
    bare = read("政府信息公开工作年度报告", period, overview="2021年，我局认真贯彻条例。")
    assert (bare.year, bare.year_source) == (2022, "period")
    body = read("政府信息公开工作年度报告", overview="2021年，我局认真贯彻条例。2022年我们将继续努力。")
    assert (body.year, body.year_source) == (2021, "body")


@pytest.mark.parametrize(
    "sentence",
    [
        "统计期限为2023年1月1日至2023年12月31日",
        "数据统计时限自2023年1月1日起至12月31日止",
        "统计期限：２０２３年１月１日—２０２３年１２月３１日",
        "统计时间为2023 年 1 月 1 日 到 2023 年 12 月\n31 日",
        "数据的统计期限2023.1.1-2023.12.31",
        "统计期限自二○二三年一月一日起至十二月三十一日止",
        "报告期为2023年1月1日至2023年12月31日",
        "统计期限为2023年1月至12月",
        "统计期限为2023年度",
    ],
)
def test_the_period_in_many_wordings(sentence: str) -> None:
    report = read("政府信息公开工作年度报告", sentence, overview="我局认真贯彻条例。")
    assert (report.dates.period_start, report.dates.period_end) == ("2023-01-01", "2023-12-31")
    assert report.year == 2023


def test_a_page_of_january_about_the_year_before() -> None:
    head = "标题: 政府信息公开工作年度报告\n发布时间: 2024-01-18 10:00\n原文链接: https://a.gov.cn.test/1.htm\n"
    report = read_report(read_document(head.encode() + b"\n" + page("", PREAMBLE)))
    assert (report.year, report.dates.published_on) == (2023, "2024-01-18")


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2022年11月30日", "2022-11-30"),
        ("2023-02-20 15:07", "2023-02-20"),
        ("2023/1/6", "2023-01-06"),
        ("2023.1.6", "2023-01-06"),
        ("二〇二三年一月十日", "2023-01-10"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("２０２３年１月１０日", "2023-01-10"),
        ("2023 年 1 月 10 日", "2023-01-10"),
        ("2023年元月10日", "2023-01-10"),
        ("二〇二三年元月十日", "2023-01-10"),
        ("二0二三年一月十日", "2023-01-10"),
        ("二O二三年十二月廿六日", "2023-12-26"),
        ("二〇二三年1月10日", "2023-01-10"),
        ("2023年13月40日", ""),
        ("2024年2月29日", "2024-02-29"),
        ("2024年2月30日", ""),
        ("2023年2月29日", ""),
        ("二〇二三年四月三十一日", ""),
        ("2023年", ""),
        ("", ""),
    ],
)
def test_dates_as_printed(printed: str, iso: str) -> None:
    assert read_date(printed) == iso


@pytest.mark.parametrize(
    "printed",
    [
        "自2022年1月1日起，至2022年12月31日止",
        "自2022年1月1日起，截至2022年12月31日",
        "自2022年元月1日起至12月31日止",
        "为2022年1月1日至同年12月31日",
        "自二〇二二年一月一日起至二〇二二年十二月三十一日止",
        "２０２２年１月１日—１２月３１日",
    ],
)
def test_the_period_as_printed(printed: str) -> None:
    assert find_period(f"本报告所列数据的统计期限{printed}。") == ("2022-01-01", "2022-12-31", 2022)


def test_a_period_with_a_day_that_cannot_be_is_none() -> None:
    assert find_period("统计期限自2022年2月30日起至2022年12月31日止。") is None


@pytest.mark.parametrize(
    ("lines", "signed_by", "signed_on"),
    [
        (("云岭县水利局", "2024年1月12日"), "云岭县水利局", "2024-01-12"),
        (("（云岭县水利局）", "2024年1月12日"), "云岭县水利局", "2024-01-12"),
        (("云岭县水利局（盖章）", "二0二四年一月十二日"), "云岭县水利局", "2024-01-12"),
        (("编制单位：云岭县水利局", "编制时间：2024年1月12日"), "云岭县水利局", "2024-01-12"),
        (("2024年1月12日", "云岭县水利局"), "云岭县水利局", "2024-01-12"),
        (("云岭县水利局", "2024年1月12日（此件公开发布）"), "云岭县水利局", "2024-01-12"),
        (("发布日期：2024年1月12日",), "", ""),
    ],
)
def test_agency_and_day_at_the_end_are_the_signature(lines: tuple[str, ...], signed_by: str, signed_on: str) -> None:
    signature = find_signature("\n".join(["本年度未收取信息处理费。", *lines]))
    assert (signature.signed_by, signature.signed_on) == (signed_by, signed_on)
    if signed_by:
        assert signature.rest == "本年度未收取信息处理费。"


# whose numbers


@pytest.mark.parametrize(
    ("title", "preamble", "scope"),
    [
        ("云岭县水利局2023年政府信息公开工作年度报告", PREAMBLE, "self"),
        ("白石镇2023年政府信息公开工作年度报告", PREAMBLE, "self"),
        ("云岭县2023年政府信息公开工作年度报告", "本报告汇总全县各部门、各乡镇数据编制而成。", "aggregate"),
        ("云岭省2023年政府信息公开工作年度报告", "本报告内容涵盖各地级以上市、县政府和省政府各部门。", "aggregate"),
        ("云岭县2023年政府信息公开工作年度报告", "本报告以云岭县人民政府及其办公室的名义编制。", "gov_and_office"),
        ("云岭市2023年政府信息公开工作年度报告", "统计数据为市政府本级。", "gov_and_office"),
        ("云岭县2023年政府信息公开工作年度报告", "本报告根据各乡镇、各部门报送的年度报告汇总编制。", "aggregate"),
        ("云岭县2023年政府信息公开工作年度报告", "本报告在各部门年度报告的基础上汇总形成。", "aggregate"),
        ("云岭县2023年政府信息公开工作年度报告", PREAMBLE, None),
        ("云岭县2023年政府信息公开工作年度报告", "本报告数据不含县政府各部门。", None),
        ("云岭县水利局2023年政府信息公开工作年度报告", "本报告包括总体情况等六个部分。", "self"),
        ("白石镇2023年政府信息公开工作年度报告", "此项工作由综合保障办公室牵头，协调各部门推进，内容全面。", "self"),
    ],
)
def test_scope(title: str, preamble: str, scope: str | None) -> None:
    assert read(title, preamble).scope == scope


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("云岭县人民政府", "government", "county"),
        ("云岭市", "government", "city"),
        ("云岭省人民政府办公厅", "gov_office", "province"),
        ("白石镇人民政府", "government", "town"),
        ("云岭县白石镇", "government", "town"),
        ("云岭区学府路街道办事处", "dispatched", "town"),
        ("云岭县水利局", "department", "county"),
        ("云岭市云岭区教育局", "department", "county"),
        ("国家税务总局云岭市税务局", "vertical", "city"),
        ("云岭高新技术产业开发区管理委员会", "zone_committee", None),
        ("自然资源部", "state_council_body", "central"),
        ("国家市场监督管理总局", "state_council_body", "central"),
        ("海关总署", "state_council_body", "central"),
        ("中国证券监督管理委员会云岭监管局", "vertical", None),
        ("国家金融监督管理总局云岭监管分局", "vertical", None),
        (None, None, None),
    ],
)
def test_kind_and_level_from_a_names_last_words(name: str | None, kind: str | None, level: str | None) -> None:
    assert guess_kind(name) == (kind, level)


# several documents


def test_a_page_and_its_attachment_are_one_report() -> None:
    shell = Document(
        "html",
        (Paragraph("附件下载", Place()),),
        title=f"{TITLE}_云岭县人民政府",
        metadata={"pubdate": "2024-01-20", "articletitle": TITLE},
        attachments=(Link("P0.txt", "报告"),),
    )
    body = read_document(page("政府信息公开工作年度报告", PREAMBLE), name="report.txt")
    report = read_report([shell, body])
    assert (report.title, report.publisher, report.year) == (TITLE, "云岭县水利局", 2023)
    assert report.dates.published_on == "2024-01-20"
    assert report.figures["normdoc_issued"].value == 3
    assert report.figures["normdoc_issued"].place.document == "report.txt"
    assert report.sections[1].text == OVERVIEW


def test_the_same_table_twice_is_no_problem_and_a_different_one_is() -> None:
    first = read_document(page(TITLE, PREAMBLE), name="a.txt")
    again = read_document(page(TITLE, PREAMBLE), name="b.txt")
    assert "conflicting_documents" not in {problem.kind for problem in read_report([first, again]).problems}
    other = read_document(page(TITLE, PREAMBLE, issued=8), name="c.txt")
    report = read_report([first, other])
    assert report.figures["normdoc_issued"].value == 3
    (problem,) = (problem for problem in report.problems if problem.kind == "conflicting_documents")
    assert "normdoc_issued" in problem.raw


# what is no report


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            (
                "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
                "各乡镇人民政府，县政府各部门：",
                "现将有关事项通知如下。" * 20,
            ),
            "notice",
        ),
        (
            tuple(
                f"{name}2023年政府信息公开工作年度报告 2024-01-{n + 10}"
                for n, name in enumerate(["甲县", "乙县", "丙县", "丁县"])
            ),
            "list",
        ),
        (("一图读懂丨云岭县2023年政府信息公开工作年度报告",), "picture"),
        (("您访问的页面不存在或已删除", "温馨提示", "返回首页"), "nothing"),
        (("访问验证", "请完成下方验证后继续访问"), "challenge"),
        (("当前访问疑似黑客攻击，已被创宇盾拦截",), "challenge"),
        (
            ("2017年预算单位未公开政府采购安排情况说明", "2017年县财政年初预算安排政府采购资金共计700万元。" * 12),
            "neither",
        ),
        (("云岭县2023年法治政府建设年度报告", "2023年，全县法治建设取得成效。" * 30), "neither"),
        (
            (
                "云岭县水利局2023年法治政府建设年度报告",
                "政府信息公开",
                "本报告根据《法治政府建设与责任落实督察工作规定》编制。",
                PREAMBLE,
                "一、主要举措和成效",
                "严格落实《中华人民共和国政府信息公开条例》，主动公开政府信息120条。" * 6,
            ),
            "neither",
        ),
        (("威廉希尔体育政务公开", TITLE, "一、总体情况", "正文。" * 80), "hijacked"),
        ((TITLE,), "title"),
    ],
)
def test_what_is_no_report_says_why(lines: tuple[str, ...], reason: str) -> None:
    with pytest.raises(NotAReportError, match=reason):
        read_report(text(*lines))


@pytest.mark.parametrize(
    "lead",
    [
        "本报告根据《中华人民共和国政府信息公开条例》编制。",
        "依据《中华人民共和国政府信息公开条例》第五十条规定，编制本报告。",
        "现公布我局2018年政府信息公开工作年度报告。本年度报告内容，包括主动公开情况等五个部分。",
        "本年度报告内容，包括政府信息公开工作情况、收费及减免情况。",
        "本報告是根據《中華人民共和國政府信息公開條例》要求，由雲嶺縣水利局編制的2018年度報告。",
    ],
)
def test_a_report_without_a_title_says_of_itself_what_it_is(lead: str) -> None:
    report = read_report(text(lead, "一、主动公开情况", "2018年，我局公开工作总体运行平稳。" * 10))
    assert report.sections[0].text == lead


@pytest.mark.parametrize(
    ("lead", "title"),
    [
        (
            "现公布云岭县公安局政府信息公开工作2021年度报告。",
            ("云岭县公安局政府信息公开工作2021年度报告", "云岭县公安局"),
        ),
        (
            "本年报是由云岭县水利局编制的2021年度政府信息公开工作年度报告。",
            ("2021年度政府信息公开工作年度报告", "云岭县水利局"),
        ),
    ],
)
def test_a_sentence_names_the_report_with_its_year_anywhere(lead: str, title: tuple[str, str]) -> None:
    report = read_report(text(lead, "一、总体情况", "我局公开工作总体运行平稳，无泄密事件。" * 10))
    assert (report.title, report.publisher, report.year) == (*title, 2021)


def test_what_a_report_is_about_may_stand_in_the_paragraph_before() -> None:
    about = "根据《中华人民共和国政府信息公开条例》，现将我局2018年的工作报告如下。"
    report = read_report(text(about, PREAMBLE.replace("2023", "2018"), "2018年，我局公开工作总体运行平稳。" * 10))
    assert report.year == 2018


def test_a_page_with_only_attachments_names_them() -> None:
    shell = Document(
        "html", (Paragraph("附件下载", Place()),), title=TITLE, attachments=(Link("P0.doc", "云岭县水利局年报.doc"),)
    )
    with pytest.raises(NotAReportError, match=r"needs attachment: 云岭县水利局年报\.doc"):
        read_report(shell)


def test_a_scan_without_a_text_layer_says_so() -> None:
    with pytest.raises(NotAReportError, match="a scan of 5 pages without a text layer"):
        read_report(Document("pdf", (), images=5))
    with pytest.raises(NotAReportError, match="3 pictures"):
        read_report(Document("html", (), title=TITLE, images=3))


def test_no_document_at_all_is_no_report() -> None:
    with pytest.raises(NotAReportError):
        read_report([])


def test_the_blank_form_is_read_and_flagged() -> None:
    lines = [
        "政府信息公开工作年度报告格式模板",
        "一、总体情况",
        "（文字描述）",
        "二、主动公开政府信息情况",
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
        "|---|---|---|---|",
        "| 规章 |  |  |  |",
        "| 行政规范性文件 |  |  |  |",
        "六、其他需要报告的事项",
        "（文字描述，收取信息处理费情况在此处报告。）",
    ]
    report = read_report(read_document("\n".join(lines).encode()))
    assert report.publisher is None
    assert report.year is None
    assert report.figures
    assert all(figure.value is None for figure in report.figures.values())
    assert "blank_form" in {problem.kind for problem in report.problems}


def test_a_prose_report_from_before_the_forms() -> None:
    report = read_report(
        text(
            "云岭县卫生局2013年度政府信息公开情况总结",
            "现将我局信息公开工作情况总结如下：",
            "一、基本情况",
            "2013年1月1日至2013年12月31日，本局共主动公开政府信息149条，没有收到信息公开申请。"
            + "局领导高度重视，认真抓好落实。" * 8,
            "二、存在的主要问题",
            "信息收集比较困难。",
            "云岭县卫生局",
            "2014年1月15日",
        )
    )
    assert (report.publisher, report.year) == ("云岭县卫生局", 2013)
    assert set(report.forms.values()) == {None}
    assert report.figures == {}
    assert [section.key for section in report.sections] == ["preamble", "part1", "part2"]
    assert {s.key: s.value for s in report.statements} == {"nar_public_items": 149, "nar_req_new": 0}
    assert report.dates.signed_on == "2014-01-15"


@pytest.mark.parametrize("between", [(), ("云岭县水利局",)])
def test_a_date_in_brackets_below_the_title_is_the_day_of_the_report(between: tuple[str, ...]) -> None:
    report = read(TITLE, *between, "（2024年1月18日）", PREAMBLE)
    assert report.dates.signed_on == "2024-01-18"
    signed = read(TITLE, *between, "（2024年1月18日）", PREAMBLE, tail=("云岭县水利局", "2024年1月20日"))
    assert signed.dates.signed_on == "2024-01-20"


def test_a_date_of_the_page_is_not_the_day_of_the_report() -> None:
    assert read(TITLE, "2024年1月18日", PREAMBLE).dates.signed_on == ""
    assert read(TITLE, "（2024-01-18）", PREAMBLE).dates.signed_on == ""


def test_body_evidence_decides_where_no_title_does() -> None:
    report = read("欢迎访问本网站", PREAMBLE, tail=("云岭县水利局", "2024年1月18日"))
    assert (report.publisher, report.year) == ("云岭县水利局", 2023)


# the public form


def test_the_json_has_the_documented_keys_and_plain_values() -> None:
    report = read(TITLE, PREAMBLE)
    plain = json.loads(json.dumps(report_as_json(report, check_report(report)), ensure_ascii=False))
    assert {
        *("title", "publisher", "year", "scope", "agency", "forms", "sections", "figures"),
        *("checks", "repairs", "problems", "format", "reader"),
    } <= set(plain)
    assert set(plain["agency"]) == {"name", "region_code", "region_path", "level", "kind", "conflicts"}
    assert (plain["agency"]["kind"], plain["agency"]["level"]) == ("department", "county")
    assert set(plain["forms"]) >= {"t2", "t3", "t4"}
    assert set(plain["figures"]["normdoc_issued"]) == {"value", "raw", "state", "unit", "place"}
    assert plain["figures"]["normdoc_issued"]["place"]["row"] > 0
    assert {"rule", "outcome", "severity", "applicant", "left", "right", "message"} <= set(plain["checks"][0])
    assert set(plain["sections"][1]) == {"number", "key", "heading", "text"}
    assert plain["reader"].startswith("gongkai ")


PIECES = st.sampled_from(
    [
        *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "六、其他需要报告的事项"),
        *(TITLE, PREAMBLE, OVERVIEW, OTHER, "云岭县水利局", "2024年1月18日", "规章\t0\t0\t0", "0", "", " ", "附件下载"),
        *("2023年政府信息公开工作年度报告", "第二十条第（一）项", "（本列数据的勾稽关系为", "行政复议", "。", "\t\t"),
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=16))
def test_any_lines_are_a_report_or_a_reasoned_refusal(lines: list[str]) -> None:
    try:
        report = read_report(text(*lines))
    except NotAReportError:
        return
    numbers = [section.number for section in report.sections]
    assert numbers == sorted(set(numbers))
    assert report.publisher in (None, "云岭县水利局")
    assert report.year in (None, 2023)
    texts = {section.number: section.text for section in report.sections}
    for statement in report.statements:
        assert texts[statement.section][statement.start : statement.end] == statement.quote


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "<html><script>document.cookie='__jsl_clearance_s=1|abc;Max-age=3600';location.href=location.pathname</script></html>",
            "challenge",
        ),
        ("<html><body><h1>温馨提示</h1><p>您访问的页面不存在或已删除</p></body></html>", "not there"),
    ],
)
def test_what_stands_in_the_place_of_a_page_is_named(page: str, words: str) -> None:
    from extractors.formats import read_document

    with pytest.raises(NotAReportError, match=words):
        read_report(read_document(page.encode(), name="t.html"))
