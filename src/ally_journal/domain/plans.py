"""A plan: a personal commitment, best said as "When …, I will …"."""

import re
from dataclasses import dataclass
from datetime import date

from ally_journal.domain.entries import Entry
from ally_journal.domain.texts import fold
from ally_journal.errors import NothingToWrite

CLOSED_STATES = ("kept", "changed", "dropped")
"""The ways a plan can end, all neutral."""

_LETTERS_THAT_TELL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One plan; `source` says where it comes from, `until` is the last day it is meant for.

    `state` is open or one of `CLOSED_STATES`; `entries` are the numbers of entries that name it.
    """

    text: str
    opened: date
    source: str | None = None
    until: date | None = None
    state: str = "open"
    note: str | None = None
    closed: date | None = None
    share: bool = False
    entries: tuple[int, ...] = ()
    id: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        """Check the text; raises NothingToWrite when it is empty."""
        if not self.text.strip():
            raise NothingToWrite('There is nothing to plan; write it as "When …, I will …".')


def plan_to_show(plans: tuple[Plan, ...], entry: Entry) -> Plan | None:
    """The one open plan to show after `entry`: one that shares a longer word, tag or way first.

    Otherwise they take turns by the entry's number, so that none is shown every time.
    """
    if not plans:
        return None
    said = _telling_words(" ".join([entry.text, *entry.all_tags, entry.way or ""]))
    related = [plan for plan in plans if said & _telling_words(plan.text)]
    among = related or list(plans)
    return among[entry.number % len(among)]


def _telling_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", fold(text)) if len(word) >= _LETTERS_THAT_TELL}
