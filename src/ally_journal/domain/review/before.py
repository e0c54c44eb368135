"""What to read before a meeting: what fits it of what was written, and a sentence to have ready."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ally_journal.domain.content import phrases
from ally_journal.domain.ideas import phrases_matching
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.idea import OwnIdea
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.domain.review.prompts import QUESTIONS
from ally_journal.domain.text.query import Wanted, fits

_OTHERWISE = "opener"
MOST = 5
"""Lines, so that it can be read on the way to the meeting."""


class Remembered(NamedTuple):
    """Words from an earlier entry, by its number; `day` is that of the words.

    `about` is the text of that entry, for words that say nothing without it.
    """

    text: str
    day: date
    entry: int
    about: str


class Before(NamedTuple):
    """All there is to read, at most `MOST` things; something is always there to be said.

    Unless it is `fitting`, nothing fits what was asked for, and this is something general.
    """

    plans: tuple[Plan, ...]
    obstacle: Obstacle | None
    shelf: ShelfItem | None
    lesson: Remembered | None
    heard: Remembered | None
    rehearsed: Rehearsal | None
    phrase: str | None
    fitting: bool = True


class Known(NamedTuple):
    """What a journal has that may be read, entries only where they fit.

    `rehearsed` are sentences with the text of their moment, newest last.
    """

    plans: tuple[Plan, ...]
    obstacles: tuple[Obstacle, ...]
    shelf: tuple[ShelfItem, ...]
    rehearsed: Sequence[tuple[Rehearsal, str]]
    own: tuple[OwnIdea, ...]
    lesson: Remembered | None
    heard: Remembered | None


def first_answers() -> dict[Kind, str]:
    """For each kind the key of its first question's answer, if a person answers it in words."""
    firsts = {kind: QUESTIONS[kind][0] for kind in KINDS}
    return {kind: first.key for kind, first in firsts.items() if not first.choices}


def before_of(known: Known, typed: str, words: tuple[Wanted, ...], day: date) -> Before:
    """What fits the words typed; where nothing does, or none were typed, something general."""
    if not typed.strip():
        newest = known.rehearsed[-1][0] if known.rehearsed else None
        plans = in_turn(known.plans, day)[:1]
        phrase = phrase_for("", day, known.own)
        return Before(plans, None, None, known.lesson, known.heard, newest, phrase)
    plans = tuple(one for one in in_turn(known.plans, day) if fits(one.text, words))
    obstacle = next((one for one in known.obstacles if fits(_said(one), words)), None)
    rehearsed = [one for one, about in known.rehearsed if fits(f"{one.text} {about}", words)]
    phrase = phrase_for(typed, day, known.own)
    found = Before(
        plans[:2],
        obstacle,
        shelf_item_for(known.shelf, words),
        known.lesson,
        known.heard,
        rehearsed[-1] if rehearsed else None,
        phrase,
    )
    if any(found[:-1]):
        return _short(found)
    general = in_turn(known.plans, day)[:1]
    return found._replace(plans=general, phrase=phrase_for("", day), fitting=False)


def in_turn(plans: Sequence[Plan], day: date) -> tuple[Plan, ...]:
    """Open plans, the next to run out first; those without a last day, or past it, take turns."""
    turn = day.toordinal() % len(plans) if plans else 0
    turned = [*plans[turn:], *plans[:turn]]
    turned.sort(key=lambda plan: plan.until if plan.until and plan.until >= day else date.max)
    return tuple(turned)


def shelf_item_for(shelf: Iterable[ShelfItem], words: tuple[Wanted, ...]) -> ShelfItem | None:
    """What fits the words, by its tags too: what is wanted soonest, or else what was learnt.

    What is done and left nothing to read is passed over.
    """
    fitting = [one for one in shelf if fits(_whole(one), words)]
    waiting = [one for one in fitting if one.state != DONE]
    learnt = [one for one in fitting if one.state == DONE and one.takeaway]
    if waiting:
        return min(waiting, key=lambda one: one.on or date.max)
    return learnt[-1] if learnt else None


def phrase_for(typed: str, day: date, own: Iterable[OwnIdea] = ()) -> str | None:
    """One phrase for what was named, in turns by the day; None if none fits, an own one first.

    With nothing typed it is one that begins a talk.
    """
    if not typed.strip():
        return _in_turn([one.text for one in phrases() if one.moment == _OTHERWISE], day)
    fitting = phrases_matching(typed, own)
    mine = {one.text for one in own}
    said = [one.text for one in fitting]
    return _in_turn([one for one in said if one in mine] or said, day)


def _in_turn(said: Sequence[str], day: date) -> str | None:
    return said[day.toordinal() % len(said)] if said else None


def _short(found: Before) -> Before:
    """At most `MOST` things: of two plans, of what was learnt and heard, of two sentences one."""
    for dropped in (
        {"plans": found.plans[:1]},
        {"phrase": None if found.rehearsed else found.phrase},
        {"heard": None if found.lesson else found.heard},
    ):
        if sum(map(bool, found[1:-1])) + len(found.plans) > MOST:
            found = found._replace(**dropped)
    return found


def _said(one: Obstacle) -> str:
    return " ".join(filter(None, [one.text, one.lever, one.next]))


def _whole(one: ShelfItem) -> str:
    return " ".join(filter(None, [one.title, one.by, one.type, one.takeaway, *one.tags]))
