"""What can be told of a page without parsing it: that it is the text of a report, and that it links no file.

Parsing a 100 KB article costs four times what Scrapy spends on fetching it, and the crawl only needs to know whether
there is more to fetch. Most articles are plain text reports; these are told by a few words. All others are parsed.
"""

from __future__ import annotations

HEADING_WORDS = ("总体情况", "主动公开政府信息", "政府信息公开申请", "行政复议", "存在的", "需要报告的")
"""Words of the six statutory headings that all their wordings share."""

MIN_WORDS = 5
"""Of HEADING_WORDS: a preamble that names the sections has all six as well, but stands in a report."""

MIN_LENGTH = 6_000
"""Characters of markup; the shortest report pages seen have 9,000, challenge pages say nothing of the above."""

FILE_MARKS = (
    ".pdf", ".doc", ".wps", ".wpt", ".xls", ".et\"", ".et'", ".ofd", ".zip", ".rar", ".7z", ".csv", ".rtf", ".ppt", ".txt",
    "downfile", "download", "attach", "fileid", "viewer.html", "<iframe", "<frame", "<embed", "<object", "/group1/", "附件",
)  # fmt: skip
"""What a page that links or embeds a file has in its markup; pages without any of them link none."""

REDIRECT_MARKS = ('http-equiv="refresh', "http-equiv='refresh", "http-equiv=refresh")


def is_report_text(text: str) -> bool:
    """Return whether a page is beyond doubt the text of a report: no challenge, no soft 404, no list."""
    return len(text) >= MIN_LENGTH and sum(word in text for word in HEADING_WORDS) >= MIN_WORDS


def links_no_file(text: str) -> bool:
    """Return whether nothing in the markup can be a link to a file, or a redirect to another page."""
    lower = text.lower()
    return not any(mark in lower for mark in FILE_MARKS) and not any(mark in lower for mark in REDIRECT_MARKS)
