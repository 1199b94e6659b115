"""http where the catalogue says http: hosts whose https does not work still write absolute https links into lists.

Only a portal whose catalogue says `http`, a page that was itself had over http, and that page's own host: nothing is
downgraded because https failed.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from crawler.catalogue import Column
from crawler.systems.pages import Fetch, ListPage, Page


def kept(url: str, page_url: str) -> str:
    """Return `url`, over http when it names the host of a page that was had over http."""
    if not url.startswith("https://") or not page_url.startswith("http://"):
        return url
    return "http" + url[5:] if urlsplit(url).netloc == urlsplit(page_url).netloc else url


def keep_scheme(listing: ListPage, page: Page, column: Column | None) -> ListPage:
    """Return a listing whose addresses have the scheme of the page, when that is http by the catalogue."""
    here = page.final_url or page.url
    if column is None or not column.url.startswith("http://") or not here.startswith("http://"):
        return listing
    addresses = [one.url for one in listing.items]
    addresses += [one.url for one in listing.columns]
    addresses += [one.url for one in listing.next]
    if not any(url.startswith("https://") for url in addresses):
        return listing
    return replace(
        listing,
        items=tuple(replace(item, url=kept(item.url, here)) for item in listing.items),
        columns=tuple(replace(link, url=kept(link.url, here)) for link in listing.columns),
        next=tuple(_kept_fetch(fetch, here) for fetch in listing.next),
    )


def _kept_fetch(fetch: Fetch, here: str) -> Fetch:
    otherwise = _kept_fetch(fetch.otherwise, here) if fetch.otherwise is not None else None
    return replace(fetch, url=kept(fetch.url, here), otherwise=otherwise)
