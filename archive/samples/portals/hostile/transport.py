"""https that is gone, back-ends on bare addresses, pages that are only a file, redirects in scripts, forced cookies."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from hashlib import sha256

from archive.samples.portals.hostile.plain import Plain
from archive.samples.portals.messages import Request, Response, redirect, text_response
from archive.samples.portals.site import TruthLine
from archive.samples.portals.world import Item


class Http410(Plain):
    """https answers 410, http works. Expected: the scheme is recorded, everything comes through http."""

    id = "http410"

    def refuses_https(self) -> int:
        """Return what a tunnel to port 443 gets."""
        return 410


class BareHost(Plain):
    """Some reports are on an official back-end at a bare address, 127.0.0.1:8082. Expected: only if listed."""

    id = "barehost"
    backend = "127.0.0.1:8082"

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the portal; the back-end answers too, but is no host of the catalogue entry."""
        return (self.host,)

    def bare(self) -> list[Item]:
        """Return the reports on the back-end."""
        return self.items()[:3]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; the back-end is never asked."""
        if item in self.bare():
            return super().truth_line(item, f"http://{self.backend}{self.article_path(item)}", "never_requested")
        return super().truth_line(item, url, expected)

    def link(self, item: Item) -> str:
        """Return the link, absolute to the back-end for its reports."""
        linked = super().link(item)
        return linked.replace('href="/', f'href="http://{self.backend}/') if item in self.bare() else linked


def _package(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in names.items():
            package.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


class AttachmentOnly(Plain):
    """Pages with a title and one file: .wps, .ofd, .zip, a scanned .jpg. Expected: needs_attachment, the file kept."""

    id = "attonly"
    suffixes = ("wps", "ofd", "zip", "jpg")

    def suffix(self, item: Item) -> str:
        """Return the kind of file of an item."""
        return self.suffixes[self.items().index(item) % 4]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth: every report needs its file."""
        line = super().truth_line(item, url, "needs_attachment")
        digest = sha256(self.file(item)).hexdigest()
        return replace(
            line, format=self.suffix(item), attachment_url=self.url(self.file_path(item)), attachment_sha256=digest
        )

    def file_path(self, item: Item) -> str:
        """Return the path of an item's file."""
        return f"{self.root}{item.month}/P0{item.day}{item.number:012d}.{self.suffix(item)}"

    def file(self, item: Item) -> bytes:
        """Return the bytes of an item's file."""
        match self.suffix(item):
            case "wps":
                return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4088)
            case "ofd":
                return _package({"OFD.xml": b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'})
            case "zip":
                return _package({"report.docx": self.attachment(item)})
        return b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(4000)

    def route(self, request: Request) -> Response | None:
        """Answer files and the pages around them."""
        types = {
            "wps": "application/vnd.ms-works",
            "ofd": "application/ofd",
            "zip": "application/zip",
            "jpg": "image/jpeg",
        }
        for item in self.items():
            if request.path == self.file_path(item):
                return Response(self.file(item), media_type=types[self.suffix(item)])
            if request.path == self.article_path(item):
                name = self.file_path(item).rpartition("/")[2]
                link = f'<a href="./{name}" OLDSRC="{name}">{item.title}.{self.suffix(item)}</a>'
                shown = f'<img src="./{name}">' if self.suffix(item) == "jpg" else link
                return text_response(self.article_html(item, body=f"<p>{shown}</p>"))
        return super().route(request)


class ScriptRedirect(Plain):
    """Articles behind `location.href='/m/…'`, a meta refresh, and three of them nested.

    Expected: no more than two literal redirects on the same host are followed.
    """

    id = "jsredir"

    def kind(self, item: Item) -> str:
        """Return how an article is hidden: script, meta, nested or not at all."""
        return ("script", "meta", "nested", "")[self.items().index(item) % 4]

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; three redirects are one too many."""
        return super().truth_line(item, url, "redirect_refused" if self.kind(item) == "nested" else expected)

    def route(self, request: Request) -> Response | None:
        """Answer the shells and what is behind them."""
        path, depth = request.path, 0
        while path.startswith("/m/"):
            path, depth = path.removeprefix("/m"), depth + 1
        item = self.by_path().get(path)
        if item is None:
            return super().route(request) if depth == 0 else None
        wanted = {"script": 1, "meta": 1, "nested": 3}.get(self.kind(item), 0)
        if depth >= wanted:
            return text_response(self.article_html(item, path))
        target = "/m" * (depth + 1) + path
        if self.kind(item) == "meta":
            head = f'<meta http-equiv="refresh" content="0;url={target}">'
        else:
            head = f"<script>location.href='{target}';</script>"
        return text_response(f"<html><head><meta charset='utf-8'>{head}</head><body>正在跳转</body></html>")


class CookieWall(Plain):
    """The list comes only with the cookie of its first page; without it a redirect to itself, for ever.

    Expected: no more redirects than allowed, then refused; with cookies on by catalogue it works.
    """

    id = "ck"
    expect = "refused"

    def route(self, request: Request) -> Response | None:
        """Answer whoever has the cookie."""
        if request.cookie("JSESSIONID") or not request.path.startswith(self.root):
            return super().route(request)
        response = redirect(request.path)
        response.headers.append(("Set-Cookie", "JSESSIONID=7A1E5C; Path=/; HttpOnly"))
        return response
