"""robots.txt is read strictly: a refusal refuses, a failure forbids, only "there is none" allows."""

from __future__ import annotations

import pytest

from crawler.robots import MAX_BYTES, read_robots

AGENT = "GongkaiBot/0.1 (+contact)"
URL = "https://www.qinghe.gov.cn/zfxxgk/nb/1.html"


@pytest.mark.parametrize(
    ("status", "body", "verdict", "allowed"),
    [
        (200, b"User-agent: *\nDisallow:\n", "rules", True),
        (200, b"", "rules", True),
        (200, "User-agent: *\r\nDisallow: /\r\n".encode("utf-16"), "rules", False),
        (200, b"User-agent: *\nDisallow: /\n", "rules", False),
        (200, b"User-agent: GongkaiBot\nDisallow: /zfxxgk/\n", "rules", False),
        (200, b"User-agent: OtherBot\nDisallow: /\n", "rules", True),
        (200, b"<!DOCTYPE html><html><body>404</body></html>", "allow_all", True),
        (200, b"\n\n  <html><title>x</title>", "allow_all", True),
        (404, b"not found", "allow_all", True),
        (410, b"", "allow_all", True),
        (400, b"", "allow_all", True),
        (401, b"", "refused", False),
        (403, b"", "refused", False),
        (412, b"", "refused", False),
        (521, b"<script>", "refused", False),
        (429, b"", "unreachable", False),
        (500, b"", "unreachable", False),
        (503, b"User-agent: *\nDisallow:\n", "unreachable", False),
        (302, b"", "unreachable", False),
    ],
)
def test_each_answer_has_its_verdict(status: int, body: bytes, verdict: str, allowed: bool) -> None:
    robots = read_robots(status, body)
    assert robots.verdict == verdict
    assert robots.allows(URL, AGENT) is allowed


def test_byte_order_mark_and_crlf_are_tolerated_and_the_delay_is_read() -> None:
    robots = read_robots(200, b"\xef\xbb\xbfUser-agent: *\r\nCrawl-delay: 3\r\nDisallow: /zfxxgk/private/\r\n")
    assert robots.crawl_delay(AGENT) == 3
    assert robots.allows(URL, AGENT)
    assert not robots.allows("https://www.qinghe.gov.cn/zfxxgk/private/a.html", AGENT)


def test_gbk_comments_do_not_hide_the_rules() -> None:
    robots = read_robots(200, "# 本站禁止采集\nUser-agent: *\nDisallow: /zfxxgk/\n".encode("gb18030"))
    assert not robots.allows(URL, AGENT)


def test_rules_past_the_size_limit_are_ignored_and_those_before_it_obeyed() -> None:
    body = b"User-agent: *\nDisallow: /zfxxgk/\n" + b"# " + b"x" * MAX_BYTES + b"\nDisallow: /other/\n"
    robots = read_robots(200, body)
    assert not robots.allows(URL, AGENT)
    assert robots.allows("https://www.qinghe.gov.cn/other/", AGENT)


@pytest.mark.parametrize("value", ["-1", "nan", "inf", "soon", ""])
def test_a_senseless_delay_is_none(value: str) -> None:
    assert read_robots(200, f"User-agent: *\nCrawl-delay: {value}\n".encode()).crawl_delay(AGENT) == 0
