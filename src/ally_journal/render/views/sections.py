"""What a year and a review say: the same sections in the same order for every form."""

from __future__ import annotations

from itertools import groupby
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from ally_journal.domain.calendar.dates import day_long, day_month, day_short, month_long
from ally_journal.domain.calendar.periods import period_in_words
from ally_journal.domain.kind import KINDS
from ally_journal.domain.review.prompts import OWN
from ally_journal.domain.review.summary import HEARD_SOURCES, Summary, guessed_and_heard
from ally_journal.domain.review.year import Year, by_state
from ally_journal.render import phrases
from ally_journal.render.clean import one_line
from ally_journal.render.views.document import (
    After,
    Body,
    Diary,
    Document,
    Heard,
    Listing,
    Look,
    Month,
    Months,
    Part,
    Section,
    Sentences,
    Steady,
    Weeks,
)
from ally_journal.render.views.facts import answered, heard_from

if TYPE_CHECKING:  # a private copy needs nothing of a sharing copy
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ally_journal.domain.records.entry import Entry
    from ally_journal.domain.records.entry import Heard as HeardBack
    from ally_journal.domain.records.obstacle import Obstacle
    from ally_journal.domain.records.plan import Plan
    from ally_journal.domain.records.reflection import Reflection
    from ally_journal.domain.records.rehearsal import Rehearsal
    from ally_journal.domain.records.shelf import ShelfItem
    from ally_journal.domain.sharing.copy import SharedEntry, SharedItem, SharingYear
    from ally_journal.render.screen import Screen

TIMES_SHOWN = 3
"""How many of the times a plan was acted on a year names."""
LINES = 4
"""How many lines of a text a screen shows in a review."""
ANSWERED = 3_000
"""Up to so many entries a year tells every answer about each; more would make a file too long."""
SINCE_SHOWN = 10
"""How many entries from before its period a screen shows of a review."""

BY_MONTH = "Four kinds, month by month"
BY_WEEK = "Weeks with something written"
WHY = "Why I do this"
OWN_WORDS = "In my own words"
SAID = "What I said I would do"
CAME_BACK = "What I heard"
OTHERWISE = "Otherwise than I thought"
SINCE = "Since your last review"
OTHERS, ALL = "The other kinds", "The four kinds"
READY = "What I made ready"
ON_SHELF = "To read or hear"
CHOSEN = "Moments I chose"
DEEDS = "What I did and learned"
WRONG = "What I got wrong, and moments when I did nothing"
OBSTACLES = "Obstacles"
IN_THE_WAY = "What stands in the way"
SHELF = "What I learned from"
THOUGHTS = "What I thought"
NEXT_YEAR = "Next year"
WHEN = "When I wrote"
THEN = "Then and now"
EVERY = "Every entry, month by month"
ABOUT = "About this copy"

_IN_A_FILE = (
    *(WHY, OWN_WORDS, CHOSEN, DEEDS, BY_MONTH, SAID, CAME_BACK, OTHERWISE, WRONG, OBSTACLES),
    *(SHELF, THOUGHTS, NEXT_YEAR, WHEN, EVERY, ABOUT),
)

_APART = {"year", "next-year"}
"""Topics of reflections that have a section of their own."""


def year(value: Year, screen: Screen) -> Document:
    """A year as a file, whole: the person's own words, then what they chose, then all else."""
    lead = "A private copy: it may hold names, so do not forward it."
    return Document(year_title(value), year_sections(value, screen, _IN_A_FILE), "year", lead)


def year_title(value: Year) -> str:
    """The year, and how far it has come."""
    return f"{value.year}{'' if value.over else f', up to {day_month(value.through)}'}"


