"""What a year says besides its numbers: the same sections in the same order for every form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from ally_journal.domain.dates import MONTHS, day_month, day_short
from ally_journal.domain.entries import Entry
from ally_journal.domain.obstacles import Obstacle
from ally_journal.domain.plans import Plan
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.shelf import ShelfItem
from ally_journal.domain.years import Year
from ally_journal.render import plain
from ally_journal.render.clean import one_line
from ally_journal.render.screen import Screen

PLANS_SHOWN, MOMENTS_SHOWN = 10, 5
"""How many plans, and mistakes or missed moments, a screen shows; a file holds all."""

BY_MONTH = "Four kinds, month by month"
BY_WEEK = "Weeks with something written"
WHY = "Why I do this"
OWN_WORDS = "In my own words"
SAID = "What I said I would do"
CAME_BACK = "What came back"
CHOSEN = "Moments I chose"
WRONG = "What I got wrong, and do differently"
MISSED = "What I let pass"
OBSTACLES = "Obstacles"
SHELF = "What I learned from"
THOUGHTS = "What I thought"
NEXT_YEAR = "Next year"
WHEN = "When I wrote"
ABOUT = "About this page"

PROSE = {OWN_WORDS, CAME_BACK, NEXT_YEAR}
"""Sections that are a text rather than a list, unless there are several."""

_APART = {"year": OWN_WORDS, "next-year": NEXT_YEAR}
"""Topics of reflections that have a section of their own."""


class After(NamedTuple):
    """What came of something: a name of the program's, if any, and words as in `Part`."""

    name: str
    words: str

    @property
    def line(self) -> str:
        """Both as one text."""
        return f"{self.name}: {self.words}" if self.name else self.words


class Part(NamedTuple):
    """One thing under a heading: what stands before it, its words, and what came of it.

    Words may be the person's own and are not cleaned yet. An entry tells its number and day, and
    that it was missed or a mistake where its section does not (`went`).
    """

    before: str
    words: str
    after: tuple[After, ...] = ()
    entry: Entry | None = None
    went: str = ""

    @property
    def marked(self) -> str:
        """The words behind what went otherwise."""
        return self.went + self.words


class Section(NamedTuple):
    """A heading and what stands under it; `more` says how to see the parts left out."""

    title: str
    parts: tuple[Part, ...]
    more: str = ""


def title(year: Year) -> str:
    """The heading of a year, which says how far it has come."""
    return f"{year.year}" if year.over else f"{year.year}, up to {day_month(year.through)}"


def nothing_written(year: Year) -> str:
    """What stands in the place of the numbers when there are none."""
    return f"Nothing was written in {year.year}{'' if year.over else ' yet'}."


def months_in_words(marks: Sequence[int | bool | None], *, counts: bool) -> str:
    """In which of twelve months something was written, and how much of it if `counts`."""
    said = [
        f"{count} in {month}" if counts else month
        for month, count in zip(MONTHS, marks, strict=True)
        if count
    ]
    if not said:
        return "nothing written"
    listed = f"{', '.join(said[:-1])} and {said[-1]}" if said[1:] else said[0]
    return listed if counts else f"written in {listed}"


def for_screen(year: Year, screen: Screen) -> Iterator[Section]:
    """The sections a screen shows, the newest of each; empty ones are left out.

    Entries chosen for sharing and the answers of single reviews are left to files.
    """
    shown = replace(
        year,
        plans=year.plans[-PLANS_SHOWN:],
        mistakes=year.mistakes[-MOMENTS_SHOWN:],
        missed=year.missed[-MOMENTS_SHOWN:],
        chosen=(),
        reflections=tuple(one for one in year.reflections if "/" not in one.topic),
    )
    within = f"--since {year.year}-01-01 --until {year.year}-12-31"
    more = {
        SAID: _more(len(year.plans) - PLANS_SHOWN, "ally plan --all", screen),
        WRONG: _more(len(year.mistakes) - MOMENTS_SHOWN, f"ally list --mistake {within}", screen),
        MISSED: _more(len(year.missed) - MOMENTS_SHOWN, f"ally list --missed {within}", screen),
    }
    for section in chain(opening(shown, screen), after_months(shown, screen)):
        yield section._replace(more=more.get(section.title, ""))


