"""One crawl run from lock to report: recover, seed, walk, close the columns, write what it came to."""

from __future__ import annotations

import gc
import json
import logging
import signal
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from crawler.captures import ScanProblem, WarcStore, new_run_id, scan_captures
from crawler.catalogue import Portal
from crawler.configuration import Configuration
from crawler.data_folder import DataFolder, DiskFullError, is_damage, is_disk_trouble
from crawler.errors import CrawlerError, StateError
from crawler.progress import Progress
from crawler.run_report import PortalResult, RunReport, report_portal, total_counts
from crawler.state import State
from crawler.state_database import utc_now
from crawler.systems.pages import ListPage
from crawler.urls import key_of
from crawler.walk import Walk

logger = logging.getLogger(__name__)

REMEMBERED_BODIES = 256
"""Captures the store keeps in memory besides those in state.db: more than can be under way at once."""


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
    with _naming_disk_trouble(folder), folder.lock(), closing(open_state(folder)) as state:
        run_id = new_run_id()
        damage = recover(state, folder.warc)
        with WarcStore(
            folder.warc, run_id=run_id, sync="batch", find_original=state.find_original, remember=REMEMBERED_BODIES
        ) as store:
            return _run(configuration, folder, portals, state, store, run_id, damage, due_only, settings or {})


