"""What was typed about a record, carried out: by its command, by a review, or from a draft."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal import streams
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.editor import compose_one
from ally_journal.cli.workflows.output import listed
from ally_journal.domain import drafts
from ally_journal.domain.drafts import OBSTACLE, PLAN
from ally_journal.domain.kind import kind_named
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.entry_edit import amended, changed_words
from ally_journal.domain.records.idea import IDEA, OwnIdea
from ally_journal.domain.records.number import NUMBERED, noun_of, number_of, version_named
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan, plan_for_next_time
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.revision import shown
from ally_journal.domain.records.shelf import ShelfItem, named_by_sources
from ally_journal.domain.review.prompts import NEXT_TIME
from ally_journal.domain.review.summary import GUESS
from ally_journal.errors import NothingToWrite, WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.views.conflicts import without_marks
from ally_journal.render.writers import json_
from ally_journal.store.journal import entries
from ally_journal.store.journal.entries import add_heard, find_entry
from ally_journal.store.journal.ideas import IDEAS
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.merge import Seen, see
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.records import Endable, Records
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.journal.rehearsals import add_rehearsal
from ally_journal.store.journal.shelf import SHELF

Visit = AbstractContextManager[Journal]


class Done(NamedTuple):
    """What became of a record: as a JSON document, and in a sentence."""

    document: str
    sentence: str


def carry_out(session: Session, typed: object) -> Done:
    """Do what a draft was typed for, as the command would have done it."""
    if isinstance(typed, drafts.EntryEdit):
        return edit_entry(session, typed)
    if isinstance(typed, drafts.Typed) and typed.number is not None:
        return edit_record(session, typed)
    return keep(
        session.journal(
            create=not isinstance(typed, drafts.HeardOf | drafts.Answered | drafts.Rehearsed)
        ),
        typed,
    )


def keep(visit: Visit, typed: object) -> Done:
    """Keep what is new, in a visit of the journal that begins when all of it is checked.

    Raises:
        NothingToWrite: there are no words.
        NotFound: the entry it belongs to is not there.
    """
    return _KEPT[type(typed)](visit, typed)


def edit_entry(session: Session, typed: drafts.EntryEdit, seen: Seen[Entry] | None = None) -> Done:
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
        words = {name: getattr(wishes, name) for name in ("text", "because", "lesson", "guess")}
        repaired: dict[str, Any] = {
            name: streams.cleaned(said) for name, said in words.items() if said
        }
        wishes = wishes._replace(**repaired)
        saved = entries.edit(journal, seen, amended(seen.value, wishes))
    return Done(json_.record(saved), answers.changed(saved, seen.value, session.screen(settings)))


def show_all(session: Session, type_: str, *, closed_too: bool, json: bool) -> None:
    """Print the open records of a type that ends, or all of them."""
    ends = _ENDS[type_]
    with session.journal() as journal:
        found, settings = ends.records.listed(journal, closed_too=closed_too), journal.settings()
    if json:
        streams.say_exactly(json_.records(found))
    else:
        screen = session.screen(settings)
        day = today(settings)
        shown = listed((ends.item(one, screen.day, day) for one in found), screen)
        streams.put(shown or f"No open {type_}s.")


def add_record(
    session: Session,
    typed: drafts.Typed,
    words: list[str] | None,
    question: str,
    *,
    json: bool,
    then: Callable[[Asker, Kept[drafts.Typed]], None] | None = None,
) -> None:
    """Keep a new record; without words, a person is asked the question, `then` for the rest."""
    asking = not words and streams.can_ask(json=json)
    typed = typed.saying("" if asking else streams.given(words or ["-"]))
    with keeping(session.path, typed) as kept:
        settings = session.settings()
        kept.value = replace(typed, day=today(settings))
        if asking:
            asker = Asker(session.screen(settings).plain)
            kept.value = kept.value.saying(asker.follow_up(asker.phrase(question))[0])
            if then:
                then(asker, kept)
        done = carry_out(session, kept.value)
    streams.confirm(*done, json=json)


def end(
    session: Session,
    type_: str,
    number: str,
    state: str,
    note: list[str] | None,
    *,
    json: bool,
    question: str = "",
) -> None:
    """Say that a record ended in this state; without a note, a person is asked the question."""
    wanted, words = number_of(type_, number), streams.given(note)
    if question and not words and streams.can_ask(json=json):
        with session.journal() as journal:
            _KINDS[type_].records.find(journal, wanted)  # nobody is asked about what is not there
            settings = journal.settings()
        words, _ = Asker(session.screen(settings).plain).follow_up(f"{question}  (Enter skips)")
    with keeping(session.path, words), session.journal() as journal:
        day = today(journal.settings())
        ended = _ENDS[type_].records.end(
            journal, wanted, state, streams.cleaned_or_none(words), day
        )
    streams.confirm(json_.record(ended), _ENDS[type_].ended(ended), json=json)


def change(
    session: Session, typed: drafts.Typed, number: str, keep: str | None, *, json: bool
) -> None:
    """Change what was said of a record, or keep one version; with nothing said, in the editor.

    `number` and `keep` are as a person gave them. Raises as `edit_record`, and WrongUsage.
    """
    typed = replace(typed, number=number_of(typed.type, number))
    said = bool(typed.fields or typed.tags or typed.untag) or typed.share is not None
    chosen = version_kept(keep, said, NUMBERED[typed.type][1])
    with keeping(session.path, typed) as kept:
        with session.journal() as journal:
            seen, settings = _seen(journal, typed), journal.settings()
        typed = kept.value = replace(typed, number=seen.value.number, day=today(settings))
        if not said and chosen is None:
            kept.value = typed.saying(compose_one(kept, items.versions(seen.value)))
        done = edit_record(session, kept.value, seen, chosen)
    streams.confirm(*done, json=json)


def edit_record(
    session: Session, typed: drafts.Typed, seen: Seen[Any] | None = None, chosen: int | None = None
) -> Done:
    """Change a plan, an obstacle, a shelf item or an own idea as it was `seen`, or as it is now.

    With a version `chosen`, that one stays.

    Raises:
        NothingToWrite: the words that have to stay would go.
        NotFound: there is no such record, or no such version.
    """
    kind, main = _KINDS[typed.type], drafts.MAIN[typed.type]
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
        for name in drafts.DAYS.keys() & fields:
            fields[name] = fields[name] and fields[name].isoformat()
        if typed.tags or typed.untag:
            had = seen.value.tags
            fields["tags"] = [*changed_words(had, typed.tags, typed.untag, [], "tag")]
        saved = kind.records.settle(journal, seen, fields, chosen)
    return changed(saved, seen.value, f"{noun_of(typed.type)} {seen.value.number}")


def _seen(journal: Journal, typed: drafts.Typed) -> Seen[Any]:
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
    return version_named(keep, see)


def _heard(visit: Visit, typed: drafts.HeardOf) -> Done:
    """What came back beside the entry; a guess is the entry's own, and the last one holds."""
    heard = Heard(typed.source or "", streams.cleaned(typed.words).strip(), _day(typed.day))
    if heard.source == GUESS and not heard.text:
        named = typed.entry or "last"
        example = f'ally heard {named} guess "It helped"'
        raise NothingToWrite(f"Say what you think; for example: {example}")
    with visit as journal:
        if heard.source == GUESS:
            seen = _seen_entry(journal, typed.entry)
            entry = entries.edit(journal, seen, replace(seen.value, guess=heard.text))
        else:
            entry = add_heard(journal, typed.entry, heard)
    return Done(json_.record(entry), answers.heard_kept(entry.number, heard.source))


