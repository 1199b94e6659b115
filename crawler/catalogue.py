"""The portal catalogue: TOML files in, frozen `Portal` values out.

Every mistake is found while loading, before the first request, and names the file, the key and the reason.
Facts that a crawl observes (last status, page counts, strikes) are kept in the crawl state, never written back here.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from crawler.addresses import ALLOWED_PORTS
from crawler.errors import CatalogueError
from crawler.urls import host_of, is_allowed_host, same_host

DEFAULT_SUFFIXES = ("gov.cn",)
DEFAULT_DELAY = 5.0
LEVELS = ("central", "province", "city", "county", "town", "department")
COLUMN_KINDS = ("reports", "tree", "site")
SCHEMES = ("https", "http")
BUILT_IN = Path(__file__).parent / "portals"

MIN_DELAY = 1.0
"""Seconds. Nobody's catalogue may ask a small government site more often than once a second."""
MAX_DELAY = 3600.0

_PORTAL_KEYS = [
    "id",
    "name",
    "level",
    "region_code",
    "hosts",
    "system",
    "scheme",
    "delay",
    "expect_at_least",
    "caveats",
    "checked",
    "column",
    "selectors",
]
_COLUMN_KEYS = ["url", "kind", "agency", "params"]
_SELECTOR_KEYS = ["item", "date", "next", "body"]
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
_PARAM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS or XPath (starting with `/` or `.//`) for the portal that no system reads well; "" = not given."""

    item: str = ""
    date: str = ""
    next: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a portal to walk.

    `kind` is `reports` (a list of annual reports), `tree` (columns of columns, by year, level or unit) or `site` (a
    home or platform page from which the reports must be found). `agency` is a hint, never a verdict.
    `params` are of the system (such as `siteId`), in pairs of texts. `selectors` are those of its portal.
    """

    url: str
    kind: Literal["reports", "tree", "site"] = "reports"
    agency: str = ""
    params: tuple[tuple[str, str], ...] = ()
    selectors: Selectors = Selectors()
    system: str = "auto"

    def param(self, *names: str, default: str = "") -> str:
        """Return the first of the parameters `names` that is given, whatever their case."""
        given = {key.lower(): value for key, value in self.params}
        for name in names:
            if name.lower() in given:
                return given[name.lower()]
        return default


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal: a section of a government site that lists annual reports.

    `region_code` is the six-digit GB/T 2260 code as text, `delay` seconds between two requests to one host,
    `expect_at_least` the number of reports below which a run counts as failed, `checked` the day a person or a probe
    last confirmed the entry, or `never`. `source` is the file it came from.
    """

    id: str
    name: str
    level: str
    region_code: str
    hosts: tuple[str, ...]
    columns: tuple[Column, ...]
    system: str = "auto"
    scheme: Literal["https", "http"] = "https"
    delay: float = DEFAULT_DELAY
    expect_at_least: int = 0
    caveats: str = ""
    checked: str = "never"
    selectors: Selectors = Selectors()
    source: str = ""

    def allows(self, url: str) -> bool:
        """Whether `url` is one this portal may ask: http or https, and its host listed (with or without `www.`)."""
        if not url.startswith(("http://", "https://")):
            return False
        host = host_of(url)
        return any(same_host(host, listed) for listed in self.hosts)


def allowed_suffixes(environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the host suffixes that may be crawled: `$GONGKAI_ALLOWED_SUFFIXES` (comma or blank), else `gov.cn`."""
    text = (os.environ if environment is None else environment).get("GONGKAI_ALLOWED_SUFFIXES", "")
    suffixes = tuple(part.strip().lower().lstrip(".") for part in re.split(r"[\s,;]+", text) if part.strip(" ."))
    return suffixes or DEFAULT_SUFFIXES


def load_portals(
    paths: Iterable[Path | str] | Path | str | None = None, *, suffixes: Sequence[str] | None = None
) -> tuple[Portal, ...]:
    """Return the portals of TOML files and of folders of them, in file order; the built-in catalogue by default.

    Raises CatalogueError at the first mistake.
    """
    allowed = tuple(suffixes) if suffixes is not None else allowed_suffixes()
    portals: list[Portal] = []
    seen: dict[str, str] = {}
    for path in _files(paths):
        for portal in _read_file(path, allowed):
            if portal.id in seen:
                raise CatalogueError(
                    f"the id {portal.id!r} is already taken by {seen[portal.id]}", path=path, key="portal.id"
                )
            seen[portal.id] = str(path)
            portals.append(portal)
    return tuple(portals)


