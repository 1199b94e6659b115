"""What README shows is what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import archive
from archive.samples.agencies import AGENCIES
from archive.samples.reports import make_report
from archive.samples.variations import render

README = Path(archive.__file__).resolve().parents[1] / "README.md"


def test_the_example_of_the_linter_is_a_run_of_the_linter(tmp_path: Path) -> None:
    (block,) = re.findall(r"```\n\$ gongkai check (\S+)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    name, shown = block
    draft = make_report(AGENCIES["qinghe"], 2025, seed=1, profile="county", errors=("swapped_cells", "early_signature"))
    (tmp_path / name).write_bytes(render(draft, "docx-merged").data)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    result = subprocess.run(
        [sys.executable, "-m", "archive.cli", "check", name],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(README.parent)},
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == shown