def year_sections(value: Year, screen: Screen, titles: Iterable[str]) -> tuple[Section, ...]:
    """What a whole year says under each of the titles."""
    plans = {plan.number: plan for plan in value.plans}
    newest = (one for kind in KINDS for one in value.deeds(kind, starred=False))
    thoughts = (one for one in value.thoughts if one.topic not in _APART)
    bodies: dict[str, Callable[[], Body]] = {
        WHY: lambda: _whys(value, screen),
        OWN_WORDS: lambda: _versions(value, "year"),
        CHOSEN: lambda: _listed(
            (_moment(one, plans, one.kind.label) for one in value.chosen), "cards"
        ),
        DEEDS: lambda: _listed(moments_by_kind(newest, value), "groups"),
        SAID: lambda: _listed(said(value), "groups"),
        CAME_BACK: lambda: _heard_of(value, screen),
        OTHERWISE: lambda: _listed(_otherwise(value.otherwise, screen)),
        WRONG: lambda: _listed(_moment(one, plans) for one in value.badly),
        OBSTACLES: lambda: _listed(map(_obstacle, value.obstacles)),
        SHELF: lambda: _listed(map(_shelf_item, value.shelf), "groups"),
        THOUGHTS: lambda: _thoughts(thoughts, screen),
        NEXT_YEAR: lambda: _versions(value, "next-year"),
        WHEN: lambda: Weeks(value, weeks_line(value, whole=True) if screen.counts else ""),
        EVERY: lambda: Diary(tuple(_months_of(value.entries, plans))),
        ABOUT: lambda: Sentences(tuple(_about(value, screen)), apart=True),
        BY_MONTH: lambda: four_kinds(value, counts=screen.counts).body,
    }
    return tuple(Section(title, bodies[title]()) for title in titles)


def review(summary: Summary, screen: Screen, *, whole: bool = False) -> Document:
    """A period: its four kinds, and then what else there is; a file holds the `whole` of it.

    On a screen only the kinds have headings, and one old entry to read again comes last. Kinds
    without an entry share one line.
    """
    why = [
        Part(month_long(one.day), one.text, said=phrases.why_line(one, summary.period, screen))
        for one in filter(None, [summary.why])
    ]
    steady = phrases.weeks_line(summary) if screen.counts else ""
    then = []
    if summary.then and not whole:
        named = summary.named
        then.append(phrases.then_line(summary.then, summary.today, screen, named=named))
    written = [kind for kind in KINDS if summary.of_kind(kind)]
    around = _around(summary, screen, whole=whole)
    sections = [
        Section(WHY, _listed(why, "prose"), bare=True),
        *([_since(summary, screen, whole=whole)] if summary.since else []),
        *(Section(kind.label, moments(summary.of_kind(kind)), kind) for kind in written),
        Section(OTHERS if written else ALL, Sentences(_nothing_written(summary)), bare=True),
        *(Section(title, body, bare=not whole) for title, body in around.items()),
        Section(WHEN, Steady(summary.weeks, steady), bare=True),
        Section(THEN, Sentences(tuple(then)), bare=True),
    ]
    within: Literal["", "week"] = "week" if summary.period.unit == "week" else ""
    lead = "Nothing is written this week yet, so this is last week's." if summary.instead else ""
    title = period_in_words(summary.period, whole=screen.plain)
    rest = f"Where a text ends in {screen.quoted(screen.cut)}, ally show N has all of it."
    return Document(title, tuple(sections), within, lead, LINES, rest=rest)


def _around(summary: Summary, screen: Screen, *, whole: bool) -> Mapping[str, Body]:
    """What there is besides the entries."""
    plans = summary.open_plans if whole else summary.plans_shown
    more = _more(summary.open_plans, plans, "ally plan", screen)
    thoughts = summary.exported if whole else summary.reflections
    said = (Part("", o.text, said=phrases.plan_line(o, summary.today)) for o in plans)
    return {
        CAME_BACK: Heard(phrases.heard_line(summary.heard, screen)),
        OTHERWISE: _listed(_otherwise((*summary.told, *summary.written), screen)),
        SAID: _listed(said, more=more),
        IN_THE_WAY: _listed(map(_obstacle, summary.obstacles)),
        THOUGHTS: _thoughts((one for one in thoughts if one.topic != "why"), screen, summary.own),
        READY: _listed(_ready(one, screen) for one in summary.ready),
        ON_SHELF: _listed(map(_wanted, summary.shelf)),
    }


def _nothing_written(summary: Summary) -> tuple[str, ...]:
    """The kinds without an entry in one sentence."""
    without = [kind.label.lower() for kind in KINDS if not summary.of_kind(kind)]
    if not without:
        return ()
    if len(without) < len(KINDS):
        return (f"Nothing written: {', '.join(without)}.",)
    return ("Away.",) if summary.away else ("Nothing written.",)


def _since(summary: Summary, screen: Screen, *, whole: bool) -> Section:
    """Entries of earlier days that no review has shown, with their kinds; a screen has few."""
    shown = summary.since if whole else summary.since[-SINCE_SHOWN:]
    parts = tuple(
        Part(
            f"entry {one.number}, {one.kind}, {screen.day(one.day)}",
            one.text,
            went=phrases.went(one),
        )
        for one in shown
    )
    more = _more(summary.since, shown, "ally list", screen)
    return Section(SINCE, Listing(parts, "list", more))


