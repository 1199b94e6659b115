"""The capture store: what goes in comes out, other programs can read it, and a kill at any moment loses no record."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import Any

import brotli
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.captures import (
    Capture,
    CaptureError,
    Origin,
    ScanProblem,
    WarcStore,
    file_name,
    file_uri,
    read_payload,
    read_stored,
    scan,
    scan_captures,
)
from crawler.data_folder import DataFolder, DiskFullError, LockedError

PAGE = "<html><body><h1>某县人民政府2024年政府信息公开工作年度报告</h1></body></html>".encode() * 40


class _CheckArguments:
    def __init__(self, path: Path) -> None:
        self.inputs = [str(path)]
        self.verbose = False


def assert_valid(path: Path) -> None:
    """Assert that warcio's own checker finds nothing."""
    assert Checker(_CheckArguments(path)).process_all() == 0


def _kind(record: Any) -> str:
    return str(record.record_type).rsplit(".", 1)[-1]


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.warc.gz"))


def store_some(folder: Path, **options: object) -> list[Capture]:
    """Write one capture of every kind and return them."""
    encoded = gzip.compress(PAGE, mtime=0)
    headers = [
        (b"Content-Type", b"text/html; charset=GB2312"),
        (b"Transfer-Encoding", b"chunked"),
        (b"Content-Encoding", b"gzip"),
        (b"ETag", b'"abc"'),
    ]
    origin = Origin(
        "portal-1", "http://a.gov.cn.test/nb/", "http://a.gov.cn.test/nb/1.html", "关于\r\n年报 X: y", "report"
    )
    with WarcStore(folder, reserve=0, **options) as store:  # type: ignore[arg-type]
        return [
            store.write_response(
                "http://a.gov.cn.test/x",
                final_url="http://a.gov.cn.test/y",
                status=200,
                reason="OK",
                headers=headers,
                body=encoded,
                request_headers=[("User-Agent", "GongkaiBot"), ("Cookie", "secret=1"), ("Authorization", "Basic zzz")],
                origin=origin,
            ),
            store.write_response("http://a.gov.cn.test/z", status=200, headers=headers, body=encoded),
            store.write_response("http://a.gov.cn.test/304", status=304, headers=[("ETag", '"abc"')], body=b""),
            store.write_response("http://a.gov.cn.test/404 中文?q=1", status=404, headers=[], body=b"gone"),
            store.write_resource(file_uri("0" * 64, "目录/a b.pdf"), b"%PDF-1.4" * 99, media_type="application/pdf"),
            store.write_outcome("http://b.gov.cn.test/", "dns", message="no such host 主机", origin=Origin("portal-2")),
        ]


def test_every_capture_is_recovered_from_the_files_alone(tmp_path: Path) -> None:
    written = store_some(tmp_path)
    assert list(scan(tmp_path)) == written
    first, revisit, not_modified, missing, resource, outcome = written
    assert (first.url, first.final_url) == ("http://a.gov.cn.test/x", "http://a.gov.cn.test/y")
    assert first.link_text == "关于 年报 X: y"
    assert (first.portal_id, first.role, first.charset, first.media_type) == (
        "portal-1",
        "report",
        "gb2312",
        "text/html",
    )
    assert revisit.record_type == "revisit"
    assert revisit.original_id == first.id
    assert (not_modified.record_type, not_modified.has_payload) == ("revisit", False)
    assert missing.status == 404
    assert file_name(resource.url) == "目录/a b.pdf"
    assert (outcome.outcome, outcome.message, outcome.portal_id) == ("dns", "no such host 主机", "portal-2")


def test_payloads_come_back_decoded_also_through_a_revisit(tmp_path: Path) -> None:
    first, revisit, _, missing, resource, _ = store_some(tmp_path)
    assert read_payload(tmp_path, first) == PAGE
    assert read_payload(tmp_path, revisit) == PAGE
    assert read_payload(tmp_path, missing) == b"gone"
    assert read_payload(tmp_path, resource) == b"%PDF-1.4" * 99
    assert first.payload_sha256 == hashlib.sha256(PAGE).hexdigest() != first.stored_sha256
    assert first.payload_size == len(PAGE)