def _files(paths: Iterable[Path | str] | Path | str | None) -> list[Path]:
    if paths is None:
        given: list[Path] = [BUILT_IN]
    elif isinstance(paths, (str, Path)):
        given = [Path(paths)]
    else:
        given = [Path(path) for path in paths]
    files: list[Path] = []
    for path in given:
        if path.is_dir():
            found = sorted(path.rglob("*.toml"))
            if not found:
                raise CatalogueError("no .toml file in this folder", path=path)
            files.extend(found)
        elif path.is_file():
            files.append(path)
        else:
            raise CatalogueError("no such file or folder", path=path)
    return list(dict.fromkeys(files))


def _read_file(path: Path, allowed: tuple[str, ...]) -> list[Portal]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"not valid TOML: {error}", path=path) from error
    except UnicodeDecodeError as error:
        raise CatalogueError("not UTF-8 text", path=path) from error
    except OSError as error:
        raise CatalogueError(f"cannot be read: {error.strerror}", path=path) from error
    _refuse_unknown(data, ["portal"], path, "")
    entries = data.get("portal")
    if entries is None:
        raise CatalogueError("no [[portal]] in this file", path=path, key="portal")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CatalogueError("must be written as [[portal]], with double brackets", path=path, key="portal")
    return [_Reader(path, number, entry, allowed).portal() for number, entry in enumerate(entries, start=1)]


def _refuse_unknown(table: Mapping[str, Any], known: Sequence[str], path: Path, where: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.6)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(known)}"
            raise CatalogueError(f"unknown key {key!r}{hint}", path=path, key=f"{where}.{key}" if where else key)


