"""Which addresses show nothing any more: they are gone, or no page leads to them. Known from captures alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Gone(NamedTuple):
    """The newest answer of an address, which says that nothing is there."""

    fetched_at: str
    capture_id: str


class Places:
    """What is known of addresses as a whole, for whoever looks at one report."""

    def __init__(self, gone: Mapping[str, Gone], unlinked: Iterable[tuple[str, str]]) -> None:
        self._gone = gone
        self._unlinked = frozenset(unlinked)

    def gone(self, url: str, parent_url: str = "", seen_at: str = "") -> Gone | None:
        """Return the answer that says that an address is gone, or its page is and it was not seen (`seen_at`) since."""
        found = self._gone.get(url)
        if found is None and parent_url:
            found = self._gone.get(parent_url)
            if found is not None and found.fetched_at <= seen_at:
                return None
        return found

    def is_unlinked(self, url: str, parent_url: str) -> bool:
        """Return whether a page has other files now than this one."""
        return (url, parent_url) in self._unlinked


def find_gone(conn: sqlite3.Connection) -> dict[str, Gone]:
    """Return the addresses whose newest word is that nothing is there: 404, 410, or a page that says so (soft 404).

    Refusals and failures say nothing of what is there.
    """
    newest: dict[str, tuple[bool, Gone]] = {}
    for url, fetched_at, capture_id, is_gone in conn.execute(
        "WITH verdicts AS (SELECT original_id AS id, outcome FROM captures WHERE record_type = 'metadata' "
        "AND original_id <> '' AND outcome NOT IN ('ok', 'report_page')), "
        "gone AS (SELECT id FROM captures WHERE status IN (404, 410) "
        "UNION SELECT id FROM verdicts WHERE outcome = 'soft_404') "
        "SELECT final_url, fetched_at, id, id IN (SELECT id FROM gone) AS is_gone FROM captures "
        "WHERE status IN (200, 304, 404, 410) AND record_type <> 'metadata' AND outcome = '' "
        "AND final_url IN (SELECT final_url FROM captures WHERE id IN (SELECT id FROM gone)) "
        "AND (is_gone OR id NOT IN (SELECT id FROM verdicts)) ORDER BY fetched_at, id"
    ):
        newest[url] = bool(is_gone), Gone(fetched_at, capture_id)
    return {url: gone for url, (is_gone, gone) in newest.items() if is_gone}