def _otherwise(entries: Iterable[Entry], screen: Screen) -> Iterator[Part]:
    """What was thought of how it was for others, and what they said: pairs, never a rate."""
    for entry in guessed_and_heard(entries):
        after = tuple(After(name, text) for name, text in phrases.guess_and_said(entry))
        said = phrases.otherwise_line(entry, screen)
        yield Part("", entry.text, after, entry, said=said)


def _ready(one: Rehearsal, screen: Screen) -> Part:
    return Part(day_short(one.day), one.text, said=f"You made ready: {screen.quoted(one.text)}")


def _wanted(item: ShelfItem) -> Part:
    """A thing on the shelf that is wanted for a day of the period."""
    day = day_short(item.on) if item.on else ""
    on = day_long(item.on) if item.on else ""
    said = f"Shelf item {item.number}, for {on}: {one_line(work(item))}"
    return Part(day, work(item), said=f"{said} (done)" if item.state == "done" else said)


def four_kinds(value: Year | SharingYear, *, counts: bool) -> Section:
    """The months of a year, as many as have begun."""
    nothing = f"Nothing was written in {value.year}{'' if value.over else ' yet'}."
    return Section(BY_MONTH, Months(value, counts, "" if value.written else nothing))


def moments(entries: Iterable[Entry | SharedEntry], *, chosen: bool = False) -> Listing:
    """Entries of one kind, or those that were chosen, whose kind stands before each."""
    parts = tuple(
        Part(entry.kind.label if chosen else "", entry.text, (), entry, phrases.went(entry))
        for entry in entries
    )
    return Listing(parts, "cards") if chosen else Listing(parts, none="nothing written")


def state(name: str) -> str:
    """Where a plan or a thing on the shelf stands, in words."""
    return "still open" if name == "open" else name.replace("-", " ")


def work(item: ShelfItem | SharedItem) -> str:
    """A thing on the shelf, with whoever made it."""
    return f"{item.title}, {item.by}" if item.by else item.title


def _whys(value: Year, screen: Screen) -> Listing:
    """The first and the newest reason, each with its month."""
    parts = (Part(month_long(o.day), screen.quoted(one_line(o.text))) for o in value.whys)
    return _listed(parts, "prose")


def _heard_of(value: Year, screen: Screen) -> Heard:
    """What is known of how it was for others, and, if it may be counted, how much."""
    counts = [value.heard[source] for source in HEARD_SOURCES]
    rows = tuple(zip(phrases.SOURCES_TO_CHOOSE, counts, strict=True)) if any(counts) else ()
    return Heard(phrases.heard_line(value.heard, screen), rows if screen.counts else ())


def said(value: Year, newest: int | None = None) -> list[Part]:
    """Its plans, or so many of the newest: done, changed, dropped, still open."""
    plans = value.plans if newest is None else value.plans[len(value.plans) - newest :]
    return [_plan(one, value) for one in by_state(plans)]


def moments_by_kind(entries: Iterable[Entry], value: Year) -> list[Part]:
    """Entries of a year in the order of the kinds, each kind's oldest first."""
    plans = {plan.number: plan for plan in value.plans}
    order = sorted(entries, key=lambda one: (KINDS.index(one.kind), one.day, one.number))
    return [_moment(one, plans, one.kind.label) for one in order]


def _months_of(entries: Sequence[Entry], plans: Mapping[int, Plan]) -> Iterator[Month]:
    whole = len(entries) <= ANSWERED
    for title, held in groupby(entries, lambda entry: month_long(entry.day)):
        yield Month(title, tuple(_moment(one, plans, one.kind.label, whole=whole) for one in held))


def _about(value: Year, screen: Screen) -> Iterator[str]:
    if value.written and screen.counts:
        yield "Each number counts entries that I wrote in that month, and nothing else."
    if value.written:
        yield (
            "The four kinds always stand in this order and on one scale; none is above another, "
            "and nothing is added up."
        )
        yield (
            "Every entry of the year is here, with its lesson, what I heard and its plan. "
            f"{_not_here(value)} stay in the journal."
        )
    yield "It holds what I wrote, as I wrote it. What others lived through is theirs to tell."


def _not_here(value: Year) -> str:
    many = len(value.entries) > ANSWERED
    return "Answers to questions, guesses, tags and marks" if many else "Tags and marks"


