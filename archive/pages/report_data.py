"""One report as the documented JSON object, read back from the archive, with links to everything about it."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from archive.pages.printed_cells import printed_cells
from archive.pages.rows import row, rows
from archive.pages.sources import capture_data, is_web


def read_report_data(conn: sqlite3.Connection, report_id: str, base: str = "") -> dict[str, Any] | None:
    """Return the object of `gongkai read FILE --json`, with `id`, `links` and where it was found; None if unknown.

    Passed checks are counted by rule: `count` says for how many rows or columns a result stands. `base` stands before
    every path of this site in `links`.
    """
    report = row(
        conn,
        "SELECT r.*, a.name AS agency_name, a.level, a.kind, a.region_code, a.portal, a.conflicts, "
        "g.full_name AS region_name "
        "FROM reports AS r LEFT JOIN agencies AS a ON a.id = r.agency_id LEFT JOIN regions AS g ON g.id = a.region_id "
        "WHERE r.id = ?",
        report_id,
    )
    if report is None:
        return None
    cells = printed_cells(conn, report_id)
    forms = {name: report[f"form_{name}"] for name in ("t2", "t3", "t4")}
    if y14 := next((cell.form for cell in cells.values() if cell.table == "y14"), None):
        forms["y14"] = y14
    agency_path = f"{base}/agency/{report['agency_id']}" if report["agency_id"] else None
    return {
        "id": report_id,
        "canonical": bool(report["canonical"]),
        "invented": bool(report["is_invented"]),
        "title": report["title"],
        "publisher": report["publisher"],
        "year": report["year"],
        "year_source": report["year_source"],
        "scope": report["scope"],
        "agency": {
            "id": report["agency_id"],
            "name": report["agency_name"],
            "portal": report["portal"],
            "region_code": report["region_code"],
            "region_path": report["region_name"].split() if report["region_name"] else [],
            "level": report["level"],
            "kind": report["kind"],
            "conflicts": json.loads(report["conflicts"]) if report["conflicts"] else [],
        },
        "signed_by": report["signed_by"],
        "dates": {name: report[name] for name in ("signed_on", "published_on", "period_start", "period_end")},
        "forms": forms,
        "quality": report["quality"],
        "sections": rows(
            conn, "SELECT number, key, heading, text FROM sections WHERE report_id = ? ORDER BY ordinal", report_id
        ),
        "figures": {key: cell.as_data() for key, cell in cells.items()},
        "statements": rows(
            conn,
            "SELECT key, value, unit, state, quote, section_number AS section, span_start AS start, span_end AS end "
            "FROM statements WHERE report_id = ? ORDER BY ordinal",
            report_id,
        ),
        "legacy": [
            {**line, "place": json.loads(line["place"]) if line["place"] else {}}
            for line in rows(
                conn,
                "SELECT label, value, unit, place FROM legacy_values WHERE report_id = ? ORDER BY ordinal",
                report_id,
            )
        ],
        "checks": [
            {
                **line,
                "applicant": line["applicant"] or None,
                "row": line["row"] or None,
                "cells": json.loads(line["cells"]) if line["cells"] else [],
            }
            for line in rows(
                conn,
                "SELECT rule, outcome, severity, applicant, row, left, right, cells, count, message, message_en "
                "FROM checks WHERE report_id = ? ORDER BY ordinal",
                report_id,
            )
        ],
        "repairs": rows(
            conn,
            "SELECT rule, cell, published, candidate, evidence, evidence_en FROM repairs WHERE report_id = ? "
            "ORDER BY ordinal",
            report_id,
        ),
        "problems": rows(
            conn,
            'SELECT kind, place AS "where", raw, message FROM problems WHERE report_id = ? ORDER BY subject, ordinal',
            report_id,
        ),
        "attachments": [
            {"url": url, "text": text} for text, url in json.loads(report["attachments"] or "[]") if is_web(url)
        ],
        "manifestations": rows(
            conn,
            "SELECT capture_id, relation, url, fetched_at, format, version FROM manifestations WHERE report_id = ? "
            "ORDER BY fetched_at, capture_id",
            report_id,
        ),
        "capture": capture_data(conn, report["capture_id"]),
        "format": report["format"],
        "reader": report["reader"],
        "links": {
            "html": f"{base}/report/{report_id}",
            "self": f"{base}/report/{report_id}.json",
            "original": report["url"] if is_web(report["url"]) else None,
            "archived": f"{base}/original/{report['capture_id']}",
            "agency": agency_path,
        },
    }
