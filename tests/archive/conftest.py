"""Data folders filled with invented reports, through the real capture store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render
from crawler.captures import Capture, Origin, WarcStore, file_uri
from crawler.data_folder import DataFolder

pytest.register_assert_rewrite("tests.archive.questions")

DAYS = [f"2025-02-{day:02d}T00:00:00.000000Z" for day in range(1, 28)]
"""Moments of captures, in order."""


def make_sample(agency: str = "qinghe", year: int = 2024, *, seed: int = 1, variation: str = "html-cms-trs") -> bytes:
    """Return one invented report as a file."""
    return render(make_report(AGENCIES[agency], year, seed=seed), variation).data


@pytest.fixture(scope="session")
def sample() -> Callable[..., bytes]:
    """Return the maker of invented reports."""
    return make_sample


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """Return an empty data folder."""
    folder = DataFolder(tmp_path / "data")
    folder.create()
    return folder


@pytest.fixture
def store_files(folder: DataFolder) -> Callable[[Iterable[tuple[str, bytes]]], list[Capture]]:
    """Return a function that takes files in, each call a run of its own."""

    def store(files: Iterable[tuple[str, bytes]], day: int = 0) -> list[Capture]:
        with WarcStore(folder.warc, sync="batch", reserve=0) as warc:
            return [
                warc.write_resource(file_uri("0" * 64, name), data, fetched_at=DAYS[day], origin=Origin(role="file"))
                for name, data in files
            ]

    return store


@pytest.fixture
def store_pages(folder: DataFolder) -> Callable[..., Capture]:
    """Return a function that captures one page."""

    def store(
        url: str,
        body: bytes,
        *,
        day: int = 0,
        status: int = 200,
        role: str = "report",
        parent: str = "",
        media_type: str = "text/html",
        link_text: str = "",
        portal: str = "sample",
    ) -> Capture:
        with WarcStore(folder.warc, sync="batch", reserve=0) as warc:
            return warc.write_response(
                url,
                status=status,
                headers=[("Content-Type", media_type)],
                body=body,
                fetched_at=DAYS[day],
                origin=Origin(portal, parent_url=parent, link_text=link_text, role=role),
            )

    return store