def _more(there: Sequence[object], shown: Sequence[object], see: str, screen: Screen) -> str:
    """How to see what is there and not shown; empty when all is."""
    left = len(there) - len(shown)
    return f"And {f'{left} ' if screen.counts else ''}more: {see}" if left else ""


def _listed(parts: Iterable[Part], look: Look = "list", more: str = "") -> Listing:
    return Listing(tuple(parts), look, more)


def _versions(value: Year, topic: str) -> Listing:
    """What was written on a topic for this copy, oldest first."""
    found = [one for one in value.thoughts if one.topic == topic]
    several = len(found) > 1
    return _listed(
        (Part(day_month(one.day) if several else "", one.text) for one in found), "prose"
    )


def weeks_line(value: Year, *, whole: bool) -> str:
    """In how many weeks something was written, empty without any; the `whole` explains a gap."""
    weeks = value.weeks_with_entries  # a day at the edge of a year lies in another's week
    if not weeks:
        return ""
    said = f"Something was written in {phrases.counted(weeks, 'week')}."
    if away := sum(value.away):
        said += f" Away for {phrases.counted(away, 'week')}."
    return f"{said} A gap is a gap in writing, nothing more." if whole else said


def _plan(plan: Plan, of: Year) -> Part:
    """A plan, when it was acted on, and how it ended, with the day if that is beyond the year."""
    how = state(plan.state)
    after = [After("Note", plan.note)] if plan.note else []
    deeds = [one for one in plan.did if one.day.year == of.year]
    after = [*(After("Note", one.note) for one in deeds[-TIMES_SHOWN:] if one.note), *after]
    if deeds:
        days = phrases.together(day_month(one.day) for one in deeds[-TIMES_SHOWN:])
        after.insert(0, After(f"I did it{', last' if deeds[TIMES_SHOWN:] else ''} on {days}."))
    if plan.closed and plan.closed.year != of.year:
        after.insert(0, After(f"{how.capitalize()} on {day_long(plan.closed)}."))
    return Part(how, plan.text, tuple(after))


def _moment(
    entry: Entry, plans: Mapping[int, Plan], before: str = "", *, whole: bool = False
) -> Part:
    """An entry and what came of it, or the `whole` of what was written about it."""
    because, did = ("What stopped me", entry.because), ("What I did then", entry.answers.get("did"))
    known = answered(entry) if whole else [because, did, ("Lesson", entry.lesson)]
    said = (
        entry.heard if whole else [one for one in entry.heard if one.source in {"them", "others"}]
    )
    after = [After(name, text) for name, text in known if text]
    after += [_heard(one) for one in said]
    if plan := plans.get(entry.plan or 0):
        how = "" if plan.state == "open" else f", {plan.state}"
        after.append(After(f"Plan {plan.number}{how}", plan.text))
    return Part(before, entry.text, tuple(after), entry, phrases.went(entry))


def _heard(one: HeardBack) -> After:
    """Who says how it landed; "not mine to ask" needs no words to be an answer."""
    name = f"{heard_from(one)}{', in conflict' if one.conflict else ''}"
    return After(name, one.text) if one.text else After(f"{name}.")


def _shelf_item(item: ShelfItem) -> Part:
    after = (After("I took from it", item.takeaway),) if item.takeaway else ()
    return Part(state(item.state), work(item), after)


def _obstacle(one: Obstacle) -> Part:
    """An obstacle, and its next step or how it ended."""
    how = one.state.replace("-", " ").capitalize()
    said = f"Obstacle {one.number}: {one_line(one.text)}"
    if one.next:
        said += "" if said.endswith((".", "!", "?", "…")) else "."
        said += f" Next: {one_line(one.next)}"
    if one.state == "open":
        after = (After("Next", one.next),) if one.next else ()
    else:
        after = (After(how, one.note) if one.note else After(f"{how}."),)
    return Part("", one.text, after, said=said)


def _thoughts(
    values: Iterable[Reflection], screen: Screen, own: Mapping[str, str] = MappingProxyType({})
) -> Listing:
    """Each under its topic; `own` are the person's own questions by their ids."""
    named = [(value, own.get(value.topic.rpartition(f"/{OWN}")[2])) for value in values]
    return _listed(
        (
            Part(name or phrases.topic(o.topic), o.text, said=phrases.thought(o, screen, name))
            for o, name in named
        ),
        "groups",
    )