def test_other_programs_read_the_files(tmp_path: Path) -> None:
    store_some(tmp_path)
    (path,) = files(tmp_path)
    assert_valid(path)
    with path.open("rb") as stream:
        by_warcio = [(record.rec_type, record.content_stream().read()) for record in ArchiveIterator(stream)]
    kinds = [kind for kind, _ in by_warcio]
    assert kinds == ["warcinfo", "response", "request", "revisit", "revisit", "response", "resource", "metadata"]
    assert by_warcio[1][1] == PAGE  # warcio undoes the content coding: the record is replayable
    with path.open("rb") as stream:
        by_fastwarc = [(_kind(record), record.reader.read()) for record in FastIterator(stream)]
    assert [kind for kind, _ in by_fastwarc] == kinds
    with path.open("rb") as stream:
        assert all(record.verify_payload_digest() for record in FastIterator(stream) if _kind(record) == "response")


@pytest.mark.parametrize("coding", ["", "gzip"])
@pytest.mark.parametrize("is_framed", [True, False])
def test_a_record_of_another_program_is_read_without_the_framing_of_its_transfer(
    tmp_path: Path, coding: str, is_framed: bool
) -> None:
    body = gzip.compress(PAGE) if coding else PAGE
    chunks = [body[at : at + 100] for at in range(0, len(body), 100)]
    framed = b"".join(b"%x;a=b\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    headers = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]
    headers += [("Content-Encoding", coding)] if coding else []
    with (tmp_path / "foreign.warc.gz").open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        payload = io.BytesIO(framed if is_framed else body)
        http = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record("http://a.gov.cn/", "response", payload=payload, http_headers=http)
        )
    (capture,) = scan(tmp_path)
    assert capture.payload_sha256 == hashlib.sha256(PAGE).hexdigest()
    assert read_payload(tmp_path, capture) == PAGE


def test_secrets_of_the_request_and_hop_by_hop_headers_are_not_replayed(tmp_path: Path) -> None:
    store_some(tmp_path)
    (path,) = files(tmp_path)
    with path.open("rb") as stream:
        records = {record.rec_type: record for record in ArchiveIterator(stream) if record.rec_type == "request"}
        request = records["request"].http_headers
    assert request.get_header("User-Agent") == "GongkaiBot"
    assert request.get_header("Cookie") is None
    assert request.get_header("Authorization") is None
    headers, body = read_stored(tmp_path, next(scan(tmp_path)))
    names = [name.lower() for name, _ in headers]
    assert "transfer-encoding" not in names
    assert ("X-Archive-Orig-Transfer-Encoding", "chunked") in headers
    assert dict(headers)["Content-Length"] == str(len(body))


def test_a_header_cannot_break_out_of_its_line(tmp_path: Path) -> None:
    evil = "a\r\nWARC-Type: warcinfo\r\n\r\nHTTP/1.1 200 OK"
    with WarcStore(tmp_path, reserve=0) as store:
        written = store.write_response(
            f"http://a.gov.cn.test/{evil}",
            status=200,
            reason=evil,
            headers=[("X-Evil", evil), (evil, "x")],
            body=b"body",
            origin=Origin(evil, evil, evil, evil, evil),
            outcome=evil,
            message=evil,
        )
    (found,) = scan(tmp_path)
    assert found.id == written.id
    assert read_payload(tmp_path, found) == b"body"
    (path,) = files(tmp_path)
    assert_valid(path)
    with path.open("rb") as stream:
        assert [record.rec_type for record in ArchiveIterator(stream)] == ["warcinfo", "response"]


@settings(max_examples=60)
@given(
    body=st.binary(max_size=3000),
    coding=st.sampled_from(["", "gzip", "deflate", "br"]),
    status=st.sampled_from([200, 404, 503]),
    text=st.text(max_size=40),
)
def test_any_body_and_any_words_survive(body: bytes, coding: str, status: int, text: str, tmp_path_factory) -> None:
    folder = tmp_path_factory.mktemp("warc")
    encode = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[coding]
    text = text.encode("utf-8", "ignore").decode()
    headers = [("Content-Encoding", coding)] if coding else []
    with WarcStore(folder, reserve=0) as store:
        written = store.write_response(
            "http://a.gov.cn.test/", status=status, headers=headers, body=encode(body), origin=Origin(link_text=text)
        )
    assert list(scan(folder)) == [written]
    assert read_payload(folder, written) == body
    if coding != "br":  # warcio 1.8 cannot set up its brotli reader with a recent brotli
        assert_valid(files(folder)[0])


