"""One-line answers, for every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ally_journal.domain.dates import MONTHS, day_short
from ally_journal.render.clean import clean, one_line

if TYPE_CHECKING:  # `ally log` needs few of these
    from ally_journal.domain.changes import Reverted
    from ally_journal.domain.entries import Entry
    from ally_journal.domain.periods import Period
    from ally_journal.domain.plans import Plan
    from ally_journal.domain.reflections import Reflection
    from ally_journal.domain.settings import Settings
    from ally_journal.domain.summaries import Summary
    from ally_journal.render.screen import Screen

PLANS_SHOWN = 3
"""How many open plans a review shows."""

TOPICS = {
    "why": "Why",
    "my-story": "My story",
    "our-story": "Our story",
    "the-story": "The story",
    "year": "In my own words",
    "next-year": "Next year",
    "take-along": "To take along",
}


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
    them = "it" if len(entries) == 1 else "them"
    noun = "entry" if len(entries) == 1 else "entries"
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


def settings(values: Settings, only: str | None = None) -> str:
    """Each setting with its value, a line each; or the one asked for."""
    said = {
        "week_starts": values.week_starts,
        "day_starts_at": f"{values.day_starts_at:%H:%M}",
        "counts": str(values.counts).lower(),
        "plain": str(values.plain).lower(),
    }
    return "\n".join(f"{key} {value}" for key, value in said.items() if only in {None, key})


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


def near_miss(new: str, known: str) -> str:
    """The hint about a new tag that is nearly a known one."""
    return f"“{clean(new)}” is a new tag; there is also “{clean(known)}”."


def went(entry: Entry) -> str:
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


def weeks_line(summary: Summary, *, counts: bool = True) -> str:
    """How steadily something was written, as a sentence; empty when nothing was."""
    weeks = summary.weeks
    if not any(weeks):
        return ""
    if not counts:
        return "Weeks with something written, the newest last."
    if len(weeks) == 1:
        return "This is the first week with something written."
    if summary.over:
        upto = day_short(summary.period.last_day)
        return f"Something written in {sum(weeks)} of the {len(weeks)} weeks up to {upto}."
    return f"Something written in {sum(weeks)} of the last {len(weeks)} weeks."


def more_plans(summary: Summary) -> str:
    """That there are more open plans than a review shows; empty when there are not."""
    more = len(summary.open_plans) - PLANS_SHOWN
    return f"And {more} more: ally plan" if more > 0 else ""


def topic(name: str) -> str:
    """The words for a reflection's topic; a review's own topics end in the question's key."""
    key = name.rsplit("/", 1)[-1]
    return TOPICS.get(key, one_line(key.replace("-", " ")).capitalize())


def wrote(path: str) -> str:
    """What writing a file says."""
    return f"Wrote {clean(path)}. It holds what you wrote; only you can read it."
