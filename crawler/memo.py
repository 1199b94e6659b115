"""What a page said, as JSON: a list is replayed when the portal answers 304, so that it costs no body; of a file
and of a further page of an article the page that links it is remembered, since some portals give their files to nobody
who does not name it."""

from __future__ import annotations

import json
from dataclasses import fields

from crawler.systems.pages import ColumnLink, Fetch, ListPage, ReportLink

VERSION = 1

# what links hold is plain: dataclasses.asdict would copy every value
_ITEM = tuple(field.name for field in fields(ReportLink))
_COLUMN = tuple(field.name for field in fields(ColumnLink))


def pack(page: ListPage) -> str:
    """Return a list page as JSON text."""
    return json.dumps(
        {
            "v": VERSION,
            "items": [{name: getattr(item, name) for name in _ITEM} for item in page.items],
            "columns": [{name: getattr(column, name) for name in _COLUMN} for column in page.columns],
            "next": [fetch.as_dict() for fetch in page.next],
            "page": {
                "system": page.system, "url": page.url, "total": page.total, "pages_claimed": page.pages_claimed,
                "pages_linked": page.pages_linked,
                "number": page.number, "list_url": page.list_url, "empty_marker": page.empty_marker,
                "report_here": page.report_here, "problems": page.problems,
            },
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip


def unpack(text: str) -> ListPage | None:
    """Return the list page in `text`; None if there is none, or one of another version of this program."""
    try:
        kept = json.loads(text)
        if kept["v"] != VERSION:
            return None
        page = kept["page"]
        page["problems"] = tuple(page["problems"])
        return ListPage(
            items=tuple(ReportLink(**item) for item in kept["items"]),
            columns=tuple(ColumnLink(**column) for column in kept["columns"]),
            next=tuple(Fetch.from_dict(fetch) for fetch in kept["next"]),
            **page,
        )
    except (KeyError, TypeError, ValueError):
        return None


def pack_file(parent: str) -> str:
    """Return where a file, or a further page, is linked, as JSON text."""
    return json.dumps({"parent": parent}, ensure_ascii=False, separators=(",", ":")) if parent else ""


def parent_of(text: str) -> str:
    """Return the page that links a file or a further page, from its memo; "" when it is not known."""
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return ""
    parent = kept.get("parent", "") if isinstance(kept, dict) else ""
    return parent if isinstance(parent, str) else ""