def test_a_body_cut_inside_its_coding_is_marked_and_kept_as_received(tmp_path: Path) -> None:
    encoded = gzip.compress(random.Random(1).randbytes(4000))
    with WarcStore(tmp_path, reserve=0) as store:
        capture = store.write_response(
            "http://a.gov.cn.test/", status=200, headers=[("Content-Encoding", "gzip")], body=encoded[:900]
        )
    assert (capture.outcome, capture.truncated) == ("truncated", "disconnect")
    assert read_stored(tmp_path, capture)[1] == encoded[:900]
    assert list(scan(tmp_path)) == [capture]


def test_a_bomb_is_named_and_never_unpacked_beyond_the_cap(tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(80 * 2**20))
    with WarcStore(tmp_path, reserve=0) as store:
        capture = store.write_response(
            "http://a.gov.cn.test/", status=200, headers=[("Content-Encoding", "gzip")], body=bomb
        )
    assert capture.outcome == "too_large"


def test_unchanged_bytes_are_revisits_across_runs_when_the_caller_has_an_index(tmp_path: Path) -> None:
    with WarcStore(tmp_path, reserve=0) as store:
        original = store.write_response("http://a.gov.cn.test/", status=200, headers=[], body=PAGE)
    index = {original.stored_sha256: original}
    with WarcStore(tmp_path, reserve=0, find_original=index.get) as store:
        again = store.write_response("http://a.gov.cn.test/", status=200, headers=[], body=PAGE)
        other = store.write_response("http://a.gov.cn.test/", status=200, headers=[], body=PAGE + b" ")
    assert (again.record_type, other.record_type) == ("revisit", "response")
    assert again.payload_place == original.payload_place
    assert read_payload(tmp_path, again) == PAGE
    assert again.payload_size == len(PAGE)


def test_each_run_and_each_full_file_is_a_new_file(tmp_path: Path) -> None:
    with WarcStore(tmp_path, reserve=0, max_file_size=4000) as store:
        for number in range(12):
            body = random.Random(number).randbytes(900)
            store.write_response(f"http://a.gov.cn.test/{number}", status=200, headers=[], body=body)
    first_run = files(tmp_path)
    assert len(first_run) > 2
    sizes = {path: path.stat().st_size for path in first_run}
    store_some(tmp_path)
    assert len(files(tmp_path)) == len(first_run) + 1
    assert {path: path.stat().st_size for path in first_run} == sizes
    for path in files(tmp_path):
        assert_valid(path)
    assert len({capture.id for capture in scan(tmp_path)}) == 12 + 6


def test_a_run_that_writes_nothing_leaves_no_file(tmp_path: Path) -> None:
    with WarcStore(tmp_path / "warc"):
        pass
    assert not (tmp_path / "warc").exists()


def test_every_cut_of_a_file_gives_its_whole_records_and_one_torn_tail(tmp_path: Path) -> None:
    captures = store_some(tmp_path)
    (path,) = files(tmp_path)
    whole = path.read_bytes()
    folder = tmp_path / "cut"
    folder.mkdir()
    cut = folder / path.name
    for size in range(0, len(whole), 37):
        cut.write_bytes(whole[:size])
        found: list[Capture] = []
        problems: list[ScanProblem] = []
        for item in scan_captures(cut):
            (problems if isinstance(item, ScanProblem) else found).append(item)  # type: ignore[arg-type]
        expected = [capture for capture in captures if capture.offset + capture.length <= size]
        assert found == expected
        assert [problem.kind for problem in problems] in ([], ["torn_tail"])
        ends = {0, *(capture.offset + capture.length for capture in captures)}
        assert problems or size in ends or size > captures[0].offset or size == captures[0].offset


def test_a_file_with_a_torn_tail_is_left_alone_and_the_next_run_starts_another(tmp_path: Path) -> None:
    captures = store_some(tmp_path)
    (path,) = files(tmp_path)
    torn = path.read_bytes()[:-11]
    path.write_bytes(torn)
    problems: list[ScanProblem] = []
    before = list(scan(tmp_path, on_problem=problems.append))
    assert before == captures[:-1]
    assert [problem.kind for problem in problems] == ["torn_tail"]
    later = store_some(tmp_path)
    assert path.read_bytes() == torn
    assert set(scan(tmp_path)) == {*before, *later}


