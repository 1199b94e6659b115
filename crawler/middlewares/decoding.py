"""Undo content codings after the raw bytes were captured; `Accept-Encoding` in the settings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.content_coding import ContentCodingError, content_codings, decode_body

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response


class Decoding:
    """Replace a response's body by the decoded one; a body that cannot be decoded becomes a named outcome.

    The spider reads the outcome from `request.meta["body_outcome"]`: truncated, too_large or bad_encoding.
    """

    def process_response(self, request: Request, response: Response) -> Response:
        """Decode the body."""
        codings = content_codings(
            ("content-encoding", value.decode("latin-1")) for value in response.headers.getlist(b"Content-Encoding")
        )
        if not codings or not response.body:
            return response
        try:
            body = decode_body(response.body, codings)
        except ContentCodingError as error:
            request.meta["body_outcome"] = (error.kind, str(error))
            return response.replace(body=b"")
        # the headers stay as received: they describe the capture, and nothing below decodes again
        return response.replace(body=body)
