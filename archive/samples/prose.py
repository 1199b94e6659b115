"""The words of an invented report: title, sections, statements of numbers, signature; all of it written for samples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from archive.samples.agencies import Agency
from archive.samples.official_form import SECTION_HEADINGS
from archive.samples.truth import expected_of

NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class FeeStatement:
    """What section six says of 信息处理费: notices sent (件), their sum and what was collected (元)."""

    notice_count: int
    notice_amount: int
    collected_amount: int


@dataclass(frozen=True, slots=True)
class SampleSection:
    """One part of the report: its heading as printed and its paragraphs, without the statutory table.

    `table` names the statutory table that stands after the heading: t2, t3, t4, y14 or "".
    """

    number: int
    heading: str
    paragraphs: tuple[str, ...]
    table: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """All that a report says besides its tables."""

    title: str
    publisher: str
    preamble: tuple[str, ...]
    sections: tuple[SampleSection, ...]
    statements: Mapping[str, int | float]
    scope: str | None
    signed_on: dt.date
    published_on: dt.date


_OPENINGS = (
    "{year}年，{we}把政务公开放在转变作风、方便群众的位置上，对照条例逐项落实，各项工作平稳有序。",
    "{year}年，{we}围绕年度公开要点，坚持该公开的及时公开、能答复的尽快答复，群众查阅信息更加方便。",
    "{year}年，{we}以群众看得懂、找得到、用得上为目标，推动信息公开与日常业务同部署、同落实。",
)
_PROACTIVE = (
    "（一）主动公开。全年通过门户网站、公告栏和政务新媒体主动公开政府信息{items}条，其中政策文件及解读{share}条。",
    "（一）主动公开情况。坚持先审后发，全年主动公开政府信息{items}条，网站栏目按季更新，解读材料{share}份。",
)
_MANAGEMENT = (
    "（三）政府信息管理。建立公文公开属性源头认定台账，制发文件时同步明确公开方式，定期清理失效文件。",
    "（三）政府信息管理。落实发布前保密审查，实行拟稿、审核、签发三道把关，历史文件逐件核对效力。",
)
_PLATFORM = (
    "（四）平台建设。优化门户网站检索功能，在便民服务大厅设立查阅点，配备自助终端。",
    "（四）平台建设。整合微信公众号和公告栏，公开专栏实行一个入口、分级维护。",
)
_SUPPORT = (
    "（五）监督保障。把公开工作纳入年度考核，全年组织业务培训{trainings}次，未发生因公开工作被追究责任的情形。",
    "（五）监督保障。明确分管负责同志和专职人员，开展社会评议，培训{trainings}次，群众评价总体满意。",
)
_SHORTCOMINGS = (
    "存在的主要问题：一是个别栏目更新不够及时；二是解读形式较为单一；三是业务人员调整较快，经验积累不足。",
    "一年来的工作还有差距：政策解读的深度不够，基层公开队伍力量偏弱，部分历史信息尚未数字化。",
)
_REMEDIES = (
    "下一步，{we}将细化公开目录，安排专人按周巡查栏目，丰富图文解读，并与业务培训一并考核。",
    "改进措施：完善联络员制度，分批补录历史文件，结合群众关切编写问答，逐项销号整改。",
)


def write(
    random: Random,
    agency: Agency,
    year: int,
    edition: str,
    figures: Mapping[str, str | None],
    fees: FeeStatement,
) -> Words:
    """Write the words of a report, with the numbers that its tables print."""

    def number(key: str) -> int:
        expected = expected_of(figures.get(key) or "")
        return int(expected.value or 0)

    publisher = _publisher(random, agency)
    scope = _scope(random, agency)
    statements: dict[str, int | float] = {}
    slots: dict[str, object] = {"year": year, "we": agency.self_word, "trainings": random.randint(1, 6)}
    items = random.randint(60, 900) * (1 if agency.level in ("town", "department") else 20)
    slots |= {"items": items, "share": max(items // 9, 1)}
    statements["nar_public_items"] = items
    preamble = (
        f"本报告由{agency.name}按照《中华人民共和国政府信息公开条例》和{_format_notice(edition)}编制。"
        f"所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。{_scope_sentence(scope, agency)}"
        f"对本报告如有疑问，请联系{agency.place}政务公开办公室（电话：{agency.telephone}）。",
    )
    if edition == "y14":
        sections = _old_sections(random, slots, agency)
    else:
        on_request = _on_request(random, slots, number, statements)
        overview = (
            random.choice(_OPENINGS).format(**slots),
            random.choice(_PROACTIVE).format(**slots),
            on_request,
            random.choice(_MANAGEMENT).format(**slots),
            random.choice(_PLATFORM).format(**slots),
            random.choice(_SUPPORT).format(**slots),
        )
        problems = (random.choice(_SHORTCOMINGS).format(**slots), random.choice(_REMEDIES).format(**slots))
        headings = SECTION_HEADINGS[edition]
        bodies = (overview, (), (), (), problems, (_fee_sentence(random, fees, year),))
        tables = ("", "t2", "t3", "t4", "", "")
        sections = tuple(
            SampleSection(n, f"{NUMERALS[n - 1]}、{heading}", body, table)
            for n, (heading, body, table) in enumerate(zip(headings, bodies, tables, strict=True), start=1)
        )
    published_on = _published_on(random, agency, year)
    return Words(
        title=_title(random, publisher, year),
        publisher=publisher,
        preamble=preamble,
        sections=sections,
        statements=statements,
        scope=scope,
        signed_on=published_on - dt.timedelta(days=random.randint(0, 5)),
        published_on=published_on,
    )


def _publisher(random: Random, agency: Agency) -> str:
    """Return the body's name as its title prints it: towns often leave 人民政府 out."""
    if agency.level == "town" and random.random() < 0.5:
        return agency.place
    return agency.name


