"""Shared by all tests: the corpus of real documents, which lives beside this repository, not in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# a busy machine is no defect: speed is measured in bench/, never asserted
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
DESIGN = Path(__file__).resolve().parents[2] / "shared" / "design"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of real labelled documents."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of real documents at {CORPUS}: it is not part of this repository")
    return CORPUS


@pytest.fixture(scope="session")
def design() -> Path:
    """Return the folder of the design notes and their cases."""
    if not DESIGN.is_dir():
        pytest.skip(f"no design notes at {DESIGN}: they are not part of this repository")
    return DESIGN
