"""robots.txt in all its forms."""

from __future__ import annotations

from typing import ClassVar

from archive.samples.portals.hostile.plain import Plain
from archive.samples.portals.messages import Request, Response, redirect, text_response
from archive.samples.portals.site import TruthLine
from archive.samples.portals.world import Item

PLAIN_TEXT = "text/plain"


class RobotsNo(Plain):
    """`Disallow: /`. Expected: no request but robots.txt."""

    id = "rb-no"
    expect = "never_requested"

    def robots(self, request: Request) -> Response:
        """Answer a refusal of everything."""
        return text_response("User-agent: *\nDisallow: /\n", media_type=PLAIN_TEXT)


class RobotsStatus(Plain):
    """robots.txt with a status other than 200 and 404."""

    status: ClassVar[int] = 403
    expect = "robots_refused"

    def robots(self, request: Request) -> Response:
        """Answer the status."""
        return text_response("<html><body>Forbidden</body></html>", self.status)


class Robots403(RobotsStatus):
    """robots.txt answers 403. Expected: refused."""

    id = "rb-403"


class Robots503(RobotsStatus):
    """robots.txt answers 503. Expected: skipped in this run."""

    id = "rb-503"
    status = 503
    expect = "robots_unreachable"


class Robots521(RobotsStatus):
    """robots.txt answers 521. Expected: refused."""

    id = "rb-521"
    status = 521


class Robots302(Plain):
    """robots.txt redirects to the home page of another host. Expected: skipped until a person decides."""

    id = "rb-302"
    expect = "robots_refused"

    def robots(self, request: Request) -> Response:
        """Answer a redirect to another host."""
        return redirect("http://www.trs0.gov.cn.test/")


class RobotsHtml(Plain):
    """robots.txt is a soft 404 in HTML with status 200. Expected: allowed."""

    id = "rb-html"

    def robots(self, request: Request) -> Response:
        """Answer a page that says nothing is here."""
        return self.page("页面不存在", "<p>温馨提示：您访问的页面不存在或已删除。</p>")


class Private(Plain):
    """A portal with one item below a path that robots.txt closes."""

    def closed(self) -> Item:
        """Return the item that may not be asked for."""
        return self.items()[-1]

    def article_path(self, item: Item) -> str:
        """Return the path, the closed item's below /zfxxgk/private/."""
        path = super().article_path(item)
        return path.replace("/zfxxgknb/", "/private/") if item == self.closed() else path

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; the closed item is never asked for."""
        return super().truth_line(item, url, "never_requested" if item == self.closed() else expected)


class RobotsBom(Private):
    """robots.txt with a byte order mark, CRLF, `Crawl-delay: 3` and `Disallow: /zfxxgk/private/`. Expected: obeyed."""

    id = "rb-bom"

    def robots(self, request: Request) -> Response:
        """Answer the rules behind a mark."""
        rules = "\ufeffUser-agent: *\r\nCrawl-delay: 3\r\nDisallow: /zfxxgk/private/\r\n"
        return text_response(rules, media_type=PLAIN_TEXT)


class RobotsBig(Private):
    """robots.txt of 600 KB: `Disallow: /zfxxgk/private/` at 300 KB, `Disallow: /` behind 512 KB.

    Expected: obeyed as far as 512 KB go.
    """

    id = "rb-big"

    def robots(self, request: Request) -> Response:
        """Answer many rules."""
        line = "Disallow: /cgi-bin/{:08d}/\n"
        first = "".join(line.format(n) for n in range(11_000))
        second = "".join(line.format(n) for n in range(11_000, 21_000))
        rules = f"User-agent: *\n{first}Disallow: /zfxxgk/private/\n{second}Disallow: /\n"
        return text_response(rules, media_type=PLAIN_TEXT)
