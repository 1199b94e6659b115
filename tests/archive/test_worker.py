"""Workers: every task gives one result, whatever a document does to the process that reads it."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.worker import Payload, Result, Task, WorkerPool, _decode, _encode, _limit, read_task
from crawler.captures import Capture
from crawler.data_folder import DataFolder

Store = Callable[..., list[Capture]]
Sample = Callable[..., bytes]


def task_of(capture: Capture, *parts: Capture) -> Task:
    def payload(found: Capture) -> Payload:
        return Payload(
            found.payload_sha256,
            found.stored_sha256,
            found.payload_size,
            *found.payload_place,
            found.url.rsplit("/", 1)[-1],
            found.media_type,
            found.charset,
        )

    return Task(payload(capture), tuple(payload(part) for part in parts))


def run(folder: DataFolder, tasks: list[Task], **options: float) -> dict[str, Result]:
    with WorkerPool(folder.warc, **options) as pool:  # type: ignore[arg-type]
        results = list(pool.run(tasks))
    assert sorted(result.sha256 for result in results) == sorted(task.payload.sha256 for task in tasks)
    return {result.sha256: result for result in results}


def slow_document(sample: Sample) -> bytes:
    """Return a report with so much prose that no reader is through with it in a twentieth of a second."""
    line = "本年度新收政府信息公开申请{}件，予以公开{}件。"
    return sample(variation="text-cells") + "\n".join(line.format(n, n % 9) for n in range(120_000)).encode()


def test_reports_non_reports_and_unreadable_files_are_told_apart(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    captures = store_files(
        [
            ("report.html", sample()),
            ("notice.html", "<html><body><p>关于开展植树活动的通知</p></body></html>".encode()),
            ("empty.html", b""),
            ("cut.docx", sample(variation="docx-merged")[:3000]),
            ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ]
    )
    results = run(folder, [task_of(capture) for capture in captures], workers=2)
    outcomes = [results[capture.payload_sha256].outcome for capture in captures]
    assert outcomes[:3] == ["report", "not_a_report", "empty"]
    assert set(outcomes[3:]) <= {"truncated", "unreadable", "unsupported"}
    good = results[captures[0].payload_sha256]
    assert good.report is not None
    assert good.report.figure_count > 150
    for capture in captures[1:]:
        result = results[capture.payload_sha256]
        assert result.report is None
        assert result.problems[0][2] == result.outcome
        assert result.problems[0][5]


def test_what_a_worker_sends_is_what_it_read(folder: DataFolder, store_files: Store, sample: Sample) -> None:
    captures = store_files([(f"{variation}", sample(variation=variation)) for variation in ("html-wps", "pdf-ruled")])
    for capture in captures:
        here = read_task(folder.warc, task_of(capture))
        assert _decode(_encode(here)) == here
        assert run(folder, [task_of(capture)])[capture.payload_sha256] == here


def test_a_page_without_figures_is_read_together_with_its_attachment(
    folder: DataFolder, store_pages: Callable[..., Capture], sample: Sample
) -> None:
    title = "青禾县人民政府2024年政府信息公开工作年度报告"
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p><a href='a.docx'>附件</a></p></body></html>"
    )
    first = store_pages("http://a.gov.cn.test/1.html", page.encode())
    attached = store_pages(
        "http://a.gov.cn.test/a.docx", sample(variation="docx-merged"), role="attachment", parent=first.final_url
    )
    alone = read_task(folder.warc, task_of(first))
    together = read_task(folder.warc, task_of(first, attached))
    assert alone.outcome == "not_a_report" or alone.report is None or alone.report.figure_count == 0
    assert together.outcome == "report"
    assert together.used == (attached.payload_sha256,)
    assert together.report is not None
    assert together.report.figure_count > 150


def test_a_document_that_kills_its_worker_twice_is_given_up_and_the_others_are_read(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    captures = store_files([("killer.txt", slow_document(sample)), *((f"{n}.html", sample(seed=n)) for n in range(30))])
    killer = captures[0].payload_sha256
    kills = []
    with WorkerPool(folder.warc, workers=2) as pool:
        done = threading.Event()

        def kill() -> None:
            # stands in for the parser that dies: whichever process is at the document gets a real SIGKILL
            while not done.is_set():
                for process, digest in pool.reading().items():
                    if digest == killer:
                        time.sleep(0.02)
                        with suppress(ProcessLookupError):
                            os.kill(process, signal.SIGKILL)
                            kills.append(process)
                time.sleep(0.005)

        thread = threading.Thread(target=kill)
        thread.start()
        results = {result.sha256: result for result in pool.run([task_of(capture) for capture in captures])}
        done.set()
        thread.join()
    assert results[killer].outcome == "worker_killed"
    assert "signal 9" in results[killer].message
    assert len(set(kills)) >= 2
    assert len(results) == 31
    assert {result.outcome for digest, result in results.items() if digest != killer} == {"report"}


def test_a_document_that_does_not_end_is_stopped_and_the_others_are_read(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    captures = store_files([("slow.txt", slow_document(sample)), *((f"{n}.html", sample(seed=n)) for n in range(5))])
    run(folder, [task_of(captures[1])])  # the zygote is warm: what follows measures documents, not imports
    results = run(folder, [task_of(capture) for capture in captures], workers=1, seconds=1.0)
    slow = results[captures[0].payload_sha256]
    assert slow.outcome in ("worker_timeout", "too_large", "report")
    assert slow.outcome != "report" or slow.report is not None
    for capture in captures[1:]:
        assert results[capture.payload_sha256].outcome == "report"


def test_a_worker_out_of_time_is_named_so(folder: DataFolder, store_files: Store, sample: Sample) -> None:
    captures = store_files([("slow.txt", slow_document(sample))])
    result = run(folder, [task_of(captures[0])], workers=1, seconds=0.05)[captures[0].payload_sha256]
    assert result.outcome == "worker_timeout"
    assert "0.05 seconds" in result.message


def test_a_document_that_takes_too_much_memory_fails_alone(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    captures = store_files([("large.txt", slow_document(sample) * 3), ("small.html", sample())])
    results = run(folder, [task_of(capture) for capture in captures], workers=1, memory=150 * 2**20, seconds=20)
    assert results[captures[0].payload_sha256].outcome in ("worker_oom", "worker_killed", "too_large", "worker_timeout")


def test_a_capture_that_cannot_be_read_back_is_a_problem_of_the_store(
    folder: DataFolder, store_files: Store, sample: Sample
) -> None:
    captures = store_files([("a.html", sample()), ("b.html", sample(seed=2))])
    path = folder.warc / captures[0].warc_file
    data = bytearray(path.read_bytes())
    data[captures[0].offset + 200] ^= 1
    path.write_bytes(data)
    results = run(folder, [task_of(capture) for capture in captures])
    assert results[captures[0].payload_sha256].outcome == "capture_unreadable"
    assert results[captures[1].payload_sha256].outcome == "report"


def _in_a_limited_child(act: Callable[[], None]) -> bool:
    """Return whether an act succeeds inside the sandbox."""
    child = os.fork()
    if child == 0:
        try:
            _limit(600 * 2**20)
            act()
        except BaseException:  # noqa: BLE001  whatever stops the act, the child must not run the rest of the tests
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # fork in a process with threads: the child only tries one act
def test_the_sandbox_stops_writing_memory_and_network(tmp_path: Path) -> None:
    def write() -> None:
        (tmp_path / "x").write_bytes(b"escaped")

    def allocate() -> None:
        bytearray(4 * 2**30)

    server = socket.create_server(("127.0.0.1", 0))

    def connect() -> None:
        socket.create_connection(server.getsockname(), timeout=2)

    assert not _in_a_limited_child(write)
    assert not _in_a_limited_child(allocate)
    if ctypes.CDLL(None).getuid() == 0:  # an unprivileged kernel may forbid new network namespaces
        assert not _in_a_limited_child(connect)
    assert (tmp_path / "x").read_bytes() == b"" if (tmp_path / "x").exists() else True
    server.close()
