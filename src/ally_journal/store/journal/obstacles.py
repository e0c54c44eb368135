"""Obstacles as they are kept: written down, taken further, and ended."""

from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.store.journal.records import Endable

OBSTACLES = Endable("obstacle", Obstacle)
