"""The sandbox a hostile document meets: a process of its own with limits on memory, time and output.

Workers are forked from a warm, single-threaded server process that has imported the readers once. They are told where
payloads stand (WARC file and offset), never given the bytes: sending paths costs nothing, sending bodies half the gain
of a second core. One worker reads one document after another; the parent watches the clock, kills a worker that goes
over it, starts another, and gives a document that killed its worker one more try alone. What comes back is JSON, not
pickles: a document that takes over a worker must not take over its parent.
"""

from __future__ import annotations

import base64
import ctypes
import json
import multiprocessing
import os
import resource
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from archive.article_pages import ArticlePage, Body, read_article
from archive.rows import ReportRows, Row, rows_of
from crawler.captures import Capture, CaptureError, read_payload
from extractors import READER
from extractors.checks import check_report
from extractors.document import Document
from extractors.errors import ExtractionError, NotAReportError
from extractors.formats import read_document
from extractors.report import read_report
from extractors.report_values import Report

MEMORY = 1536 * 2**20
"""Address space of a worker: five times what the largest sample needs; pdfium and lxml reserve more than they use."""

SECONDS = 60.0
"""Wall time of one document. The slowest real one takes 2 s; what is still at it after a minute will not end."""

LARGEST_RESULT = 64 * 2**20
"""Bytes a worker may send for one document."""

CHUNK = 16
"""Documents handed to a worker at once: 0.1 s of work, so that dispatch costs nothing and the end is even."""

TRIES = 2
"""How often a document may kill its worker: the first time something else may have been to blame."""

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000


class Payload(NamedTuple):
    """Where one payload stands, what its server or its finder called it, and the portal that showed it."""

    sha256: str
    stored_sha256: str
    size: int
    warc_file: str
    offset: int
    length: int
    name: str
    media_type: str
    charset: str
    portal: str = ""


class FurtherPage(NamedTuple):
    """A further page of an article, and where it stands."""

    page: ArticlePage
    payload: Payload


