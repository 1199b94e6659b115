"""What a run came to: per portal, what was read, found, refused and lost; as JSON and as a table a person can read.

A run is green only if every portal gave its reports: none, or a tenth fewer than before, is an alarm (pitfall 15).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.catalogue import Portal
from crawler.errors import EXIT_DEFECT, EXIT_INTERRUPTED

if TYPE_CHECKING:
    from crawler.state import State

EXIT_LEFT_OVER = 1

SHORTFALL = 0.9
"""A report count that fell to this share of the run before, or lower, is an alarm."""


@dataclass(frozen=True, slots=True)
class PortalResult:
    """What one portal came to. `outcome` is ok, partial, shortfall, empty, list_suspect, refused, blocked,
    robots_refused, robots_unreachable or unreachable; `alarm` says in a sentence what a person should
    look at, or nothing."""

    portal: str
    name: str
    outcome: str
    reports: int
    reports_before: int
    counts: Mapping[str, int]
    alarm: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a whole run came to. `defects` is the number of answers that this program failed to handle."""

    run: str
    started_at: str
    finished_at: str
    finish_reason: str
    portals: tuple[PortalResult, ...] = ()
    pending: int = 0
    damage: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    defects: int = 0

    @property
    def exit_code(self) -> int:
        """Return the exit status of the run's command."""
        if self.finish_reason == "shutdown":
            return EXIT_INTERRUPTED
        if self.is_complete:
            return 0
        return EXIT_DEFECT if self.defects else EXIT_LEFT_OVER

    @property
    def is_complete(self) -> bool:
        """Return whether nothing is left over and nothing needs a look."""
        is_whole = not self.pending and not self.defects and self.finish_reason == "finished"
        return is_whole and not any(portal.alarm for portal in self.portals)

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {"command": "crawl", "complete": self.is_complete, "exit_code": self.exit_code, **asdict(self)}


def report_portal(
    portal: Portal, state: State, run: str, *, before: int, pending: int, blocked: str, robots: str
) -> PortalResult:
    """Return what a portal came to in a run.

    `before` is the number of reports its columns listed when the run began; `blocked` and `robots` what its hosts'
    refusals were, if any.
    """
    counts = {name: value for name, value in sorted(state.tallies(run).get(portal.id, {}).items()) if value}
    reports = state.count_reports(portal.id)
    notes = tuple(
        f"{outcome}: {url} {detail}".rstrip() for p, outcome, url, detail in state.events(run) if p == portal.id
    )
    outcome, alarm = "ok", ""
    if blocked:
        outcome, alarm = "blocked", f"the site shows {blocked}; it is left alone, and a person may ask the agency"
    elif robots == "refused":
        outcome, alarm = "robots_refused", "robots.txt refuses; nothing else was asked"
    elif robots == "unreachable":
        details = (
            detail for p, outcome, _, detail in state.events(run) if (p, outcome) == (portal.id, "robots_unreachable")
        )
        why = next(details, "").removeprefix("robots.txt: ").rstrip(".")
        said = f" ({why})" if why else ""
        outcome, alarm = "robots_unreachable", f"robots.txt could not be had{said}; nothing else was asked in this run"
    elif counts.get("robots_denied") and not counts.get("lists_ok") and not (reports and _has_other_reason(counts)):
        outcome, alarm = "robots_refused", "robots.txt forbids the columns; nothing else was asked"
    elif not counts.get("lists_ok") and (not reports or counts.get("requests")):
        outcome, alarm = _without_lists(counts)
    elif not reports and (suspect := counts.get("lists_suspect")):
        outcome, alarm = "list_suspect", f"no list names a report, and {suspect} list pages are suspect"
    elif not reports:
        outcome, alarm = "empty", "the lists were read and name no report"
    elif reports < before and reports <= round(before * SHORTFALL, 6):
        outcome, alarm = "shortfall", f"{reports} reports listed, {before} in the run before"
    elif portal.expect_at_least and reports < portal.expect_at_least:
        outcome, alarm = "shortfall", f"{reports} reports listed, at least {portal.expect_at_least} expected"
    elif counts.get("lists_suspect"):
        outcome, alarm = "partial", f"{counts['lists_suspect']} list pages are suspect"
    elif pending:
        outcome, alarm = "partial", f"{pending} requests are left for the next run"
    elif denied := counts.get("wanted_denied"):
        outcome, alarm = "partial", f"robots.txt forbids {denied} addresses of lists, reports or files"
    elif losses := _losses(counts):
        outcome, alarm = "partial", "; ".join(losses)
    elif same := counts.get("same_page"):
        outcome, alarm = "partial", f"{same} addresses of reports show one and the same page, which is none"
    elif refused := counts.get("wanted_refused"):
        outcome = "partial"
        alarm = f"{refused} of the lists, reports and files could not be had (refused, led elsewhere or too large)"
    return PortalResult(portal.id, portal.name, outcome, reports, before, counts, alarm, notes)


