"""The wheel: everything the program needs away from its checkout, and nothing that shadows a library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it; return the folder that has its packages."""
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "wheel", "--no-deps"]
    subprocess.run([*pip, "--no-build-isolation", "-w", str(place), str(ROOT)], check=True, capture_output=True)
    (wheel,) = place.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place / "site")
    return place / "site"


def run(installed: Path, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the unpacked program, away from the checkout."""
    return subprocess.run(
        [sys.executable, "-m", "archive.cli", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_wheel_has_three_packages_and_the_pages_inside_one_of_them(installed: Path) -> None:
    packages = {path.name for path in installed.iterdir() if not path.name.endswith(".dist-info")}
    assert packages == {"archive", "crawler", "extractors"}
    pages = installed / "archive" / "_datasette"
    assert (pages / "templates" / "report.html").is_file()
    assert not (pages / "__init__.py").exists()
    (entries,) = installed.glob("*.dist-info/entry_points.txt")
    assert "gongkai = archive.cli:main" in entries.read_text("utf-8")


def test_a_wheel_reads_keeps_and_builds_without_its_checkout(
    installed: Path, tmp_path: Path, sample: Callable[..., bytes]
) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "import archive, extractors; print(archive.__file__, extractors.__file__)"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert where.count(str(installed)) == 2
    report = tmp_path / "report.html"
    report.write_bytes(sample())
    read = run(installed, "read", report, "--json", cwd=tmp_path)
    assert read.returncode == 0, read.stderr
    assert len(json.loads(read.stdout)["figures"]) == 200
    assert run(installed, "add", report, cwd=tmp_path).returncode == 0
    built = run(installed, "build", cwd=tmp_path)
    assert "1 reports" in built.stdout, built.stderr
    assert "portals with" in run(installed, "portals", "check", cwd=tmp_path).stdout
