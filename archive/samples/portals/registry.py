"""Every sample portal by id: the families, which a crawler must get complete, and the hostile ones."""

from __future__ import annotations

from collections.abc import Mapping

from archive.samples.portals.families import (
    anhui,
    bodies,
    guangdong,
    hanweb,
    jpaas,
    national,
    others,
    provinces,
    trs,
    ucap,
    vsb,
)
from archive.samples.portals.hostile import blocked, decay, doubles, pace, robots, transport
from archive.samples.portals.site import Site

_FAMILIES: tuple[type[Site], ...] = (
    trs.Trs0,
    trs.Trs6,
    national.Natl,
    national.NoPage,
    hanweb.Jpage,
    hanweb.JpagePage,
    hanweb.Xxgk,
    jpaas.Jpaas,
    ucap.Ucap,
    ucap.UcapJson,
    guangdong.Gkml,
    guangdong.Nfcms,
    anhui.Lonsun,
    vsb.Vsb,
    provinces.Shanghai,
    provinces.Shandong,
    provinces.Henan,
    provinces.Huzhou,
    provinces.Chengdu,
    provinces.Shaanxi,
    provinces.Hebei,
    others.Epoint,
    others.Base64Pager,
    others.Eportal,
    others.Frame,
    others.Inline,
    others.Coverage,
    bodies.Units,
    bodies.Matrix,
)

_HOSTILE: tuple[type[Site], ...] = (
    blocked.Jiasule,
    blocked.Ruishu412,
    blocked.Ruishu202,
    blocked.Ruishu200,
    blocked.Chuangyu,
    robots.RobotsNo,
    robots.Robots403,
    robots.Robots503,
    robots.Robots521,
    robots.Robots302,
    robots.RobotsHtml,
    robots.RobotsBom,
    robots.RobotsBig,
    pace.Rate,
    pace.Slow,
    pace.Big,
    decay.Soft404,
    decay.Gbk,
    decay.BadCharset,
    decay.Loop,
    decay.Stray,
    decay.Drift,
    decay.Empty,
    doubles.Twin,
    doubles.WrongColumn,
    doubles.Dates,
    doubles.Edit,
    doubles.CrossRedirect,
    doubles.Mirror,
    transport.Http410,
    transport.BareHost,
    transport.AttachmentOnly,
    transport.ScriptRedirect,
    transport.CookieWall,
)

FAMILIES: Mapping[str, type[Site]] = {site.id: site for site in _FAMILIES}
"""Sites that work, one or more for each content system."""

HOSTILE: Mapping[str, type[Site]] = {site.id: site for site in _HOSTILE}
"""Sites that block, stall, lie or change."""

SITES: Mapping[str, type[Site]] = {**FAMILIES, **HOSTILE}
"""All of them."""
