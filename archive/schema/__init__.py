"""The shape of archive.db: TABLES, VIEWS, INDEXES and SEARCH as constants, every column described in two languages.

The only place where a table or a column is spelled. The data dictionary, the exports and Datasette's descriptions are
made from these constants.

Notes for whoever reads the database:

- A **report** is one printed publisher and one year (`reports.id` = `<agency id>-<year>`, stable across rebuilds). Its
  figures, sections, checks, repairs and problems are those of its current version. `canonical` = 1 says that the row
  stands for its publisher-year; 0 that publisher or year could not be read, or another row of the same agency and year
  is preferred.
- Documents of one agency and year that contradict one another in print, with nothing to say that one is a later
  version, are reports of their own: the preferred one canonical, the others `<agency id>-<year>-<digest>`; a problem
  `agency_conflict` stands at each.
- A **version** (`report_versions`) is one distinct content; a **manifestation** one capture that showed it.
- **Figures** are stored wide (`figures_t2`, `figures_t3`, `figures_t4`, `figures_y14`, `figures_s6`) and read through
  the view `figures`, one row a printed cell. NULL in a wide table is "no number": the state says why.
- **captures** has every capture; `readings` what became of every distinct payload that was read, so that
  `SELECT * FROM intake` adds up to the number of captures.
- Columns marked internal (`docid`, the packed figure columns) may change between rebuilds and are in no export.
- Search: `sections_search` and `reports_search` are contentless FTS5 tables over `docid`; make the query with
  `archive.search.match_query` (bigrams), and see `archive.search.search`. The six headings that the form prescribes are
  not in it.
"""

from __future__ import annotations

from archive.schema.figures import ENGLISH_LABELS
from archive.schema.shapes import Column, Index, Search, Table, View
from archive.schema.tables import TABLE, TABLES
from archive.schema.views import BY_RESULT, FIGURES, INTAKE, RATES, SERIES, SUMMARY
from archive.search import OWN_HEADING

__all__ = [
    "APPLICATION_ID",
    "ENGLISH_LABELS",
    "INDEXES",
    "SCHEMA_VERSION",
    "SEARCH",
    "TABLE",
    "TABLES",
    "VIEWS",
    "Column",
    "Table",
]

SCHEMA_VERSION = 3
"""Raised with every change of tables or columns; kept in PRAGMA user_version. Another version is built afresh."""

APPLICATION_ID = 0x676B3031
"""PRAGMA application_id: says that a SQLite file is an archive of this program ("gk01")."""

VIEWS: tuple[View, ...] = (FIGURES, SUMMARY, BY_RESULT, SERIES, RATES, INTAKE)

INDEXES: tuple[Index, ...] = (
    Index("reports_by_agency", "reports", ("agency_id", "year"), "one agency over the years"),
    Index("reports_by_year", "reports", ("year",), "all reports of a year"),
    Index("agencies_by_name", "agencies", ("name",), "look an agency up by its name"),
    Index("agencies_by_region", "agencies", ("region_code",), "agencies of a division"),
    Index("captures_by_payload", "captures", ("payload_sha256",), "where a payload was seen; the stored original"),
    Index("captures_by_final_url", "captures", ("final_url", "fetched_at"), "history of one URL"),
    Index("captures_by_parent", "captures", ("parent_url",), "attachments of a page"),
    Index("captures_by_run", "captures", ("run_id",), "what a run brought"),
    Index("manifestations_by_report", "manifestations", ("report_id",), "places of a report"),
    Index("readings_by_report", "readings", ("report_id",), "payloads that gave a report"),
    Index("readings_by_claim", "readings", ("claimed_id",), "payloads of one agency and year"),
    Index("problems_by_report", "problems", ("report_id",), "problems of a report"),
    Index("problems_by_kind", "problems", ("kind",), "all problems of a kind"),
    Index("checks_by_rule", "checks", ("rule", "outcome"), "all failures of a rule"),
    Index("indicators_by_cell", "indicators", ("form_table", "cell_number"), "the join of the figure views"),
    Index("coverage_by_year", "coverage", ("year", "status"), "who is missing in a year"),
)

SEARCH: tuple[Search, ...] = (
    Search("sections_search", "sections", (OWN_HEADING, "text")),
    Search("reports_search", "reports", ("title", "publisher")),
)