@pytest.mark.parametrize("position_share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_flipped_bit_is_reported_and_only_its_record_is_lost(tmp_path: Path, position_share: float) -> None:
    with WarcStore(tmp_path, reserve=0) as store:
        captures = [
            store.write_response(
                f"http://a.gov.cn.test/{number}",
                status=200,
                headers=[],
                body=random.Random(number).randbytes(700),
            )
            for number in range(8)
        ]
    (path,) = files(tmp_path)
    data = bytearray(path.read_bytes())
    victim = captures[int(position_share * len(captures))]
    data[victim.offset + victim.length // 2] ^= 8
    path.write_bytes(data)
    problems: list[ScanProblem] = []
    found = list(scan(tmp_path, on_problem=problems.append))
    assert found == [capture for capture in captures if capture != victim]
    assert [(problem.kind in ("damaged", "torn_tail"), problem.offset) for problem in problems] == [
        (True, victim.offset)
    ]
    with pytest.raises(CaptureError):
        read_payload(tmp_path, victim)


def test_zeros_at_the_end_after_a_power_cut_are_a_torn_tail(tmp_path: Path) -> None:
    captures = store_some(tmp_path)
    (path,) = files(tmp_path)
    with path.open("ab") as stream:
        stream.write(bytes(4096))
    problems: list[ScanProblem] = []
    assert list(scan(tmp_path, on_problem=problems.append)) == captures
    assert [problem.kind for problem in problems] == ["torn_tail"]


_WRITER = """
import random, sys
from pathlib import Path
from crawler.captures import WarcStore
with WarcStore(Path(sys.argv[1]), reserve=0, sync="record") as store:
    for number in range(100000):
        body = random.Random(number).randbytes(20000)
        capture = store.write_response(f"http://a.gov.cn.test/{number}", status=200, headers=[], body=body)
        print(capture.id, flush=True)
"""


@pytest.mark.parametrize("seed", range(6))
def test_no_record_that_was_acknowledged_is_lost_by_kill_9(tmp_path: Path, seed: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(random.Random(seed).randrange(1, 60))]
    time.sleep(random.Random(seed).random() * 0.01)
    process.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    process.wait()
    problems: list[ScanProblem] = []
    found = list(scan(tmp_path, on_problem=problems.append))
    ids = [capture.id for capture in found]
    assert len(ids) == len(set(ids))
    assert set(acknowledged) <= set(ids)
    assert len(ids) <= len(acknowledged) + 1  # at most the one that was written and not yet acknowledged
    assert all(problem.kind == "torn_tail" for problem in problems)
    for capture in found:
        number = int(capture.url.rsplit("/", 1)[1])
        assert read_payload(tmp_path, capture) == random.Random(number).randbytes(20000)


def test_a_full_disk_stops_before_a_half_record_is_left(tmp_path: Path) -> None:
    code = """
import random, resource, signal, sys
from pathlib import Path
from crawler.captures import WarcStore
from crawler.data_folder import DiskFullError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
written = 0
try:
    with WarcStore(Path(sys.argv[1]), reserve=0) as store:
        for number in range(100):
            store.write_response(f"http://a/{number}", status=200, headers=[], body=random.randbytes(9000))
            written += 1
except DiskFullError as error:
    print(written, error.exit_code)
"""
    output = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    ).stdout
    written, status = output.split()
    problems: list[ScanProblem] = []
    assert len(list(scan(tmp_path, on_problem=problems.append))) == int(written) > 3
    assert problems == []
    assert status == "3"
    assert_valid(files(tmp_path)[0])


def test_nothing_is_written_below_the_reserve(tmp_path: Path) -> None:
    with WarcStore(tmp_path, reserve=1 << 62) as store, pytest.raises(DiskFullError):
        store.write_response("http://a.gov.cn.test/", status=200, headers=[], body=b"x")
    assert list(scan(tmp_path)) == []


def test_only_one_run_holds_the_lock_and_it_ends_with_its_process(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    code = """
import sys, time
from pathlib import Path
from crawler.data_folder import DataFolder
with DataFolder(Path(sys.argv[1])).lock():
    print("held", flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LockedError, match=str(process.pid)) as caught, folder.lock():
        pass
    assert caught.value.exit_code == 5
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with folder.lock():
        assert (tmp_path / "warc").is_dir()
