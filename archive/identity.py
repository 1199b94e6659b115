"""Whose report a document is: what a printed name says by itself, and what only the place where it stood can say.

青原市财政局 says which place it belongs to, and is one agency wherever it is found. 市财政局, 教育局, 本机关 and 城关镇
(there are 88 of those) do not: such a name stands for an agency of the portal that shows it. No gazetteer is asked; a
name that is not known to carry its place counts as one that does not, because two agencies made of one can be seen and
put right, and one made of two cannot.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from extractors.agency_kind import guess_kind

_WHITE = re.compile(r"\s+")
_ENTITY_ID_LENGTH = 10
_LONGEST_STEM = 14
"""Characters before 市, 县 ...: 双江拉祜族佤族布朗族傣族自治县 has thirteen."""

_NATIONAL = re.compile(r"^(?:国家(?!级)|国务院|中国|中华人民共和国|中华全国|全国|最高人民)")
_PROVINCE = re.compile(
    r"^(?:北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|"
    r"宁夏|新疆|香港|澳门|台湾)(?![东西南北中]?[路街镇乡村])"
)
"""北京 and 吉林省; not 北京路街道."""

_LEVEL_WORDS = re.compile(r"^(?:(?:我|本|该|各|贵|全)(?=[省市县区旗盟])|[省市县区州旗盟](?:级|直属|直|辖)?)+")
"""市财政局, 本县, 区直: words for a level, not for a place."""

_DIVISION = re.compile(r"省|市(?!场)|县(?!级|域)|(?<![社园灾片街校厂库])区(?!域)|州|旗|(?<!联)盟")
_SHORTEST_STEM = {"县": 1, "州": 1}
"""滑县 and 广州 have one character before their last; others have two, which 城市管理局, 社区 and 郊区 lack."""

_GENERIC = re.compile(
    r"管理|执法|行政|住房|综合|建设|规划|交通|运输|农业|农村|林业|水利|教育|科技|科学|文化|旅游|体育|卫生|健康|民政|财政|商务|审计|统计|信访|医疗|保障|"
    r"人民|政府|公安|司法|应急|生态|环境|自然资源|国土|发展|改革|经济|工业|信息|招商|投资|税务|气象|消防|市场|监督|监察|数据|政务|服务|退役|军人|事务|"
    r"机关|扶贫|乡村|振兴|粮食|物资|档案|委员会|办公|街道|高新|开发|经开|保税|示范|试验|实验|度假|产业|风景|自由贸易|自贸|合作|城乡"
)
"""Words of what a body does or of a kind of zone; no province, city or county has one in its name."""

_GENERIC_STEM = re.compile(r"^(?:自治|地|新|城|老城|主城|中心城|郊|矿|林|特|园|[东西南北中]部?|市辖)$")
_BRACKETS = re.compile(r"[（()）]")

_SHARED_ENDINGS = frozenset({"gov", "com", "org", "net", "edu", "ac", "mil", "co"})
"""Second labels under which everybody has a domain: gov.cn, com.cn. The list of public suffixes is not at hand offline,
and government sites are under these."""


def compact(text: str) -> str:
    """Return a printed name with full-width forms folded and all white space left out."""
    return _WHITE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def carries_place(name: str) -> bool:
    """Return whether a name says which place it belongs to: a body of the State, or a province, city or county in it.

    A township's name alone does not: three in ten have namesakes.
    """
    plain = compact(name)
    if _NATIONAL.search(plain) or _PROVINCE.search(plain) or guess_kind(plain).kind == "state_council_body":
        return True
    return any(_begins_with_place(part) for part in _BRACKETS.split(plain) if part)


def _begins_with_place(part: str) -> bool:
    part = _LEVEL_WORDS.sub("", part)
    for division in _DIVISION.finditer(part[: _LONGEST_STEM + 1]):
        stem = part[: division.start()]
        if _GENERIC.search(stem):
            return False
        if len(stem) >= _SHORTEST_STEM.get(division.group(), 2) and not _GENERIC_STEM.search(stem):
            return True
    return False


@lru_cache(maxsize=4096)
def registrable_host(url: str) -> str:
    """Return the domain under which a URL's host stands: `qingyuan.gov.cn` of `http://czj.qingyuan.gov.cn/nb/1.html`.

    Empty for what has no host, a file handed in.
    """
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
    else:
        return host
    ending = 2 if labels[-1] == "test" else 1  # the sample portals stand under gov.cn.test
    if len(labels) > ending and labels[-ending - 1] in _SHARED_ENDINGS:
        ending += 1
    return ".".join(labels[-ending - 1 :])


SAMPLES = "samples.test"
"""Portal of the invented files that `gongkai demo` takes in; no entry of the catalogue can have a name like that."""


def is_invented(portal_id: str, url: str) -> bool:
    """Return whether a capture is of an invented report: nobody can have a site under .test (RFC 6761)."""
    return portal_id == SAMPLES or registrable_host(url).endswith(".test")


def portal_of(portal_id: str, url: str) -> str:
    """Return the portal a capture belongs to: the catalogue's, else the site's domain; empty for a file handed in."""
    return portal_id or registrable_host(url)


def agency_id_of(name: str, portal: str = "") -> str:
    """Return the stable id of an agency: ten letters and digits (50 bits).

    Made from its printed name; where that does not carry its place, from name and portal.
    """
    plain = compact(name)
    key = f"{plain}\n{portal}" if portal and not carries_place(plain) else plain
    digest = hashlib.sha256(key.encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode("ascii")[:_ENTITY_ID_LENGTH].lower()


def report_id_of(publisher: str | None, year: int | None, content_sha256: str, portal: str = "") -> str:
    """Return `<agency id>-<year>`; where one of them could not be read the content's digest stands in."""
    if publisher and year is not None:
        return f"{agency_id_of(publisher, portal)}-{year}"
    agency = agency_id_of(publisher, portal) if publisher else "unknown"
    return f"{agency}-{year if year is not None else 'undated'}-{content_sha256[:12]}"


def rival_id_of(report_id: str, place: str) -> str:
    """Return the id of another document of one agency and year, told apart by where it was first seen."""
    return f"{report_id}-{hashlib.sha256(place.encode('utf-8', 'replace')).hexdigest()[:12]}"
