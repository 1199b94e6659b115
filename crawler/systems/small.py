"""Families known only by the shapes of their addresses: their lists are read by the shared means.

Detection falls to the vote of the article links; nothing about their pagination was seen.
"""

from __future__ import annotations

from crawler.systems.base import System


class UuidColumns(System):
    """河北集约化: `/columns/<uuid>/202308/21/<uuid>.html`."""

    id = "uuid_columns"
    aliases = ("hebei",)
    title = "河北集约化"


class Founder(System):
    """方正翔宇: `/2026-02/02/article_2026….html`, `/content_N.html`."""

    id = "founder"
    title = "方正翔宇"


class Liaoning(System):
    """辽宁: `/2025_01/16_15/content-506114.html`."""

    id = "liaoning"
    title = "辽宁集约化"


class Jeecms(System):
    """JEECMS: `/24971296.jhtml`."""

    id = "jeecms"
    title = "JEECMS"


class Liferay(System):
    """Liferay: `/-/articles/16907381.shtml`."""

    id = "liferay"
    title = "Liferay"


class Numcol(System):
    """Numbered folders: `/31185/32018/…/content_2153351.html`; a column's index may be the report itself."""

    id = "numcol"
    title = "数字栏目"