def _title(random: Random, publisher: str, year: int) -> str:
    return random.choice(
        (
            f"{publisher}{year}年政府信息公开工作年度报告",
            f"{publisher}{year}年政府信息公开工作年度报告",
            f"{publisher}{year}年度政府信息公开工作年度报告",
            f"{year}年{publisher}政府信息公开工作年度报告",
            f"{publisher}{year}年政府信息公开年度报告",
        )
    )


def _scope(random: Random, agency: Agency) -> str | None:
    if not agency.is_government:
        return "self"
    return random.choice(("gov_and_office", "aggregate"))


def _scope_sentence(scope: str | None, agency: Agency) -> str:
    if scope == "aggregate":
        return f"本报告数据汇总了{agency.place}各部门和下级人民政府的情况。"
    if scope == "gov_and_office":
        return f"本报告数据为以{agency.name}及其办公室名义处理的情况。"
    return "本报告数据为本机关的情况。"


def _format_notice(edition: str) -> str:
    return {
        "f2021": "《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）",
        "f2019": "《中华人民共和国政府信息公开工作年度报告格式（试行）》（国办公开办函〔2019〕60号）",
        "y14": "《关于加强和规范政府信息公开情况统计报送工作的通知》（国办发〔2014〕32号）",
    }[edition]


def _on_request(
    random: Random, slots: Mapping[str, object], count: Callable[[str], int], statements: dict[str, int | float]
) -> str:
    """Return the paragraph on requests and record the numbers it states."""
    new, carried_in = count("req_new__total"), count("req_carried_in__total")
    if not new and not carried_in and random.random() < 0.5:
        statements["nar_req_new"] = 0
        return "（二）依申请公开。畅通当面、信函和网络受理渠道，全年未收到政府信息公开申请。"
    statements |= {
        "nar_req_new": new,
        "nar_granted": count("res_granted__total"),
        "nar_partial": count("res_partial__total"),
        "nar_req_carried_out": count("req_carried_out__total"),
    }
    return (
        f"（二）依申请公开。{slots['year']}年新收政府信息公开申请{new}件，上年结转{carried_in}件；"
        f"其中予以公开{statements['nar_granted']}件，部分公开{statements['nar_partial']}件，"
        f"结转下年度继续办理{statements['nar_req_carried_out']}件。"
    )


def _fee_sentence(random: Random, fees: FeeStatement, year: int) -> str:
    if fees.notice_count:
        return (
            f"{year}年，依据《政府信息公开信息处理费管理办法》发出收费通知{fees.notice_count}件，"
            f"总金额{fees.notice_amount}元，实际收取{fees.collected_amount}元。"
        )
    return random.choice(
        (
            f"{year}年未收取政府信息公开信息处理费。",
            "本年度没有收取信息处理费，无其他需要报告的事项。",
            f"{year}年发出收费通知0件，总金额0元，实际收取0元。",
        )
    )


def _old_sections(random: Random, slots: Mapping[str, object], agency: Agency) -> tuple[SampleSection, ...]:
    """Return the free sections of a report before the form of 2019, the table at the end."""
    return (
        SampleSection(1, "一、概述", (random.choice(_OPENINGS).format(**slots),)),
        SampleSection(2, "二、主动公开政府信息的情况", (random.choice(_PROACTIVE).format(**slots)[3:],)),
        SampleSection(3, "三、依申请公开政府信息的情况", ("受理渠道保持畅通，具体数据见附表。",)),
        SampleSection(4, "四、因政府信息公开申请行政复议、提起行政诉讼的情况", ("具体数据见附表。",)),
        SampleSection(5, "五、存在的主要问题和改进措施", (random.choice(_SHORTCOMINGS).format(**slots),)),
        SampleSection(6, f"六、政府信息公开情况统计表（{slots['year']}年度）", (), "y14"),
    )


def _published_on(random: Random, agency: Agency, year: int) -> dt.date:
    """Return the day of publication: January for departments and towns, March for governments, some late."""
    if agency.is_government:
        day = dt.date(year + 1, 3, 1) + dt.timedelta(days=random.randrange(31))
    else:
        day = dt.date(year + 1, 1, 8) + dt.timedelta(days=random.randrange(24))
    if random.random() < 0.05:
        day += dt.timedelta(days=random.randint(60, 240))
    return day


def chinese_date(day: dt.date) -> str:
    """Return a date as a signature prints it: 2024年1月18日."""
    return f"{day.year}年{day.month}月{day.day}日"
