"""Whose report it is: names that carry their place are one agency everywhere, others an agency of their portal."""

from __future__ import annotations

import pytest

from archive.identity import agency_id_of, carries_place, portal_of, registrable_host


@pytest.mark.parametrize(
    "name",
    [
        "青原市财政局",
        "青原市人民政府",
        "青原县城关镇人民政府",
        "虚山市青禾区民政局",
        "青原市城市管理局",
        "滑水县教育局",
        "滑县教育局",
        "青原自治县财政局",
        "青原族自治州人民政府办公室",
        "云岭新区管委会",
        "青河左旗人民政府",
        "青原镇平县财政局",
        "乡宁县财政局",
        "广东省财政厅",
        "上海海关",
        "国家税务总局青原市税务局",
        "国务院办公厅",
        "财政部",
        "财政局(青原市)",
        "青原市市场监督管理局",
        "资源县教育局",
        "本溪市财政局",
    ],
)
def test_a_name_with_a_province_a_city_or_a_county_in_it_is_one_agency_wherever_it_stands(name: str) -> None:
    assert carries_place(name)
    assert agency_id_of(name) == agency_id_of(name, "a.gov.cn") == agency_id_of(name, "example-county")


@pytest.mark.parametrize(
    "name",
    [
        "市财政局",
        "县教育局",
        "财政局",
        "教育局",
        "本机关",
        "城关镇",
        "城关镇人民政府",
        "青龙街道办事处",
        "人民政府办公室",
        "我县财政局",
        "本市卫生健康委员会",
        "县市场监督管理局",
        "城市管理局",
        "市城市管理局",
        "县城市管理综合行政执法局",
        "综合行政执法和城市管理局",
        "住房和城市建设局",
        "市住房和城乡建设局",
        "区民政局",
        "高新区管委会",
        "经济技术开发区管理委员会",
        "市高新技术产业开发区管委会",
        "市经济开发区",
        "新区管委会",
        "工业园区管委会",
        "青龙社区居委会",
        "自治区财政厅",
        "州人民政府",
        "省教育厅",
        "地区行署",
        "县级机关事务管理局",
        "市域社会治理中心",
        "区域合作局",
        "旅游度假区管委会",
        "北京路街道办事处",
        "中华街道办事处",
        "国家级经济技术开发区管委会",
    ],
)
def test_a_name_without_is_an_agency_of_its_portal(name: str) -> None:
    assert not carries_place(name)
    assert len({agency_id_of(name, portal) for portal in ("", "a.gov.cn", "b.gov.cn")}) == 3


def test_an_id_is_of_the_name_and_not_of_its_spelling() -> None:
    assert agency_id_of("青禾县 人民政府") == agency_id_of("青禾县人民政府") != agency_id_of("青禾县人民政府办公室")
    assert agency_id_of("第２中学") == agency_id_of("第2中学")
    assert agency_id_of("市 财政局", "a.gov.cn") == agency_id_of("市财政局", "a.gov.cn")
    assert len(agency_id_of("青禾县人民政府")) == len(agency_id_of("财政局", "a.gov.cn")) == 10


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://www.qingyuan.gov.cn/czj/1.html", "qingyuan.gov.cn"),
        ("https://czj.qingyuan.gov.cn:8443/1.html", "qingyuan.gov.cn"),
        ("http://a.b.qingyuan.gov.cn.test/", "qingyuan.gov.cn.test"),
        ("http://qingyuan.gov.cn/", "qingyuan.gov.cn"),
        ("http://www.qingyuan.cn/", "qingyuan.cn"),
        ("http://www.qingyuan.com.cn/", "qingyuan.com.cn"),
        ("http://127.0.0.1:8000/1.html", "127.0.0.1"),
        ("http://[::1]/", "::1"),
        ("http://localhost/", "localhost"),
        ("http://[broken/", ""),
        ("urn:gongkai:file:00/a.html", ""),
    ],
)
def test_the_domain_of_a_site_is_the_same_for_all_its_hosts(url: str, host: str) -> None:
    assert registrable_host(url) == host


def test_the_catalogue_s_portal_comes_before_the_domain_and_a_file_has_neither() -> None:
    assert portal_of("qingyuan", "http://www.qingyuan.gov.cn/1.html") == "qingyuan"
    assert portal_of("", "http://www.qingyuan.gov.cn/1.html") == "qingyuan.gov.cn"
    assert portal_of("", "urn:gongkai:file:00/a.html") == ""
