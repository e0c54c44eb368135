"""Phrases that several views and answers share, for every screen."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ally_journal.domain.calendar.dates import MONTHS, day_short
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


def plan_line(plan: Plan) -> str:
    """An open plan as one sentence."""
    return f"Plan {plan.number}: {one_line(plan.text)}"


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
    """What came back, and how much of it is guesswork; empty when nobody said anything.

    Without counts it says only who spoke.
    """
    words = {
        "them": ("heard back on {}", "heard from them"),
        "others": ("heard about {} from others", "heard from others"),
        "guess": ("guessing about {}", "some of it is a guess"),
        "not-mine": ("{} not mine to ask", "some of it is not mine to ask"),
    }
    parts = [
        with_count.format(heard[source]) if screen.counts else without
        for source, (with_count, without) in words.items()
        if heard[source]
    ]
    return f"{'; '.join(parts).capitalize()}." if parts else ""


def weeks_line(summary: Summary) -> str:
    """How steadily something was written, as a sentence; empty when nothing was."""
    weeks = summary.weeks
    if not any(weeks):
        return ""
    if len(weeks) == 1:
        return "This is the first week with something written."
    if summary.over:
        upto = day_short(summary.period.last_day)
        return f"Something written in {sum(weeks)} of the {len(weeks)} weeks up to {upto}."
    return f"Something written in {sum(weeks)} of the last {len(weeks)} weeks."


def ago(entry: Entry, today: date) -> str:
    """How long ago an old entry is, roughly."""
    return "A year ago" if (today - entry.day).days > 180 else "A quarter of a year ago"


def short(text: str, screen: Screen) -> str:
    """The beginning of a text, cut between words, for a sentence that names it."""
    line = one_line(text)
    cut = line[:_SHORT].rpartition(" ")[0] if len(line) > _SHORT else line
    return line if cut in {"", line} else cut + ("..." if screen.ascii else "…")


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
    if "/then/" in name:
        with suppress(ValueError):  # an imported topic can be anything
            return f"Then and now, {day_short(date.fromisoformat(name[-10:]))}"
    key = name.rsplit("/", 1)[-1]
    return _TOPICS.get(key, one_line(key.replace("-", " ")).capitalize())


def thought(value: Reflection, screen: Screen) -> str:
    """Something thought about, behind its topic or behind the question it answers."""
    name = topic(value.topic)
    colon = "" if name.endswith("?") else ":"
    return f"{name}{colon} {screen.quoted(one_line(value.text))}"
