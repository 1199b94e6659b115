"""Whether two printed names can be one body: kind, place and organ of each, and no verdict where one is not understood.

To say that a report is signed by another body than its title names is an accusation. So two names differ only where
every part of both was read: 云溪县教育局 and 云溪县财政局 do, 云溪县教育局 and 云溪县某办 need not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from extractors.checks.levels import different_places, read_name

Kind = Literal["government", "office", "department", "zone"]

_FAMILIES: dict[str, str] = {
    "教育": "教育|教体|教科|教委",
    "文体": "体育|文化|文旅|文广|文体|旅游|旅发|广播电视|广电|新闻出版|文物|教体|版权",
    "财政": "财政|国有资产|国资",
    "公安": "公安",
    "司法": "司法|法制",
    "民政": "民政|老龄",
    "审计": "审计",
    "统计": "统计",
    "水利": "水利|水务|水库移民|移民",
    "交通": "交通运输|交通|公路|港航|运输",
    "商务": "商务|商粮|招商|投资促进|粮食|经贸|口岸|经济合作",
    "人社": "人力资源|社会保障|社会保险|人社|社保|就业|医疗保障|医保",
    "卫生": "卫生健康|卫生|卫健|卫计|计划生育|疾病预防|疾控|中医药|医疗保障|医保",
    "税务": "税务",
    "气象": "气象",
    "发改": "发展和改革|发展与改革|发展改革|改革发展|改革和发展|发改|物价|粮食|物资储备|能源|科技|经济",
    "工科": "科学技术|科技|科工|教科|工业|信息化|工信|经信|信息产业|经济|大数据|数据|知识产权|中小企业|商务",
    "民宗": "民族|宗教|民宗",
    "建设": "住房|城乡建设|住建|建设|房屋|房产|房管|人民防空|人防|国防动员|城市管理|城管|"
    "综合行政执法|综合执法|行政执法|市容|环境卫生|环卫|园林|绿化|自然资源|自然资|"
    "规划|国土资源|国土|土地|林业|林草|草原|林园|地质|矿产|海洋|城乡|水务",
    "环保": "生态环境|环境保护|环保",
    "农业": "农业农村|农村|农业|农牧|农经|农机|农林|农委|林业|畜牧|兽医|水产|渔业|海洋|"
    "扶贫开发|扶贫|乡村振兴|水务|水利",
    "应急": "应急管理|应急|安全生产|安监|消防救援|消防|地震|防震减灾",
    "市场": "市场监督|市场监管|市场|市监|工商行政|工商|质量技术|质监|食品药品|食品|药品|药监|食药|知识产权|物价|价格",
    "退役": "退役军人",
    "信访": "信访",
    "金融": "金融",
    "医保": "医疗保障|医保",
}
"""What bureaus are about, in families of what was ever joined, split or renamed into one another (国土资源局 and 规划局
became 自然资源和规划局, 粮食局 a part of 发展和改革委员会): two bureaus differ only if they share no family. Bureaus of
服务, 审批 and 公开 are in none, since they publish for their government in many places."""

_SHORT = (
    ("教体", "教育体育"), ("教委", "教育委"), ("发改", "发展改革"), ("发展和改革", "发展改革"),
    ("住建", "住房城乡建设"), ("人社", "人力资源社会保障"), ("卫健", "卫生健康"), ("文旅", "文化旅游"),
    ("广电", "广播电视"), ("市监", "市场监督"), ("市场监管", "市场监督"), ("工信", "工业信息化"),
    ("科技", "科学技术"), ("医保", "医疗保障"), ("国资", "国有资产"), ("城管", "城市管理"),
    ("综合执法", "综合行政执法"), ("环保", "环境保护"), ("食药", "食品药品"), ("民宗", "民族宗教"),
)  # fmt: skip
"""Short forms that publish beside the full ones."""
_FAMILIES_OF: dict[str, frozenset[str]] = {
    word: frozenset(family for family, words in _FAMILIES.items() if word in words.split("|"))
    for word in "|".join(_FAMILIES.values()).split("|")
}
_WORD = re.compile("|".join(sorted(_FAMILIES_OF, key=len, reverse=True)))
_FILLER = re.compile(
    r"行政管理|监督管理|管理|监督|事务|工作|保障|服务|发展|技术|救援|健康|和|与|及|、|保护|开发|出版|储备|资源"
)
_ORGAN_END = re.compile(r"(?:委员会|局|厅|委)$")
_OWN_OFFICE = re.compile(r"(?<=[局厅委会])(?:办公室|机关)$")

_PLACE = re.compile(
    r"((?:(?!政府|国家|[局委厅部署院])[\u4e00-\u9fff]){0,9}?)"
    r"(自治区|自治州|自治县|自治旗|地区|林区|街道|苏木|省|盟|州(?![省市县区旗镇乡])|[市县区](?![市县区])|[旗镇乡](?![市县区镇乡]))"
)
_NO_PLACE = re.compile(
    r"城乡|城镇(?=建|规|化|管)|乡镇|乡村|市场|城市(?=管|综|建|规|更|运)|市政(?!府)|市容|社区|园区|区域|市监"
)
_GOVERNMENT = re.compile(r"(?:人民)?政府|(?:人民政府)?办事处|办|行政公署|行署|")
_OFFICE = re.compile(
    r"(?:人民)?政府办(?:公[室厅])?|办公[室厅]|(?:人民政府)?办事处(?:党政)?(?:综合)?办公室|党政(?:综合)?办(?:公室)?|党政和人大办公室|综合办公室"
)
_ZONE = re.compile(
    r"管委会|管理委员会|开发区|高新区|经开区|实验区|示范区|试验区|新区|园区|保税区|度假区|风景区|产业园|新城"
)
_ZONE_SHORT = (("高新区", "高新技术产业开发区"), ("经开区", "经济技术开发区"))
_ZONE_NOISE = re.compile(r"(?:人民)?政府|管理委员会|管委会|办公室|党工委|党政|综合|[省市县州]|国家级|省级")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


class Body(NamedTuple):
    """A name understood to its end: kind, level of the last place ("" for none), and what an organ is about."""

    kind: Kind
    level: str
    organ: str
    families: frozenset[str]


class Difference(NamedTuple):
    """Two names that cannot be one body, and the two parts of them that show it."""

    first: str
    second: str


@lru_cache(maxsize=1024)
def read_body(name: str) -> Body | None:
    """Read a name to its end; None where some part of it is not understood."""
    plain = _BRACKETS.sub("", "".join(name.split()))
    is_zone = _ZONE.search(plain) is not None
    masked = _NO_PLACE.sub(lambda match: "·" * len(match.group()), plain)
    at, suffix = 0, ""
    while place := _PLACE.match(masked, at):
        at, suffix = place.end(), place[2]
    rest = plain[at:]
    level = read_name(plain[:at]).level if at > 1 else {"镇": "town", "乡": "town", "街道": "town"}.get(suffix, "")
    if is_zone and not _ORGAN_END.search(rest):
        return Body("zone", "", plain, frozenset())
    if (at or rest) and _GOVERNMENT.fullmatch(rest) and (rest != "办" or suffix == "街道"):
        return Body("government", level, "", frozenset())
    if _OFFICE.fullmatch(rest):
        return Body("office", level, rest, frozenset())
    organ = _OWN_OFFICE.sub("", rest.removeprefix("人民政府"))
    if not _ORGAN_END.search(organ):
        return None
    words = _WORD.findall(_ORGAN_END.sub("", organ))
    left = _ORGAN_END.sub("", _WORD.sub("", organ))
    if not words or _FILLER.sub("", left):
        return Body("zone", "", plain, frozenset()) if is_zone else None
    return Body("department", level, organ, frozenset[str]().union(*(_FAMILIES_OF[word] for word in words)))


def compare_bodies(first: str, second: str, *, by_signature: bool = True) -> Difference | Literal["same", "unsure"]:
    """Return whether the name in a title and another are one body's, cannot be, or do not tell.

    A government's office signs for its government. `by_signature`: only who signs a report must be who it is of; it
    may have been compiled by another body for it.
    """
    a, b = "".join(first.split()), "".join(second.split())
    if a.endswith(b) or b.endswith(a):
        return "same"
    ours, theirs = read_body(a), read_body(b)
    if ours is None or theirs is None:
        return "unsure"
    if "zone" in (ours.kind, theirs.kind):
        return "same" if ours.kind == theirs.kind and _zone_name(a) == _zone_name(b) else "unsure"
    if places := different_places(a, b):
        return Difference(*places)
    is_organ = ours.kind == "department", theirs.kind == "department"
    if all(is_organ):
        if not ours.families & theirs.families:
            return Difference(ours.organ, theirs.organ)
        return "same" if _is_one_organ(ours.organ, theirs.organ) and _may_share_level(ours, theirs) else "unsure"
    if is_organ[1]:
        # the bureau in charge of disclosure writes and signs its government's report in many places
        return "unsure"
    if is_organ[0]:
        # an office without a place (办公室, 综合办公室) may be the bureau's own
        is_bare = theirs.kind == "office" and not theirs.level and "政府" not in theirs.organ
        return "unsure" if is_bare or not by_signature else Difference(ours.organ, theirs.organ or "人民政府")
    if "town" in (ours.level, theirs.level) and not _may_share_level(ours, theirs):
        if read_name(a).has_town and read_name(b).has_town:
            return "unsure"
        return Difference(_last_place(a), _last_place(b))
    return "same" if _may_share_level(ours, theirs) else "unsure"


def _may_share_level(ours: Body, theirs: Body) -> bool:
    return ours.level == theirs.level or "" in (ours.level, theirs.level)


def _is_one_organ(first: str, second: str) -> bool:
    """Return whether two organs have the same words: 教育体育局 and 教体局, but not 教育体育局 and 体育局."""
    return first == second or _words_of(first) == _words_of(second)


def _words_of(organ: str) -> frozenset[str]:
    for short, full in _SHORT:
        organ = organ.replace(short, full)
    return frozenset(_WORD.findall(organ))


def _last_place(name: str) -> str:
    unit = read_name(name).units[-1]
    return unit.stem + unit.suffix


def _zone_name(name: str) -> str:
    for short, full in _ZONE_SHORT:
        name = name.replace(short, full)
    return _ZONE_NOISE.sub("", _BRACKETS.sub("", name))
