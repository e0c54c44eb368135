"""A plan: a personal commitment, best said as "When …, I will …"."""

import re
from datetime import date
from typing import Annotated, NamedTuple

from ally_journal.domain.records import fields
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.record import Mergeable
from ally_journal.domain.text.tags import fold

CLOSED_STATES = DONE, CHANGED, DROPPED = "done", "changed", "dropped"
"""The ways a plan can end, all neutral: needed no more, become another plan, or let go."""

_LETTERS_THAT_TELL = 5


class Deed(NamedTuple):
    """One time that a plan was acted on, which leaves it open; `plan` is its record id."""

    day: fields.NeededDay
    note: Annotated[str, fields.Words()] = ""
    plan: Annotated[str, fields.Id(needed=True, shown=None)] = ""


class State(fields.Label):
    """Where a plan stands; what the first allies wrote as "kept" is done."""

    read = staticmethod(lambda told, _body: DONE if told == "kept" else told)


class Plan(Mergeable):
    """One plan; `source` says where it comes from, `until` is the last day it is meant for.

    `state` is open or one of `CLOSED_STATES`; `follows` is the number of the plan that it was
    changed from and `became` that of the one it was changed into, `did` are the times it was acted
    on, by day, and `entries` the numbers of entries that name it.
    """

    id: str = ""
    number: int = 0
    text: fields.NeededWords
    source: Annotated[str | None, fields.Words("from")] = None
    until: fields.OptionalDay = None
    state: Annotated[str, State(needed=True, known=("open", *CLOSED_STATES))] = "open"
    opened: fields.NeededDay
    closed: fields.OptionalDay = None
    note: fields.OptionalWords = None
    share: fields.YesOrNo = False
    follows: Annotated[int | None, fields.Number("plan")] = None
    became: int | None = None
    did: tuple[Deed, ...] = ()
    entries: tuple[int, ...] = ()
    others: "tuple[Plan | None, ...]" = ()

    if_empty = (
        "There is nothing to plan; for example: "
        'ally plan add "When someone is talked over, I give the floor back"'
    )


_MOMENTS = {"missed": "a missed moment", "mistake": "a mistake"}
_REVIEW = "review "


def plan_for_next_time(text: str, went: str, day: date) -> Plan:
    """The plan that came of a missed moment or a mistake."""
    return Plan(text=text, source=_MOMENTS[went], opened=day)


def review_source(period_name: str) -> str:
    """Where a plan made in a review says it comes from."""
    return f"{_REVIEW}{period_name}"


def from_elsewhere(plan: Plan) -> bool:
    """Whether it comes from outside the journal, such as from a course."""
    source = plan.source or ""
    return bool(source) and source not in _MOMENTS.values() and not source.startswith(_REVIEW)


def plan_to_show(plans: tuple[Plan, ...], entry: Entry) -> Plan | None:
    """The one open plan to show after `entry`: one that shares a longer word, tag or way first.

    Otherwise they take turns by the entry's number, so that none is shown every time.
    """
    if not plans:
        return None
    said = {word for word in _words(entry.text) if len(word) >= _LETTERS_THAT_TELL}
    said |= {fold(word) for word in (*entry.all_tags, entry.way or "") if word}
    related = [plan for plan in plans if said & _words(plan.text)]
    among = related or list(plans)
    return among[entry.number % len(among)]


def _words(text: str) -> set[str]:
    """Its words, and those joined by hyphens also as wholes, such as “call-in”."""
    joined: list[str] = re.findall(r"\w[\w-]*", fold(text))
    return {*joined, *(part for word in joined for part in word.split("-"))}
