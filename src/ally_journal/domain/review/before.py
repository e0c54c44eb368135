"""What to read before a meeting: a plan, what was learnt and heard, and a phrase to have ready."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from ally_journal.domain.content import phrases
from ally_journal.domain.ideas import phrases_matching
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.idea import OwnIdea
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.review.prompts import QUESTIONS
from ally_journal.domain.text.query import Wanted, fits

_OTHERWISE = "opener"


class Remembered(NamedTuple):
    """Words from an earlier entry, by its number; `day` is that of the words."""

    text: str
    day: date
    entry: int


class Before(NamedTuple):
    """All there is to read; there is always a phrase."""

    plans: tuple[Plan, ...]
    lesson: Remembered | None
    heard: Remembered | None
    phrase: str


def first_answers() -> dict[Kind, str]:
    """For each kind the key of its first question's answer, if a person answers it in words."""
    firsts = {kind: QUESTIONS[kind][0] for kind in KINDS}
    return {kind: first.key for kind, first in firsts.items() if not first.choices}


def plans_to_read(
    plans: tuple[Plan, ...], words: tuple[Wanted, ...], day: date
) -> tuple[Plan, ...]:
    """Of the open plans the two that fit best, or else one.

    The next to run out comes first; plans without a last day, or past it, take turns by the day.
    """
    turn = day.toordinal() % len(plans) if plans else 0
    in_turn = [*plans[turn:], *plans[:turn]]
    in_turn.sort(key=lambda plan: plan.until if plan.until and plan.until >= day else date.max)
    fitting = [plan for plan in in_turn if fits(plan.text, words)]
    return tuple(fitting[:2] or in_turn[:1])


def phrase_for(typed: str, day: date, own: Iterable[OwnIdea] = ()) -> str:
    """One phrase for what was named; those that fit it take turns by the day."""
    among = phrases_matching(typed, own) if typed.strip() else ()
    said = among or [one for one in phrases() if one.moment == _OTHERWISE]
    return said[day.toordinal() % len(said)].text
