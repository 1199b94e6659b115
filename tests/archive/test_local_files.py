"""What `add`, `read` and `check` make of the disks people have: pipes, links, names of a Chinese Windows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive import local_files
from archive.local_files import readable_name
from crawler.captures import Capture, Origin, WarcStore, file_name, new_run_id, read_payload, scan, scan_captures

Sample = Callable[..., bytes]
GBK_NAME = os.fsdecode("青禾县2024年报.html".encode("gbk"))


def gongkai(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    words = [sys.executable, "-m", "archive.cli", *(os.fsencode(str(word)) for word in arguments)]
    return subprocess.run(words, capture_output=True, timeout=280, check=False, **options)  # type: ignore[call-overload]


def kept(data: Path) -> dict[str, bytes]:
    """Return what is in the store: the bytes of each file by the name it is kept under."""
    folder = data / "warc"
    return {file_name(capture.url): read_payload(folder, capture) for capture in scan(folder)}


@contextmanager
def pipe(path: Path, content: bytes) -> Iterator[Path]:
    """Make a pipe that gives its content once, as `<(…)` of a shell does."""
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(content,))
    writer.start()
    yield path
    writer.join()


def test_a_report_from_a_pipe_is_kept_to_its_first_byte(tmp_path: Path, sample: Sample) -> None:
    content = sample(year=2024) + b"<!-- -->" * 9000  # longer than what a reader buffers
    with pipe(tmp_path / "63", content) as path:
        added = gongkai("add", path, "--data", tmp_path / "data")
    assert added.returncode == 0, added.stderr
    assert kept(tmp_path / "data") == {"63": content}


def test_a_warc_file_from_a_pipe_is_taken_too(tmp_path: Path, store_pages: Callable[..., Capture]) -> None:
    store_pages("http://www.example.gov.cn.test/1.html", b"<p>1</p>" * 5000)
    (warc,) = (tmp_path / "data" / "warc").glob("*.warc.gz")
    with pipe(tmp_path / "63", warc.read_bytes()) as path:
        added = gongkai("add", path, "--data", tmp_path / "other")
    assert added.returncode == 0, added.stderr
    assert kept(tmp_path / "other") == {"1.html": b"<p>1</p>" * 5000}


def test_what_was_found_out_about_a_page_comes_along_with_a_warc_file_of_our_own(tmp_path: Path) -> None:
    origin = Origin("qinghe", "http://qinghe.gov.cn.test/nb/", role="report")
    with WarcStore(tmp_path / "warc", run_id=new_run_id()) as store:
        for number, outcome in enumerate(("", "soft_404", "")):
            capture = store.write_response(
                f"http://qinghe.gov.cn.test/nb/{number}.html", status=200, headers=(), body=b"<p>%d</p>" % number,
                outcome=outcome, origin=origin,
            )  # fmt: skip
        store.write_outcome(capture.url, "soft_404", about=capture, origin=origin)
    for _ in range(2):
        assert gongkai("add", tmp_path / "warc", "--data", tmp_path / "data").returncode == 0
    found = sorted(
        (capture.record_type, capture.url[-6:], capture.outcome)
        for path in (tmp_path / "data" / "warc").iterdir()
        for capture in scan_captures(path)
        if isinstance(capture, Capture)
    )
    assert found == [
        ("metadata", "2.html", "soft_404"), ("response", "0.html", ""), ("response", "1.html", "soft_404"),
        ("response", "2.html", ""),
    ]  # fmt: skip


def test_a_pipe_gives_all_its_bytes_however_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_files, "LARGEST_FILE", 1000)
    content = bytes(range(256)) * 5000
    with pipe(tmp_path / "63", content) as path, local_files.open_file(path) as stream:
        assert stream.read() == content
    monkeypatch.setattr(local_files, "LARGEST_PIPE", 2**20)
    with pipe(tmp_path / "64", content) as path, pytest.raises(OSError, match="through a pipe"):
        local_files.open_file(path)


def test_the_store_is_left_out_also_where_a_link_leads_into_it(tmp_path: Path, sample: Sample) -> None:
    folder, data = tmp_path / "in", tmp_path / "in" / "data"
    folder.mkdir()
    (folder / "a.html").write_bytes(sample(year=2024))
    assert gongkai("add", folder, "--data", data).returncode == 0
    (folder / "link").symlink_to(data / "warc")
    again = gongkai("add", folder, "--data", data)
    assert (again.returncode, again.stdout.decode().count("1 ")) == (0, 1)
    assert kept(data) == {"a.html": sample(year=2024)}


def test_a_name_in_the_characters_of_a_chinese_windows_is_kept_and_printed_as_text(
    tmp_path: Path, sample: Sample
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / GBK_NAME).write_bytes(sample(year=2024))
    (folder / os.fsdecode("说明.附件".encode("gbk"))).write_bytes(b"x")
    added = gongkai("add", folder, "--data", tmp_path / "data")
    assert added.returncode == 0, added.stderr
    assert "1 附件" in added.stderr.decode()
    assert list(kept(tmp_path / "data")) == ["青禾县2024年报.html"]
    checked = gongkai("check", "--json", folder / GBK_NAME)
    assert json.loads(checked.stdout)[0]["path"] == str(folder / "青禾县2024年报.html")
    gone = gongkai("check", folder / os.fsdecode("没有.html".encode("gbk")))
    assert gone.returncode == 2
    assert "没有.html" in gone.stderr.decode()


def test_a_name_is_text_in_a_locale_without_utf_8(tmp_path: Path, sample: Sample) -> None:
    (tmp_path / "青禾县 报告.html").write_bytes(sample(year=2024))
    plain = {**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    added = gongkai("add", tmp_path / "青禾县 报告.html", "--data", tmp_path / "data", env=plain)
    assert added.returncode == 0, added.stderr
    assert list(kept(tmp_path / "data")) == ["青禾县 报告.html"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("青禾".encode(), "青禾"),
        ("青禾".encode("gb18030"), "青禾"),
        (b"a\xff\xff.html", "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}.html"),
    ],
)
def test_bytes_of_a_name_become_text(raw: bytes, text: str) -> None:
    assert readable_name(os.fsdecode(raw)) == text


def test_linked_folders_are_searched_once_and_what_is_passed_over_is_said(tmp_path: Path, sample: Sample) -> None:
    folder, other = tmp_path / "in", tmp_path / "elsewhere" / "deep"
    folder.mkdir()
    other.mkdir(parents=True)
    (other / "b.html").write_bytes(sample(year=2023))
    (folder / "a.html").write_bytes(sample(year=2024))
    (folder / "linked").symlink_to(other.parent)
    (other / "up").symlink_to(folder)
    (folder / "gone.html").symlink_to("nowhere.html")
    (folder / ".git").mkdir()
    os.mkfifo(folder / "pipe.html")
    added = gongkai("add", folder, "--data", tmp_path / "data")
    assert added.returncode == 0, added.stderr
    assert sorted(kept(tmp_path / "data")) == ["a.html", "linked/deep/b.html"]
    assert "3 passed over: 1 broken link, 1 hidden, 1 no regular file" in added.stderr.decode()


def test_a_warc_file_of_our_own_keeps_how_each_page_was_come_to(tmp_path: Path) -> None:
    origin = Origin("example", "http://www.example.gov.cn.test/", "http://www.example.gov.cn.test/", "年度报告", "list")
    url = "http://www.example.gov.cn.test/list.html"
    with WarcStore(tmp_path / "warc", reserve=0) as store:
        for _ in range(2):  # the second is a revisit
            store.write_response(url, status=200, headers=[], body=b"<p>1</p>" * 99, origin=origin)
    added = gongkai("add", tmp_path / "warc", "--data", tmp_path / "other")
    (first, _), (copy,) = list(scan(tmp_path / "warc")), list(scan(tmp_path / "other" / "warc"))
    for name in ("url", "final_url", "fetched_at", "portal_id", "column", "parent_url", "link_text", "role"):
        assert getattr(copy, name) == getattr(first, name), name
    assert "1 passed over: 1 warc record without a body of its own (revisit)" in added.stderr.decode()


def test_the_store_does_not_take_itself_in(tmp_path: Path, sample: Sample) -> None:
    (tmp_path / "a.html").write_bytes(sample(year=2024))
    for words in ("1 added, 0 already there", "0 added, 1 already there"):
        added = gongkai("add", ".", cwd=tmp_path)
        assert words in added.stdout.decode()
        assert added.stderr == b""
    assert gongkai("build", cwd=tmp_path).returncode == 0
    assert "1 reports of 1 agencies, 2024, " in gongkai("status", cwd=tmp_path).stdout.decode()
