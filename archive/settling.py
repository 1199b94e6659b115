"""What the archive says of one agency and year, made from everything that was read of it.

A reading claims an agency and a year. All readings with one claim are parted into reports (`archive.rivals`), usually
one; each report gets the rows of its current version, its versions and the places where it was found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from archive.database import ArchiveDatabase, VerificationError
from archive.identity import carries_place, is_invented, rival_id_of
from archive.places import Places
from archive.rivals import Party, differing_numbers, parties_of
from archive.rows import ReportRows, Row, Value, changed_cells
from archive.versions import Sighting, Version, relation_of, versions_of
from crawler.captures import file_name
from extractors import READER
from extractors.agency_kind import guess_kind

CONFLICT = "agency_conflict"
"""Kind of the problem at reports of one agency and year that contradict one another."""

_CONFLICTS = "conflicts:"
"""Begins the keys of what is still to be said of conflicts; a killed build finds them again."""

MOST_TOLD = 20
"""Other documents that the message of one conflict names."""


class Settler:
    """Writes what follows from the readings of one claim; every method joins the open transaction."""

    def __init__(self, database: ArchiveDatabase, places: Places) -> None:
        self._database = database
        self._conn = database.conn
        self._places = places
        self._settled: dict[str, dict[str, tuple[Sighting, ...]]] = {}

    def report_of(self, payload: str) -> str | None:
        """Return the report that a payload gave, if its rows are there."""
        row = self._conn.execute(
            "SELECT r.id FROM readings AS g JOIN reports AS r ON r.id = g.report_id WHERE g.payload_sha256 = ?",
            (payload,),
        ).fetchone()
        return str(row[0]) if row else None

    def settle(self, claimed_id: str, digest: str = "", fresh: ReportRows | None = None) -> bool:
        """Make the reports of one claim what its captures say; `fresh` are the rows of the payload `digest`, just read.

        The rows of a report are those of the first capture of its current content. Where that was read in an earlier
        build and its rows have been replaced since, it is put down to be read again.
        """
        parties, cells = self._parties(claimed_id, fresh)
        changed = False
        for (stale,) in self._conn.execute(
            # ids that begin with it and a hyphen, in a way that the index answers
            "SELECT id FROM reports WHERE id = ?1 UNION ALL "
            "SELECT id FROM reports WHERE id > ?1 || '-' AND id < ?1 || '.'",
            (claimed_id,),
        ).fetchall():
            if stale not in parties:
                self._database.replace("problems", {"subject": stale}, [])
                self._database.delete_report(stale)
                changed = True
        if not parties:
            self._drop_agency(claimed_id)
            return True
        # a hundred files of one name are a hundred reports: only those that this reading touches are written again
        before = self._settled.pop(claimed_id, {})
        for report_id, party in parties.items():
            if before.get(report_id) != party.sightings or any(s.payload_sha256 == digest for s in party.sightings):
                changed |= self._settle_party(claimed_id, report_id, party, cells, digest, fresh)
        if len(parties) == 1:
            return changed | self._write_conflicts(parties, cells)
        self._settled[claimed_id] = {report_id: party.sightings for report_id, party in parties.items()}
        self._database.set_state(f"{_CONFLICTS}{claimed_id}", "")
        return changed

    def settle_conflicts(self) -> bool:
        """Say at each of several reports of one agency and year that there are others; return whether that is new.

        It is done for every claim settled since the last time, once: each report has to be compared with the others.
        """
        changed = False
        for (key,) in self._conn.execute(
            "SELECT key FROM build_state WHERE key GLOB ? || '*' ORDER BY key", (_CONFLICTS,)
        ).fetchall():
            claimed_id = key.removeprefix(_CONFLICTS)
            with self._database.transaction():
                parties, cells = self._parties(claimed_id, None)
                changed |= self._write_conflicts(parties, cells)
                self._conn.execute("DELETE FROM build_state WHERE key = ?", (key,))
        return changed

    def _parties(self, claimed_id: str, fresh: ReportRows | None) -> tuple[dict[str, Party], dict[str, bytes]]:
        """Return the parties of a claim by the id of their report, and the packed cells by content."""
        sightings = list(self._sightings(claimed_id))
        cells = dict(
            self._conn.execute(
                "SELECT content_sha256, min(cells) FROM readings WHERE claimed_id = ? AND outcome = 'report' "
                "GROUP BY content_sha256",
                (claimed_id,),
            )
        )
        parties: dict[str, Party] = {}
        if sightings:
            name = self._name_of(claimed_id, fresh)
            for party in parties_of(sightings, cells, carries_place=carries_place(name)):
                parties[rival_id_of(claimed_id, party.place) if parties else claimed_id] = party
        return parties, cells

    def _settle_party(
        self,
        claimed_id: str,
        report_id: str,
        party: Party,
        cells: Mapping[str, bytes],
        digest: str,
        fresh: ReportRows | None,
    ) -> bool:
        versions = versions_of(sighting for sighting in party.sightings if not sighting.is_part)
        current = next(version for version in versions if version.is_current)
        shown = {version.content_sha256: version.number for version in versions}
        stored = self._conn.execute(
            "SELECT r.content_sha256, c.payload_sha256 FROM reports AS r JOIN captures AS c ON c.id = r.capture_id "
            "WHERE r.id = ?",
            (report_id,),
        ).fetchone()
        wanted = (current.content_sha256, current.capture.payload_sha256)
        counts: dict[str, Value] = {
            "url": current.capture.url,
            "capture_id": current.capture.capture_id,
            "version_count": len(versions),
            "manifestation_count": len(party.sightings),
            "is_invented": int(any(is_invented(sighting.portal_id, sighting.url) for sighting in party.sightings)),
        }
        changed = False
        is_fresh = fresh is not None and digest == current.capture.payload_sha256
        # the same content may have been read from more files than before: places and problems are others then
        if stored != wanted or is_fresh:
            if fresh is None or not is_fresh:
                self._database.set_state(f"again:{current.capture.payload_sha256}", "")
                if stored is None:
                    return True
                del counts["url"], counts["capture_id"]  # they stay those of the rows that are there
            else:
                self._write_agency(fresh)
                self._database.replace("problems", {"subject": report_id}, [])  # the count below knows none yet
                fields = {**fresh.fields, **counts, "content_sha256": fresh.content_sha256}
                tables = fresh.tables
                if report_id != claimed_id:
                    fields |= {"id": report_id, "canonical": 0}
                    tables = {
                        table: rows if table == "problems" else [(report_id, *row[1:]) for row in rows]
                        for table, rows in tables.items()
                    }
                self._database.write_report(fields, tables)
                changed = True
        changed |= self._database.update_report(report_id, counts)
        changed |= self._write_versions(report_id, versions, cells)
        manifestations: list[Row] = [
            (
                sighting.capture_id,
                report_id,
                shown[sighting.content_sha256],
                relation_of(sighting),
                sighting.url,
                sighting.fetched_at,
                sighting.format,
                sighting.parent_url,
            )
            for sighting in party.sightings
        ]
        changed |= self._database.replace("manifestations", {"report_id": report_id}, manifestations)
        for content in shown:
            self._conn.execute(
                "UPDATE readings SET report_id = ?1 "
                "WHERE claimed_id = ?2 AND content_sha256 = ?3 AND report_id IS NOT ?1",
                (report_id, claimed_id, content),
            )
        self._conn.execute(
            "UPDATE problems SET report_id = ?1 WHERE report_id IS NOT ?1 "
            "AND subject IN (SELECT payload_sha256 FROM readings WHERE report_id = ?1)",
            (report_id,),
        )
        return changed

    def _sightings(self, claimed_id: str) -> Iterator[Sighting]:
        """Yield every capture that shows a report, and those of further pages and attachments it was read from
        besides."""
        shown: set[str] = set()
        attached: dict[str, tuple[str, str, int, int]] = {}
        for row in self._conn.execute(
            "SELECT c.id, g.payload_sha256, g.content_sha256, c.final_url, c.fetched_at, c.role, c.record_type, "
            "c.parent_url, c.portal_id, g.format, g.figure_count, g.section_count, g.used FROM readings AS g "
            "JOIN captures AS c ON c.payload_sha256 = g.payload_sha256 AND c.use = 'read' "
            "WHERE g.claimed_id = ? AND g.outcome = 'report' ORDER BY c.fetched_at, c.id",
            (claimed_id,),
        ).fetchall():
            shown.add(row[0])
            for part in json.loads(row[12] or "[]"):
                attached[part] = (row[2], *row[9:12])
            url, fetched_at, parent = row[3], row[4], row[7]
            page = parent if self._places.is_unlinked(url, parent) else ""
            is_gone = self._places.gone(url, parent, fetched_at) is not None
            yield Sighting._make((*row[:12], False, page, is_gone))
        for part, (content, kind, figures, sections) in sorted(attached.items()):
            for row in self._conn.execute(
                "SELECT id, final_url, fetched_at, role, record_type, parent_url, portal_id FROM captures "
                "WHERE payload_sha256 = ? AND use IN ('read', 'part') ORDER BY fetched_at, id",
                (part,),
            ).fetchall():
                if row[0] not in shown:
                    yield Sighting._make((row[0], part, content, *row[1:], kind, figures, sections, True, "", False))

    def _write_versions(self, report_id: str, versions: Iterable[Version], cells: Mapping[str, bytes]) -> bool:
        rows: list[Row] = []
        before: bytes | None = None
        for version in versions:
            packed = cells.get(version.content_sha256)
            changes = changed_cells(before, packed) if before is not None and packed is not None else []
            rows.append(
                (
                    report_id,
                    version.number,
                    version.content_sha256,
                    int(version.is_current),
                    version.status,
                    version.first_seen_at,
                    version.last_seen_at,
                    version.capture.payload_sha256,
                    version.capture.format,
                    version.capture.figure_count,
                    version.capture.section_count,
                    json.dumps(changes, ensure_ascii=False) if changes else None,
                )
            )
            before = packed or before
        return self._database.replace("report_versions", {"report_id": report_id}, rows)

    def _write_conflicts(self, parties: Mapping[str, Party], cells: Mapping[str, bytes]) -> bool:
        """Put a problem at each of several reports of one agency and year, and take it away where there is one only."""
        stored = {
            report_id: row
            for report_id in parties
            if (
                row := self._conn.execute(
                    "SELECT r.capture_id, r.problem_count, "
                    "EXISTS (SELECT 1 FROM problems WHERE subject = r.id) FROM reports AS r WHERE r.id = ?",
                    (report_id,),
                ).fetchone()
            )
        }
        # not the content of the rows that are there: its reading may be gone, and the right one still be read again
        contents = {report_id: _current(parties[report_id]).content_sha256 for report_id in stored}
        changed = False
        for report_id, (capture_id, count, had) in stored.items():
            own = cells[contents[report_id]]
            rest = [other for other in stored if other != report_id]
            others = [
                (_where(parties[other]), len(differing_numbers(own, cells[contents[other]])))
                for other in rest[:MOST_TOLD]
            ]
            rows: list[Row] = []
            if others:
                where = _where(parties[report_id])
                raw = "; ".join(place for place, _ in others)
                rows = [
                    (
                        report_id,
                        1,
                        report_id,
                        capture_id,
                        "report",
                        CONFLICT,
                        where,
                        raw,
                        _words(others, len(rest)),
                        READER,
                    )
                ]
            changed |= self._database.replace("problems", {"subject": report_id}, rows)
            changed |= self._database.update_report(report_id, {"problem_count": count - had + bool(others)})
        return changed

    def _name_of(self, claimed_id: str, fresh: ReportRows | None) -> str:
        if fresh is not None and fresh.agency is not None:
            return fresh.agency[1]
        agency_id = claimed_id.partition("-")[0]
        row = self._conn.execute("SELECT name FROM agencies WHERE id = ?", (agency_id,)).fetchone()
        return str(row[0]) if row else ""

    def _write_agency(self, rows: ReportRows) -> None:
        if rows.agency is None:
            return
        agency_id, name, portal = rows.agency
        known = self._conn.execute("SELECT name FROM agencies WHERE id = ?", (agency_id,)).fetchone()
        if known is not None:
            if known[0] != name:
                raise VerificationError(f"two names have the agency id {agency_id}: {known[0]}, {name}")
            return
        kind = guess_kind(name)
        row: dict[str, Value] = {
            "id": agency_id,
            "name": name,
            "kind": kind.kind,
            "level": kind.level,
            "portal": portal or None,
        }
        self._database.insert("agencies", [tuple(row.values())], columns=tuple(row))

    def _drop_agency(self, report_id: str) -> None:
        agency_id = report_id.partition("-")[0]
        self._conn.execute("DELETE FROM coverage WHERE agency_id = ?", (agency_id,))
        self._conn.execute(
            "DELETE FROM agencies WHERE id = ? AND NOT EXISTS (SELECT 1 FROM reports WHERE agency_id = agencies.id)",
            (agency_id,),
        )


def _current(party: Party) -> Version:
    versions = versions_of(sighting for sighting in party.sightings if not sighting.is_part)
    return next(version for version in versions if version.is_current)


def _where(party: Party) -> str:
    """Return the place of a report: the URL, or the name of a file."""
    first = min(party.sightings, key=lambda sighting: (sighting.fetched_at, sighting.capture_id))
    return file_name(first.url) if first.url.startswith("urn:") else first.url


def _words(others: list[tuple[str, int]], total: int) -> str:
    told = [f"{count} numbers are others" if count else "the words are others" for _, count in others]
    more = f"; and {total - len(others)} more" if total > len(others) else ""
    return (
        "other documents have the same name and year, and nothing says which is the later or whether both are of one "
        f"body: {'; '.join(told)}{more}"
    )
