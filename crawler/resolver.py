"""A DNS resolver that hands out no private address, so that the address checked is the address connected to."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import is_public

REFUSED_NAMES: dict[str, str] = {}
"""Names that resolved to an address that is not public, and the address: Twisted keeps the reason to itself."""


class PublicResolver(CachingThreadedResolver):
    """Resolve names, and fail for a name whose address is private, loopback, link-local or otherwise special.

    Only the host of the configured forward proxy (GONGKAI_PROXY) may be private; the allow-list and the checks for
    literal addresses stay in force for every URL requested through it.
    """

    _proxy_host = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Return a resolver that knows the proxy."""
        resolver: Self = super().from_crawler(crawler, reactor)
        resolver._proxy_host = urlsplit(crawler.settings.get("GONGKAI_PROXY") or "").hostname or ""
        return resolver

    def getHostByName(self, name: str, timeout: Any = None) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Return the address of a name, or fail with DNSLookupError when it is not public."""
        deferred: Deferred[str] = super().getHostByName(name, timeout) if timeout else super().getHostByName(name)
        return deferred.addCallback(self._refuse_private, name)

    def _refuse_private(self, address: str, name: str) -> str:
        if name != self._proxy_host and not is_public(address):
            REFUSED_NAMES[name] = address
            raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
        return address