class Task(NamedTuple):
    """One thing to read: a payload, the attachments of the page that it is, its address if the article goes on, and the
    further pages that were captured of it."""

    payload: Payload
    parts: tuple[Payload, ...] = ()
    url: str = ""
    pages: tuple[FurtherPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a task: `outcome` is report, not_a_report or a kind of failure, `report` its rows if it is one.

    `problems` are (ordinal, stage, kind, place, raw, message); `used` the digests of further pages and
    attachments read together with it.
    """

    sha256: str
    outcome: str
    message: str = ""
    format: str = ""
    title: str = ""
    problems: tuple[Row, ...] = ()
    used: tuple[str, ...] = ()
    report: ReportRows | None = None


def read_task(folder: Path, task: Task) -> Result:
    """Read one task. Never raises for what a document holds; our own defects come out as `reader_defect`."""
    sha256 = task.payload.sha256
    try:
        return _read(folder, task)
    except NotAReportError as error:
        return _failed(sha256, error.kind, error.message, error.where, stage="report")
    except ExtractionError as error:
        return _failed(sha256, error.kind, error.message, error.where)
    except CaptureError as error:
        return _failed(sha256, "capture_unreadable", str(error), stage="capture")
    except MemoryError:
        return _failed(sha256, "worker_oom", "needs more memory than a reader may have")
    except Exception as error:  # noqa: BLE001  one document must not end the build; the row says that the defect is ours
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        return _failed(sha256, "reader_defect", f"{type(error).__name__}: {error}", where)


def _read(folder: Path, task: Task) -> Result:
    body = _body(folder, task.payload)
    document = _document(body, task.payload)
    refusal: NotAReportError | None = None
    report: Report | None = None
    pages: tuple[str, ...] = ()
    if task.pages:
        document, pages = _whole_article(folder, task, document, body)
    used = pages
    try:
        report = read_report(document)
    except NotAReportError as error:
        if not task.parts:
            raise
        refusal = error
    if task.parts and (report is None or not report.figures):
        documents, names = [document], []
        for part in task.parts:
            try:
                documents.append(_document(_body(folder, part), part))
                names.append(part.sha256)
            except (ExtractionError, CaptureError):  # the attachment's own reading says why
                continue
        if names:
            try:
                whole = read_report(documents)
            except NotAReportError as error:
                refusal = refusal or error
            else:
                if report is None or whole.figures:
                    report, used = whole, (*pages, *names)
    if report is None:
        raise refusal or NotAReportError("no report")
    if not report.sections and not report.figures and not report.legacy:
        return _failed(
            task.payload.sha256, "no_content", "taken for a report, but no section and no figure was read: our failure"
        )
    if _is_blank_form(report):
        return _failed(task.payload.sha256, "not_a_report", "the official form with nothing filled in", stage="report")
    rows = rows_of(report, check_report(report), reader=READER, portal=task.payload.portal)
    return Result(
        task.payload.sha256,
        "report",
        format=document.format,
        title=rows.title,
        problems=tuple(rows.tables["problems"]),
        used=used,
        report=rows,
    )


def _is_blank_form(report: Report) -> bool:
    """Return whether this is the official form with nothing filled in: no year, and not one number in its tables."""
    if any(problem.kind == "blank_form" for problem in report.problems):
        return True
    return report.year is None and bool(report.figures) and all(f.value is None for f in report.figures.values())


def _whole_article(folder: Path, task: Task, document: Document, body: bytes) -> tuple[Document, tuple[str, ...]]:
    payloads = {further.page: further.payload for further in task.pages}

    def read(page: ArticlePage) -> tuple[Document, Body]:
        payload = payloads[page]
        found = _body(folder, payload)
        return _document(found, payload), Body(page.url, found, payload.media_type, payload.charset)

    first = Body(task.url, body, task.payload.media_type, task.payload.charset)
    return read_article(document, first, list(payloads), read)


def _document(body: bytes, payload: Payload) -> Document:
    return read_document(body, name=payload.name, media_type=payload.media_type, charset=payload.charset)


def _body(folder: Path, payload: Payload) -> bytes:
    capture = Capture(
        id="",
        record_type="response",
        url="",
        final_url="",
        fetched_at="",
        warc_file=payload.warc_file,
        offset=payload.offset,
        length=payload.length,
        payload_sha256=payload.sha256,
        payload_size=payload.size,
        stored_sha256=payload.stored_sha256,
    )
    return read_payload(folder, capture)


def _failed(sha256: str, kind: str, message: str, where: str = "", *, stage: str = "read") -> Result:
    rows: list[Row] = [(1, stage, kind, where, "", message)]
    return Result(sha256, kind, message=message, problems=tuple(rows))


# ---------------------------------------------------------------------------------------------- inside a worker


def _limit(memory: int) -> None:
    """Take away what a document does not need: memory, files, core dumps, and the network where the kernel lets us."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # a killed build leaves no reader behind
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWNET)


def _work(connection: Connection, folder: str, memory: int) -> None:
    _limit(memory)
    warc = Path(folder)
    while True:
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            return
        for item in json.loads(message):
            payload, parts, url, pages = item
            task = Task(
                Payload(*payload),
                tuple(Payload(*part) for part in parts),
                url,
                tuple(FurtherPage(ArticlePage(*page), Payload(*place)) for page, place in pages),
            )
            connection.send_bytes(_encode(read_task(warc, task)))


def _encode(result: Result) -> bytes:
    value = _shallow(result)
    if result.report is not None:
        value["report"] = report = _shallow(result.report)
        report["cells"] = base64.b64encode(result.report.cells).decode("ascii")
    encoded = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
    if len(encoded) > LARGEST_RESULT:
        return _encode(_failed(result.sha256, "too_large", f"the reading has {len(encoded)} bytes"))
    return encoded


def _shallow(value: Result | ReportRows) -> dict[str, Any]:
    """Return a dataclass's fields by name; `asdict` would copy every row, a sixth of a worker's time."""
    return {item.name: getattr(value, item.name) for item in fields(value)}


def _decode(data: bytes) -> Result:
    value: dict[str, Any] = json.loads(data)
    report = value["report"]
    if report is not None:
        report["cells"] = base64.b64decode(report["cells"])
        report["agency"] = tuple(report["agency"]) if report["agency"] else None
        report["tables"] = {name: [tuple(row) for row in rows] for name, rows in report["tables"].items()}
        value["report"] = ReportRows(**report)
    value["problems"] = tuple(tuple(row) for row in value["problems"])
    value["used"] = tuple(value["used"])
    return Result(**value)