def _seen_entry(journal: Journal, number: int) -> Seen[Entry]:
    """An entry as it is shown; one in conflict stays so, since nobody was asked to decide."""
    seen = see(journal, find_entry(journal, number))
    return seen._replace(heads=(shown(seen.heads),))


def _rehearsed(visit: Visit, typed: drafts.Rehearsed) -> Done:
    new = Rehearsal(streams.cleaned(typed.words).strip(), _day(typed.day))
    if not new.text:
        raise NothingToWrite("Nothing was written; give the sentence in quotes.")
    with visit as journal:
        kept, entry = add_rehearsal(journal, typed.entry, new)
    return Done(json_.rehearsal(kept, entry.number), answers.rehearsal_kept(entry))


def _moment(visit: Visit, typed: drafts.Answered) -> Done:
    """The answers on the entry, and next time as a plan that the entry names."""
    told = {key: streams.cleaned(text) for key, text in typed.answers.items()}
    next_time = told.pop(NEXT_TIME.key, "")
    own: dict[str, Any] = {name: told.pop(name) for name in ("because", "asked") if told.get(name)}
    with visit as journal, journal.writing():
        seen = _seen_entry(journal, typed.entry)
        after = replace(seen.value, answers={**seen.value.answers, **told}, **own)
        if next_time:
            made = plan_for_next_time(next_time, after.went, _day(typed.day))
            plan = PLANS.add(journal, made)
            after = replace(after, plan=plan.number)
        saved = entries.edit(journal, seen, after)
    return Done(json_.record(saved), answers.kept(plan, "plan") if next_time else "Saved.")