@contextmanager
def _naming_disk_trouble(folder: DataFolder) -> Iterator[None]:
    """Turn what SQLite and the operating system say of a full or damaged disk into errors that name the folder."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if is_disk_trouble(error):
            raise DiskFullError(f"{folder.root}: disk full or not writable: {error}") from error
        if is_damage(error):
            raise StateError(f"{folder.state_db} is damaged ({error}); run again to rebuild it") from error
        raise


def open_state(folder: DataFolder) -> State:
    """Open the crawl state; one that is damaged is put aside, and begun anew from the WARC files."""
    try:
        state = State(folder.state_db)
        try:
            state.check()
        except BaseException:
            state.close()
            raise
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        logger.warning("state.db is damaged and put aside", extra={"reason": str(error)})
        for name in ("state.db", "state.db-wal", "state.db-shm"):
            path = folder.root / name
            if path.exists():
                path.replace(path.with_name(f"damaged-{name}"))
        return State(folder.state_db)
    return state


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
                    ending = _crawl(configuration, [portal], state, store, walk, progress, {})
            events = [f"{outcome} {detail}".strip() for _, outcome, _, detail in state.events(run_id)]
            return walk.probed, "; ".join([*events, *ending.verdicts.values()]) or "no answer"
        finally:
            state.close()


def recover(state: State, warc: Path) -> list[str]:
    """Bring state.db and the WARC files together after a kill or a lost state.db; return what was found damaged.

    A capture that is indexed but not whole on disk (a power cut) is forgotten, so that its URL is asked again; one that
    is whole but was not yet indexed (a kill between the two) is indexed, so that the same bytes are not kept twice. For
    a state that is new, URLs, validators and captures are read back from the WARC files; due dates and sightings come
    with the next run's lists.
    """
    damage: list[str] = []
    sizes: dict[str, int] = {}
    is_new = state.is_new
    settled = state.settled_files()
    for path in sorted(warc.glob("*.warc.gz")) if warc.is_dir() else []:
        size = path.stat().st_size
        # names tell no order: two runs may begin within a second, and clocks are set back
        if not is_new and settled.get(path.name) == size:
            sizes[path.name] = size
            continue
        end = state.indexed_end(path.name)
        start = 0 if is_new or end > size else end
        with state.transaction():
            sizes[path.name] = _read_back(state, path, start, is_new, damage)
            state.settle_file(path.name, size)
    lost = state.captures_after(sizes)
    if lost:
        state.forget_captures(lost)
        damage.append(f"{len(lost)} captures were not whole on disk and are asked again")
    if is_new:
        state.settle()
    return damage


def _read_back(state: State, path: Path, start: int, is_new: bool, damage: list[str]) -> int:
    """Index the captures of a WARC file from an offset on; return where its intact part ends."""
    intact = start
    for found in scan_captures(path, start=start):
        if isinstance(found, ScanProblem):
            damage.append(f"{found.warc_file}: {found.kind} at byte {found.offset}: {found.message}")
            continue
        intact = found.offset + found.length
        if found.url and is_new:
            state.store_rebuilt(key_of(found.url), found)
        elif found.url and found.record_type != "metadata":
            state.store_capture(key_of(found.url), found)
    return intact


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
    ids = [portal.id for portal in portals]
    before = {name: state.count_reports(name) for name in ids}
    yesterday = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%S")
    finished = state.read_to_the_end(ids, since=yesterday)
    resumed = state.open_frontier(ids)
    if not resumed:
        finished.clear()
    state.open_run(run_id, before)
    before |= state.adopt_runs(run_id, ids)
    if resumed:
        logger.info("going on with an unfinished run", extra={"portals": sorted(resumed)})
        for name, url in state.quarantine():
            walk.count(name, "failed")
            state.add_event(run_id, name, "quarantined", url, "every run that asked for it died")
    chosen = walk.seed(due_only=due_only, resumed=resumed | finished)
    ending = Ending("finished")
    if state.waiting_hosts():
        with Progress(state) as progress:
            ending = _crawl(configuration, portals, state, store, walk, progress, settings)
        state.give_back()
    store.sync()
    asked = [portal for portal in portals if portal.id in chosen]
    results = tuple(_close(portal, state, walk, run_id, before[portal.id], ending.verdicts) for portal in asked)
    left = {portal.id: state.pending(portal.id) for portal in portals}
    state.clear_frontier(name for name, pending in left.items() if not pending)
    report = RunReport(
        run_id,
        started_at,
        utc_now(),
        ending.reason,
        results,
        sum(left.values()),
        tuple(damage),
        total_counts(results),
        ending.defects,
    )
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    folder.write_summary(run_id, report.as_json())
    state.close_run(run_id, ending.reason, text, is_unfinished=bool(report.pending))
    return report


def _close(
    portal: Portal, state: State, walk: Walk, run_id: str, before: int, verdicts: Mapping[str, str]
) -> PortalResult:
    pending = state.pending(portal.id)
    if not pending:
        walk.close_portal(portal)
    hosts = [verdict for host, verdict in verdicts.items() if portal.allows(f"http://{host}/")]
    robots = next((v.removeprefix("robots_") for v in hosts if v.startswith("robots_")), "")
    blocked = next((v for v in hosts if not v.startswith("robots_")), "")
    return report_portal(portal, state, run_id, before=before, pending=pending, blocked=blocked, robots=robots)


@dataclass(frozen=True, slots=True)
class Ending:
    """How the engine came to its end: its reason, what hosts refused, how many answers could not be handled."""

    reason: str
    verdicts: Mapping[str, str] = field(default_factory=dict)
    defects: int = 0


def _crawl(
    configuration: Configuration,
    portals: Sequence[Portal],
    state: State,
    store: WarcStore,
    walk: Walk,
    progress: Progress,
    overrides: dict[str, Any],
) -> Ending:
    """Run Scrapy until the frontier is empty; raises what made the store or the state unusable."""
    stopper = _Stopper()
    # from here on: a signal that raised inside Scrapy's own start would end in one of its deferreds
    with stopper.on_signals():
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
        if configuration.proxy:
            # Scrapy keeps this many connections to one address open; to a proxy go the requests of all hosts. How many
            # requests a host gets at once is the scheduler's affair, with a proxy as without.
            settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", settings.getint("CONCURRENT_REQUESTS"))
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
            on_fatal=stopper.stop,
        )
        stopper.watch(process, crawler, grace=settings.getfloat("SHUTDOWN_GRACE"))
        with _collecting_seldom():
            try:
                process.start(install_signal_handlers=False)
            finally:
                state.stop_gathering()
    spider: Any = crawler.spider
    if crawler.stats is None or spider is None:
        raise CrawlerError("the crawl engine did not start")
    if spider.fatal is not None:
        with suppress(sqlite3.Error):
            state.give_back()
        raise spider.fatal
    reason = "shutdown" if stopper.signals else spider.finish_reason or "failed"
    defects = spider.defects + int(crawler.stats.get_value("spider_exceptions/count") or 0)
    return Ending(reason, dict(spider.host_verdicts), defects)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Look for garbage in cycles every 20,000 objects instead of every 700, and not among what start-up made.

    A request makes thousands of objects and hardly a cycle: looking for them costs a twentieth of a crawl.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


class _Stopper:
    """Ends a crawl before its end: nothing new is begun, what is under way may finish within a grace."""

    def __init__(self) -> None:
        self.signals: list[int] = []
        self._reactor: Any = None
        self._process: Any = None
        self._crawler: Any = None
        self._grace = 0.0

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Stop on SIGINT and SIGTERM; at once on a second one."""
        earlier = {number: signal.signal(number, self._take) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in earlier.items():
                signal.signal(number, handler)

    def watch(self, process: Any, crawler: Any, *, grace: float) -> None:
        """Begin to stop this process when told so, or now if a signal came before; `grace` is in seconds."""
        from twisted.internet import reactor

        self._process, self._crawler, self._grace = process, crawler, grace
        self._reactor = reactor
        if self.signals:
            self._reactor.callFromThread(self.stop)

    def _take(self, number: int, _: FrameType | None) -> None:
        self.signals.append(number)
        if self._reactor is not None:
            # the signal may strike anywhere; the engine is told in its own time
            self._reactor.callFromThread(self.stop if len(self.signals) == 1 else self._stop_now)

    def stop(self) -> None:
        """Begin nothing more; the engine ends when nothing is under way, or when the grace is over."""
        if self._crawler.spider is not None:
            self._crawler.spider.is_stopping = True
        if self._crawler.engine is not None and self._crawler.engine.scheduler is not None:
            self._crawler.engine.scheduler.wake()
        self._reactor.callLater(self._grace, self._stop_now)

    def _stop_now(self) -> None:
        self._process.stop()
        with suppress(RuntimeError):  # it is stopping already
            self._reactor.stop()
