"""A site whose archive has nothing in it yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.build import build
from crawler.captures import WarcStore
from crawler.data_folder import DataFolder


@pytest.mark.parametrize(
    "path",
    ["/", "/reports", "/agencies", "/search?q=x", "/rules", "/problems", "/about", "/data", "/feed.atom", "/-/health"],
)
def test_every_page_of_an_empty_archive_says_that_it_is_empty(empty_site: Any, path: str) -> None:
    answer = empty_site.get(path)
    assert answer.status == 200
    if path in ("/", "/reports"):
        page = answer.html()
        assert "没有" in page.cssselect("main")[0].text_content()
        # no heading without anything under it, no table without a row
        assert page.cssselect("main table, main .chips") == []


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: pytest.TempPathFactory, make_site: Callable[[Path], Any]) -> Any:
    folder = DataFolder(tmp_path_factory.mktemp("empty"))
    folder.create()
    with WarcStore(folder.warc, reserve=0) as store:
        store.write_outcome("https://www.qinghe.gov.cn.test/", "dns", message="no such host")
    with folder.lock():
        build(folder, workers=1)
    return make_site(folder.root)