# ---------------------------------------------------------------------------------------------- the parent's side


class _Worker:
    """One worker process, the tasks it has not answered yet, and when its present task is overdue."""

    def __init__(self, context: Any, folder: Path, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=_work, args=(theirs, str(folder), memory), name="gongkai-reader", daemon=True
        )
        self.process.start()
        theirs.close()
        self.pending: deque[Task] = deque()
        self.deadline = 0.0

    def give(self, tasks: Sequence[Task]) -> None:
        self.pending.extend(tasks)
        self.deadline = time.monotonic() + self._seconds
        try:
            self.connection.send_bytes(json.dumps(tasks).encode("utf-8"))
        except OSError:
            return  # it died between two documents; the next wait finds its end of the pipe closed

    def take(self) -> Result | None:
        """Return the next answer; None when the worker is dead or talks nonsense."""
        try:
            result = _decode(self.connection.recv_bytes(LARGEST_RESULT))
        except (EOFError, OSError, ValueError, KeyError, TypeError):
            return None
        if not self.pending or result.sha256 != self.pending[0].payload.sha256:
            return None
        self.pending.popleft()
        self.deadline = time.monotonic() + self._seconds
        return result

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join()
        self.process.close()


class WorkerPool:
    """N workers over one folder of WARC files. Use as a context manager; results come in the order they are ready."""

    def __init__(self, folder: Path, *, workers: int = 0, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._folder = folder
        self._count = workers or os.cpu_count() or 1
        self._seconds = seconds
        self._memory = memory
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["archive.worker"])
        self._workers: list[_Worker] = []

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def reading(self) -> dict[int, str]:
        """Return, by process id, the digest of the payload that each worker is at."""
        return {
            worker.process.pid or 0: task.payload.sha256 for worker in self._workers for task in [*worker.pending][:1]
        }

    def run(self, tasks: Iterable[Task]) -> Iterator[Result]:
        """Read all tasks; every task gives exactly one result, whatever it does to its worker."""
        queue = iter(tasks)
        again: deque[Task] = deque()
        kills: dict[str, int] = {}

        def next_chunk() -> list[Task]:
            return [again.popleft()] if again else list(islice(queue, CHUNK))

        while True:
            for worker in self._workers:
                if not worker.pending and (chunk := next_chunk()):
                    worker.give(chunk)
            while len(self._workers) < self._count and (chunk := next_chunk()):
                worker = _Worker(self._context, self._folder, self._seconds, self._memory)
                self._workers.append(worker)
                worker.give(chunk)
            busy = {worker.connection: worker for worker in self._workers if worker.pending}
            if not busy:
                return
            patience = max(0.0, min(worker.deadline for worker in busy.values()) - time.monotonic())
            ready = wait(list(busy), timeout=patience)
            for worker in [worker for connection, worker in busy.items() if connection in ready]:
                result = worker.take()
                if result is not None:
                    yield result
                else:
                    yield from self._bury(worker, "worker_killed", again, kills)
            now = time.monotonic()
            for worker in [worker for worker in self._workers if worker.pending and worker.deadline <= now]:
                yield from self._bury(worker, "worker_timeout", again, kills)

    def _bury(self, worker: _Worker, kind: str, again: deque[Task], kills: dict[str, int]) -> Iterator[Result]:
        """Take a dead or overdue worker away; put back its tasks but for one that has had its tries."""
        worker.process.join(timeout=0.1)
        code = worker.process.exitcode
        tasks = list(worker.pending)
        self._workers.remove(worker)
        worker.stop()
        if not tasks:
            return
        culprit, rest = tasks[0], tasks[1:]
        again.extend(rest)
        digest = culprit.payload.sha256
        kills[digest] = kills.get(digest, 0) + 1
        if kind == "worker_timeout":
            yield _failed(digest, kind, f"not read after {self._seconds:g} seconds")
        elif kills[digest] >= TRIES:
            reason = f"signal {-code}" if code is not None and code < 0 else f"exit status {code}"
            yield _failed(digest, kind, f"the reading process died ({reason}), {TRIES} times")
        else:
            again.append(culprit)
