"""The last line of a log says what ended the run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crawler.log import log_to
from tests.crawler.test_crawl_small_sites import ROOT, SmallSite, articles, page, rows


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, BaseException])
def test_an_interrupt_is_one_line_without_a_traceback(tmp_path: Path, kind: type[BaseException]) -> None:
    with pytest.raises(kind), log_to(tmp_path) as path:
        raise kind
    (line,) = lines(path)
    assert (line["level"], line["message"]) == ("warning", f"ended by an interrupt: {kind.__name__}")
    assert "traceback" not in line


def probe(small: SmallSite, url: str) -> list[str]:
    return [
        str(Path(sys.executable).with_name("gongkai")),
        "--data",
        str(small.folder / "data"),
        "portals",
        "probe",
        url,
    ]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    pages = {"/zfxxgk/nb/": page(f"<ul>{rows(1, 2, 3)}</ul>"), **articles(1, 2, 3)}
    started = SmallSite(pages, tmp_path, "reports", "/zfxxgk/nb/")
    for name, value in {
        "ALLOWED_SUFFIXES": "gov.cn.test", "DELAY_SCALE": "0", "CONTACT": "crawl@example.test",
        "PROXY": f"http://127.0.0.1:{started.server.server_address[1]}",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"GONGKAI_{name}", value)
    yield started
    started.server.shutdown()


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/zfxxgk/nb/", 0, {"message": "probed", "reports": 3, "url": f"{ROOT}/zfxxgk/nb/"}),
        ("/gone/", 1, {"message": "nothing could be read", "level": "warning", "url": f"{ROOT}/gone/"}),
    ],
)
def test_a_probe_leaves_what_came_of_it(small: Any, path: str, status: int, expected: dict[str, Any]) -> None:
    done = subprocess.run(probe(small, ROOT + path), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == status, done.stderr
    (log,) = (small.folder / "data" / "logs").glob("probe-*.jsonl")
    last = lines(log)[-1]
    assert {key: last.get(key) for key in expected} == expected
