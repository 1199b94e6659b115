"""All systems, in the order of detection: at equal scores the earlier one wins."""

from __future__ import annotations

from crawler.systems.base import System
from crawler.systems.generic import Generic

SYSTEMS: tuple[System, ...] = (Generic(),)
