"""Phrases that several views and answers share, for every screen."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ally_journal.domain.calendar.dates import MONTHS, day_brief, day_long
from ally_journal.domain.text.tags import fold, tags_in
from ally_journal.render.clean import one_line

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Iterable, Sequence

    from ally_journal.domain.calendar.periods import Period
    from ally_journal.domain.records.entry import Entry
    from ally_journal.domain.records.plan import Plan
    from ally_journal.domain.records.reflection import Reflection
    from ally_journal.domain.review.summary import Summary
    from ally_journal.domain.sharing.copy import SharedEntry
    from ally_journal.render.screen import Screen


_SHORT = 100

SOURCES_TO_CHOOSE = ("from them", "from others", "my guess", "not mine to ask")
"""The words for `HEARD_SOURCES`, in their order."""

_TOPICS = {"year": "In my own words", "take-along": "What I take from it", "talk": "From a talk"}
"""Topics that do not go by their own words."""


def counted(count: int, noun: str, more: str = "") -> str:
    """So many things, such as "1 backup" or "1,200 backups"; `more` is an irregular plural."""
    return f"1 {noun}" if count == 1 else f"{count:,} {more or f'{noun}s'}"


def together(words: Iterable[str], last: str = "and") -> str:
    """At least one word or more as people list them: "a, b and c"."""
    *others, end = words
    return f"{', '.join(others)} {last} {end}" if others else end


def capitalised(sentence: str) -> str:
    """The same words with a capital letter first."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def plan_line(plan: Plan, today: date | None = None) -> str:
    """An open plan as one sentence; with its last day if that is past by `today`."""
    return f"Plan {plan.number}: {one_line(plan.text)}{when_past(plan, today)}"


def when_past(plan: Plan, today: date | None) -> str:
    """Behind an open plan that its last day is past, with that day; empty for others."""
    if not (today and plan.until and plan.until < today and plan.state == "open"):
        return ""
    return f" (its last day was {day_brief(plan.until)})"


def went(entry: Entry | SharedEntry) -> str:
    """The word before the text of a missed moment or a mistake; empty for others."""
    return "" if entry.went == "done" else f"{entry.went}: "


def tags_beside(entry: Entry) -> str:
    """The tags of an entry behind its text, as one types them; those in the text are seen there."""
    own = {fold(tag) for tag in tags_in(entry.text)}
    return "".join(f"  #{one_line(tag)}" for tag in entry.all_tags if fold(tag) not in own)


def why_line(why: Reflection, period: Period, screen: Screen) -> str:
    """The reason at the head of a review, with the month it was written in."""
    month = MONTHS[why.day.month - 1]
    year = "" if why.day.year == period.last_day.year else f" {why.day.year}"
    return f"Why: {screen.quoted(one_line(why.text))}  ({month}{year})"


def heard_line(heard: dict[str, int], screen: Screen) -> str:
    """What was heard, what is a guess, and of how much nothing is known; empty without entries.

    Each part is a sentence of its own in its order of words, and the first says what is counted.
    Without counts it says only who spoke, and whether there is anything of which nothing is known.
    """
    words = {
        "them": "they told me about {}",
        "others": "others told me about {}",
        "guess": "I have a guess about {}",
        "not-mine": "{} not mine to ask",
        "unknown": "I know nothing about {}",
    }
    parts: list[str] = []
    for source, said in words.items():
        if count := heard[source]:
            many = (str if parts else _entries)(count)
            if not screen.counts:
                unknown = "the rest" if parts else "it"
                many = unknown if source == "unknown" else "some" if parts else "some entries"
            verb = "is" if screen.counts and count == 1 else "are"
            parts.append(said.format(f"{many} {verb}" if source == "not-mine" else many))
    return f"How it was for others: {'; '.join(parts)}." if parts else ""


def _entries(count: int) -> str:
    return counted(count, "entry", "entries")


def otherwise_line(entry: Entry, screen: Screen) -> str:
    """What I thought of how it was for them, and what they told me, as sentences."""
    pairs = (
        f"{name} {screen.quoted(one_line(text))}"
        + ("" if text.rstrip(_CLOSED).endswith(_ENDS) else ".")
        for name, text in guess_and_said(entry)
    )
    return f"Entry {entry.number}: {' '.join(pairs)}"


_ENDS = (".", "!", "?", "…")
_CLOSED = ' \n”"'


