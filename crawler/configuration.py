"""Settings of the operator: environment variables first, then `gongkai.toml` in the working folder, then defaults."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import ConfigurationError

DEFAULT_SUFFIXES = ("gov.cn",)
DEFAULT_DATA = Path("data")
VERSION = "0.1"

_SUFFIX = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_KEYS = frozenset({"data", "allowed_suffixes", "contact", "delay_scale", "proxy"})


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a crawl obeys besides the catalogue.

    `delay_scale` multiplies every delay of ours; below 1 only where every allowed suffix ends in `.test`, a name that
    no real site can have (RFC 6761). `proxy` is a forward proxy for every request, robots.txt included.
    """

    data: Path = DEFAULT_DATA
    suffixes: tuple[str, ...] = DEFAULT_SUFFIXES
    contact: str = ""
    delay_scale: float = 1.0
    proxy: str = ""

    @property
    def is_simulated(self) -> bool:
        """Return whether no real site can be asked under these suffixes."""
        return all(suffix == "test" or suffix.endswith(".test") for suffix in self.suffixes)

    @property
    def user_agent(self) -> str:
        """Return the one honest User-Agent of every request: the program and whom to write to."""
        return f"GongkaiBot/{VERSION} (+{self.contact or 'gongkai@example.test'})"

    def require_contact(self) -> None:
        """Raise ConfigurationError if real sites would be asked by a crawler nobody can write to."""
        if not self.contact and not self.is_simulated:
            raise ConfigurationError(
                "GONGKAI_CONTACT is not set: a portal's administrator must be able to write to whoever crawls; "
                "set it to a mail address or the address of a page that has one"
            )


def load_configuration(
    environment: Mapping[str, str] | None = None, *, path: Path | None = None, data: Path | None = None
) -> Configuration:
    """Return the settings in force; raises ConfigurationError naming the variable or key and the reason."""
    environment = os.environ if environment is None else environment
    path = Path("gongkai.toml") if path is None else path
    values: dict[str, object] = {}
    source: dict[str, str] = {}
    if path.is_file():
        try:
            values = tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path}: {error}") from error
        values = _named(values, path)
        if unknown := sorted(set(values) - _KEYS):
            raise ConfigurationError(f"{path}: {unknown[0]}: unknown key; known are {', '.join(sorted(_KEYS))}")
        source = dict.fromkeys(values, str(path))
    for key in _KEYS:
        if value := environment.get(f"GONGKAI_{key.upper()}"):
            values[key] = value
            source[key] = f"GONGKAI_{key.upper()}"
    suffixes = _suffixes(values.get("allowed_suffixes"), source.get("allowed_suffixes", ""))
    configuration = Configuration(
        data=data or Path(_text(values.get("data"), source.get("data", "")) or DEFAULT_DATA),
        suffixes=suffixes,
        contact=_contact(_text(values.get("contact"), source.get("contact", ""))),
        delay_scale=_scale(values.get("delay_scale", 1.0), source.get("delay_scale", "")),
        proxy=_proxy(_text(values.get("proxy"), source.get("proxy", ""))),
    )
    if configuration.delay_scale < 1 and not configuration.is_simulated:
        raise ConfigurationError(
            f"{source['delay_scale']}: {configuration.delay_scale} would hurry real sites; a scale below 1 needs every "
            f"allowed suffix to end in .test, and {', '.join(suffixes)} does not"
        )
    return configuration


def _named(written: Mapping[str, object], path: Path) -> dict[str, object]:
    """Return a file's values by key: one may be written as the variable is, GONGKAI_DATA, or without that beginning."""
    values: dict[str, object] = {}
    for key, value in written.items():
        name = key.lower().removeprefix("gongkai_")
        if name in values:
            raise ConfigurationError(f"{path}: {key}: given twice, under two spellings of {name}")
        values[name] = value
    return values


def _text(value: object, source: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ConfigurationError(f"{source}: must be text, not {value!r}")
    return value.strip()


def _suffixes(value: object, source: str) -> tuple[str, ...]:
    if value is None:
        return DEFAULT_SUFFIXES
    if isinstance(value, str):
        value = value.replace(",", " ").split()
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise ConfigurationError(f"{source}: must be domain suffixes such as gov.cn")
    suffixes = tuple(dict.fromkeys(item.lower().strip(".") for item in value))
    for suffix in suffixes:
        if not _SUFFIX.fullmatch(suffix):
            raise ConfigurationError(f"{source}: {suffix!r} is no domain suffix")
        if suffix.count(".") == 0 and suffix != "test":
            raise ConfigurationError(f"{source}: {suffix!r} would allow a whole top-level domain")
    return suffixes


def _scale(value: object, source: str) -> float:
    try:
        scale = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ConfigurationError(f"{source}: {value!r} is no number") from None
    if not math.isfinite(scale) or scale < 0:
        raise ConfigurationError(f"{source}: {value!r} is no scale for delays")
    return scale


def _contact(value: str) -> str:
    # it goes into a header: one line, no brackets
    return re.sub(r"[^\x21-\x7e]|[()]", "", value)


def _proxy(value: str) -> str:
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme != "http" or not parts.hostname:
        raise ConfigurationError(f"GONGKAI_PROXY: {value!r} is no proxy address such as http://127.0.0.1:8080")
    return value