def _reflection(visit: Visit, typed: drafts.Reflected) -> Done:
    text, day = streams.cleaned(typed.words), _day(typed.day)
    new = Reflection(topic=typed.topic or "", text=text, day=day, for_sharing=typed.for_sharing)
    with visit as journal:
        kept = add_reflection(journal, new)
    return Done(json_.record(kept), answers.reflection_kept(kept))


def _record(visit: Visit, typed: drafts.Typed) -> Done:
    fields, day = _fields(typed), _day(typed.day)
    text = streams.cleaned(typed.fields.get(drafts.MAIN[typed.type], ""))
    new: Any
    if typed.follows is not None:
        with visit as journal:
            before, after = PLANS.become(journal, typed.follows, text, day)
        return Done(json_.record(after), answers.plan_became(before, after))
    if typed.type == PLAN:
        new = Plan(**fields | {"text": text, "share": bool(typed.share)}, opened=day)
    elif typed.type == OBSTACLE:
        new = Obstacle(**fields | {"text": text}, opened=day)
    elif typed.type == drafts.IDEA:
        new = OwnIdea(**_kinded(fields) | {"text": text})
    else:
        named = named_by_sources(text)
        known = {"by": named.by, "type": named.type} if named else {}
        new = ShelfItem(**known | fields | {"title": text.strip()}, day=day, tags=typed.tags)
    kind = _KINDS[typed.type]
    with visit as journal:
        kept = kind.records.add(journal, new)
    return Done(json_.record(kept), answers.kept(kept, getattr(kept, "what", noun_of(typed.type))))


_KEPT: Mapping[type, Callable[[Visit, Any], Done]] = {
    drafts.HeardOf: _heard,
    drafts.Rehearsed: _rehearsed,
    drafts.Answered: _moment,
    drafts.Reflected: _reflection,
    drafts.Typed: _record,
}


class _Kind(NamedTuple):
    """A numbered type of record; `stays` says why its words cannot be emptied."""

    records: Records[Any]
    stays: str


_KINDS = {
    PLAN: _Kind(PLANS, "A plan keeps its text; give it other words, in quotes."),
    OBSTACLE: _Kind(OBSTACLES, "An obstacle keeps its text; give --text other words, in quotes."),
    drafts.IDEA: _Kind(IDEAS, "It keeps its text; give it other words, in quotes."),
    drafts.SHELF: _Kind(SHELF, "It keeps its title; give another one, in quotes."),
}


class _Ends(NamedTuple):
    """What of it comes to an end in a state: found and ended, shown in a list, and told of.

    It is shown as it stands on a day.
    """

    records: Endable[Any]
    item: Callable[[Any, items.Days, date], items.Item]
    ended: Callable[[Any], str]


_ENDS = {
    PLAN: _Ends(PLANS, items.plan, answers.plan_closed),
    OBSTACLE: _Ends(
        OBSTACLES, lambda one, days, _: items.obstacle(one, days), answers.obstacle_ended
    ),
}


def _fields(typed: drafts.Typed) -> dict[str, Any]:
    """What was typed, cleaned; None clears. Days are counted from the day they were typed."""
    fields: dict[str, Any] = {
        name: streams.cleaned_or_none(said) for name, said in typed.fields.items()
    }
    for name in drafts.DAYS.keys() & fields:
        fields[name] = fields[name] and drafts.DAYS[name](fields[name], _day(typed.day))
    return fields


def _kinded(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"what": IDEA, **fields, "kind": kind_named(fields.get("kind") or "")}


def _day(day: date | None) -> date:
    if day is None:
        raise AssertionError  # whoever keeps words knows by then when they were typed
    return day
