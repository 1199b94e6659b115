"""Undo content codings after the raw bytes were captured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.decoding import decode_body
from crawler.errors import BodyError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class Decoding:
    """Replace a response's body by the decoded one; a body that cannot be decoded becomes a named outcome.

    The spider reads the outcome from `response.meta["body_outcome"]`: truncated, bomb or bad_coding.
    """

    def process_request(self, request: Request) -> None:
        """Ask for the codings that are undone here."""
        request.headers.setdefault(b"Accept-Encoding", b"gzip, deflate")

    def process_response(self, request: Request, response: Response) -> Response:
        """Decode the body."""
        coding = response.headers.get(b"Content-Encoding")
        if not coding or not response.body:
            return response
        try:
            body = decode_body(response.body, coding.decode("latin-1"))
        except BodyError as error:
            request.meta["body_outcome"] = (error.outcome, str(error))
            return response.replace(body=b"")
        # the headers stay as received: they describe the capture, and nothing below decodes again
        return response.replace(body=body)
