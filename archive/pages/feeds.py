"""What machines fetch: the sitemap and a feed of the newest reports."""

from __future__ import annotations

import sqlite3
from xml.sax.saxutils import escape, quoteattr

from archive.pages.rows import rows
from archive.pages.status import tags_of
from archive.pages.words import INVENTED, site_title

LARGEST_SITEMAP = 50_000
"""Addresses one sitemap may list (sitemaps.org)."""

ENTRIES = 50
"""Reports in the feed."""

PAGES = ("/", "/reports", "/agencies", "/rules", "/problems", "/about", "/data")


def _clean(text: str) -> str:
    """Return text that XML can hold: printed titles may contain control characters."""
    return "".join(character for character in text if character >= " " or character in "\t\n\r")


def read_sitemap(conn: sqlite3.Connection, origin: str) -> str:
    """Return the sitemap: the pages, every report, every agency."""
    found = [f"{origin}{page}" for page in PAGES]
    for table, path in (("reports", "report"), ("agencies", "agency")):
        left = LARGEST_SITEMAP - len(found)
        found += [
            f"{origin}/{path}/{line['id']}"
            for line in rows(conn, f"SELECT id FROM {table} ORDER BY id LIMIT ?", left)  # noqa: S608  constants
        ]
    lines = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in found)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{lines}</urlset>\n"
    )


def read_feed(conn: sqlite3.Connection, origin: str) -> str:
    """Return an Atom feed of the reports captured last."""
    found = rows(
        conn,
        "SELECT r.*, c.fetched_at FROM reports AS r JOIN captures AS c ON c.id = r.capture_id "
        "ORDER BY c.fetched_at DESC, r.id LIMIT ?",
        ENTRIES,
    )
    entries = []
    for report in found:
        address = f"{origin}/report/{report['id']}"
        said = "，".join([INVENTED.zh] * report["is_invented"] + [tag.zh for tag in tags_of(report)])
        title = escape(_clean(report["title"] or report["id"]))
        entries.append(
            f"<entry><id>{escape(address)}</id><title>{title}</title><link href={quoteattr(address)}/>"
            f"<updated>{escape(report['fetched_at'])}</updated><summary>{escape(said)}</summary></entry>\n"
        )
    title_of_feed = f"{site_title(sum(report['is_invented'] for report in found))}：政府信息公开工作年度报告"
    updated = found[0]["fetched_at"] if found else "1970-01-01T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>{escape(origin)}/</id><title>{title_of_feed}</title><updated>{escape(updated)}</updated>\n"
        f"<author><name>Gongkai</name></author><link href={quoteattr(origin + '/')}/>"
        f'<link rel="self" href={quoteattr(origin + "/feed.atom")}/>\n{"".join(entries)}</feed>\n'
    )