def opening(year: Year, screen: Screen) -> Iterator[Section]:
    """The sections a file holds before the four kinds, whole; empty ones are left out."""
    yield from _filled(
        {
            WHY: [_why(why, screen) for why in year.whys],
            OWN_WORDS: _versions(year, "year"),
        }
    )


def after_months(year: Year, screen: Screen) -> Iterator[Section]:
    """The sections a file holds after the four kinds, whole; empty ones are left out."""
    plans = {plan.number: plan for plan in year.plans}
    heard = plain.heard_line(year.heard, screen)
    yield from _filled(
        {
            SAID: [_plan(plan, year) for plan in year.plans_by_state],
            CAME_BACK: [Part("", heard)] if heard else [],
            CHOSEN: [_chosen(entry) for entry in year.chosen],
            WRONG: [_moment(entry, plans) for entry in year.mistakes],
            MISSED: [_moment(entry, plans) for entry in year.missed],
            OBSTACLES: [obstacle(one) for one in year.obstacles],
            SHELF: [_shelf_item(item) for item in year.shelf],
            THOUGHTS: [thought(one) for one in year.thoughts if one.topic not in _APART],
            NEXT_YEAR: _versions(year, "next-year"),
        }
    )


def _filled(sections: Mapping[str, list[Part]]) -> Iterator[Section]:
    for heading, parts in sections.items():
        if parts:
            yield Section(heading, tuple(parts))


def _versions(year: Year, topic: str) -> list[Part]:
    """What was written on a topic for this copy, oldest first."""
    found = [one for one in year.thoughts if one.topic == topic]
    several = len(found) > 1
    return [Part(day_month(one.day) if several else "", one.text) for one in found]


def _more(left: int, see: str, screen: Screen) -> str:
    return f"And {f'{left} ' if screen.counts else ''}more: {see}" if left > 0 else ""


def _why(why: Reflection, screen: Screen) -> Part:
    month = f"{MONTHS[why.day.month - 1]} {why.day.year}"
    return Part(month, screen.quoted(one_line(why.text)))


def _plan(plan: Plan, year: Year) -> Part:
    """A plan and how it ended, with the day where that lies beyond the year shown."""
    state = "still open" if plan.state == "open" else plan.state
    after = [After("", plan.note)] if plan.note else []
    if plan.closed and plan.closed.year != year.year:
        after.insert(0, After("", f"{state.capitalize()} on {day_short(plan.closed)}."))
    return Part(state, plan.text, tuple(after))


def _chosen(entry: Entry) -> Part:
    return Part(entry.kind.label, entry.text, (), entry, plain.went(entry))


def _moment(entry: Entry, plans: Mapping[int, Plan]) -> Part:
    """A missed moment or a mistake, and what came of it."""
    known = [
        ("What stopped me", entry.because),
        ("What I did then", entry.answers.get("did")),
        *(("Heard from them", one.text) for one in entry.heard if one.source == "them"),
        ("Lesson", entry.lesson),
    ]
    if plan := plans.get(entry.plan or 0):
        state = "" if plan.state == "open" else f", {plan.state}"
        known.append((f"Plan {plan.number}{state}", plan.text))
    return Part("", entry.text, tuple(After(name, text) for name, text in known if text), entry)


def _shelf_item(item: ShelfItem) -> Part:
    by = f", {item.by}" if item.by else ""
    after = (After("", item.takeaway),) if item.takeaway else ()
    return Part(item.state.replace("-", " "), f"{item.title}{by}", after)


def obstacle(one: Obstacle) -> Part:
    """An obstacle, and its next step or how it ended."""
    if one.state == "open":
        return Part("", one.text, (After("Next", one.next),) if one.next else ())
    state = one.state.replace("-", " ").capitalize()
    return Part("", one.text, (After(state, one.note) if one.note else After("", f"{state}."),))


def thought(one: Reflection) -> Part:
    """Something thought about, behind its topic or behind the question it answers."""
    return Part(plain.topic(one.topic), one.text)
