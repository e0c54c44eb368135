"""What was typed about a record, carried out: by its command, by a review, or from a draft."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.streams import cleaned, cleaned_or_none, confirm
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.editor import compose_one
from ally_journal.domain.calendar.dates import parse_until
from ally_journal.domain.drafts import (
    MAIN,
    OBSTACLE,
    PLAN,
    Answered,
    EntryEdit,
    HeardOf,
    Reflected,
    Typed,
)
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.entry_edit import amended
from ally_journal.domain.records.number import number_named
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan, plan_for_next_time
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.prompts import NEXT_TIME
from ally_journal.errors import NothingToWrite, WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.views.conflicts import without_marks
from ally_journal.render.writers import json_
from ally_journal.store.journal import entries
from ally_journal.store.journal.entries import add_heard, find_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.merge import Seen, see
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.records import Records
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.journal.shelf import SHELF

Visit = AbstractContextManager[Journal]


class Done(NamedTuple):
    """What became of a record: as a JSON document, and in a sentence."""

    document: str
    sentence: str


def carry_out(session: Session, typed: object) -> Done:
    """Do what a draft was typed for, as the command would have done it."""
    if isinstance(typed, EntryEdit):
        return edit_entry(session, typed)
    if isinstance(typed, Typed) and typed.number is not None:
        return edit_record(session, typed)
    return keep(session.journal(create=not isinstance(typed, HeardOf | Answered)), typed)


def keep(visit: Visit, typed: object) -> Done:
    """Keep what is new, in a visit of the journal that begins when all of it is checked.

    Raises:
        NothingToWrite: there are no words.
        NotFound: the entry it belongs to is not there.
    """
    return _KEPT[type(typed)](visit, typed)


def edit_entry(session: Session, typed: EntryEdit, seen: Seen[Entry] | None = None) -> Done:
    """Change an entry as it was `seen`, or as it is now.

    Raises:
        WrongUsage, TooLong, NothingToWrite: the result would be no entry.
        NotFound: there is no such entry, or no such plan.
    """
    with session.journal() as journal:
        settings, wishes = journal.settings(), typed.wishes
        if seen is None:
            seen = see(journal, find_entry(journal, typed.entry))
            if len(seen.heads) > 1 and wishes.text:
                wishes = wishes._replace(text=without_marks(wishes.text))
        wishes = wishes._replace(
            text=wishes.text and cleaned(wishes.text),
            because=wishes.because and cleaned(wishes.because),
            lesson=wishes.lesson and cleaned(wishes.lesson),
        )
        saved = entries.edit(journal, seen, amended(seen.value, wishes))
    return Done(json_.record(saved), answers.changed(saved, seen.value, session.screen(settings)))


def change(session: Session, typed: Typed, number: str, keep: str | None, *, json: bool) -> None:
    """Change what was said of a record, or keep one version; with nothing said, in the editor.

    `number` and `keep` are as a person gave them. Raises as `edit_record`, and WrongUsage.
    """
    see_it, typed = (
        _KINDS[typed.type].records.see,
        replace(typed, number=number_of(typed.type, number)),
    )
    said = bool(typed.fields) or typed.share is not None
    chosen = version_kept(keep, said, see_it)
    with keeping(session.path, typed) as kept:
        with session.journal() as journal:
            seen, settings = _seen(journal, typed), journal.settings()
        typed = kept.value = replace(typed, number=seen.value.number, day=today(settings))
        if not said and chosen is None:
            kept.value = typed.saying(compose_one(kept, items.versions(seen.value)))
        done = edit_record(session, kept.value, seen, chosen)
    confirm(*done, json=json)


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
    with session.journal(create=True) as journal:
        if seen is None:
            seen = _seen(journal, typed)
            if len(seen.heads) > 1 and main in typed.fields:
                typed = typed.saying(without_marks(typed.fields[main]))
        fields = _fields(typed)
        if main in fields and fields[main] is None:
            raise NothingToWrite(kind.stays)
        if typed.share is not None:
            fields["share"] = typed.share
        if until := fields.get("until"):
            fields["until"] = until.isoformat()
        saved = kind.records.settle(journal, seen, fields, chosen)
    return changed(saved, seen.value, f"{kind.records.noun} {seen.value.number}")


def number_of(type_: str, said: str) -> int:
    """Which record of a type a person named; raises WrongUsage for what is no number."""
    return number_named(said, _KINDS[type_].one, _KINDS[type_].records.see)


def _seen(journal: Journal, typed: Typed) -> Seen[Any]:
    return see(journal, _KINDS[typed.type].records.find(journal, typed.number or 0))


def changed(saved: Any, before: Any, name: str) -> Done:  # noqa: ANN401 - a record of any type
    """What became of a record that was there; None when the version kept is that it was deleted."""
    sentence = answers.updated(name, there=saved is not None, same=saved == before)
    return Done("null\n" if saved is None else json_.record(saved), sentence)


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


def _heard(visit: Visit, typed: HeardOf) -> Done:
    heard = Heard(typed.source or "", cleaned(typed.words).strip(), _day(typed.day))
    with visit as journal:
        entry = add_heard(journal, typed.entry, heard)
    return Done(json_.record(entry), answers.heard_kept(entry.number, heard.source))


def _moment(visit: Visit, typed: Answered) -> Done:
    """The answers on the entry, and next time as a plan that the entry names."""
    told = {key: cleaned(text) for key, text in typed.answers.items()}
    next_time, because = told.pop(NEXT_TIME.key, ""), told.pop("because", None)
    with visit as journal, journal.writing():
        seen = see(journal, find_entry(journal, typed.entry))
        after = replace(seen.value, answers={**seen.value.answers, **told})
        if because:
            after = replace(after, because=because)
        if next_time:
            made = plan_for_next_time(next_time, after.went, _day(typed.day))
            plan = PLANS.add(journal, made)
            after = replace(after, plan=plan.number)
        saved = entries.edit(journal, seen, after)
    return Done(json_.record(saved), answers.plan_kept(plan) if next_time else "Kept.")


def _reflection(visit: Visit, typed: Reflected) -> Done:
    text, day = cleaned(typed.words), _day(typed.day)
    new = Reflection(topic=typed.topic or "", text=text, day=day, for_sharing=typed.for_sharing)
    with visit as journal:
        kept = add_reflection(journal, new)
    return Done(json_.record(kept), answers.reflection_kept(kept))


def _record(visit: Visit, typed: Typed) -> Done:
    fields, day = _fields(typed), _day(typed.day)
    text = cleaned(typed.fields.get(MAIN[typed.type], ""))
    new: Any
    if typed.type == PLAN:
        new = Plan(**fields | {"text": text, "share": bool(typed.share)}, opened=day)
    elif typed.type == OBSTACLE:
        new = Obstacle(**fields | {"text": text}, opened=day)
    else:
        new = ShelfItem(**fields | {"title": text.strip()}, day=day)
    kind = _KINDS[typed.type]
    with visit as journal:
        kept = kind.records.add(journal, new)
    return Done(json_.record(kept), kind.kept(kept))


_KEPT: Mapping[type, Callable[[Visit, Any], Done]] = {
    HeardOf: _heard,
    Answered: _moment,
    Reflected: _reflection,
    Typed: _record,
}


class _Kind(NamedTuple):
    """A numbered type of record that is written in fields.

    `one` is what a sentence calls any of them, and `stays` why its words cannot be emptied. `kept`
    says that a new one is there.
    """

    one: str
    stays: str
    records: Records[Any]
    kept: Callable[[Any], str]


_KINDS = {
    kind.records.type: kind
    for kind in (
        _Kind(
            "a plan",
            'A plan keeps its text; write it as "When …, I will …".',
            PLANS,
            answers.plan_kept,
        ),
        _Kind(
            "an obstacle",
            "An obstacle keeps its text; give --text other words, in quotes.",
            OBSTACLES,
            answers.obstacle_kept,
        ),
        _Kind(
            "a shelf item",
            "It keeps its title; give another one, in quotes.",
            SHELF,
            answers.shelf_added,
        ),
    )
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