def _losses(counts: Mapping[str, int]) -> list[str]:
    """Return in words what was asked for in vain."""
    found = []
    if missing := counts.get("parts_missing"):
        found.append(f"{missing} further pages of reports could not be had")
    if lost := counts.get("failed", 0) + counts.get("truncated", 0):
        found.append(f"{lost} requests failed for good")
    return found


def _has_other_reason(counts: Mapping[str, int]) -> bool:
    """Return whether something besides robots.txt kept lists from being read."""
    return any(counts.get(name) for name in ("lists_suspect", "refused", "failed"))


def _without_lists(counts: Mapping[str, int]) -> tuple[str, str]:
    """Return outcome and alarm of a portal none of whose lists could be read."""
    if counts.get("lists_suspect"):
        return "list_suspect", "no list of reports could be read: its pages are there and name none"
    if counts.get("refused"):
        return "refused", "no list of reports could be read: the site refuses or redirects without end"
    if failed := counts.get("failed", 0):
        return "unreachable", f"no list of reports could be read: {failed} requests failed for good"
    if counts.get("requests", 0) > 1:
        return "empty", "no list of reports could be read"
    return "unreachable", "the site could not be reached"


def total_counts(results: Sequence[PortalResult]) -> dict[str, int]:
    """Return the sums of all portals' counts."""
    totals: dict[str, int] = {}
    for result in results:
        for name, value in result.counts.items():
            totals[name] = totals.get(name, 0) + value
    return dict(sorted(totals.items()))


_COLUMNS = (
    ("reports", "reports"), ("new", "reports_new"), ("changed", "reports_changed"), ("same", "reports_unchanged"),
    ("removed", "reports_removed"), ("parts", "parts"), ("files", "attachments"), ("lists", "lists_ok"),
    ("suspect", "lists_suspect"), ("missing", "entries_missing"), ("gone", "gone"), ("soft404", "soft_404"),
    ("failed", "failed"), ("requests", "requests"),
)  # fmt: skip


def table(report: RunReport) -> str:
    """Return the report as lines of text, one a portal, alarms below."""
    rows = [("portal", "outcome", *(title for title, _ in _COLUMNS), "MB")]
    for result in report.portals:
        values = [result.reports, *(result.counts.get(name, 0) for _, name in _COLUMNS[1:])]
        megabytes = f"{result.counts.get('bytes', 0) / 1e6:.1f}"
        rows.append((result.portal, result.outcome, *(str(value) if value else "·" for value in values), megabytes))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(_padded(row, widths)).rstrip() for row in rows]
    lines += [f"! {result.portal}: {result.alarm}" for result in report.portals if result.alarm]
    lines += [f"! {line}" for line in report.damage]
    if report.defects:
        lines.append(f"! {report.defects} answers could not be handled: a defect of this program; see the log")
    if report.pending:
        lines.append(f"! {report.pending} requests are left; run again to go on")
    return "\n".join(lines)


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    """Return names to the left, numbers to the right."""
    cells = list(zip(row, widths, strict=True))
    return [cell.ljust(width) for cell, width in cells[:2]] + [cell.rjust(width) for cell, width in cells[2:]]