class _Reader:
    """Reads one [[portal]] table; knows what to call its place in an error."""

    def __init__(self, path: Path, number: int, table: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        self.path = path
        self.table = table
        self.allowed = allowed
        identifier = table.get("id")
        self.where = f"portal[{identifier if isinstance(identifier, str) and identifier else number}]"

    def wrong(self, key: str, reason: str) -> CatalogueError:
        return CatalogueError(reason, path=self.path, key=f"{self.where}.{key}" if key else self.where)

    def portal(self) -> Portal:
        _refuse_unknown(self.table, _PORTAL_KEYS, self.path, self.where)
        identifier = self.text(self.table, "id", required=True)
        if not _ID.fullmatch(identifier):
            raise self.wrong("id", f"{identifier!r} is not a slug: lower-case letters, digits and single hyphens")
        name = self.text(self.table, "name", required=True)
        level = self.one_of(self.table, "level", LEVELS, required=True)
        region_code = self.region_code()
        hosts = self.hosts()
        scheme = self.one_of(self.table, "scheme", SCHEMES, default="https")
        system = self.system()
        selectors = self.selectors()
        columns = self.columns(hosts, selectors, system)
        return Portal(
            id=identifier,
            name=name,
            level=level,
            region_code=region_code,
            hosts=hosts,
            columns=columns,
            system=system,
            scheme="http" if scheme == "http" else "https",
            delay=self.delay(),
            expect_at_least=self.count("expect_at_least"),
            caveats=self.text(self.table, "caveats"),
            checked=self.checked(),
            selectors=selectors,
            source=str(self.path),
        )

    def text(self, table: Mapping[str, Any], key: str, *, required: bool = False, prefix: str = "") -> str:
        value = table.get(key)
        if value is None:
            if required:
                raise self.wrong(prefix + key, "missing")
            return ""
        if not isinstance(value, str):
            raise self.wrong(prefix + key, f"must be text in quotes, not {_kind_of(value)}")
        if required and not value.strip():
            raise self.wrong(prefix + key, "must not be empty")
        return value.strip()

    def one_of(
        self,
        table: Mapping[str, Any],
        key: str,
        choices: Sequence[str],
        *,
        required: bool = False,
        default: str = "",
        prefix: str = "",
    ) -> str:
        value = self.text(table, key, required=required, prefix=prefix)
        if not value and key not in table:
            return default
        if value not in choices:
            near = get_close_matches(value, choices, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise self.wrong(prefix + key, f"{value!r} is not one of {', '.join(choices)}{hint}")
        return value

    def region_code(self) -> str:
        value = self.table.get("region_code")
        if isinstance(value, int):
            raise self.wrong("region_code", 'must be text: write it in quotes, as "000000"')
        code = self.text(self.table, "region_code", required=True)
        if not re.fullmatch(r"[0-9]{6}", code):
            raise self.wrong("region_code", f"{code!r} is not a six-digit code")
        return code

    def hosts(self) -> tuple[str, ...]:
        value = self.table.get("hosts")
        if value is None:
            raise self.wrong("hosts", "missing")
        if not isinstance(value, list) or not value:
            raise self.wrong("hosts", "must be a list with at least one host")
        hosts: list[str] = []
        for number, host in enumerate(value, 1):  # counted from 1, as column[1] is
            key = f"hosts[{number}]"
            if not isinstance(host, str):
                raise self.wrong(key, f"must be text in quotes, not {_kind_of(host)}")
            if not _HOST.fullmatch(host):
                raise self.wrong(key, f"{host!r} is not a lower-case host name without scheme, port and path")
            if not is_allowed_host(host, self.allowed):
                raise self.wrong(key, f"{host!r} is not under an allowed suffix ({', '.join(self.allowed)})")
            if host in hosts:
                raise self.wrong(key, f"{host!r} is listed twice")
            hosts.append(host)
        return tuple(hosts)

    def system(self) -> str:
        value = self.text(self.table, "system")
        if "system" in self.table and not value:
            raise self.wrong("system", "must not be empty")
        if value in ("", "auto"):
            return "auto"
        from crawler import systems  # the registry imports Column from here

        known = systems.known_ids()
        if value not in known:
            near = get_close_matches(value, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known: auto, {', '.join(sorted(known))}"
            raise self.wrong("system", f"no system is called {value!r}{hint}")
        return systems.get(value).id

    def delay(self) -> float:
        value = self.table.get("delay", DEFAULT_DELAY)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.wrong("delay", f"must be a number of seconds, not {_kind_of(value)}")
        if not MIN_DELAY <= value <= MAX_DELAY:
            raise self.wrong("delay", f"{value} is not between {MIN_DELAY:g} and {MAX_DELAY:g} seconds")
        return float(value)

    def count(self, key: str) -> int:
        value = self.table.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(key, f"must be a whole number, not {_kind_of(value)}")
        if value < 0:
            raise self.wrong(key, f"{value} is negative")
        return value

    def checked(self) -> str:
        import datetime

        value = self.table.get("checked", "never")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        if isinstance(value, str) and value == "never":
            return value
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value).isoformat()
            except ValueError:
                pass
        raise self.wrong("checked", f'{value!r} is neither a date as 2026-01-31 nor "never"')

    def selectors(self) -> Selectors:
        value = self.table.get("selectors")
        if value is None:
            return Selectors()
        if not isinstance(value, dict):
            raise self.wrong("selectors", "must be a table: [portal.selectors]")
        _refuse_unknown(value, _SELECTOR_KEYS, self.path, f"{self.where}.selectors")
        texts = {key: self.text(value, key, required=True, prefix="selectors.") for key in value}
        for key, text in texts.items():
            self.compile(f"selectors.{key}", text)
        return Selectors(**texts)

    def compile(self, key: str, text: str) -> None:
        from crawler.systems import selecting

        try:
            selecting.compile_selector(text)
        except ValueError as error:
            raise self.wrong(key, f"{text!r} is neither CSS nor XPath: {error}") from error

    def columns(self, hosts: tuple[str, ...], selectors: Selectors, system: str) -> tuple[Column, ...]:
        value = self.table.get("column")
        if value is None:
            raise self.wrong("column", "missing: at least one [[portal.column]] is needed")
        if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong("column", "must be written as [[portal.column]], with double brackets")
        columns: list[Column] = []
        for number, entry in enumerate(value, start=1):
            prefix = f"column[{number}]."
            _refuse_unknown(entry, _COLUMN_KEYS, self.path, f"{self.where}.column[{number}]")
            url = self.column_url(entry, hosts, prefix)
            if any(url == column.url for column in columns):
                raise self.wrong(prefix + "url", f"{url} is listed twice")
            kind = self.one_of(entry, "kind", COLUMN_KINDS, default="reports", prefix=prefix)
            columns.append(
                Column(
                    url=url,
                    kind="tree" if kind == "tree" else "site" if kind == "site" else "reports",
                    agency=self.text(entry, "agency", prefix=prefix),
                    params=self.params(entry, prefix),
                    selectors=selectors,
                    system=system,
                )
            )
        return tuple(columns)

    def column_url(self, entry: Mapping[str, Any], hosts: tuple[str, ...], prefix: str) -> str:
        url = self.text(entry, "url", required=True, prefix=prefix)
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError as error:
            raise self.wrong(prefix + "url", f"{url!r} is not an address: {error}") from error
        if parts.scheme not in SCHEMES:
            raise self.wrong(prefix + "url", f"{url!r} does not start with http:// or https://")
        if not host:
            raise self.wrong(prefix + "url", f"{url!r} has no host")
        if parts.username or parts.password:
            raise self.wrong(prefix + "url", "must not hold a user name or password")
        if port is not None and port not in ALLOWED_PORTS:
            known = ", ".join(map(str, sorted(ALLOWED_PORTS)))
            raise self.wrong(prefix + "url", f"port {port} is never asked; portals are seen on {known}")
        if re.search(r"\s", url):
            raise self.wrong(prefix + "url", f"{url!r} holds white space")
        if not is_allowed_host(host, self.allowed):
            raise self.wrong(prefix + "url", f"{host!r} is not under an allowed suffix ({', '.join(self.allowed)})")
        if host not in hosts:
            raise self.wrong(prefix + "url", f"the host {host!r} is not in hosts ({', '.join(hosts)})")
        return url

    def params(self, entry: Mapping[str, Any], prefix: str) -> tuple[tuple[str, str], ...]:
        value = entry.get("params")
        if value is None:
            return ()
        if not isinstance(value, dict):
            raise self.wrong(prefix + "params", "must be a table of texts")
        for key, text in value.items():
            if not _PARAM.fullmatch(key):
                raise self.wrong(f"{prefix}params.{key}", "is not a parameter name")
            if not isinstance(text, str):
                raise self.wrong(f"{prefix}params.{key}", f"must be text in quotes, not {_kind_of(text)}")
        return tuple(value.items())


def _kind_of(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    for kind, name in (
        (int, "a whole number"),
        (float, "a decimal number"),
        (str, "text"),
        (list, "a list"),
        (dict, "a table"),
    ):
        if isinstance(value, kind):
            return name
    return "a date" if hasattr(value, "isoformat") else type(value).__name__


def write_entry(
    url: str,
    *,
    name: str = "",
    level: str = "county",
    region_code: str = "000000",
    system: str = "auto",
    kind: str = "reports",
    identifier: str = "",
) -> str:
    """Return the TOML of a new entry for the column at `url`, for a person to complete; loads as it is.

    Raises CatalogueError when `url` is no http(s) address. Whether its host is allowed is said on loading.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme not in SCHEMES or not host:
        raise CatalogueError(f"{url!r} does not start with http:// or https:// and a host", key="column.url")
    slug = identifier or re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www.")).strip("-")
    lines = [
        "[[portal]]",
        f"id = {_quoted(slug)}",
        f"name = {_quoted(name or host)}",
        f"level = {_quoted(level)}",
        f"region_code = {_quoted(region_code)}",
        f"hosts = [{_quoted(host)}]",
        f"system = {_quoted(system)}",
        f"scheme = {_quoted(parts.scheme)}",
        f"delay = {DEFAULT_DELAY}",
        "expect_at_least = 0",
        'caveats = ""',
        'checked = "never"',
        "[[portal.column]]",
        f"url = {_quoted(url)}",
        f"kind = {_quoted(kind)}",
        'agency = ""',
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found.group()):04x}", escaped) + '"'
