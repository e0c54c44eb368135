"""What to read before a meeting: a plan, what was learnt and heard, and a phrase to have ready."""

from datetime import date
from typing import NamedTuple

from ally_journal.domain.content import phrasings
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.review.prompts import QUESTIONS
from ally_journal.domain.text.query import Wanted, fits
from ally_journal.domain.text.tags import fold

_OTHERWISE = "opener"
_HELPS_WITH = {
    "credit": "amplify demo idea ideas release sponsor",
    "call-in": "assumption feedback language",
    "call-out": "hiring interview interviews joke jokes meeting meetings panel promotion speak-up",
    "apology": "mistake repair",
}
"""For the phrases of a hard moment the ways, and the tags many people use, where they help."""


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


def phrase_for(typed: str, day: date) -> str:
    """One phrase for the moment that was named; those of a moment take turns by the day."""
    words = fold(typed).replace("#", " ").split()
    named = next(filter(None, map(_moment, ["-".join(words), *words])), _OTHERWISE)
    # "If it fits, add: …" goes with another phrase and is none by itself.
    said = [one for one in phrasings()[named] if not one.startswith("If it fits")]
    return said[day.toordinal() % len(said)]


def _moment(word: str) -> str | None:
    if word in phrasings():
        return word
    return next((moment for moment, words in _HELPS_WITH.items() if word in words.split()), None)
