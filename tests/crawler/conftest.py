"""A crawl of sample portals in a process of its own, as an operator starts it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.samples.portals import SamplePortals, TruthLine
from crawler.captures import Capture, scan
from crawler.state import State

pytest.register_assert_rewrite("tests.crawler.walked_sites")

KEPT = ("captured", "needs_attachment")
"""What the portals' truth says of reports that a crawl must have."""


WITH_SETTINGS = """
import json, sys
from pathlib import Path
from crawler.catalogue import load_portals
from crawler.configuration import load_configuration
from crawler.run import run_crawl
configuration = load_configuration(data=Path(sys.argv[1]))
portals = load_portals([Path(sys.argv[2])], suffixes=configuration.suffixes)
print(json.dumps(run_crawl(configuration, portals, settings=json.loads(sys.argv[3])).as_json()))
"""


@dataclass
class Crawl:
    """What one run of `gongkai crawl` came to."""

    status: int
    report: dict[str, Any]
    stderr: str

    def portal(self, name: str) -> dict[str, Any]:
        """Return what one portal came to."""
        return next(portal for portal in self.report["portals"] if portal["portal"] == name)


class Operator:
    """Runs `gongkai crawl` on a data folder against sample portals."""

    def __init__(self, portals: SamplePortals, folder: Path, *, delay: float, delay_scale: float) -> None:
        self.portals = portals
        self._scanned: tuple[list[tuple[str, int]], list[Capture]] = ([], [])
        self.data = folder / "data"
        self.catalogue = folder / "catalogue"
        for path in portals.catalogue_toml(self.catalogue):
            path.write_text(re.sub(r"(?m)^delay = .*$", f"delay = {delay}", path.read_text("utf-8")), "utf-8")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")},
            "GONGKAI_ALLOWED_SUFFIXES": "gov.cn.test",
            "GONGKAI_DELAY_SCALE": str(delay_scale),
            "GONGKAI_PROXY": portals.proxy_url,
            "GONGKAI_CONTACT": "crawl@example.test",
        }

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a crawl."""
        program = Path(sys.executable).with_name("gongkai")
        return [str(program), "--data", str(self.data), "crawl", "--json", "--portals", str(self.catalogue), *arguments]

    def crawl(self, *arguments: str, timeout: float = 550) -> Crawl:
        """Run a crawl to its end."""
        done = subprocess.run(
            self.command(*arguments), env=self.environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        report = json.loads(done.stdout) if done.stdout.startswith("{") else {}
        return Crawl(done.returncode, report, done.stderr)

    def crawl_with(self, *, timeout: float = 550, **settings: Any) -> Crawl:
        """Run a crawl to its end with other settings of Scrapy, such as a short DOWNLOAD_TIMEOUT."""
        arguments = [str(self.data), str(self.catalogue), json.dumps(settings)]
        done = subprocess.run(
            [sys.executable, "-c", WITH_SETTINGS, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=True,
        )
        report = json.loads(done.stdout)
        return Crawl(0 if report["complete"] else 1, report, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a crawl and return its process."""
        return subprocess.Popen(
            self.command(*arguments), env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def captures(self) -> list[Capture]:
        """Return everything in the WARC store, read anew only when it has grown."""
        sizes = [(path.name, path.stat().st_size) for path in sorted((self.data / "warc").glob("*"))]
        if sizes != self._scanned[0]:
            self._scanned = (sizes, list(scan(self.data / "warc")))
        return self._scanned[1]

    def truth(self, site: str) -> list[TruthLine]:
        """Return what a site publishes today."""
        return [line for line in self.portals.truth() if line.site == site]

    def published(self, site: str) -> set[str]:
        """Return the addresses of the reports a site publishes today."""
        return {line.url for line in self.truth(site) if line.kind == "report" and line.expected in KEPT}

    def reports(self, site: str) -> set[str]:
        """Return the addresses that a site's columns list as reports, by the crawl state."""
        state = State(self.data / "state.db")
        try:
            return {seen.url for seen in state.sightings(site) if seen.kind == "report"}
        finally:
            state.close()


@pytest.fixture(scope="session")
def operate() -> Callable[..., AbstractContextManager[Operator]]:
    """Return a context manager that starts sample portals and gives their operator."""

    @contextmanager
    def start(
        sites: Sequence[str],
        folder: Path,
        *,
        delay: float = 5.0,
        delay_scale: float = 0.002,
        speed: float = 0.01,
        **options: Any,
    ) -> Iterator[Operator]:
        with SamplePortals(sites=sites, speed=speed, **options) as portals:
            yield Operator(portals, folder, delay=delay, delay_scale=delay_scale)

    return start
