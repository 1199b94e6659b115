"""Which URLs may be requested: the allow-list, and no address instead of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import is_public, literal_address, refusal

HOSTS = ("www.qinghe.gov.cn", "xxgk.qinghe.gov.cn")
SUFFIXES = ("gov.cn",)

LOOPBACK = (
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1",
    "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1.",
)  # fmt: skip


@pytest.mark.parametrize("host", LOOPBACK)
def test_every_spelling_of_loopback_is_an_address_and_not_public(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    assert not is_public(str(address))


@pytest.mark.parametrize("host", [*LOOPBACK, "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "8.8.8.8"])
def test_an_address_instead_of_a_name_is_refused(host: str) -> None:
    assert refusal(f"http://{host}/zfxxgknb/", HOSTS, SUFFIXES) == "address"


@pytest.mark.parametrize("host", ["gov.cn", "www.qinghe.gov.cn", "1.2.3.4.gov.cn", "a1.b2", "256.1.1.1", "1.2.3.4.5"])
def test_a_name_is_no_address(host: str) -> None:
    assert literal_address(host) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.qinghe.gov.cn/zwgk/", ""),
        ("http://qinghe.gov.cn/zwgk/", ""),
        ("http://xxgk.qinghe.gov.cn:8080/a.html", ""),
        ("https://www.baishi.gov.cn/", "host"),
        ("https://qinghe.example.com/zwgk/", "suffix"),
        ("https://www.qinghe.gov.cn.example.com/", "suffix"),
        ("https://www.qinghegov.cn/", "suffix"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://www.qinghe.gov.cn/a", "scheme"),
        ("gopher://www.qinghe.gov.cn/", "scheme"),
        ("http://www.qinghe.gov.cn:22/", "port"),
        ("http://user:secret@www.qinghe.gov.cn/", "credentials"),
        ("http://www.qinghe.gov.cn@127.0.0.1/", "credentials"),
        ("http://", "bad_url"),
        ("http://www.qinghe.gov.cn:99999/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http://www.qinghe.gov.cn/" + "a" * 3000, "url_too_long"),
    ],
)
def test_refusals_are_named(url: str, reason: str) -> None:
    assert refusal(url, HOSTS, SUFFIXES) == reason


@given(st.text(max_size=60))
def test_no_text_is_accepted_unless_its_host_is_listed(text: str) -> None:
    if refusal(text, HOSTS, SUFFIXES) == "":
        assert "qinghe.gov.cn" in text.lower()


@given(st.ip_addresses())
def test_public_is_what_the_registry_calls_global(address: object) -> None:
    mapped = getattr(address, "ipv4_mapped", None) or address
    assert is_public(str(address)) == (mapped.is_global and not mapped.is_multicast)  # type: ignore[attr-defined]
