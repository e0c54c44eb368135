"""What a year says besides its numbers: the same sections in the same order for every form."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
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
_SAID = "What I said I would do"
_WRONG = "What I got wrong, and what came of it"
_MISSED = "What I let pass"


class Part(NamedTuple):
    """One thing under a heading: what stands before it, its words, and what came of it.

    Words may be the person's own and are not cleaned yet. An entry tells its number and day.
    """

    before: str
    words: str
    after: tuple[str, ...] = ()
    entry: Entry | None = None


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
        _SAID: _more(len(year.plans) - PLANS_SHOWN, "ally plan --all", screen),
        _WRONG: _more(len(year.mistakes) - MOMENTS_SHOWN, f"ally list --mistake {within}", screen),
        _MISSED: _more(len(year.missed) - MOMENTS_SHOWN, f"ally list --missed {within}", screen),
    }
    for section in for_file(shown, screen):
        yield section._replace(more=more.get(section.title, ""))


def for_file(year: Year, screen: Screen) -> Iterator[Section]:
    """All the sections a file holds, whole; empty ones are left out."""
    plans = {plan.number: plan for plan in year.plans}
    sections = {
        "Why I do this": [_why(why, screen) for why in year.whys],
        _SAID: [_plan(plan, year) for plan in year.plans_by_state],
        "What came back": [
            Part("", line) for line in [plain.heard_line(year.heard, screen)] if line
        ],
        "Moments I chose": [_chosen(entry) for entry in year.chosen],
        _WRONG: [_moment(entry, plans) for entry in year.mistakes],
        _MISSED: [_moment(entry, plans) for entry in year.missed],
        "What stands in the way": [_obstacle(obstacle) for obstacle in year.obstacles],
        "What I learned from": [_shelf_item(item) for item in year.shelf],
        "What I thought": [Part(plain.topic(one.topic), one.text) for one in year.thoughts],
    }
    for heading, parts in sections.items():
        if parts:
            yield Section(heading, tuple(parts))


def _more(left: int, see: str, screen: Screen) -> str:
    return f"And {f'{left} ' if screen.counts else ''}more: {see}" if left > 0 else ""


def _why(why: Reflection, screen: Screen) -> Part:
    month = f"{MONTHS[why.day.month - 1]} {why.day.year}"
    return Part(month, screen.quoted(one_line(why.text)))


def _plan(plan: Plan, year: Year) -> Part:
    """A plan and how it ended, with the day where that lies beyond the year shown."""
    state = "still open" if plan.state == "open" else plan.state
    after = [plan.note] if plan.note else []
    if plan.closed and plan.closed.year != year.year:
        after.insert(0, f"{state.capitalize()} on {day_short(plan.closed)}.")
    return Part(state, plan.text, tuple(after))


def _chosen(entry: Entry) -> Part:
    return Part(entry.kind.label, plain.went(entry) + entry.text, (), entry)


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
    return Part("", entry.text, tuple(f"{name}: {text}" for name, text in known if text), entry)


def _shelf_item(item: ShelfItem) -> Part:
    by = f", {item.by}" if item.by else ""
    after = (item.takeaway,) if item.takeaway else ()
    return Part(item.state.replace("-", " "), f"{item.title}{by}", after)


def _obstacle(obstacle: Obstacle) -> Part:
    if obstacle.state == "open":
        return Part("", obstacle.text, (f"Next: {obstacle.next}",) if obstacle.next else ())
    state = obstacle.state.replace("-", " ").capitalize()
    return Part("", obstacle.text, (f"{state}: {obstacle.note}" if obstacle.note else f"{state}.",))
