"""What counts when a page is compared with its earlier capture."""

from __future__ import annotations

from crawler.essence import differ

REPORT = "<h1>青禾县水利局2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>全年公开信息{}条。</p>"


def around(report: str, day: int) -> str:
    news = "".join(
        f'<li><i></i><a href="/yw/{day}{n}.html" title="要闻">第{day}{n}号要闻</a><span>01-{day}</span></li>'
        for n in range(3)
    )
    return (
        f'<html><body><div class="x">{report}<p>浏览次数：<span>{day}7</span>次</p></div><ul class="hot">{news}</ul>'
        f'<div><a href="/yw/{day}.html"><b>今日第{day}条</b></a></div></body></html>'
    )


def test_lists_of_news_and_counters_beside_a_report_are_no_change() -> None:
    assert not differ(around(REPORT.format(320), 11), around(REPORT.format(320), 12))


def test_a_number_of_the_report_is_a_change_whatever_stands_around_it() -> None:
    assert differ(around(REPORT.format(320), 11), around(REPORT.format(302), 11))
    listed = "<ul><li>公开信息{}条，详见<a href='/f.pdf'>附件</a>。</li></ul>"
    assert differ(around(listed.format(320) + "<p>一</p>", 11), around(listed.format(302) + "<p>一</p>", 11))


def test_a_link_that_is_not_closed_hides_nothing() -> None:
    text = "<a href='#top'><p>一、总体情况</p>" + "<p>公开信息{}条。</p>" * 9
    assert differ(text.format(*"123456789"), text.format(*"123456780"))
