"""Every sample portal by id: the families, which a crawler must get complete, and the hostile ones."""

from __future__ import annotations

from collections.abc import Mapping

from archive.samples.portals.families.anhui import Lonsun
from archive.samples.portals.families.guangdong import Gkml, Nfcms
from archive.samples.portals.families.hanweb import Jpage, JpagePage, Xxgk
from archive.samples.portals.families.jpaas import Jpaas
from archive.samples.portals.families.national import Natl, NoPage
from archive.samples.portals.families.others import Base64Pager, Coverage, Epoint, Eportal, Frame, Inline
from archive.samples.portals.families.provinces import Chengdu, Hebei, Henan, Huzhou, Shaanxi, Shandong, Shanghai
from archive.samples.portals.families.trs import Trs0, Trs6
from archive.samples.portals.families.ucap import Ucap, UcapJson
from archive.samples.portals.families.vsb import Vsb
from archive.samples.portals.site import Site

FAMILIES: Mapping[str, type[Site]] = {
    site.id: site
    for site in (
        Trs0,
        Trs6,
        Natl,
        NoPage,
        Jpage,
        JpagePage,
        Xxgk,
        Jpaas,
        Ucap,
        UcapJson,
        Gkml,
        Nfcms,
        Lonsun,
        Vsb,
        Shanghai,
        Shandong,
        Henan,
        Huzhou,
        Chengdu,
        Shaanxi,
        Hebei,
        Epoint,
        Base64Pager,
        Eportal,
        Frame,
        Inline,
        Coverage,
    )
}
"""Sites that work, one or more for each content system."""

HOSTILE: Mapping[str, type[Site]] = {}
"""Sites that block, stall, lie or change."""

SITES: Mapping[str, type[Site]] = {**FAMILIES, **HOSTILE}
"""All of them."""
