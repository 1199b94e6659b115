"""One crawl run from lock to report: recover, seed, walk, close the columns, write what it came to."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.captures import ScanProblem, WarcStore, new_run_id, scan_captures
from crawler.catalogue import Portal
from crawler.configuration import Configuration
from crawler.data_folder import DataFolder
from crawler.errors import CrawlerError
from crawler.progress import Progress
from crawler.run_report import PortalResult, RunReport, report_portal, total_counts
from crawler.state import State, utc_now
from crawler.systems.pages import ListPage
from crawler.urls import key_of
from crawler.walk import Walk

logger = logging.getLogger(__name__)


def run_crawl(
    configuration: Configuration,
    portals: Sequence[Portal],
    *,
    due_only: bool = False,
    settings: dict[str, Any] | None = None,
) -> RunReport:
    """Crawl portals and return the run's report; `settings` overrides Scrapy settings (for measuring).

    Raises LockedError when another run writes the data folder, DiskFullError, ConfigurationError.
    """
    configuration.require_contact()
    folder = DataFolder(configuration.data)
    with folder.lock():
        fresh = not folder.state_db.exists()
        state = State(folder.state_db)
        try:
            run_id = new_run_id()
            damage = recover(state, folder.warc, rebuild=fresh)
            with WarcStore(folder.warc, run_id=run_id, sync="batch", find_original=state.find_original) as store:
                return _run(configuration, folder, portals, state, store, run_id, damage, due_only, settings or {})
        finally:
            state.close()


def probe_page(configuration: Configuration, portal: Portal) -> tuple[ListPage | None, str]:
    """Ask the first page of a portal's column, politely; return what it lists, or None and the reason.

    Uses a state of its own, so that a probe leaves no trace in a crawl's; what it was sent is kept in the WARC store.
    """
    folder = DataFolder(configuration.data)
    with folder.lock(), tempfile.TemporaryDirectory() as scratch:
        state = State(Path(scratch) / "state.db")
        try:
            run_id = new_run_id()
            with WarcStore(folder.warc, run_id=run_id, sync="batch") as store:
                walk = Walk(state, [portal], store, run_id, suffixes=configuration.suffixes, is_probe=True)
                walk.seed(due_only=False, resumed=set())
                with Progress(state) as progress:
                    _, verdicts = _crawl(configuration, [portal], state, store, walk, progress, {})
            events = [f"{outcome} {detail}".strip() for _, outcome, _, detail in state.events(run_id)]
            return walk.probed, "; ".join([*events, *verdicts.values()]) or "no answer"
        finally:
            state.close()


def recover(state: State, warc: Path, *, rebuild: bool) -> list[str]:
    """Bring state.db and the WARC files together after a kill or a lost state.db; return what was found damaged.

    A capture that is indexed but not whole on disk (a power cut) is forgotten, so that its URL is asked again. With
    `rebuild`, URLs, validators and captures are read back from the WARC files; due dates and sightings come with the
    next run's lists.
    """
    damage: list[str] = []
    sizes: dict[str, int] = {}
    files = sorted(warc.glob("*.warc.gz")) if warc.is_dir() else []
    last = state.last_warc_file()
    for path in files:
        size = path.stat().st_size
        start = state.indexed_end(path.name)
        # only a file that can have been open when a run died needs reading
        if not rebuild and path.name < last and size >= start:
            sizes[path.name] = size
            continue
        sizes[path.name] = 0 if rebuild else min(start, size)
        for found in scan_captures(path, start=0 if rebuild or start > size else start):
            if isinstance(found, ScanProblem):
                damage.append(f"{found.warc_file}: {found.kind} at byte {found.offset}: {found.message}")
                continue
            sizes[path.name] = found.offset + found.length
            if rebuild and found.url:
                state.store_rebuilt(key_of(found.url), found)
    lost = state.captures_after(sizes)
    if lost:
        state.forget_captures(lost)
        damage.append(f"{len(lost)} captures were not whole on disk and are asked again")
    return damage


def _run(
    configuration: Configuration,
    folder: DataFolder,
    portals: Sequence[Portal],
    state: State,
    store: WarcStore,
    run_id: str,
    damage: list[str],
    due_only: bool,
    settings: dict[str, Any],
) -> RunReport:
    started_at = utc_now()
    walk = Walk(state, portals, store, run_id, suffixes=configuration.suffixes)
    resumed = state.unfinished_portals()
    state.open_run(run_id, [portal.id for portal in portals])
    if resumed:
        state.adopt_run(run_id)
        state.release_leases()
        logger.info("going on with an unfinished run", extra={"portals": sorted(resumed)})
    else:
        state.close_crashed_runs(run_id)
        state.clear_frontier()
    before = {portal.id: state.count_reports(portal.id) for portal in portals}
    chosen = walk.seed(due_only=due_only, resumed=resumed)
    with Progress(state) as progress:
        reason, verdicts = _crawl(configuration, portals, state, store, walk, progress, settings)
    store.sync()
    asked = [portal for portal in portals if portal.id in chosen or portal.id in resumed]
    results = tuple(_close(portal, state, walk, run_id, before[portal.id], verdicts) for portal in asked)
    pending = state.pending()
    if not pending:
        state.clear_frontier()
    report = RunReport(
        run_id, started_at, utc_now(), reason, results, pending, tuple(damage), total_counts(results)
    )  # fmt: skip
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    state.close_run(run_id, reason, text)
    (folder.runs / f"{run_id}.json").write_text(text + "\n", "utf-8")
    return report


def _close(
    portal: Portal, state: State, walk: Walk, run_id: str, before: int, verdicts: dict[str, str]
) -> PortalResult:
    pending = state.pending(portal.id)
    if not pending:
        walk.close_portal(portal)
    hosts = [verdict for host, verdict in verdicts.items() if portal.allows(f"http://{host}/")]
    robots = next((v.removeprefix("robots_") for v in hosts if v.startswith("robots_")), "")
    blocked = next((v for v in hosts if not v.startswith("robots_")), "")
    return report_portal(portal, state, run_id, before=before, pending=pending, blocked=blocked, robots=robots)


def _crawl(
    configuration: Configuration,
    portals: Sequence[Portal],
    state: State,
    store: WarcStore,
    walk: Walk,
    progress: Progress,
    overrides: dict[str, Any],
) -> tuple[str, dict[str, str]]:
    """Run Scrapy until the frontier is empty; return the finish reason and the verdicts on hosts."""
    from scrapy.crawler import CrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders.portal import PortalSpider

    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(
        {
            "USER_AGENT": configuration.user_agent,
            "GONGKAI_PROXY": configuration.proxy,
            "LOG_ENABLED": False,
            "LOG_INSTALL_ROOT_HANDLER": False,
            **overrides,
        }
    )
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(PortalSpider)
    process.crawl(
        crawler,
        portals=tuple(portals),
        configuration=configuration,
        state=state,
        store=store,
        walk=walk,
        progress=progress,
    )
    process.start()
    if crawler.stats is None or crawler.spider is None:
        raise CrawlerError("the crawl engine did not start")
    spider: Any = crawler.spider
    reason = str(crawler.stats.get_value("finish_reason") or "failed")
    if defects := crawler.stats.get_value("spider_exceptions/count"):
        raise CrawlerError(f"{defects} answers could not be handled; see the log")
    return reason, dict(spider.host_verdicts)
