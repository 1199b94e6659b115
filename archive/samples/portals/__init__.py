"""Sample portals: a real HTTP server and forward proxy on loopback, one virtual host a content system.

    portals = SamplePortals(seed=1, today=date(2026, 2, 20), sites=["trs0", "ucap"]).start()
    ... crawl through portals.proxy_url ...
    portals.clock(date(2026, 4, 2)); portals.log(); portals.truth(); portals.stop()

Host names are `www.<site>.gov.cn.test`. Everything published follows from the seed and the day; the environment's
SIM_SPEED (default 1) shrinks every waiting time: 0.01 lets 0.05 s stand for 5 s.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

from archive.samples.portals.registry import FAMILIES, HOSTILE, SITES
from archive.samples.portals.server import LogEntry, PortalServer
from archive.samples.portals.site import Site, TruthLine
from archive.samples.portals.world import World

__all__ = ["FAMILIES", "HOSTILE", "SITES", "LogEntry", "SamplePortals", "Site", "TruthLine"]


class SamplePortals:
    """The sample portals of one invented world. `sites` are ids of SITES; all families by default."""

    def __init__(
        self,
        seed: int = 1,
        today: dt.date = dt.date(2026, 4, 20),
        sites: Iterable[str] | None = None,
        skin: str = "A",
        speed: float | None = None,
    ) -> None:
        if skin not in ("A", "B"):
            raise ValueError(f"skin is A or B, not {skin!r}")
        wanted = list(FAMILIES) if sites is None else list(sites)
        unknown = [name for name in wanted if name not in SITES]
        if unknown:
            raise ValueError(f"no sample portal is called {', '.join(unknown)}")
        self.seed = seed
        self.skin = skin
        self.speed = float(os.environ.get("SIM_SPEED", "1")) if speed is None else speed
        self._first_day = today
        self._ids = wanted
        self._server: PortalServer | None = None
        self._thread: threading.Thread | None = None
        self._build()

    def _build(self) -> None:
        self.world = World(self.seed, self._first_day)
        self.sites: dict[str, Site] = {name: SITES[name](self.world, self.skin, self.speed) for name in self._ids}
        self._by_host = {host: site for site in self.sites.values() for host in site.hosts}

    @property
    def today(self) -> dt.date:
        """Return the day the portals think it is."""
        return self.world.today

    @property
    def proxy_url(self) -> str:
        """Return the address of the proxy: http://127.0.0.1:PORT."""
        if self._server is None:
            raise RuntimeError("the sample portals are not started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> SamplePortals:
        """Listen on a free port of 127.0.0.1 and answer from threads of its own."""
        self._server = PortalServer(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> SamplePortals:
        return self if self._server else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def site_of(self, host: str) -> Site | None:
        """Return the site that answers for a host."""
        return self._by_host.get(host)

    def clock(self, today: dt.date) -> None:
        """Let it be another day: what is published by then appears."""
        self.world.today = today

    def log(self, host: str = "") -> list[LogEntry]:
        """Return the requests so far in the order they came, of one host or of all."""
        if self._server is None:
            return []
        entries = sorted(self._server.settled(), key=lambda entry: entry.at)
        return [entry for entry in entries if not host or entry.host == host]

    def truth(self) -> list[TruthLine]:
        """Return everything the portals publish today."""
        return [line for site in self.sites.values() for line in site.truth()]

    def reset(self) -> None:
        """Forget the log and everything the sites remember, and let it be the first day again."""
        self._build()
        if self._server is not None:
            with self._server.lock:
                self._server.entries.clear()

    def catalogue_toml(self, folder: Path) -> list[Path]:
        """Write one catalogue file a site into a folder; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for site in self.sites.values():
            path = folder / f"{site.id}.toml"
            path.write_text(catalogue_entry(site), encoding="utf-8")
            written.append(path)
        return written


def catalogue_entry(site: Site) -> str:
    """Return a site's entry for the crawler's catalogue."""
    hosts = ", ".join(json.dumps(host) for host in site.hosts)
    lines = [
        "[[portal]]",
        f'id = "{site.id}"',
        f'name = "{site.name}"',
        f'level = "{site.agency.level}"',
        f'region_code = "{site.agency.region_code[:6]}"',
        f"hosts = [{hosts}]",
        f'system = "{site.system}"',
        f'scheme = "{site.scheme}"',
        f"delay = {site.delay}",
    ]
    for column in site.columns():
        lines += ["[[portal.column]]", f'url = "{site.url(column.path)}"', f'kind = "{column.kind}"']
    return "\n".join(lines) + "\n"
