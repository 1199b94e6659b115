"""A DNS resolver that hands out no private address, so that the address checked is the address connected to."""

from __future__ import annotations

from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawler.addresses import is_public


class PublicResolver(CachingThreadedResolver):
    """Resolve names, and fail for a name whose address is private, loopback, link-local or otherwise special.

    A forward proxy (GONGKAI_PROXY) is reached by a literal address, which no resolver sees; the literal checks of
    `crawler.addresses` stay in force for every URL requested through it.
    """

    def getHostByName(self, name: str, timeout: Any = None) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Return the address of a name, or fail with DNSLookupError when it is not public."""
        deferred: Deferred[str] = super().getHostByName(name, timeout) if timeout else super().getHostByName(name)
        return deferred.addCallback(self._refuse_private, name)

    def _refuse_private(self, address: str, name: str) -> str:
        if not is_public(address):
            raise DNSLookupError(f"{name} resolves to {address}, which is not a public address")
        return address
