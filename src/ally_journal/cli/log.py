"""ally log: write a line."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ally_journal.cli import options
from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.completing import kinds
from ally_journal.cli.session import Session, keeping, note_on_zone, now, past, today
from ally_journal.cli.telling import Manner, Told, Typed, told
from ally_journal.cli.text_first import TextFirst
from ally_journal.cli.voice import cleaned, cleaned_or_none, say, say_exactly, warn
from ally_journal.domain.entries import (
    Entry,
    answers_by,
    check_choices,
    checked_people,
    checked_tags,
    split_kind,
    went_by,
)
from ally_journal.domain.kinds import KINDS_IN_WORDS
from ally_journal.domain.numbers import number_named
from ally_journal.domain.plans import Plan, plan_for_next_time, plan_to_show
from ally_journal.domain.settings import Settings
from ally_journal.render import json_, plain
from ally_journal.render.screen import Screen

app = new_app()


@app.command(
    cls=TextFirst,
    epilog=examples(
        "ally log",
        'ally log act "Asked for the criteria before the shortlist" -t hiring',
        'ally log learn "Read about captions" --on yesterday',
        "git log -1 --format=%B | ally log act -",
    ),
)
def log(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND] [TEXT]...",
            help=f"{KINDS_IN_WORDS}, then the text in quotes; - reads it from stdin.",
            autocompletion=kinds,
        ),
    ] = None,
    kind: options.Kind = None,
    on: options.On = None,
    tags: options.Tags = None,
    people: options.People = None,
    way: options.Way = None,
    missed: options.Missed = False,
    because: options.Because = None,
    mistake: options.Mistake = False,
    lesson: options.Lesson = None,
    asked: options.Asked = None,
    plan: options.Plan = None,
    answers: options.Answers = None,
    share: options.Share = False,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="Write in your editor.")] = False,
    more: Annotated[bool, typer.Option("--more", help="Ask all questions, not one.")] = False,
    json: options.AsJson = False,
) -> None:
    """Write a line about an interaction; without words, ally asks."""
    session: Session = ctx.obj
    chosen, typed = split_kind(words or [], kind)
    went = went_by(missed=missed, mistake=mistake)
    check_choices(went, because, asked)
    said = {"because": because, "asked": asked, **answers_by(answers or [])}
    with keeping(session.path, Typed(typed, edit=edit, json=json)):
        settings = session.settings()
    day, at = past(on, settings)
    fields: dict[str, Any] = {
        "day": day,
        "at": at,
        "zone": now().zone,
        "went": went,
        "share": share,
    }
    fields |= {"tags": checked_tags(tags or []), "people": checked_people(people or [])}
    fields |= {"way": cleaned_or_none(way), "lesson": cleaned_or_none(lesson)}
    fields |= {"plan": number_named(plan, "a plan", "ally plan") if plan else None}
    answered = frozenset(key for key, text in {**said, "next": plan}.items() if text)
    words_told = told(session, settings, chosen, typed, Manner(edit, more, json, went, answered))
    with keeping(session.path, words_told):
        entry = _entry(words_told, said, fields)
        made = _made(words_told.next_time, entry, settings)
        with session.journal(create=True) as journal:
            saved = journal.add(entry, made)
            hints, open_plans = journal.near_misses(saved), journal.plans()
    line = _about_plans(saved, made, open_plans)
    _answer(saved, line, hints, session.screen(settings), json=json)


def _entry(words_told: Told, said: Mapping[str, str | None], fields: Mapping[str, Any]) -> Entry:
    """Everything told and given by option, cleaned and checked."""
    everything = {**said, **words_told.answers}
    answers = {key: cleaned(text).strip() for key, text in everything.items() if text}
    because, asked = answers.pop("because", None), answers.pop("asked", None)
    if words_told.kind is None:
        raise AssertionError  # told() never leaves it out
    return Entry(
        kind=words_told.kind,
        text=cleaned(words_told.text),
        because=because,
        asked=asked,
        answers=answers,
        **fields,
    )


def _made(next_time: str, entry: Entry, settings: Settings) -> Plan | None:
    """The plan for next time, if the person named one."""
    if not next_time:
        return None
    return plan_for_next_time(cleaned(next_time), entry.went, today(settings))


def _about_plans(saved: Entry, made: Plan | None, open_plans: tuple[Plan, ...]) -> str:
    """That a plan came of the entry; otherwise one open plan, or nothing."""
    if made is not None:
        return plain.plan_kept(next(one for one in open_plans if one.number == saved.plan))
    shown = plan_to_show(open_plans, saved)
    return plain.plan_line(shown) if shown else ""


def _answer(
    saved: Entry, plan_line: str, hints: list[tuple[str, str]], screen: Screen, *, json: bool
) -> None:
    if json:
        say_exactly(json_.entry(saved), done=True)
    else:
        say("\n".join(filter(None, (plain.saved(saved, screen), plan_line))), done=True)
    for new, known in hints:
        warn(plain.near_miss(new, known))
    note_on_zone()
