"""All tables of the archive, in the order in which they are made."""

from __future__ import annotations

from archive.figure_views import FIGURE_TABLES
from archive.schema import captures, figures, reports
from archive.schema.shapes import Table

TABLES: tuple[Table, ...] = (
    reports.REGIONS,
    reports.AGENCIES,
    captures.CAPTURES,
    reports.REPORTS,
    reports.SECTIONS,
    figures.INDICATORS,
    *(figures.figure_table(name) for name in FIGURE_TABLES),
    figures.RULES,
    figures.CHECKS,
    figures.REPAIRS,
    figures.STATEMENTS,
    figures.LEGACY,
    captures.PROBLEMS,
    captures.READINGS,
    captures.MANIFESTATIONS,
    captures.VERSIONS,
    captures.COVERAGE,
    captures.RUNS,
    figures.SERIES_DEFINITIONS,
    figures.RATE_DEFINITIONS,
    captures.WARC_FILES,
    captures.ABOUT,
    captures.BUILD_STATE,
)

TABLE: dict[str, Table] = {table.name: table for table in TABLES}
