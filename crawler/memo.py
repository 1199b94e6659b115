"""What a list page said, as JSON: replayed when the portal answers 304, so that an unchanged list costs no body."""

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
        fields = kept["page"]
        fields["problems"] = tuple(fields["problems"])
        return ListPage(
            items=tuple(ReportLink(**item) for item in kept["items"]),
            columns=tuple(ColumnLink(**column) for column in kept["columns"]),
            next=tuple(Fetch.from_dict(fetch) for fetch in kept["next"]),
            **fields,
        )
    except (KeyError, TypeError, ValueError):
        return None
