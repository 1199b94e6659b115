"""Which URLs may be requested at all: the allow-list, and no private or loopback address in any spelling.

Sources: RFC 6890 (special-purpose addresses), the WHATWG URL standard's number forms for IPv4 hosts, portals.md 2.10.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from crawler.urls import is_allowed_host, same_host

ALLOWED_PORTS = frozenset({80, 443, 8000, 8001, 8008, 8080, 8081, 8082, 8088, 8090, 8443, 8888, 9080, 9090})
"""Ports portals are seen on; a link to 22 or 6379 is no portal."""

MAX_URL_LENGTH = 2083

_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


def literal_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address a host spells out: dotted, short (127.1), decimal, octal, hex or IPv6; None for a name."""
    host = host.strip("[]").rstrip(".")
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        pass
    else:
        mapped = getattr(address, "ipv4_mapped", None)
        return mapped or address
    parts = host.split(".")
    if not 1 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        numbers = [
            int(part, 16) if part[:2].lower() == "0x" else int(part, 8 if len(part) > 1 and part[0] == "0" else 10)
            for part in (part if part.lower() != "0x" else "0" for part in parts)
        ]
    except ValueError:
        return None
    value = 0
    for number in numbers[:-1]:
        if number > 255:
            return None
        value = value * 256 + number
    last_bits = 8 * (5 - len(numbers))
    if numbers[-1] >= 1 << last_bits:
        return None
    return ipaddress.IPv4Address((value << last_bits) + numbers[-1])


def is_public(address: str) -> bool:
    """Return whether a resolved address is one that the public internet routes to."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    meant = getattr(parsed, "ipv4_mapped", None) or parsed
    return meant.is_global and not meant.is_multicast


def refusal(url: str, hosts: tuple[str, ...], suffixes: tuple[str, ...]) -> str:
    """Return why a URL may not be requested for a portal with these hosts, or "" if it may.

    A host is allowed when the portal lists it (with or without `www.`) and its suffix is allowed as well. An address
    instead of a name is never allowed, however it is spelled.
    """
    if len(url) > MAX_URL_LENGTH:
        return "url_too_long"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "bad_url"
    return _refusal_of_host(parts.scheme, parts.netloc, hosts, suffixes)


@lru_cache(maxsize=4096)
def _refusal_of_host(scheme: str, netloc: str, hosts: tuple[str, ...], suffixes: tuple[str, ...]) -> str:
    """Return why no URL of a scheme and host may be requested; remembered, as a crawl asks it of every URL thrice."""
    parts = SplitResult(scheme, netloc, "", "", "")
    try:
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return "bad_url"
    if scheme not in ("http", "https"):
        return "scheme"
    if not host or any(character.isspace() for character in host):
        return "bad_url"
    if parts.username is not None or parts.password is not None:
        return "credentials"
    if literal_address(host) is not None:
        return "address"
    if port is not None and port not in ALLOWED_PORTS:
        return "port"
    if not is_allowed_host(host, suffixes):
        return "suffix"
    if not any(same_host(host, listed) for listed in hosts):
        return "host"
    return ""
