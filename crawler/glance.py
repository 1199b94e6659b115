"""What can be told of a page without parsing it: that it is the text of a report, and that it links no file.

Parsing a 100 KB article costs four times what Scrapy spends on fetching it, and the crawl only needs to know whether
there is more to fetch. Most articles are plain text reports; these are told by a few words. All others are parsed.
"""

from __future__ import annotations

import re

HEADING_WORDS = ("总体情况", "主动公开政府信息", "政府信息公开申请", "行政复议", "存在的", "需要报告的")
"""Words of the six statutory headings that all their wordings share."""

MIN_WORDS = 5
"""Of HEADING_WORDS: a preamble that names the sections has all six as well, but stands in a report."""

MIN_LENGTH = 6_000
"""Characters of markup; the shortest report pages seen have 9,000, challenge pages say nothing of the above."""

FILE_SUFFIXES = ("pdf", "doc", "wps", "wpt", "xls", "ofd", "zip", "rar", "csv", "rtf", "ppt", "txt")
"""What a file's name has behind a full stop, to its first three characters (`et` is looked for in tags only)."""

_STOPPED = (*FILE_SUFFIXES, "ope")
"""What is looked for behind each full stop: the names of files, and `window.open`."""

_AFTER_STOP = re.compile(
    # styles have a thousand full stops a page: most are told by the one character behind them
    rf"\.(?=[{''.join(sorted({case for word in _STOPPED for case in (word[0], word[0].upper())}))}])"
    rf"(?i:{'|'.join(_STOPPED)})"
)

FILE_MARKS = (
    ".et", ".7z", "downfile", "download", "attach", "fileid", "file=", "viewer.html", "<iframe", "<frame", "<embed",
    "<object", "/group1/", "/m00/", "http-equiv=\"refresh", "http-equiv='refresh", "http-equiv=refresh",
)  # fmt: skip
"""What a tag that links or embeds a file, or leads to another page, has in it; other tags do neither."""

_TAGS = re.compile(r"<[aAeEfFiImMoO][^>]*")
"""Tags of links, embedded things, images and declarations: a, area, embed, frame, iframe, img, meta, object. One pass
over 100 KB with this costs a tenth of looking for each mark everywhere."""


def is_report_text(text: str) -> bool:
    """Return whether a page is beyond doubt the text of a report: no challenge, no soft 404, no list."""
    return len(text) >= MIN_LENGTH and sum(word in text for word in HEADING_WORDS) >= MIN_WORDS


def links_no_file(text: str) -> bool:
    """Return whether nothing in the markup can be a link to a file, or a redirect to another page."""
    if _AFTER_STOP.search(text):
        return False
    # the one character is found, or not found, at a hundredth of the cost of the two
    if ("附" in text and "附件" in text) or "onclick" in text:
        return False
    tags = "".join(_TAGS.findall(text)).lower()
    return not any(mark in tags for mark in FILE_MARKS)
