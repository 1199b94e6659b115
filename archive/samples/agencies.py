"""The agencies of an invented province, so that samples never speak of a real body.

No county of these names is in the history of county codes 1981-2024, and no township of them in the township changes
2014-2023. Region codes begin with 99, which GB/T 2260 does not give out; telephone numbers begin with 0000.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "city", "county", "town", "department"]


@dataclass(frozen=True, slots=True)
class Agency:
    """One body that must report: its name in full, where it belongs, and how its reports speak of it."""

    id: str
    name: str
    level: Level
    region_code: str
    region_path: tuple[str, ...]
    parent: str
    """Id of the government above it, "" for the province."""
    self_word: str
    """我市, 我县, 我镇, 我局: what a report calls its own body."""
    credit_code: str
    """统一社会信用代码, the part of an index number before the hyphen; 18 characters."""
    telephone: str
    has_rules: bool = False
    """Whether the body may make 规章 (provinces and cities with districts)."""

    @property
    def place(self) -> str:
        """Return the name without 人民政府."""
        return self.name.removesuffix("人民政府").removesuffix("办事处")

    @property
    def is_government(self) -> bool:
        """Return whether this is a government of province, city or county."""
        return self.level in ("province", "city", "county")


PROVINCE = "苍澜省"
CITY = "霁州市"
COUNTIES = ("青禾县", "岚川县")

_ROWS: tuple[tuple[str, str, Level, str, str, str], ...] = (
    # id, name, level, region code, parent, self word
    ("canglan", "苍澜省人民政府", "province", "990000", "", "我省"),
    ("canglan-sthjt", "苍澜省生态环境厅", "department", "990000", "canglan", "我厅"),
    ("jizhou", "霁州市人民政府", "city", "990100", "canglan", "我市"),
    ("jizhou-jyj", "霁州市教育局", "department", "990100", "jizhou", "我局"),
    ("jizhou-gaj", "霁州市公安局", "department", "990100", "jizhou", "我局"),
    ("jizhou-scjgj", "霁州市市场监督管理局", "department", "990100", "jizhou", "我局"),
    ("jizhou-zjj", "霁州市住房和城乡建设局", "department", "990100", "jizhou", "我局"),
    ("qinghe", "青禾县人民政府", "county", "990121", "jizhou", "我县"),
    ("qinghe-fgj", "青禾县发展和改革局", "department", "990121", "qinghe", "我局"),
    ("qinghe-nyncj", "青禾县农业农村局", "department", "990121", "qinghe", "我局"),
    ("qinghe-wjj", "青禾县卫生健康局", "department", "990121", "qinghe", "我局"),
    ("qinghe-czj", "青禾县财政局", "department", "990121", "qinghe", "我局"),
    ("qinghe-heting", "青禾县鹤汀镇人民政府", "town", "990121101", "qinghe", "我镇"),
    ("qinghe-zhuyi", "青禾县竹漪镇人民政府", "town", "990121102", "qinghe", "我镇"),
    ("qinghe-tingsong", "青禾县听松镇人民政府", "town", "990121103", "qinghe", "我镇"),
    ("qinghe-dihua", "青禾县荻花乡人民政府", "town", "990121201", "qinghe", "我乡"),
    ("lanchuan", "岚川县人民政府", "county", "990122", "jizhou", "我县"),
    ("lanchuan-mzj", "岚川县民政局", "department", "990122", "lanchuan", "我局"),
    ("lanchuan-zrzyj", "岚川县自然资源局", "department", "990122", "lanchuan", "我局"),
    ("lanchuan-jtj", "岚川县交通运输局", "department", "990122", "lanchuan", "我局"),
    ("lanchuan-tongyin", "岚川县桐荫街道办事处", "town", "990122001", "lanchuan", "我街道"),
    ("lanchuan-yanpu", "岚川县雁浦镇人民政府", "town", "990122101", "lanchuan", "我镇"),
    ("lanchuan-xingzhu", "岚川县星渚镇人民政府", "town", "990122102", "lanchuan", "我镇"),
    ("lanchuan-xinglian", "岚川县杏帘乡人民政府", "town", "990122201", "lanchuan", "我乡"),
)


def _region_path(region_code: str, name: str) -> tuple[str, ...]:
    path = [PROVINCE]
    if region_code[2:4] != "00":
        path.append(CITY)
    if region_code[4:6] == "21":
        path.append(COUNTIES[0])
    elif region_code[4:6] == "22":
        path.append(COUNTIES[1])
    if len(region_code) > 6:
        path.append(name.removeprefix(path[-1]).removesuffix("人民政府").removesuffix("办事处"))
    return tuple(path)


def _agencies() -> dict[str, Agency]:
    made = {}
    for ordinal, (agency_id, name, level, region_code, parent, self_word) in enumerate(_ROWS):
        made[agency_id] = Agency(
            id=agency_id,
            name=name,
            level=level,
            region_code=region_code,
            region_path=_region_path(region_code, name),
            parent=parent,
            self_word=self_word,
            credit_code=f"11{region_code[:6]}MB{ordinal:06d}9X",
            telephone=f"0000-555{ordinal + 101:04d}",
            has_rules=level in ("province", "city"),
        )
    return made


AGENCIES: Mapping[str, Agency] = _agencies()
"""Every invented agency by id: 1 province, 1 city, 2 counties, 12 departments, 8 townships."""


def below(government: str) -> tuple[Agency, ...]:
    """Return the departments and townships of a government, and the government itself, in the order of AGENCIES."""
    return tuple(agency for agency in AGENCIES.values() if government in (agency.id, agency.parent))
