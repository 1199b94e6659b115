"""What a page said, as JSON: a list is replayed when the portal answers 304, so that it costs no body; of a file
and of a further page of an article the page that links it is remembered, since some portals give their files to nobody
who does not name it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

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


def pack_moves(fetches: Iterable[Fetch]) -> str:
    """Return where a page that only frames or forwards leads, as JSON text."""
    moves = [fetch.as_dict() for fetch in fetches]
    return json.dumps({"v": VERSION, "moves": moves}, ensure_ascii=False, separators=(",", ":"))


def unpack_moves(text: str) -> tuple[Fetch, ...]:
    """Return where the page of this memo leads; () if it is no such page's."""
    kept = _read(text)
    try:
        return tuple(Fetch.from_dict(fetch) for fetch in kept["moves"]) if kept.get("v") == VERSION else ()
    except (KeyError, TypeError, ValueError):
        return ()


def pack_place(parent: str = "", origin: str = "") -> str:
    """Return the page that links a file, and the key of the listed address that led to a page or file, as JSON text."""
    kept = {name: value for name, value in (("parent", parent), ("origin", origin)) if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def place_of(text: str) -> tuple[str, str]:
    """Return the parent and the origin that `pack_place` wrote down; "" for what is not known."""
    kept = _read(text)
    parent, origin = kept.get("parent", ""), kept.get("origin", "")
    return parent if isinstance(parent, str) else "", origin if isinstance(origin, str) else ""


def _read(text: str) -> dict[str, Any]:
    try:
        kept = json.loads(text) if text else {}
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}