def guess_and_said(entry: Entry) -> list[tuple[str, str]]:
    """A guess and what was said, each with its name."""
    from ally_journal.domain.review.summary import guess_of, said_of  # noqa: PLC0415 - not for a log

    names = {"them": "They told me", "others": "Others told me"}
    said = [(names[one.source], one.text) for one in said_of(entry)]
    return [("I thought", guess_of(entry) or ""), *said]


def weeks_line(summary: Summary) -> str:
    """How steadily something was written, as a sentence; empty when nothing was.

    Weeks away are neither written nor unwritten.
    """
    weeks = [week for week in summary.weeks if week is not None]
    away = len(summary.weeks) - len(weeks)
    if not any(weeks):
        return ""
    if len(weeks) == 1 and not away:
        return "This is the first week with something written."
    apart = f"; away for {counted(away, 'week')}" if away else ""
    if summary.over:
        upto = day_long(summary.period.last_day)
        return f"Something written in {sum(weeks)} of the {len(weeks)} weeks up to {upto}{apart}."
    return f"Something written in {sum(weeks)} of the last {len(weeks)} weeks{apart}."


def ago(entry: Entry, today: date) -> str:
    """How long ago an old entry is, roughly."""
    months = round((today - entry.day).days / 30.4)
    if months >= 12:
        years = round(months / 12)
        return "A year ago" if years == 1 else f"{years} years ago"
    return f"{_MONTHS_AGO[months]} ago"


_MONTHS_AGO = (
    *("A few weeks", "A month", "Two months", "Three months", "Four months", "Five months"),
    *("Six months", "Seven months", "Eight months", "Nine months", "Ten months", "Eleven months"),
)


def then_line(entry: Entry, today: date, screen: Screen, *, named: bool) -> str:
    """One old entry to read again, by its number; `named` if its day was named."""
    words = screen.quoted(short(entry.text, screen))
    front = f"{ago(entry, today)}, entry {entry.number}: {words}"
    mine = "You wanted to see this again. " if named else ""
    return f"{mine}{front} Would you write it the same way today?"


def short(text: str, screen: Screen, room: int = _SHORT) -> str:
    """The beginning of a text, cut between words, for a sentence that names it."""
    line = one_line(text)
    if len(line) <= room:
        return line
    cut = line[:room].rpartition(" ")[0] or line.partition(" ")[0]
    return line if cut == line else cut + screen.cut


def around(text: str, at: int, screen: Screen, room: int) -> str:
    """As much of a text as has room, by whole words, with what stands at one place in it."""
    line, place = one_line(text), len(one_line(f"{text[:at]}|")) - 1
    if len(line) <= room:
        return line
    room -= 2 * len(screen.cut)
    word = line.rfind(" ", 0, place) + 1
    first = max(0, min(place - room // 3, len(line) - room))
    begin = (line.find(" ", first - 1, word) + 1 or word) if first else 0
    before = f"{screen.cut} ".lstrip() if screen.plain else screen.cut
    return f"{before if begin else ''}{short(line[begin:], screen, room)}"


def months_in_words(marks: Sequence[int | bool | None], *, counts: bool) -> str:
    """In which of twelve months something was written, and how much of it if `counts`."""
    said = [
        f"{count} in {month}" if counts else month
        for month, count in zip(MONTHS, marks, strict=True)
        if count
    ]
    if not said:
        return "nothing written"
    return together(said) if counts else f"written in {together(said)}"


def topic(name: str) -> str:
    """The words for a reflection's topic; a review's own topics end in the question's key."""
    if "/seven/" in name:
        from ally_journal.domain.review.prompts import question_of_seven  # noqa: PLC0415 - only for these

        return question_of_seven(name)
    if "/own/" in name:
        return "A question of my own"
    if "/then/" in name:
        with suppress(ValueError):  # an imported topic can be anything
            return f"Then and now, {day_long(date.fromisoformat(name[-10:]))}"
    key = name.rsplit("/", 1)[-1]
    return _TOPICS.get(key, one_line(key.replace("-", " ")).capitalize())


def thought(value: Reflection, screen: Screen, name: str | None = None) -> str:
    """Something thought about, behind its topic or behind the question it answers, or `name`."""
    name = one_line(name) if name else topic(value.topic)
    colon = "" if name.endswith("?") else ":"
    return f"{name}{colon} {screen.quoted(one_line(value.text))}"
