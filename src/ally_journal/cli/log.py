"""ally log: write a line."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.session import Session, keeping, note_on_zone, now, past
from ally_journal.cli.telling import Manner, Told, Typed, told
from ally_journal.cli.text_first import TextFirst
from ally_journal.cli.voice import cleaned, cleaned_or_none, say, say_exactly, warn
from ally_journal.domain.answers import ANSWER_KEYS
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
from ally_journal.domain.plans import Plan, plan_to_show
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
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", "-k", metavar="KIND", help="The kind, or its first letter."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="WHEN", help='When it was: friday, "3 days ago", 2026-11-20.'),
    ] = None,
    tags: Annotated[
        list[str] | None,
        typer.Option("--tag", "-t", metavar="TAG", help="A word for the situation; repeatable."),
    ] = None,
    people: Annotated[
        list[str] | None,
        typer.Option("--with", "-w", metavar="NAME", help="Marks a name, so it can be forgotten."),
    ] = None,
    way: Annotated[
        str | None, typer.Option("--way", metavar="WORD", help="How: ask, credit, speak-up, …")
    ] = None,
    missed: Annotated[bool, typer.Option("--missed", help="A moment you let pass.")] = False,
    because: Annotated[
        str | None,
        typer.Option("--because", metavar="TEXT", help="With --missed: what stopped you."),
    ] = None,
    mistake: Annotated[bool, typer.Option("--mistake", help="Something that went wrong.")] = False,
    lesson: Annotated[
        str | None, typer.Option("--lesson", metavar="TEXT", help="What you take from it.")
    ] = None,
    asked: Annotated[
        str | None,
        typer.Option("--asked", metavar="HOW", help="asked, invited, together or unasked."),
    ] = None,
    plan: Annotated[
        str | None, typer.Option("--plan", metavar="N", help="The plan it belongs to.")
    ] = None,
    answers: Annotated[
        list[str] | None,
        typer.Option(
            "--answer",
            "-a",
            metavar="KEY=TEXT",
            help=f"An answer; the keys are {', '.join(ANSWER_KEYS)}.",
        ),
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="It may appear in a sharing copy.")
    ] = False,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="Write in your editor.")] = False,
    more: Annotated[bool, typer.Option("--more", help="Ask all questions, not one.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the entry as JSON.")] = False,
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
    answered = frozenset(key for key, text in said.items() if text)
    words_told = told(session, settings, chosen, typed, Manner(edit, more, json, went, answered))
    with keeping(session.path, words_told):
        entry = _entry(words_told, said, fields)
        with session.journal(create=True) as journal:
            saved = journal.add(entry)
            hints, open_plans = journal.near_misses(saved), journal.plans()
    plan_shown = plan_to_show(open_plans, saved)
    _answer(saved, plan_shown, hints, session.screen(settings), json=json)


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


def _answer(
    saved: Entry, plan: Plan | None, hints: list[tuple[str, str]], screen: Screen, *, json: bool
) -> None:
    if json:
        say_exactly(json_.entry(saved), done=True)
    else:
        lines = [plain.saved(saved, screen), *([plain.plan_line(plan)] if plan else [])]
        say("\n".join(lines), done=True)
    for new, known in hints:
        warn(plain.near_miss(new, known))
    note_on_zone()
