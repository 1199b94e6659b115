"""Portals that sort reports by body: a column for each body below the platform, or one table of bodies and years."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import ClassVar

from archive.samples.agencies import AGENCIES, Agency
from archive.samples.portals.families.provinces import OneList
from archive.samples.portals.messages import Request, Response
from archive.samples.portals.site import CatalogueColumn, daily
from archive.samples.portals.world import Item

_TABS = (("zn", "信息公开指南"), ("zd", "信息公开制度"), ("fdzdgknr", "法定主动公开内容"), ("zfxxgknb", "信息公开年报"))


class _ByBody(OneList):
    """A county portal of some of its bodies."""

    cms = "none"
    bodies: ClassVar[int] = 10

    @property
    def agencies(self) -> Sequence[Agency]:
        """Return the bodies: the government, its departments and townships first."""
        own = [agency for agency in AGENCIES.values() if agency.place.startswith(self.agency.place)]
        return own[: self.bodies]

    @daily
    def items(self) -> list[Item]:
        """Return the bodies' reports, nothing else."""
        return self.world.reports(self.agencies)

    def items_of(self, agency: Agency) -> list[Item]:
        """Return one body's reports, newest first."""
        return [item for item in self.items() if item.report and item.report.agency.id == agency.id]

    def place_of(self, item: Item) -> int:
        """Return the body's number on this portal."""
        return next(n for n, agency in enumerate(self.agencies) if item.report and item.report.agency.id == agency.id)


class Units(_ByBody):
    """The platform names bodies only; each has four tabs of its own, the last its annual reports (portals.md 2.2)."""

    id = "units"
    root = "/zfxxgk/"
    attachments = True

    def columns(self) -> tuple[CatalogueColumn, ...]:
        """Return the platform: the reports' columns have to be found from there."""
        return (CatalogueColumn(self.root, "site"),)

    def article_path(self, item: Item) -> str:
        """Return the body's folder, month and number."""
        return f"/bmgk/d{self.place_of(item)}/zfxxgknb/{item.month}/t{item.day}_{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the platform, the bodies' pages, their lists and articles."""
        if request.path == "/zfxxgk/":
            return self.page("政府信息公开", self._bodies())
        found = re.fullmatch(r"/bmgk/d(\d+)/(?:(\w+)/)?", request.path)
        if found is None:
            return self.article(request)
        number = int(found[1])
        if number >= len(self.agencies) or (found[2] and found[2] not in dict(_TABS)):
            return None
        agency = self.agencies[number]
        tabs = "".join(f'<a href="/bmgk/d{number}/{folder}/">{name}</a>' for folder, name in _TABS)
        listed = f"<ul>{self.rows(self.items_of(agency))}</ul>" if found[2] == "zfxxgknb" else ""
        return self.page(agency.name, f'<div class="{self.css("tabs", "gk-nav-x")}">{tabs}</div>{listed}')

    def _bodies(self) -> str:
        rows = [(f"/bmgk/d{number}/", html.escape(agency.name)) for number, agency in enumerate(self.agencies)]
        if self.skin == "B":
            cells = "".join(f"<dd><a href='{path}' title='{name}'>{name}</a></dd>" for path, name in rows)
            return f"<dl><dt>部门和乡镇</dt>{cells}</dl>"
        return '<div class="dw">' + "".join(f'<a href="{path}">{name}</a>' for path, name in rows) + "</div>"


class Matrix(_ByBody):
    """One table: a row for each body, a column for each year, and links that say 查看."""

    id = "matrix"
    root = "/zwgk/zfxxgknb/"

    def article_path(self, item: Item) -> str:
        """Return year and number."""
        return f"/zwgk/zfxxgknb/{item.report.year if item.report else 0}/{item.number}.html"

    def route(self, request: Request) -> Response | None:
        """Answer the table and articles."""
        if request.path != self.root:
            return self.article(request)
        years = sorted({item.report.year for item in self.items() if item.report}, reverse=True)
        heads = "".join(f"<th>{year}年</th>" for year in years)
        rows = ""
        for agency in self.agencies:
            by_year = {item.report.year: item for item in self.items_of(agency) if item.report}
            word = self.css("查看", "[点击查看]")
            cells = "".join(
                f'<td><a href="{self.article_path(by_year[year])}">{word}</a></td>' if year in by_year else "<td>—</td>"
                for year in years
            )
            rows += f"<tr><td>{html.escape(agency.name)}</td>{cells}</tr>"
        return self.page("政府信息公开年报", f"<table><tr><th>单位</th>{heads}</tr>{rows}</table>")
