"""Invented sites to walk over, each a function from a request to an answer.

Lists come in two skins nobody's selectors were written for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from crawler import discovery, systems, urls
from crawler.catalogue import Column, Portal
from crawler.systems.pages import Fetch, ListPage, Page

HOST = "www.qinghe.gov.cn"
ROOT = f"http://{HOST}"
OFFICES = [
    "教育局",
    "财政局",
    "民政局",
    "水利局",
    "司法局",
    "审计局",
    "统计局",
    "商务局",
    "交通运输局",
    "农业农村局",
    "卫生健康局",
    "应急管理局",
    "自然资源局",
    "生态环境分局",
]
TOWNS = ["白石镇", "云溪镇", "柳湾镇", "双桥乡", "石门乡", "城关街道办事处"]

Answer = tuple[int, str]
Site = Callable[[Fetch], Answer]


@dataclass(frozen=True)
class Entry:
    url: str
    title: str
    date: str


@dataclass
class Walked:
    taken: set[str] = field(default_factory=set)
    requests: list[Fetch] = field(default_factory=list)
    suspicions: list[str] = field(default_factory=list)
    listings: list[ListPage] = field(default_factory=list)
    reports_here: set[str] = field(default_factory=set)


def entries(count: int, address: Callable[[int, int], str]) -> list[Entry]:
    found: list[Entry] = []
    names = [f"青禾县{name}" for name in (*OFFICES, *TOWNS)]
    for number in range(count):
        year = 2024 - number // len(names)
        title = f"{names[number % len(names)]}{year}年政府信息公开工作年度报告"
        day = f"{year + 1}-01-{number % 28 + 1:02d}"
        found.append(Entry(address(number, year), title, day))
    return found


def walk(site: Site, column: Column, *, hosts: Sequence[str] = (HOST,), limit: int = 120) -> Walked:
    portal = Portal("qinghe", "青禾县人民政府", "county", "990001", tuple(hosts), (column,))
    out = Walked()
    queue: list[Fetch] = list(systems.first_fetches(column))
    lists: dict[str, list[ListPage]] = {}
    asked: set[object] = set()
    while queue:
        request = queue.pop(0)
        if request.identity in asked or len(out.requests) >= limit:
            continue
        asked.add(request.identity)
        request = Fetch.from_dict(json.loads(json.dumps(request.as_dict())))
        out.requests.append(request)
        status, text = site(request)
        if status == 404:
            queue = [*discovery.plan_refused(request, portal=portal).next, *queue]
            continue
        page = Page(url=request.url, text=text, status=status, request=request)
        listing = systems.read_list(page, column)
        previous = lists.setdefault(listing.list_url, [])
        plan = discovery.plan_list(listing, previous=previous, portal=portal, column=column, request=request)
        previous.append(listing)
        out.listings.append(listing)
        out.suspicions.extend(f"{one.kind}:{one.missing}" for one in plan.suspicions)
        out.taken.update(fetch.url for fetch in plan.articles)
        if plan.report_here:
            out.reports_here.add(request.url)
        queue = [*plan.next, *queue, *plan.columns]
    return out


# --- skins ------------------------------------------------------------------------------------------

NAV = "".join(
    f'<li><a href="/zw/lm{n}/">{word}</a></li>'
    for n, word in enumerate(
        [
            "首页",
            "新闻中心",
            "政务动态",
            "办事服务",
            "互动交流",
            "数据开放",
            "走进青禾",
            "投资青禾",
            "专题专栏",
            "政府信息公开指南",
            "政府信息公开制度",
            "法定主动公开内容",
            "依申请公开",
            "通知公告",
            "人事任免",
        ]
    )
)
NEWS = "".join(
    f'<li><a href="/xwzx/zwyw/202501/t20250117_88{n}.html"'
    f' title="县领导调研第{n}项重点工程">县领导调研第{n}项...</a><span>2025-01-17</span></li>'
    for n in range(8)
)
FOOT = (
    '<div class="footer"><a href="http://www.baishi.gov.cn/">白石镇</a> 网站标识码：9900010001 <a'
    ' href="https://beian.miit.gov.cn/">备案</a></div>'
)


def skin_a(rows: Sequence[Entry], extra: str = "", scripts: str = "") -> str:
    """ul/li, full title in @title over a cut text, date in a sibling span."""
    body = "".join(
        f'<li><i class="dot"></i><a href="{row.url}" title="{row.title}" target="_blank">{row.title[:14]}...</a><span'
        f' class="date">{row.date}</span></li>'
        for row in rows
    )
    return (
        "<!DOCTYPE html><html><head><title>政府信息公开年报-青禾县人民政府</title></head><body><div"
        f' class="header"><ul class="nav">{NAV}</ul></div><div class="weizhi">当前位置：<a href="/">首页</a> > <a'
        f' href="/zwgk/">政务公开</a></div><div class="aside"><h3>要闻</h3><ul>{NEWS}</ul></div><div'
        f' class="con-r"><ul class="lb">{body}</ul>{extra}</div>{FOOT}{scripts}</body></html>'
    )


def skin_b(rows: Sequence[Entry], extra: str = "", scripts: str = "") -> str:
    """Upper-case tables, date before the link, a separator row after every five, no @title."""
    body = ""
    for number, row in enumerate(rows, start=1):
        body += f'<TR><TD width="60">[{row.date}]</TD><TD><A HREF="{row.url}">{row.title}</A></TD></TR>'
        if number % 5 == 0:
            body += '<TR><TD class="GroupBlankLine" colspan="2"></TD></TR>'
    return (
        "<HTML><HEAD><TITLE>年报</TITLE></HEAD><BODY><TABLE"
        f" id=top><TR><TD>{NAV}</TD></TR></TABLE><TABLE><TR><TD><UL>{NEWS}</UL></TD>"
        f'<TD class="mainbox"><TABLE class="k9">{body}</TABLE>{extra}</TD></TR></TABLE>{FOOT}{scripts}</BODY></HTML>'
    )


Skin = Callable[..., str]
SKINS = pytest.mark.parametrize("skin", [skin_a, skin_b], ids=["list", "table"])


def chunks(rows: Sequence[Entry], size: int) -> list[Sequence[Entry]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def assert_all(walked: Walked, rows: Sequence[Entry], base: str = ROOT) -> None:
    expected = {urls.resolve(base, row.url) for row in rows}
    assert walked.taken == expected
    assert not [kind for kind in walked.suspicions if not kind.startswith(("pages_missing", "other_way"))]


def assert_system(walked: Walked, name: str) -> None:
    assert {listing.system for listing in walked.listings} == {name}


SECTIONS = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def report_text(year: int) -> str:
    parts = "".join(
        f"<h3>{heading}</h3><p>{year}年，青禾县认真贯彻落实有关规定，扎实推进各项工作，不断提升水平和质量，"
        f"取得了新的成效。{'本部分内容如下。' * 6}</p>"
        for heading in SECTIONS
    )
    return f"<html><body><h1>青禾县水利局{year}年政府信息公开工作年度报告</h1><div>{parts}</div></body></html>"
