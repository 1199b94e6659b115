"""What a publisher's name says about its kind and level: a guess from the name's last words, and nothing more.

Which agency it is, and where, is decided from more evidence elsewhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple


class AgencyKind(NamedTuple):
    """Kind and level guessed from a name; None where the name does not say."""

    kind: str | None
    level: str | None


_STATE_COUNCIL = re.compile(
    r"^(?:中华人民共和国)?(?:外交|国防|国家发展和改革|教育|科学技术|工业和信息化|国家民族事务|公安|国家安全|民政|司法|财政|人力资源和社会保障|自然资源|"
    r"生态环境|住房和城乡建设|交通运输|水利|农业农村|商务|文化和旅游|国家卫生健康|退役军人事务|应急管理)(?:部|委员会)$|^(?:中国人民银行|审计署|海关总署|国务院.*)$"
    # 国家金融监督管理总局青原监管分局, 中国证券监督管理委员会青原监管局: a branch, not the body itself
    r"|^(?:国家|中国)(?:(?!总局|委员会|监管|[分支]局|[省市县区州])[\u4e00-\u9fff]|市(?=场)){2,14}(?:总局|局|委员会|会|署)$"
)
_VERTICAL = re.compile(
    r"税务局|海关(?!路|街|镇)|海事局|气象局|消防救援|证监局|证券监督|监管局$|国家统计局.+队|调查队|出入境|边防检查|邮政管理局|烟草专卖局|"
    r"地震局|通信管理局|人民银行.+[分支]行|外汇管理局.+(?:分局|支局)|金融监督管理总局.+|铁路监督|民用航空.+管理局"
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dispatched", re.compile(r"街道(?:办事处|办)?$|办事处$|行政公署$|派出机构$|地区行署$|驻.{2,8}办事处$")),
    (
        "zone_committee",
        re.compile(
            r"管委会$|管理委员会$|(?:开发|高新|示范|试验|保税|度假|产业|工业园|新|园|合作|旅游|风景名胜)区$|产业园$|新城$"
        ),
    ),
    (
        "gov_office",
        re.compile(r"(?:人民)?政府办公[厅室]$|政府办$|^[\u4e00-\u9fff]{2,9}(?:省|市|县|区|州|旗)办公[厅室]$"),
    ),
    ("government", re.compile(r"人民政府$|政府$|(?:省|市|县|区|州|旗|镇|乡|苏木|自治区)$")),
    (
        "department",
        re.compile(r"(?:厅|局|委|办|处|科|队|站|所|中心|部|室|院|会|署|校|馆|社|公司|分局|支队|大队|总队)$"),
    ),
)
_TOWN = re.compile(r"(?:镇|乡|苏木|街道)(?:人民)?(?:政府)?(?:办事处|办公室|办)?$")
_LEVELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("county", re.compile(r"(?:县|自治县|旗|自治旗|林区|特区)(?=$|人民|政府|委|[\u4e00-\u9fff])")),
    ("city", re.compile(r"(?:市|自治州|州|地区|盟)(?=$|人民|政府|委|[\u4e00-\u9fff])")),
    ("province", re.compile(r"(?:省|自治区)(?=$|人民|政府|委|[\u4e00-\u9fff])")),
)
_DISTRICT = re.compile(
    r"(?<!开发)(?<!高新)(?<!示范)(?<!试验)(?<!保税)(?<!自治)(?<!新)(?<!矿)(?<!社)(?<!园)(?<!地)区(?=$|人民|政府|委|[\u4e00-\u9fff])"
)
_MUNICIPALITY = re.compile(r"^(?:北京|上海|天津|重庆)市(?:人民政府|政府)?(?:办公厅)?$")


@lru_cache(maxsize=4096)
def guess_kind(name: str | None) -> AgencyKind:
    """Guess kind and level from the printed name: kinds of the agency model, levels as in the portal catalogue.

    A district counts as county, and a bare 市 as city, since a name cannot tell a county-level city from the other.
    """
    if not name:
        return AgencyKind(None, None)
    plain = re.sub(r"[（(][^）)]*[）)]$", "", "".join(name.split()))
    if _STATE_COUNCIL.search(plain) and not re.search(r"省|市(?!场)|县|区(?!域)", plain):
        return AgencyKind("state_council_body", "central")
    kind = "vertical" if _VERTICAL.search(plain) else next((k for k, rule in _KINDS if rule.search(plain)), None)
    if _TOWN.search(plain):
        return AgencyKind(kind, "town")
    if _MUNICIPALITY.search(plain):
        return AgencyKind(kind, "province")
    level: str | None = None
    if _DISTRICT.search(plain):
        level = "county"
    else:
        level = next((level for level, rule in _LEVELS if rule.search(plain)), None)
    return AgencyKind(kind, level)
