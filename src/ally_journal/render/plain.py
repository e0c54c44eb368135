"""One-line answers, for every screen."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from ally_journal.domain.dates import MONTHS, day_short
from ally_journal.render.clean import clean, one_line

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Iterable, Sequence

    from ally_journal.domain.changes import Reverted
    from ally_journal.domain.entries import Entry
    from ally_journal.domain.obstacles import Obstacle
    from ally_journal.domain.periods import Period
    from ally_journal.domain.plans import Plan
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.sharing import SharedEntry
    from ally_journal.domain.shelf import ShelfItem
    from ally_journal.domain.summaries import Summary
    from ally_journal.render.screen import Screen

_SHORT = 100

SOURCES_TO_CHOOSE = ("from them", "from others", "my guess", "not mine to ask")
"""The words for `HEARD_SOURCES`, in their order."""

TOPICS = {
    "why": "Why",
    "my-story": "My story",
    "our-story": "Our story",
    "the-story": "The story",
    "year": "In my own words",
    "next-year": "Next year",
    "take-along": "To take along",
}


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


def saved(entry: Entry, screen: Screen) -> str:
    """What `ally log` says, always with the weekday, so that a wrong date is seen at once."""
    return f"Saved {entry.number}{screen.dot}{entry.kind}{screen.dot}{day_short(entry.day)}"


def changed(entry: Entry, before: Entry, screen: Screen) -> str:
    """What `ally edit` says."""
    if entry == before:
        return f"Entry {entry.number} is that already; nothing was changed."
    return f"Changed {entry.number}{screen.dot}{entry.kind}{screen.dot}{day_short(entry.day)}"


def deleted(entries: tuple[Entry, ...]) -> str:
    """What `ally delete` says."""
    numbers = ", ".join(str(entry.number) for entry in entries)
    noun, them = ("entry", "it") if len(entries) == 1 else ("entries", "them")
    return f"Deleted {noun} {numbers}. ally undo brings {them} back."


def undone(done: list[Reverted]) -> str:
    """What undo says, a line for each record."""
    said = {
        "removed": "Took back {}.",
        "restored": "Brought back {}.",
        "changed": "Put {} back as it was.",
    }
    return "\n".join(said[one.what].format(one.name) for one in done)


def redone(done: list[Reverted]) -> str:
    """What redo says, a line for each record."""
    said = {
        "removed": "Took {} away again.",
        "restored": "Brought {} back again.",
        "changed": "Changed {} again.",
    }
    return "\n".join(said[one.what].format(one.name) for one in done)


def restored(entry: Entry, version: int) -> str:
    """What bringing back a version says."""
    return f"Entry {entry.number} is again what it was in version {version}."


def plan_line(plan: Plan) -> str:
    """An open plan as one sentence."""
    return f"Plan {plan.number}: {one_line(plan.text)}"


def plan_kept(plan: Plan) -> str:
    """What adding a plan says."""
    until = f" Until {day_short(plan.until)}." if plan.until else ""
    return f"Kept as plan {plan.number}.{until}"


def plan_closed(plan: Plan) -> str:
    """What ending a plan says."""
    return f"Plan {plan.number} is {plan.state}."


def reflection_kept(value: Reflection) -> str:
    """What keeping a version of a topic says."""
    return f"Kept: {topic(value.topic).lower()}, {day_short(value.day)}."


def have_you_heard(entry: Entry, screen: Screen) -> str:
    """The question whether anything came back about an entry."""
    words = screen.quoted(short(entry.text, screen))
    return f"Entry {entry.number}, {words}: have you heard how it was?"


def what_was_heard(source: str) -> str:
    """The question behind who says how an entry landed."""
    return "What is your guess?" if source == "guess" else "What did you hear?"


def heard_kept(number: int, source: str) -> str:
    """What keeping something heard back says."""
    if source == "not-mine":
        return f"Entry {number}: not yours to ask. You will not be asked about it again."
    said = dict(zip(("them", "others", "guess"), SOURCES_TO_CHOOSE, strict=False))
    return f"Kept with entry {number}: {said[source]}."


def shelf_added(item: ShelfItem) -> str:
    """What putting something on the shelf says."""
    return f"Kept as shelf item {item.number}."


def shelf_moved(item: ShelfItem, screen: Screen) -> str:
    """Where a thing on the shelf stands now."""
    title = screen.quoted(short(item.title, screen))
    return f"Shelf item {item.number} is {item.state.replace('-', ' ')}: {title}"


def shelf_note(shipped: tuple[ShelfItem, ...], note: str) -> str:
    """Why things nobody put there stand on the shelf, with their numbers; empty without any."""
    if not shipped:
        return ""
    return f"{together(str(item.number) for item in shipped)}: {note}."


def more_ideas(moments: Iterable[str]) -> str:
    """How to see the other ideas, and phrases for the hard moments of these names."""
    return f"More: ally ideas --all. Words to say: ally ideas {together(moments, 'or')}."


def obstacle_kept(obstacle: Obstacle) -> str:
    """What adding an obstacle says."""
    return f"Kept as obstacle {obstacle.number}."


def updated(name: str, *, there: bool, same: bool) -> str:
    """What changing a record says, such as "obstacle 2"; `there` is false when it is gone by it."""
    if not there:
        return f"Deleted {name}. ally undo brings it back."
    if same:
        return f"{name.capitalize()} says that already; nothing was changed."
    return f"Updated {name}."


def obstacle_ended(obstacle: Obstacle) -> str:
    """What ending an obstacle says."""
    note = f": {one_line(obstacle.note)}" if obstacle.note else "."
    return f"Obstacle {obstacle.number} is {obstacle.state.replace('-', ' ')}{note}"


def near_miss(new: str, known: str) -> str:
    """The hint about a new tag that is nearly a known one."""
    return f"“{clean(new)}” is a new tag; there is also “{clean(known)}”."


def went(entry: Entry | SharedEntry) -> str:
    """The word before the text of a missed moment or a mistake; empty for others."""
    return "" if entry.went == "done" else f"{entry.went}: "


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


def then_line(summary: Summary, screen: Screen) -> str:
    """One old entry to read again; empty when there is none."""
    if summary.then is None:
        return ""
    words = screen.quoted(short(summary.then.text, screen))
    return f"{ago(summary.then, summary.today)}: {words} Would you write it so today?"


def ago(entry: Entry, today: date) -> str:
    """How long ago an old entry is, roughly."""
    return "A year ago" if (today - entry.day).days > 180 else "A quarter of a year ago"


def short(text: str, screen: Screen) -> str:
    """The beginning of a text, cut between words, for a sentence that names it."""
    line = one_line(text)
    cut = line[:_SHORT].rpartition(" ")[0] if len(line) > _SHORT else line
    return line if cut in {"", line} else cut + ("..." if screen.ascii else "…")


def obstacle_line(obstacle: Obstacle) -> str:
    """An obstacle as one sentence, and its next step as another."""
    text = one_line(obstacle.text)
    if not obstacle.next:
        return f"Obstacle {obstacle.number}: {text}"
    stop = "" if text.endswith((".", "!", "?", "…")) else "."
    return f"Obstacle {obstacle.number}: {text}{stop} Next: {one_line(obstacle.next)}"


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
        from ally_journal.domain.prompts import question_of_seven  # noqa: PLC0415 - only for these

        return question_of_seven(name)
    if "/then/" in name:
        with suppress(ValueError):  # an imported topic can be anything
            return f"Then and now, {day_short(date.fromisoformat(name[-10:]))}"
    key = name.rsplit("/", 1)[-1]
    return TOPICS.get(key, one_line(key.replace("-", " ")).capitalize())


def thought(value: Reflection, screen: Screen) -> str:
    """Something thought about, behind its topic or behind the question it answers."""
    name = topic(value.topic)
    colon = "" if name.endswith("?") else ":"
    return f"{name}{colon} {screen.quoted(one_line(value.text))}"


def wrote(path: str) -> str:
    """What writing a file says."""
    return f"Wrote {clean(path)}. It holds what you wrote; only you can read it."
