"""Articles that a portal shows on several pages: where they are cut, the pagers below, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.samples.grids import OFFICIAL
from archive.samples.html import Markup, body_html
from archive.samples.reports import FictionalReport

_TABLE = re.compile(r"<table\b[^<>]*>(?:\s*<tbody\b[^<>]*>)?", re.IGNORECASE)


def parts_of(report: FictionalReport, *, in_table: int = 0, markup: Markup | None = None) -> list[str]:
    """Return a report as the insides of three pages: cut before parts three and five; with `in_table` the second cut
    is behind that many rows of table 3, as editors cut that put the mark for a new page into it."""
    body = body_html(report, OFFICIAL, markup or Markup())
    first, second = (_begin_of(body, heading.heading) for heading in report.sections if heading.number in (3, 5))
    if not in_table:
        return [body[:first], body[first:second], body[second:]]
    head = _TABLE.search(body, first)
    if head is None:
        raise ValueError("a report without table 3 cannot be cut in it")
    at = head.end()
    for _row in range(in_table):
        at = body.index("</tr>", at) + len("</tr>")
    return [body[:first], f"{body[first:at]}</tbody></table>", f"{head.group()}{body[at:]}"]


def _begin_of(body: str, heading: str) -> int:
    return max(body.rfind(tag, 0, body.index(heading)) for tag in ("<p", "<h", "<div"))


def called_pager(count: int, number: int, stem: str, suffix: str) -> str:
    """Return the script below page `number` (from 1) of an article: page 2 is `stem_1.suffix`."""
    return f'<div class="page"><script>createPageHTML({count}, {number - 1}, "{stem}", "{suffix}");</script></div>'


def linked_pager(addresses: Sequence[str], number: int) -> str:
    """Return the links below page `number` (from 1) of an article; the last page has no next one."""
    links = "".join(
        f"<span>{n}</span>" if n == number else f'<a href="{address}">{n}</a>' for n, address in enumerate(addresses, 1)
    )
    before = f'<a href="{addresses[number - 2]}">上一页</a>' if number > 1 else ""
    after = f'<a href="{addresses[number]}">下一页 &gt;</a>' if number < len(addresses) else "<span>下一页</span>"
    return f'<div class="page">{before}{links}{after}</div>'


def decoys(before: str, after: str, list_url: str) -> str:
    """Return what stands beside articles and leads to no further page of them: neighbours, and a list with a pager."""
    rows = "".join(f'<li><a href="{address}">相关信息{n}</a></li>' for n, address in enumerate((before, after), 1))
    return (
        f'<p class="near"><a href="{before}">上一篇</a><a href="{after}">下一篇</a><a href="{after}">阅读下一篇</a></p>'
        f'<div class="side"><ul>{rows}</ul><a href="{list_url}">下一页</a><a href="?page=2">下一页</a></div>'
    )
