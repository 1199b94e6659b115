"""When, which edition and which level: what title, text, signature and tables say of themselves must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.checks.levels import TOWN_SUFFIXES, has_no_rule_power, read_name
from extractors.checks.messages import cell_label, failed, passed, plain_pass, unassessed
from extractors.checks.results import CheckResult, Severity
from extractors.checks.rules import Rule
from extractors.checks.view import View

FIRST_YEAR = {"f2019": 2019, "f2021": 2021}
"""The first report each edition was made for; f2019 ends where f2021 begins."""
FIRST_NATIONAL_FORM = 2014
"""The year of the first national table; reports of earlier years have none to compare with."""
_EDITION_NAMES = {"f2019": "2019年版", "f2021": "2021年版"}
_TABLE_OF_2014 = ("国办发〔2014〕32号的统计表", "table of 2014")
_TABLE_NAMES = {"t2": "表二", "t3": "表三"}
_CITED = re.compile(r"国办公开办函\s*[〔\[［（(【]?\s*(20\d\d)\s*[〕\]］）)】]?\s*(\d{1,3})\s*号")
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年|\s*度)")
_ANNOUNCED = re.compile(
    r"(?:(?<![实体发出表呈展再兑])现|特|兹)(?:予以|向社会|面向社会|依法|正式)*(?:将|就|公布|发布|公开|编制|制作|撰写|编写)"
    r"(?:公布|发布|公开|编制)?(?:了|本|我)?"
    r"《?(?:(?!上年|上一年|去年|往年|通知|关于|条例|格式|\d)[^，,。；;：:]){0,30}?(?<!\d)(20\d\d)年度?(?![度至到以\-—~、和])"
    r"(?:(?!通知|格式|\d)[^，,。；;：:]){0,12}?信息公开(?:工作)?(?:年度)?(?:工作)?(?:情况)?(?:年度)?(?:报告|年报)(?!编制|的?通知|格式|工作的)"
)
_ZH_YEAR = re.compile(r"二[〇零○O0][〇零○O0一二三四五六七八九]{2}(?=\s*年)")
_ZH_DIGITS = str.maketrans("〇零○O一二三四五六七八九", "0000123456789")


def _editions(view: View) -> dict[str, str]:
    found = {}
    for table in _TABLE_NAMES:
        edition = view.editions[table]
        if edition in FIRST_YEAR:
            found[table] = edition
    return found


def check_form_year(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report tables of the 2019 edition from the report for 2021 on, or of the 2021 edition before."""
    editions = _editions(view)
    year = view.report.year
    if not editions:
        return
    if year is None:
        yield unassessed(rule, "无法核对：报告年度不清楚。", "Cannot be checked: the year is not known.")
        return
    if year < FIRST_NATIONAL_FORM:
        yield unassessed(rule, f"无法核对：{year}年度还没有全国统一的表格，年度可能读错或写错。",
                         f"Cannot be checked: there was no national form for {year}; the year may be a slip.",
                         left=year)  # fmt: skip
        return
    due = "f2021" if year >= FIRST_YEAR["f2021"] else "f2019" if year >= FIRST_YEAR["f2019"] else ""
    wrong = {table: edition for table, edition in editions.items() if edition != due}
    if not wrong:
        yield passed(rule, left=year)
        return
    edition = next(iter(wrong.values()))
    tables = "、".join(_TABLE_NAMES[table] for table in wrong)
    tables_en = " and ".join(table.replace("t", "table ") for table in wrong)
    expected, expected_en = (_EDITION_NAMES[due], f"{due[1:]} edition") if due else _TABLE_OF_2014
    yield failed(rule, left=year, editions=f"{_EDITION_NAMES[edition]}的{tables}",
                 editions_en=f"{edition[1:]} edition ({tables_en})", expected=expected,
                 expected_en=expected_en)  # fmt: skip


