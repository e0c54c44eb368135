"""One-line answers to what was kept or changed, and the settings of a journal as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ally_journal.domain.calendar.dates import day_long
from ally_journal.render.clean import clean, one_line
from ally_journal.render.phrases import SOURCES_TO_CHOOSE, short, together, topic

if TYPE_CHECKING:  # `ally log` needs few of these
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from ally_journal.domain.content import Phrase, Shipped
    from ally_journal.domain.records.away import Away
    from ally_journal.domain.records.entry import Entry
    from ally_journal.domain.records.idea import OwnIdea
    from ally_journal.domain.records.obstacle import Obstacle
    from ally_journal.domain.records.plan import Plan
    from ally_journal.domain.records.reflection import Reflection
    from ally_journal.domain.records.rehearsal import Rehearsal
    from ally_journal.domain.records.settings import Settings
    from ally_journal.domain.records.shelf import ShelfItem
    from ally_journal.render.screen import Screen


def listed(
    values: Settings, others: Mapping[str, tuple[str | None, ...]], only: str | None = None
) -> str:
    """Each setting with its value, a line each; or the one asked for.

    Below one that is in conflict stands what it was set to in another place.
    """
    said = {**values._asdict(), "day_starts_at": f"{values.day_starts_at:%H:%M}"}
    return "\n".join(
        f"{key} {str(value).lower()}{_also(key, others.get(key, ()))}"
        for key, value in said.items()
        if only in {None, key}
    )


def _also(key: str, others: tuple[str | None, ...]) -> str:
    if not others:
        return ""
    said = " and ".join(f"set to {one_line(one)}" if one else "set back" for one in others)
    return f"\nIn conflict: {key} was also {said}; setting it again decides."


def saved(entry: Entry, screen: Screen) -> str:
    """What `ally log` says, always with the weekday, so that a wrong date is seen at once."""
    return f"Saved {_told(entry, screen)}"


def unconfirmed(done: str) -> str:
    """That something is done, though the disk refused the last thing it was asked."""
    return f"{done}, but the disk did not confirm it: a power cut now could take it back."


def changed(entry: Entry, before: Entry, screen: Screen) -> str:
    """What `ally edit` says."""
    if entry == before:
        return f"Entry {entry.number} is that already; nothing was changed."
    return f"Changed {_told(entry, screen)}"


def _told(entry: Entry, screen: Screen) -> str:
    """What an entry is besides its words: number, kind and how it went, day, tags."""
    went = "" if entry.went == "done" else f", {entry.went}"
    told = [f"{entry.number}", f"{entry.kind}{went}", screen.day(entry.day)]
    told += [" ".join(f"#{one_line(tag)}" for tag in entry.all_tags)] if entry.all_tags else []
    return screen.dot.join(told)


def deleted(entries: tuple[Entry, ...]) -> str:
    """What `ally delete` says."""
    numbers = ", ".join(str(entry.number) for entry in entries)
    noun, them = ("entry", "it") if len(entries) == 1 else ("entries", "them")
    return f"Deleted {noun} {numbers}. ally undo brings {them} back."


def restored(entry: Entry, version: int) -> str:
    """What bringing back a version says."""
    return f"Entry {entry.number} is again what it was in version {version}."


def kept(value: Plan | Obstacle | ShelfItem | OwnIdea, noun: str) -> str:
    """What saving a new record says."""
    until: date | None = getattr(value, "until", None)
    last_day = f" Until {day_long(until)}." if until else ""
    return f"Saved as {noun} {value.number}.{last_day}"


def plan_closed(plan: Plan) -> str:
    """What ending a plan says."""
    return f"Plan {plan.number}: {plan.state}."


def plan_done_once(plan: Plan) -> str:
    """What acting on a plan says."""
    return f"Plan {plan.number}: you did it.{' It stays open.' if plan.state == 'open' else ''}"


def plan_became(before: Plan, after: Plan) -> str:
    """What changing a plan into another says."""
    return f"{plan_closed(before)} {kept(after, 'plan')}"


def reflection_kept(value: Reflection) -> str:
    """What keeping a version of a topic says."""
    return f"Saved: {topic(value.topic).lower()}, {day_long(value.day)}."


def have_you_heard(entry: Entry, screen: Screen) -> str:
    """The question whether anything came back about an entry."""
    from ally_journal.domain.review.summary import guess_of  # noqa: PLC0415 - not for a log

    words = screen.quoted(short(entry.text, screen))
    if guess := guess_of(entry):
        thought = screen.quoted(short(guess, screen))
        return (
            f"Entry {entry.number}, {words}: you thought {thought}; "
            "do you know how it was for them?"
        )
    return f"Entry {entry.number}, {words}: do you know how it was for them?"


def what_was_heard(source: str) -> str:
    """The question behind who says how an entry landed."""
    return "What is your guess?" if source == "guess" else "What did you hear?"


def heard_kept(number: int, source: str) -> str:
    """What keeping something heard back says."""
    if source == "not-mine":
        return f"Entry {number}: not yours to ask. You will not be asked about it again."
    said = dict(zip(("them", "others", "guess"), SOURCES_TO_CHOOSE, strict=False))
    return f"Saved with entry {number}: {said[source]}."


NO_MOMENT_WAITS = (
    'No missed moment waits for a sentence; to write one down, run: ally log act "…" --missed'
)
NOTHING_REHEARSED = "Nothing was saved."
WHAT_WOULD_YOU_SAY = "What would you say?  (Enter skips)"
WHICH_MOMENT = "Moments when you did nothing. Which one?  (Enter skips)"


def moment_in_line(entry: Entry) -> str:
    """A missed moment to choose."""
    return f"{day_long(entry.day)}: {one_line(entry.text)}"


def moment_to_rehearse(
    entry: Entry, before: Iterable[Rehearsal], phrases: Iterable[Phrase], screen: Screen
) -> str:
    """A missed moment, what was made ready for it before, and some words to begin with."""
    lines = [f"Entry {entry.number}, {day_long(entry.day)}: {clean(entry.text)}"]
    lines += [f"What stopped you: {clean(entry.because)}"] if entry.because else []
    lines += [f"Ready from {day_long(one.day)}: {screen.quoted(clean(one.text))}" for one in before]
    begun = [f"  {screen.quoted(clean(screen.phrase(one.text)))}" for one in phrases]
    return "\n".join([*lines, *(["Some words to begin with:", *begun, ""] if begun else [])])


def rehearsal_kept(entry: Entry) -> str:
    """What keeping a sentence that was made ready says."""
    return f"Saved with entry {entry.number}. Say it aloud once."


def shelf_moved(item: ShelfItem, screen: Screen) -> str:
    """Where a thing on the shelf stands now."""
    title = screen.quoted(short(item.title, screen))
    return f"Shelf item {item.number} is {item.state.replace('-', ' ')}: {title}"


def shelf_done(item: ShelfItem, learnt: Entry | None, plan: Plan | None, screen: Screen) -> str:
    """The same at its end, with the entry and the plan that came of it."""
    lines = [shelf_moved(item, screen)]
    lines += [saved(learnt, screen)] if learnt else []
    return "\n".join([*lines, *([kept(plan, "plan")] if plan else [])])


def empty_shelf(named: Iterable[Shipped]) -> str:
    """What an empty shelf says: how to fill it, for example with what the sources name."""
    titles = together((f"{one.title} ({one.type}, {one.by})" for one in named), "or")
    return (
        'The shelf is empty. ally shelf add "TITLE" puts something there, for example what the '
        f"sources of ally name: {titles}."
    )


OWN_ARE_LOCKED = "Your own ideas are locked with the journal; ally ideas own shows them."
FITS_IN_PART = "Nothing fits all of these words; this fits one of them."
_AN_IDEA = 'ally ideas add "…" keeps an idea of your own.'
NO_OWN_IDEAS = (
    'There are none of your own yet. ally ideas add "…" keeps an idea, ally ideas phrase and '
    "ally ideas question the rest."
)


def nothing_listed(tags: Collection[str], meant: str | None) -> str:
    """That no entry matches, and the list that may have been meant."""
    if not tags:
        return "Nothing to list."
    either = " or ".join(f"#{tag}" for tag in tags)
    if meant:
        return f"Nothing to list with {either}; perhaps you want: ally {meant}"
    return f"Nothing to list with {either}; ally tags shows those there are."


def no_idea(typed: str, screen: Screen) -> str:
    """That nothing fits, and what a person can do about it."""
    words = f" {screen.quoted(short(typed, screen))}" if typed.strip() else " that"
    return (
        f"Nothing here fits{words} yet. ally ideas --all shows everything there is; "
        f"{screen.phrase(_AN_IDEA)}"
    )


def nothing_fits(typed: str, screen: Screen) -> str:
    """That nothing fits what is to be read before; what follows is something general."""
    return f"Nothing here fits {screen.quoted(short(typed, screen))} yet; this is for any meeting."


def more_ideas(moments: Iterable[str]) -> str:
    """How to see the other ideas, and phrases for the hard moments of these names."""
    return f"More: ally ideas --all. Words to say: ally ideas {together(moments, 'or')}."


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


def pauses_listed(kept_ones: Collection[Away], screen: Screen) -> str:
    """Each pause, a line each."""
    if not kept_ones:
        return "No pause yet; ally away FROM UNTIL keeps one, such as ally away today friday."
    return "\n".join(_days_away(one, screen.day) for one in kept_ones)


def away(pause: Away, *, joined: bool) -> str:
    """What keeping a pause says, with what ends it where it has no end.

    One that was `joined` has days of others besides.
    """
    others = " It is one with what was kept before." if joined else ""
    ending = "" if pause.until else " ally away back ends it."
    return f"Away: {_days_away(pause)}.{others} Nothing is asked about these days.{ending}"


def back(before: Away, after: Away | None) -> str:
    """What coming back says."""
    if after is None:
        return f"The pause from {day_long(before.first)} is taken away; nothing is left of it."
    return f"Back. You were away: {_days_away(after)}."


def not_away(day: date, to_come: Sequence[Away]) -> str:
    """The sentence for coming back on a day that is in no pause, and how one to come is ended."""
    said = f"{day_long(day)} is in no pause; "
    if not to_come:
        return f"{said}ally away lists them."
    first = to_come[0].first
    return f"{said}ally away back {first} takes away the one that begins on {day_long(first)}."


def _days_away(pause: Away, days: Callable[[date], str] = day_long) -> str:
    if pause.until is None:
        return f"from {days(pause.first)}, without an end yet"
    if pause.until == pause.first:
        return days(pause.first)
    return f"{days(pause.first)} to {days(pause.until)}"


def near_miss(new: str, known: str) -> str:
    """The hint about a new tag that is nearly a known one."""
    return f"“{clean(new)}” is a new tag; there is also “{clean(known)}”."


def wrote(path: str, *, private: bool) -> str:
    """What writing a file says; `private` that nobody else can read it, as far as is told."""
    readers = "; only you can read it" if private else ""
    return f"Wrote {clean(path)}. It holds what you wrote{readers}."
