"""A real server over an archive built with the command line, and a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.samples.reports import make_report
from archive.samples.variations import render

STARTS_WITHIN = 60
"""Seconds a server may take to answer on a loaded machine."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


def _gongkai(data: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "archive.cli", "--data", str(data), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
    )
    assert done.returncode == 0, done.stderr


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Return a function that serves a data folder with `gongkai serve` and gives the address."""
    running: list[subprocess.Popen[bytes]] = []

    def start(data: Path) -> str:
        port = _free_port()
        address = f"http://127.0.0.1:{port}"
        log = data / "serve.log"
        with log.open("wb") as stream:
            server = subprocess.Popen(
                [sys.executable, "-m", "archive.cli", "--data", str(data), "serve", "--port", str(port)],
                stdout=stream,
                stderr=stream,
                env=_environment(),
            )
        running.append(server)
        until = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < until and server.poll() is None:
            try:
                with urllib.request.urlopen(f"{address}/-/health", timeout=5):
                    return address
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        raise AssertionError(log.read_text(errors="replace"))

    yield start
    for server in running:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """Return the address of a site with invented reports: good ones, a shifted one, blanks, one cut off."""
    folder = tmp_path_factory.mktemp("samples")
    for name, rendering in {
        "good.html": render(make_report("qinghe", 2024, profile="county"), "html-cms-trs"),
        "earlier.html": render(make_report("qinghe", 2022, profile="county"), "html-wps"),
        "old.html": render(make_report("qinghe", 2020, profile="county"), "html-wps"),
        "shifted.html": render(
            make_report("qinghe-tingsong", 2023, profile="town", errors=("shifted_row",)), "html-gbk-meta"
        ),
        "blank.html": render(
            make_report("lanchuan-jtj", 2023, profile="town", errors=("blank_total_column",)), "html-cms-ucap"
        ),
        "scan.pdf": render(make_report("qinghe-fgj", 2024, profile="county"), "pdf-ruled"),
    }.items():
        (folder / name).write_bytes(rendering.data)
    cut = render(make_report("lanchuan-mzj", 2024, profile="town"), "text-cells").data
    (folder / "cut.txt").write_bytes(cut.partition("属于行政查询事项".encode())[0])
    data = tmp_path_factory.mktemp("data")
    _gongkai(data, "add", str(folder))
    _gongkai(data, "build")
    return serve(data)


@pytest.fixture(scope="session")
def build_archive(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Return a function that makes an archive of the files of a folder."""

    def make(folder: Path) -> Path:
        data = tmp_path_factory.mktemp("data")
        _gongkai(data, "add", str(folder))
        _gongkai(data, "build")
        return data

    return make


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a Chromium, gone at the module's end: its event loop would be in the way of other tests in the process."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "these tests need a Chromium on the PATH; leave them out with -m 'not browser'"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield chromium
        chromium.close()