def check_citation(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Note a report that cites one notice and uses the tables of another."""
    editions = set(_editions(view).values())
    if "公开办函" not in view.text:
        return
    year = view.report.year
    for cited_year, cited_number in _CITED.findall(view.text):
        words: tuple[str, str] | None = None
        if (cited_year, cited_number) == ("2021", "30") and "f2019" in editions:
            words = "使用的是2019年版表格", "its tables are of the 2019 edition"
        elif (cited_year, cited_number) == ("2019", "60") and year is not None and year >= FIRST_YEAR["f2021"]:
            words = f"{year}年度已改用2021年版格式", f"the 2021 format was due for {year}"
        if words:
            yield failed(rule, cited_year=cited_year, cited_number=cited_number, what=words[0], what_en=words[1])
            return
    yield plain_pass(rule)


def _title_year(title: str) -> int | None:
    if match := _TITLE_YEAR.search(title):
        return int(match[1])
    if match := _ZH_YEAR.search(title):
        return int("2" + match[0][1:].translate(_ZH_DIGITS))
    return None


def check_years(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a title whose year is not that of the stated period, or of the report that the preamble announces."""
    dates = view.report.dates
    period = dates.period_end or dates.period_start
    title_year = _title_year(view.report.title)
    announced = _announced(view)
    if title_year is None or not (period or announced):
        yield unassessed(rule, "无法核对：标题年份或统计期限没有写明。",
                         "Cannot be checked: the title’s year or the period is not stated.")  # fmt: skip
        return
    right = int(period[:4]) if period else title_year
    # a period over several years ends in the year of the report, or a half year after it for late corrections
    agrees = title_year == right or (dates.period_start and int(dates.period_start[:4]) <= title_year <= right)
    if not agrees:
        span = "至".join(part for part in (dates.period_start, dates.period_end) if part)
        yield failed(rule, left=title_year, right=right, what=f"统计期限是{span}（{right}年）",
                     what_en=f"the stated period is {span} ({right})")  # fmt: skip
    elif announced and announced[0] != title_year:
        # beside a period that agrees the sentence was taken over from an older report rather than the title wrong
        year, words = announced
        yield failed(rule, left=title_year, right=year, severity="warning" if period else None,
                     what=f"正文开头写的是“{words}”", what_en=f"the text begins with “{words}”")  # fmt: skip
    else:
        yield passed(rule, left=title_year, right=right)


def _announced(view: View) -> tuple[int, str] | None:
    """Return the one year of the report that the preamble says it publishes, with its words; None for several years."""
    preamble = view.sections.get(0)
    if preamble is None:
        return None
    found = list(_ANNOUNCED.finditer("".join(preamble.text.split())))
    years = {int(match[1]) for match in found}
    return (years.pop(), found[0].group()) if len(years) == 1 else None


def check_signature(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report a signature dated before the last day of the year reported on."""
    year, signed = view.report.year, view.report.dates.signed_on
    if year is None or not signed:
        yield unassessed(rule, "无法核对：没有落款日期。", "Cannot be checked: no date of signature.")
        return
    last_day = f"{year}-12-31"
    full = signed if len(signed) == 10 else signed + "-31"[: 10 - len(signed)]
    if full >= last_day[: len(full)]:
        yield passed(rule, left=year)
    else:
        yield failed(rule, left=year, signed=signed, last_day=last_day)


def check_published(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report publication after the legal date; a township's is only noted until the governments' date.

    Where the page gives no date of publication, a signature after the legal date tells as much: nothing is published
    before it is signed. One before it tells nothing.
    """
    year, published = view.report.year, view.report.dates.published_on
    source, source_en = "页面标注的公布日期", "The page gives {} as the date of publication"
    is_signature = len(published) != 10
    if is_signature:
        published = view.report.dates.signed_on
        source, source_en = "没有标注公布日期，落款日期", "No date of publication is given; the report is signed on {}"
    if year is None or len(published) != 10:
        yield unassessed(rule, "无法核对：没有公布日期。", "Cannot be checked: no date of publication.")
        return
    name = read_name(view.report.publisher or "")
    january, march = f"{year + 1}-01-31", f"{year + 1}-03-31"
    severity: Severity | None = None
    if published > march:
        deadline, what, what_en = march, "各级政府的期限", "the governments’ date"
        if name.kind == "department" and year >= 2019:
            deadline, what, what_en = january, "县级以上政府部门的期限", "the departments’ date"
    elif published > january and year >= 2019 and name.kind == "department":
        deadline, what, what_en = january, "县级以上政府部门的期限", "the departments’ date"
    elif published > january and year >= 2019 and name.level == "town":
        deadline, what, what_en = (
            january,
            "条例没有规定乡镇的期限，通常在1月",
            "usual for townships",
        )
        severity = "info"
    elif is_signature:
        yield unassessed(rule, "无法核对：没有公布日期。", "Cannot be checked: no date of publication.")
        return
    else:
        yield plain_pass(rule)
        return
    yield failed(rule, severity=severity, deadline=deadline, what=what, what_en=what_en,
                 source=f"{source}是{published}", source_en=source_en.format(published))  # fmt: skip


_DISTRICT_LEVEL = re.compile(r"(?<![社园地片景新校辖小院厂林牧灾库特治])区级(?:人大代表|政协|部门|政府|机关)?")
_COUNTY_LEVEL = re.compile(r"县级(?:人大代表|政协(?:委员|提案))")
_AUTONOMOUS = ("自治区", "广西", "内蒙古", "宁夏", "新疆", "西藏")


def check_level_words(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report 我局 in a town's text, 我镇 in a bureau's, 区级 in a county's: words of another level."""
    publisher = view.report.publisher
    if not publisher:
        yield unassessed(rule, "无法核对：标题没有写明机关。", "Cannot be checked: the title names no body.")
        return
    if view.explained_by(rule.id):
        return
    name = read_name(publisher)
    own = view.self_words
    text = view.text
    found: list[str] = []
    suffixes = {unit.suffix for unit in name.units}
    if name.has_town:
        wrong = {"局", "厅", "委"} | {"镇", "乡", "街道"} - _town_suffixes(publisher)
        found += [f"我{word}" for word in sorted(own.keys() & wrong) if own[word] > 1]
    elif name.kind == "department" or name.level in ("county", "city", "province"):
        found += [f"我{word}" for word in TOWN_SUFFIXES if own.get(word, 0) > 1]
    autonomous = any(word in text or word in publisher for word in _AUTONOMOUS)
    if suffixes & {"县"} and "区" not in publisher and not autonomous and "区级" in text:
        found += sorted(set(_DISTRICT_LEVEL.findall(text)))
    if "区" in suffixes and not suffixes & {"县", "旗"} and "县级" in text:
        found += sorted(set(_COUNTY_LEVEL.findall(text)))
    if found:
        yield failed(rule, left=len(found), publisher=publisher,
                     words="、".join(f"“{word}”" for word in dict.fromkeys(found)))  # fmt: skip
    else:
        yield plain_pass(rule)


def _town_suffixes(publisher: str) -> set[str]:
    return {suffix for suffix in TOWN_SUFFIXES if suffix in publisher}


def check_rule_power(rule: Rule, view: View) -> Iterator[CheckResult]:
    """Report rules (规章) counted by a body whose name shows that it cannot make any."""
    plan = view.plan("t2")
    if plan is None:
        return
    printed = [key for key in rule.parameters["cells"] if key in plan.keys["t2"]]
    counted = [key for key in printed if view.values.get(key)]
    publisher = view.report.publisher or ""
    low = has_no_rule_power(publisher)
    if not counted or low is False or view.report.scope == "aggregate":
        yield plain_pass(rule)
    elif low is None:
        yield unassessed(rule, "无法核对：从名称看不出机关的层级。",
                         "Cannot be checked: the name does not tell the body’s level.",
                         cells=tuple(counted))  # fmt: skip
    else:
        for key in counted:
            zh, en = cell_label(key)
            yield failed(rule, left=view.values[key], right=0, cells=(key,), cell=zh, cell_en=en, publisher=publisher)
