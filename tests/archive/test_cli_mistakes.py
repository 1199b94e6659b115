"""Mistyped names on the command line: one clear line for each, the rest of the work done, nothing made by accident."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render

Sample = Callable[..., bytes]


def gongkai(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    return subprocess.run(
        [sys.executable, "-m", "archive.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        cwd=cwd,
    )


@pytest.fixture
def report(tmp_path: Path, sample: Sample) -> Path:
    path = tmp_path / "good.html"
    path.write_bytes(sample(year=2023))
    return path


@pytest.mark.parametrize("position", [0, 1])
def test_check_says_what_is_not_there_and_checks_the_rest(tmp_path: Path, report: Path, position: int) -> None:
    alone = gongkai("check", report)
    for missing in (tmp_path / "nofile", tmp_path):
        files = [report]
        files.insert(position, missing)
        result = gongkai("check", *files)
        assert result.returncode == 2
        assert result.stdout == alone.stdout != ""
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"gongkai check: {missing}: ")
        found = json.loads(gongkai("check", "--json", *files).stdout)
        assert [entry["path"] for entry in found] == [str(file) for file in files]
        assert [bool(entry["error"]) for entry in found] == [file == missing for file in files]


def test_add_says_what_is_not_there_and_takes_the_rest(tmp_path: Path, report: Path) -> None:
    data = tmp_path / "data"
    result = gongkai("--data", data, "add", tmp_path / "nofile", report)
    assert result.returncode == 2
    assert "1 added" in result.stdout
    (line,) = result.stderr.splitlines()
    assert line == f"gongkai add: {tmp_path / 'nofile'}: there is no such file or folder"


def test_an_empty_data_folder_is_refused_and_not_taken_for_the_working_folder(tmp_path: Path, report: Path) -> None:
    for arguments in (("--data", "", "add", report), ("add", report, "--data", "")):
        result = gongkai(*arguments, cwd=tmp_path)
        assert result.returncode == 2
        assert "must name a folder" in result.stderr
    assert not (tmp_path / "warc").exists()


def test_building_where_there_is_no_data_folder_makes_none(tmp_path: Path, report: Path) -> None:
    (tmp_path / "other").mkdir()
    for name in ("mistyped", "other"):
        result = gongkai("--data", tmp_path / name, "build")
        assert result.returncode == 2
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"gongkai build: {tmp_path / name}: is no data folder")
    assert not (tmp_path / "mistyped").exists()
    assert list((tmp_path / "other").iterdir()) == []
    # a folder that a crawl has begun is one, with nothing in it yet
    (tmp_path / "other" / "warc").mkdir()
    assert gongkai("--data", tmp_path / "other", "build").returncode == 0


def test_serve_says_what_is_wrong_with_an_address(tmp_path: Path, report: Path) -> None:
    data = tmp_path / "data"
    gongkai("--data", data, "add", report)
    gongkai("--data", data, "build")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for host, said in (
            ("999.1.1.1", "is no address"),
            ("192.0.2.1", "is no address of this machine"),
            ("127.0.0.1", "is in use"),
        ):
            result = gongkai("--data", data, "serve", "--host", host, "--port", port)
            assert result.returncode == 2
            (line,) = result.stderr.splitlines()
            assert said in line, line
            assert ("is in use" in line) == (host == "127.0.0.1")


def test_a_draft_with_an_empty_total_is_not_passed_in_silence(tmp_path: Path) -> None:
    report = make_report(AGENCIES["qinghe"], 2024, seed=1)
    draft = tmp_path / "草稿.docx"
    draft.write_bytes(render(replace(report, figures={**report.figures, "req_new__total": ""}), "docx-merged").data)
    checked = gongkai("check", draft)
    assert checked.returncode == 0
    assert "草稿.docx: 表三有1格没有填数" in checked.stderr
    assert "“本年新收·总计”" in checked.stderr
    assert "没有填数" not in checked.stdout


def test_a_new_entry_that_would_be_refused_is_named_by_its_address() -> None:
    result = gongkai("portals", "new", "https://www.example.com/zwgk/")
    assert result.returncode == 2
    assert result.stderr.startswith(
        "gongkai portals new: https://www.example.com/zwgk/: portal[example-com].hosts[1]: "
    )


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("草稿.png", b"\x89PNG\r\n\x1a\n" + bytes(64), "目前还读不了这种格式。"),
        ("草稿.html", b"", "文件里没有内容。"),
    ],
)
@pytest.mark.parametrize("command", ["check", "read"])
def test_why_a_draft_cannot_be_read_is_said_in_chinese_too(
    tmp_path: Path, command: str, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    result = gongkai(command, tmp_path / name)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert name in line
    assert line.endswith(f" · {words}")
    assert "存档" not in line
