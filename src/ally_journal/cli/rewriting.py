"""What was typed about a record, carried out: by its command, by a review, or from a draft."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from ally_journal.cli.session import Session
from ally_journal.cli.voice import cleaned, cleaned_or_none, say, say_exactly
from ally_journal.domain.amending import amended
from ally_journal.domain.dates import parse_until
from ally_journal.domain.drafts import (
    MAIN,
    OBSTACLE,
    PLAN,
    SHELF,
    Answered,
    EntryEdit,
    HeardOf,
    Reflected,
    Typed,
)
from ally_journal.domain.entries import Entry, Heard
from ally_journal.domain.numbers import number_named
from ally_journal.domain.obstacles import Obstacle
from ally_journal.domain.plans import Plan, plan_for_next_time
from ally_journal.domain.prompts import NEXT_TIME
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.shelf import ShelfItem
from ally_journal.errors import NothingToWrite, WrongUsage
from ally_journal.render import json_, plain
from ally_journal.render.merging import without_marks
from ally_journal.store import editing, obstacles, shelving
from ally_journal.store.journal import Journal
from ally_journal.store.merging import Seen, see, settle

T = TypeVar("T")


class Done(NamedTuple):
    """What became of a record: as a JSON document, and in a sentence."""

    document: str
    sentence: str


def answer(done: Done, *, json: bool) -> None:
    """Say what became of a record."""
    if json:
        say_exactly(done.document, done=True)
    else:
        say(done.sentence, done=True)


def carry_out(session: Session, typed: object) -> Done:
    """Do what a draft was typed for, as the command would have done it."""
    return _CARRIED_OUT[type(typed)](session, typed)


def edit_entry(session: Session, typed: EntryEdit, seen: Seen[Entry] | None = None) -> Done:
    """Change an entry as it was `seen`, or as it is now.

    Raises:
        WrongUsage, TooLong, NothingToWrite: the result would be no entry.
        NotFound: there is no such entry, or no such plan.
    """
    with session.journal() as journal:
        settings, wishes = journal.settings(), typed.wishes
        if seen is None:
            seen = editing.see(journal, typed.entry)
            if len(seen.heads) > 1 and wishes.text:
                wishes = wishes._replace(text=without_marks(wishes.text))
        wishes = wishes._replace(
            text=wishes.text and cleaned(wishes.text),
            because=wishes.because and cleaned(wishes.because),
            lesson=wishes.lesson and cleaned(wishes.lesson),
        )
        saved = editing.edit(journal, seen, amended(seen.value, wishes))
    return Done(json_.entry(saved), plain.changed(saved, seen.value, session.screen(settings)))


def keep_heard(session: Session, typed: HeardOf) -> Done:
    """Keep what came back about an entry; raises NotFound."""
    source = typed.source or ""
    with session.journal() as journal:
        heard = Heard(source, cleaned(typed.words).strip(), _day(typed.day))
        entry = journal.hear(typed.entry, heard)
    return Done(json_.entry(entry), plain.heard_kept(entry.number, source))


def keep_moment(session: Session, typed: Answered) -> Done:
    """Keep the answers on the entry, and next time as a plan that the entry names."""
    told = {key: cleaned(text) for key, text in typed.answers.items()}
    next_time, because = told.pop(NEXT_TIME.key, ""), told.pop("because", None)
    with session.journal() as journal:
        seen = editing.see(journal, typed.entry)
        after = replace(seen.value, answers={**seen.value.answers, **told})
        if because:
            after = replace(after, because=because)
        if next_time:
            made = plan_for_next_time(next_time, after.went, _day(typed.day))
            plan = journal.add_plan(made)
            after = replace(after, plan=plan.number)
        saved = editing.edit(journal, seen, after)
    return Done(json_.entry(saved), plain.plan_kept(plan) if next_time else "Kept.")


def keep_reflection(session: Session, typed: Reflected) -> Done:
    """Keep a further version of what stands under a topic."""
    new = Reflection(
        topic=typed.topic or "",
        text=cleaned(typed.words),
        day=_day(typed.day),
        for_sharing=typed.for_sharing,
    )
    with session.journal(create=True) as journal:
        kept = journal.reflect(new)
    return Done(json_.reflection(kept), plain.reflection_kept(kept))


def add_record(session: Session, typed: Typed) -> Done:
    """Keep a new plan, obstacle or shelf item; raises NothingToWrite without words."""
    kind, day, said = _KINDS[typed.type], _day(typed.day), _fields(typed)
    text = cleaned(typed.fields.get(MAIN[typed.type], ""))
    new: Any
    if typed.type == PLAN:
        new = Plan(**said | {"text": text}, opened=day, share=bool(typed.share))
    elif typed.type == OBSTACLE:
        new = Obstacle(**said | {"text": text}, opened=day)
    else:
        new = ShelfItem(**said | {"title": text.strip()}, day=day)
    with session.journal(create=True) as journal:
        kept = kind.add(journal, new)
    return Done(kind.document(kept), kind.kept(kept))


def edit_record(
    session: Session, typed: Typed, seen: Seen[Any] | None = None, chosen: int | None = None
) -> Done:
    """Change a plan, an obstacle or a shelf item as it was `seen`, or as it is now.

    With a version `chosen`, that one stays.

    Raises:
        NothingToWrite: the words that have to stay would go.
        NotFound: there is no such record, or no such version.
    """
    kind, main = _KINDS[typed.type], MAIN[typed.type]
    with session.journal(create=typed.type == SHELF) as journal:
        if seen is None:
            seen = see(journal, kind.look(journal, typed.number or 0))
            if len(seen.heads) > 1 and main in typed.fields:
                typed = typed.saying(without_marks(typed.fields[main]))
        fields = _fields(typed)
        if main in fields and fields[main] is None:
            raise NothingToWrite(kind.refusal)
        if typed.share is not None:
            fields["share"] = typed.share
        if until := fields.get("until"):
            fields["until"] = until.isoformat()
        name = f"{kind.name} {seen.value.number}"
        saved = None
        if typed.type == SHELF:
            saved = shelving.retitle_on_shelf(journal, seen, fields, chosen)
        elif settle(journal, typed.type, seen, name=name, fields=fields, chosen=chosen):
            saved = kind.look(journal, seen.value.number)
    return changed(saved, seen.value, name, kind.document)


def changed(saved: T | None, before: T, name: str, document: Callable[[T], str]) -> Done:
    """What became of a record that was there; None when the version kept is that it was deleted."""
    sentence = plain.updated(name, there=saved is not None, same=saved == before)
    return Done("null\n" if saved is None else document(saved), sentence)


def version_kept(keep: str | None, typed: object, see: str) -> int | None:
    """Which version --keep names, if it was given; `see` is the command that shows them.

    Raises:
        WrongUsage: it is no number of a version, or something new was typed too.
    """
    if keep is None:
        return None
    if typed:
        raise WrongUsage("Give --keep, or what is to change, not both.")
    ordinal = number_named(keep, "a version", see)
    if not ordinal:
        raise WrongUsage(f"--keep takes the number of a version; {see} shows them.")
    return ordinal


class _Kind(NamedTuple):
    """A type of record that is written in fields, and what is said when its words would go."""

    name: str
    look: Callable[[Journal, int], Any]
    add: Callable[[Journal, Any], Any]
    document: Callable[[Any], str]
    kept: Callable[[Any], str]
    refusal: str


_KINDS = {
    PLAN: _Kind(
        "plan",
        Journal.plan,
        Journal.add_plan,
        json_.plan,
        plain.plan_kept,
        'A plan keeps its text; write it as "When …, I will …".',
    ),
    OBSTACLE: _Kind(
        "obstacle",
        obstacles.obstacle,
        obstacles.add_obstacle,
        json_.obstacle,
        plain.obstacle_kept,
        "An obstacle keeps its text; give --text other words, in quotes.",
    ),
    SHELF: _Kind(
        "shelf item",
        shelving.shelf_item,
        shelving.add_to_shelf,
        json_.shelf_item,
        plain.shelf_added,
        "It keeps its title; give another one, in quotes.",
    ),
}


def _fields(typed: Typed) -> dict[str, Any]:
    """What was typed, cleaned; None clears. A last day is counted from the day it was typed."""
    fields: dict[str, Any] = {name: cleaned_or_none(said) for name, said in typed.fields.items()}
    if until := fields.get("until"):
        fields["until"] = parse_until(until, _day(typed.day))
    return fields


def _day(day: date | None) -> date:
    if day is None:
        raise AssertionError  # whoever keeps words knows by then when they were typed
    return day


_CARRIED_OUT: Mapping[type, Callable[[Session, Any], Done]] = {
    EntryEdit: edit_entry,
    HeardOf: keep_heard,
    Answered: keep_moment,
    Reflected: keep_reflection,
    Typed: lambda session, typed: (add_record if typed.number is None else edit_record)(
        session, typed
    ),
}
