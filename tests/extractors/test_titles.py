"""What a title says: kind, publisher and year, and what is no annual report's name."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.titles import bare_kind, is_article_url, read_title

REPORTS = [
    ("云岭县水利局2023年政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("2023年云岭县水利局政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("云岭县水利局政府信息公开2022年度报告", "云岭县水利局", 2022),
    ("云岭县水利局2021年度政府信息公开年报", "云岭县水利局", 2021),
    ("云岭县２０２１年度政府信息公开年报", "云岭县", 2021),
    ("云岭县二〇二一年政府信息公开工作年度报告", "云岭县", 2021),
    ("云岭县二○一二年度政府信息公开工作年度报告", "云岭县", 2012),
    ("云岭县二零二三年度政府信息公开工作年度报告", "云岭县", 2023),
    ("云岭县  2022 年\n\n政府信息公开　工作\u200b年度报告", "云岭县", 2022),
    ("云岭县水利局2022年信息公开工作年度报告", "云岭县水利局", 2022),
    ("云岭县水利局2008年度政府信息公开工作总结", "云岭县水利局", 2008),
    ("云岭县卫生局2013年度政府信息公开情况总结", "云岭县卫生局", 2013),
    ("云岭县2014年政府信息公开工作情况报告", "云岭县", 2014),
    ("云岭县水利局关于2013年政府信息公开工作情况的报告", "云岭县水利局", 2013),
    ("云岭县2010年实施《中华人民共和国政府信息公开条例》情况报告", "云岭县", 2010),
    ("云岭省人民政府2017年政府信息公开工作报告", "云岭省人民政府", 2017),
    ("《云岭县2022年政府信息公开工作年度报告》", "云岭县", 2022),
    ("“云岭县2022年政府信息公开工作年度报告”", "云岭县", 2022),
    ("(文字版)2017年云岭市政府信息公开工作年度报告", "云岭市", 2017),
    ("云岭县人民政府2022年政府信息公开工作年度报告（超链版）", "云岭县人民政府", 2022),
    ("附件1：云岭县2022年政府信息公开工作年度报告.docx", "云岭县", 2022),
    ("云岭县2022年政府信息公开工作年度报告全文", "云岭县", 2022),
    ("关于公布云岭县人民政府2023年政府信息公开工作年度报告的公告", "云岭县人民政府", 2023),
    ("云岭县发展和改革局关于印发2013年政府信息公开工作年度报告的通知", "云岭县发展和改革局", 2013),
    ("云岭县财政局2023年政府信息公开工作年度报告_政府信息公开年报_云岭县人民政府网", "云岭县财政局", 2023),
    ("云岭县人民政府网_云岭县财政局2023年政府信息公开工作年度报告", "云岭县财政局", 2023),
    ("首页 > 政府信息公开年报 > 云岭县财政局2023年政府信息公开工作年度报告", "云岭县财政局", 2023),
    ("云岭县财政局2023年政府信息公开工作年度报告-云岭县人民政府门户网站", "云岭县财政局", 2023),
    ("高新区（临河镇）2022年 政府信息公开工作年度报告", "高新区（临河镇）", 2022),
    ("2022年政府信息公开工作年度报告（云岭县水利局）", "云岭县水利局", 2022),
    ("云岭县财政局政府信息公开年度报告（2021年度）", "云岭县财政局", 2021),
    ("2012年信息公开年度报告——云岭县教育局", "云岭县教育局", 2012),
    ("2012年政府信息公开工作年度报告云岭县白石镇人民政府", "云岭县白石镇人民政府", 2012),
    ("云岭县教育局2011年度信息公开工作年度总结报告", "云岭县教育局", 2011),
    ("云岭县教育局2011年政府信息公开工作小结", "云岭县教育局", 2011),
    ("云岭县教育局2011年政府信息公开工作情况汇报", "云岭县教育局", 2011),
    ("云岭县教育局关于报送2011年政府信息公开工作年度报告的函", "云岭县教育局", 2011),
    ("云岭县人民政府信息公开工作2022年度报告", "云岭县人民政府", 2022),
    ("2022年度云岭镇政府信息公开工作年度报告", "云岭镇", 2022),
    ("县政府2022年政府信息公开年报", "县政府", 2022),
    ("云岭区2021年度政务公开工作年度报告", "云岭区", 2021),
    ("中共云岭县委组织部2023年政府信息公开工作年度报告", "中共云岭县委组织部", 2023),
    ("云岭县市场监督管理局2023年政府信息公开工作年度报告", "云岭县市场监督管理局", 2023),
    ("云岭县政府信息公开领导小组办公室2023年政府信息公开工作年度报告", "云岭县政府信息公开领导小组办公室", 2023),
    ("云岭区学府路街道办事处2023年政府信息公开工作年度报告", "云岭区学府路街道办事处", 2023),
    ("关于云岭县水利局2023年政府信息公开工作年度报告的公告", "云岭县水利局", 2023),
    ("关于云岭县2023年政府信息公开工作情况的报告", "云岭县", 2023),
    ("【年度报告】云岭县水利局2023年政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("[云岭县]水利局2023年政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("2024-01-15 云岭县水利局2023年政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("云岭县水利局（2023年度）政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("（2023年）云岭县水利局政府信息公开工作年度报告", "云岭县水利局", 2023),
    ("云岭县水利局政府信息公开工作年度报告—2023年", "云岭县水利局", 2023),
    ("云岭县水利局政府信息公开工作年度报告——2023", "云岭县水利局", 2023),
    ("云岭县水利局2023年政府信息公开工作年度报告_2024年", "云岭县水利局", 2023),
    ("雲嶺縣白石鎮2024年政府信息公開工作年度報告", "雲嶺縣白石鎮", 2024),
]


@pytest.mark.parametrize(("text", "publisher", "year"), REPORTS)
def test_a_reports_title_gives_publisher_and_year(text: str, publisher: str, year: int) -> None:
    title = read_title(text)
    assert (title.kind, title.publisher, title.year) == ("report", publisher, year)


@pytest.mark.parametrize(
    "text",
    [
        "云岭县2019年政府信息公开工作年度报告（图片版）",
        "一图读懂丨云岭县2023年政府信息公开工作年度报告",
        "问答解读:云岭县政府办公室2022年政府信息公开工作年度报告.docx",
        "云岭县2023年政府信息公开工作年度报告图解",
        "【视频】云岭县2023年政府信息公开工作年度报告",
    ],
)
def test_pictures_films_and_explanations_are_derivatives(text: str) -> None:
    assert read_title(text).kind == "derivative"


@pytest.mark.parametrize("mark", ["（图文）", "[图文]", "【组图】"])
def test_the_mark_of_an_article_with_a_picture_is_no_derivative(mark: str) -> None:
    title = read_title(f"{mark}青禾县2023年政府信息公开工作年度报告")
    assert (title.kind, title.publisher, title.year) == ("report", "青禾县", 2023)
    assert read_title(f"{mark[:-1]}版{mark[-1]}青禾县2023年政府信息公开工作年度报告").kind == "derivative"


@pytest.mark.parametrize("text", ["2022-2023年云岭县政府信息公开工作年度报告", "2019-20年度云岭县政府信息公开年报"])
def test_nothing_of_a_range_of_years_is_the_publishers(text: str) -> None:
    title = read_title(text)
    assert (title.kind, title.year, title.publisher) == ("bare", None, "云岭县")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年政府信息公开工作年度报告", 2023),
        ("政府信息公开年报", None),
        ("部门信息公开年报", None),
        ("乡镇街道政府信息公开年报", None),
        ("2022年县直部门政府信息公开年报", 2022),
        ("关于2013年政府信息公开工作情况的报告", 2013),
        ("2023年政府信息公开工作年度报告_云岭县人民政府", 2023),
        ("2023年政府信息公开工作年度报告——云岭县人民政府门户网站", 2023),
        ("云岭县财政局2019-2021年政府信息公开年报", None),
        ("云岭县财政局政府信息公开年报", None),
        # behind - and _ stands the column's year, and a day is the day of publication
        ("云岭县财政局政府信息公开工作年度报告-2024年", None),
        ("云岭县财政局政府信息公开工作年度报告_2024", None),
        ("云岭县财政局政府信息公开工作年度报告2024-01-15", None),
    ],
)
def test_a_title_without_publisher_or_without_year_is_bare(text: str, year: int | None) -> None:
    title = read_title(text)
    assert (title.kind, title.year) == ("bare", year)


@pytest.mark.parametrize(
    "text",
    [
        "云岭县人民医院2023年信息公开工作年度报告",
        "云岭县第一中学2023年信息公开年度报告",
        "云岭县自来水公司2023年度信息公开年报",
        "公共企事业单位信息公开年报",
    ],
)
def test_schools_hospitals_and_works_are_other_bodies(text: str) -> None:
    assert read_title(text).kind == "other_body"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "云岭县2023年政府信息公开工作年度报告公布情况",
        "关于做好2023年政府信息公开工作年度报告编制发布工作的通知",
        "云岭县召开2022年政府信息公开工作年度报告编制培训会",
        "关于报送2013年度政府信息公开年度报告的通知",
        "关于开展2013年政府信息公开工作年度报告编写的通知",
        "2022年度政府网站工作年度报表",
        "云岭县2023年法治政府建设年度报告",
        "2022年部门决算公开",
        "政府信息公开年度报告制度（试行）",
        "关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
        "2023年政府工作报告",
        "分 类 | 政府信息公开年报",
        "云岭大学2021-2022学年信息公开工作年度报告",
        "2023年度企业年报公示",
        "2023年政务公开工作要点",
        "云岭县2021年政务公开工作总结",
        "关于2014年政府信息公开工作要点落实情况的函",
        "云岭县财政局关于做好政务公开财政牵头任务落实情况的自查报告",
        "政府信息公开指南",
        "云岭省发布2016年政府信息公开工作年度报告",
        "云岭市2023年政府信息公开工作年度报告发布 主动公开信息12万条",
        "环境质量年报",
        "2023年行政执法年度报告",
        "云岭县2022年第一季度政府信息公开工作总结",
        "云岭县司法局2023年度政府信息公开工作情况统计表",
        "云岭县2022年政府信息公开工作年度报告模板",
        "云岭县2022年政府信息公开工作年度报告（征求意见稿）",
        "根据《中华人民共和国政府信息公开条例》，现公布云岭县2022年政府信息公开工作年度报告。",
        "云岭县2022年政府信息公开工作年度报告" + "，全文包括总体情况等六部分" * 9,
    ],
)
def test_notices_rules_news_and_other_yearly_papers_are_no_report(text: str) -> None:
    assert read_title(text).kind == "no"


@pytest.mark.parametrize(
    "url",
    [
        "http://a.gov.cn.test/zfxxgknb/202401/t20240126_83632810.html",
        "http://a.gov.cn.test/art/2023/1/31/art_6924_1618518.html",
        "http://a.gov.cn.test/zfxxgknb/content/post_9469010.html",
        "http://a.gov.cn.test/public/content/10461829",
        "http://a.gov.cn.test/nb/202601/b602dcff66ac4706a96d8dbbfd79f308.shtml",
        "http://a.gov.cn.test/module/xxgk/xxgkAnnualReport.jsp?area=001008&fbtime=2024",
        "http://a.gov.cn.test/info/1012/3456.htm",
    ],
)
def test_an_identifier_in_the_last_part_makes_an_articles_address(url: str) -> None:
    assert is_article_url(url)
    assert bare_kind(url) == "report"
    assert not read_title("2023年政府信息公开工作年度报告", url).is_column


@pytest.mark.parametrize(
    "url",
    [
        "/zwgk/zfxxgknb/2023n/",
        "/zfxxgk/zfxxgknb/",
        "/col/col1234567/index.html",
        "/zfxxgknb/2022n/index.html",
        "/zfxxgknb_06879/2023n",
        "nb.htm",
        "http://a.gov.cn.test/list_12345.html",
        "http://a.gov.cn.test/col/col1229214366/index.html?uid=7",
        "http://a.gov.cn.test/zfxxgknb/index_2.html",
        "",
    ],
)
def test_folders_and_index_pages_are_columns(url: str) -> None:
    assert bare_kind(url) == "column"


def test_a_bare_title_at_a_columns_address_is_marked_a_column() -> None:
    assert read_title("2023年政府信息公开工作年度报告", "/zwgk/zfxxgknb/2023n/").is_column
    assert not read_title("云岭县2023年政府信息公开工作年度报告", "/zwgk/zfxxgknb/2023n/").is_column


def test_the_titles_own_text_is_kept_without_white_space() -> None:
    assert read_title(" 云岭县２０２２年 政府信息公开工作年度报告 ").text == "云岭县2022年政府信息公开工作年度报告"


@given(
    spaces=st.lists(st.sampled_from(["", " ", "\n", "\u3000", "\u00a0", "\u200b", "\t"]), min_size=24, max_size=24),
    year=st.integers(2008, 2030),
)
def test_white_space_anywhere_changes_nothing(spaces: list[str], year: int) -> None:
    text = f"云岭县水利局{year}年政府信息公开工作年度报告"
    broken = "".join(space + char for space, char in zip([*spaces, ""], text, strict=False)) + text[25:]
    assert read_title(broken) == read_title(text)
    assert read_title(text).year == year


@given(st.text(max_size=200))
def test_any_text_is_answered_without_error(text: str) -> None:
    title = read_title(text)
    if title.kind == "report":
        assert title.publisher
        assert title.year


@pytest.mark.corpus
def test_the_labelled_title_cases_hold(design: Path) -> None:
    wrong = []
    for line in (design / "portal_cases" / "title_cases.tsv").read_text("utf-8").splitlines():
        kind, publisher, year, text, url = [*line.split("\t"), ""][:5]
        title = read_title(text, url)
        got = f"bare:{bare_kind(url)}" if title.kind == "bare" else title.kind
        # the cases write brackets half-width and name no publisher for what is no report of an agency
        same_publisher = publisher == "-" or publisher == unicodedata.normalize("NFKC", title.publisher or "-")
        if (got, str(title.year or "-")) != (kind, year) or not same_publisher:
            wrong.append((text, title))
    assert wrong == []


@pytest.mark.corpus
def test_a_portals_titles_of_fifteen_years_hold(corpus: Path) -> None:
    wrong = []
    lines = (corpus / "titles" / "pingtan_titles_dev.tsv").read_text("utf-8").splitlines()[1:]
    assert len(lines) >= 40
    for line in lines:
        _, _, _, text, year, is_report, reading = line.split("\t")
        title = read_title(text)
        if (title.kind == "report") != (is_report == "y") or (
            is_report == "y" and (str(title.year) != year or (title.publisher or "?") not in reading)
        ):
            wrong.append((text, title))
    assert wrong == []
