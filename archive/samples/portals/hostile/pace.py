"""Sites that are slow, limit their visitors, or send too much."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from email.utils import formatdate
from functools import lru_cache
from urllib.parse import quote

from archive.samples.portals.hostile.plain import Plain
from archive.samples.portals.messages import Request, Response, text_response
from archive.samples.portals.site import TruthLine
from archive.samples.portals.world import Item


class Rate(Plain):
    """429 with `Retry-After: 2` for every third request that comes faster than one a second; 503 with a date once.

    Expected: the delay grows, everything is fetched, no request inside the time asked for. Times shrink with SIM_SPEED,
    but Retry-After counts whole seconds.
    """

    id = "rate"

    def route(self, request: Request) -> Response | None:
        """Answer, or ask for patience."""
        last, fast = float(str(self.state.get("last", -1000.0))), int(str(self.state.get("fast", 0)))
        self.state["last"] = request.at
        seen = int(str(self.state.get("seen", 0))) + 1
        self.state["seen"] = seen
        if seen == 5:
            response = text_response("<html><body>Service Unavailable</body></html>", 503)
            response.headers.append(("Retry-After", formatdate(time.time() + 1, usegmt=True)))
            return response
        if request.at - last < self.speed:
            fast += 1
            self.state["fast"] = fast
            if fast % 3 == 0:
                response = text_response("<html><body>Too Many Requests</body></html>", 429)
                response.headers.append(("Retry-After", str(max(1, round(2 * self.speed)))))
                return response
        return super().route(request)


class Slow(Plain):
    """Four sick articles: 30 s to the first byte, one byte a second, a reset in the body, a Content-Length too large.

    Expected: no more than 45 s and two more tries each; the other articles are not affected. Times shrink with
    SIM_SPEED.
    """

    id = "slow"

    def sick(self) -> dict[str, str]:
        """Return the path and the illness of four articles."""
        kinds = ("late", "drip", "reset", "short")
        return {self.article_path(item): kind for item, kind in zip(self.items(), kinds, strict=False)}

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; what never arrives whole is a failure."""
        kind = self.sick().get(self.article_path(item), "")
        return super().truth_line(item, url, "failed" if kind in ("drip", "reset", "short") else expected)

    def route(self, request: Request) -> Response | None:
        """Answer, slowly or not to the end."""
        response = super().route(request)
        kind = self.sick().get(request.path)
        if response is None or kind is None:
            return response
        body = response.body
        match kind:
            case "late":
                time.sleep(30 * self.speed)
            case "drip":

                def drops() -> Iterator[bytes]:
                    for at in range(400):
                        time.sleep(self.speed)
                        yield body[at : at + 1]

                response.stream = drops
            case "reset":
                response.body, response.length, response.reset = body[: len(body) // 2], len(body), True
            case "short":
                response.length = len(body) + 5000
        return response


@lru_cache(maxsize=1)
def zip_bomb() -> bytes:
    """Return a small .docx whose document.xml unpacks to 100 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w") as part:
            for _ in range(100):
                part.write(bytes(1_000_000))
    return out.getvalue()


HUGE = 80 * 2**20


class Big(Plain):
    """Attachments that are not what they seem: 80 MB, a zip bomb, HTML named .docx, a login page named .pdf, a PDF cut
    off; file names in raw GBK bytes and in RFC 5987.

    Expected: refused by size, not unpacked, classed by their bytes, flagged.
    """

    id = "big"

    kinds = ("huge.pdf", "bomb.docx", "page.docx", "login.pdf", "cut.pdf", "gbk.docx", "rfc.docx")

    def odd(self) -> dict[int, str]:
        """Return the file of seven items by their number."""
        return {item.number: kind for item, kind in zip(self.items(), self.kinds, strict=False)}

    def has_attachment(self, item: Item) -> bool:
        """Return whether the item's article holds nothing but a file."""
        return item.number in self.odd()

    def attachment_path(self, item: Item) -> str:
        """Return the path of the file."""
        return f"{self.root}{item.month}/{item.number}-{self.odd()[item.number]}"

    def truth_line(self, item: Item, url: str = "", expected: str = "") -> TruthLine:
        """Return the truth; the file's address without its digest where it is no report."""
        kind = self.odd().get(item.number, "")
        if kind in ("", "gbk.docx", "rfc.docx"):
            return super().truth_line(item, url, expected)
        bodies = {"huge.pdf": "too_large", "bomb.docx": "too_large", "cut.pdf": "truncated"}
        return super().truth_line(item, url, bodies.get(kind, "not_a_report"))

    def route(self, request: Request) -> Response | None:
        """Answer the files, then what the plain portal does."""
        for item in self.items():
            if item.number in self.odd() and self.attachment_path(item) == request.path:
                return self._file(item, self.odd()[item.number])
        return super().route(request)

    def _file(self, item: Item, kind: str) -> Response:
        word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        match kind:
            case "huge.pdf":

                def zeros() -> Iterator[bytes]:
                    yield b"%PDF-1.4\n"
                    for _ in range(HUGE // 65536):
                        yield bytes(65536)

                response = Response(media_type="application/pdf", stream=zeros)
                response.length = HUGE // 65536 * 65536 + 9
                return response
            case "bomb.docx":
                return Response(zip_bomb(), media_type=word)
            case "page.docx":
                return Response(
                    self.article_html(item, body="<p>　　文件正在转换，请稍后下载。</p>").encode(), media_type=word
                )
            case "login.pdf":
                form = "<form><input name='user'><input type='password' name='pass'>请先登录</form>"
                return Response(self.page_html("登录", form).encode(), media_type="application/pdf")
            case "cut.pdf":
                return Response(
                    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Ty",
                    media_type="application/pdf",
                )
        response = Response(self.attachment(item), media_type=word)
        name = f"{item.title}.docx"
        if kind == "gbk.docx":
            raw = name.encode("gbk").decode("latin-1")
            response.headers.append(("Content-Disposition", f'attachment; filename="{raw}"'))
        else:
            response.headers.append(("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}"))
        return response
