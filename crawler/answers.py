"""What an answer is: a page, unchanged, moved, gone, a refusal, a challenge, a failure. Every answer has one name.

Pure. The names are the outcomes of the run report; `ok` alone is read further.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from crawler import blocked, charset, soft404
from crawler.glance import is_report_text
from crawler.politeness import retry_after_seconds
from crawler.systems.pages import Page

Outcome = Literal[
    "ok", "not_modified", "redirect", "blocked", "rate_limited", "refused", "gone", "soft_404", "http_4xx", "http_5xx",
    "truncated", "too_large", "bad_encoding", "empty",
]  # fmt: skip

REFUSALS = frozenset({401, 403, 405, 407, 412, 418, 423, 429, 430, 440, 449, 450, 451, 452, 454, 458, 521, 567})
"""Statuses with which firewalls of portals say no (portals.md 2.7); 429 is a pause, not a refusal."""


PAGES = frozenset({"article", "part", "column", "list"})
"""Kinds of errands that are answered with a page to read."""


class Answer(NamedTuple):
    """One answer: its outcome, `detail` (a redirect's target, a challenge's class), decoded text where it is a page.

    `repaired` says that the text was read in another charset than the one declared; `retry_after` is in seconds;
    `is_report` that the text is beyond doubt that of a report.
    """

    outcome: Outcome
    detail: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    text: str = ""
    repaired: bool = False
    retry_after: float | None = None
    is_report: bool = False


def read_answer(
    *,
    url: str,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    kind: str,
    body_outcome: tuple[str, str] | None = None,
    partial: bool = False,
) -> Answer:
    """Return what an answer is. Header names are lower case; `kind` is the errand's.

    Refusals come first, so that a challenge is never read as a page or as an empty list.
    """

    def answer(outcome: Outcome, detail: str = "", *, text: str = "", repaired: bool = False) -> Answer:
        retry_after = retry_after_seconds(headers["retry-after"]) if "retry-after" in headers else None
        return Answer(outcome, detail, status, headers, body, text, repaired, retry_after)

    if status == 304:
        return answer("not_modified")
    if status == 200 and body_outcome is None and not partial and kind in PAGES:
        decoded = charset.decode(body, headers.get("content-type", ""))
        if is_report_text(decoded.text):
            return Answer("ok", "", status, headers, body, decoded.text, decoded.repaired, is_report=True)
    if wall := blocked.classify(status, headers, body):
        return answer("blocked", wall)
    if status == 429 or (status == 503 and "retry-after" in headers):
        return answer("rate_limited")
    if status in REFUSALS:
        return answer("refused", str(status))
    if status in (301, 302, 303, 307, 308):
        location = headers.get("location", "").strip()
        return answer("redirect", location) if location else answer("http_4xx", "a redirect to nowhere")
    if status in (404, 410):
        return answer("gone", str(status))
    if status >= 500:
        return answer("http_5xx", str(status))
    if status >= 400 or status < 200:
        return answer("http_4xx", str(status))
    if body_outcome is not None:
        name, detail = body_outcome
        if name == "truncated":
            return answer("truncated", detail)
        return answer("too_large", detail) if name == "too_large" else answer("bad_encoding", detail)
    if partial:
        return answer("truncated", "the connection ended before the body did")
    if kind in ("attachment", "robots"):
        return answer("ok" if body or kind == "robots" else "empty")
    if not body.strip():
        return answer("empty")
    decoded = charset.decode(body, headers.get("content-type", ""))
    if kind in PAGES and (why := soft404.find_soft_404(Page(url=url, text=decoded.text))):
        return answer("soft_404", why, text=decoded.text)
    return answer("ok", text=decoded.text, repaired=decoded.repaired)
