"""ally shelf: things to read or hear, and what was taken from each."""

from dataclasses import replace
from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AllAsJson, AsJson, Keep, TextFirst
from ally_journal.cli.completion import shelf_items, shelf_types
from ally_journal.cli.session import Session, now, past, today
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned_or_none,
    confirm,
    given,
    put,
    say_exactly,
)
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import views
from ally_journal.cli.workflows.record_edit import carry_out, change, number_of
from ally_journal.domain.content import shipped_note
from ally_journal.domain.drafts import SHELF, Typed, said
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.records.shelf import (
    IN_PROGRESS,
    ShelfItem,
    by_state,
    learnt_from,
    shipped_among,
)
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal import shelf as journal_shelf

app = new_app()

Number = Annotated[
    str, typer.Argument(metavar="N", help="Its number, or last.", autocompletion=shelf_items)
]

By = Annotated[
    str | None, typer.Option("--by", metavar="TEXT", help="Who wrote it or speaks in it.")
]
Type = Annotated[
    str | None,
    typer.Option(
        "--type", metavar="TEXT", help="book, talk, podcast, …", autocompletion=shelf_types
    ),
]


@app.callback(
    invoke_without_command=True,
    epilog=examples(
        "ally shelf",
        'ally shelf add "Captions for all" --by "the access network" --type talk',
        'ally shelf done 2 "Credit is a habit, and habits need a cue"',
    ),
)
def shelf(
    ctx: typer.Context,
    json: AllAsJson = False,
) -> None:
    """List what there is to read or hear, what you began, and what you took from it."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    with session.journal() as journal:
        there, settings = journal_shelf.shelf(journal), journal.settings()
    if json:
        say_exactly(json_.records(there))
        return
    note = answers.shelf_note(shipped_among(there), shipped_note())
    groups = (*items.shelf(by_state(there)), *([items.note(note)] if note else []))
    screen = session.screen(settings)
    put(views(screen).groups(groups, screen))


@app.command(
    cls=TextFirst,
    epilog=examples(
        'ally shelf add "The talk from the spring event"',
        'ally shelf add "Captions for all" --by "the access network" --type talk',
    ),
)
def add(
    ctx: typer.Context,
    title: Annotated[
        list[str] | None,
        typer.Argument(metavar="TITLE...", help="What it is called; - reads it from stdin."),
    ] = None,
    by: By = None,
    type_: Type = None,
    json: AsJson = False,
) -> None:
    """Put something on the shelf, to read or hear later."""
    session: Session = ctx.obj
    typed = _title(session, title or [], json=json)
    new = Typed(SHELF, fields=said(title=typed, by=by, type=type_))
    with keeping(session.path, new) as kept:
        kept.value = replace(new, day=today(session.settings()))
        done = carry_out(session, kept.value)
    confirm(*done, json=json)


@app.command(
    cls=TextFirst,
    epilog=examples(
        "ally shelf edit 2",
        'ally shelf edit 2 "Captions for all" --by "the access network"',
        'ally shelf edit last --type ""',
    ),
)
def edit(
    ctx: typer.Context,
    number: Number,
    title: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TITLE]...", help="What it is called; - reads it from stdin."),
    ] = None,
    by: By = None,
    type_: Type = None,
    keep: Keep = None,
    json: AsJson = False,
) -> None:
    """Change what a thing is called, who made it or its type; with nothing said, in your editor.

    An empty value takes away what was there; only the title has to stay. What was changed in two
    places at once becomes one; --keep says which version that is.
    """
    fields = said(title=given(title) if title else None, by=by, type=type_)
    change(ctx.obj, Typed(SHELF, fields=fields), number, keep, json=json)


@app.command(epilog=examples("ally shelf start 2", "ally shelf start last"))
def start(ctx: typer.Context, number: Number, json: AsJson = False) -> None:
    """Say that you have begun it."""
    session: Session = ctx.obj
    item, settings = _there(session, number)
    with session.journal(create=True) as journal:
        moved = journal_shelf.move_on_shelf(journal, item.number, IN_PROGRESS, today(settings))
    told = answers.shelf_moved(moved, session.screen(settings))
    confirm(json_.record(moved), told, json=json)


@app.command(
    cls=TextFirst,
    epilog=examples(
        'ally shelf done 2 "Credit is a habit, and habits need a cue"',
        'ally shelf done last "Captions help everyone" --learn',
    ),
)
def done(
    ctx: typer.Context,
    number: Number,
    takeaway: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TAKEAWAY]...", help="What you take from it, in quotes; - reads stdin."
        ),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Keep the takeaway as a learn entry too.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Say that you are through with it, and what you take from it."""
    session: Session = ctx.obj
    typed = given(takeaway)
    with keeping(session.path, typed):
        item, settings = _there(session, number)
    screen = session.screen(settings)
    asker = Asker(screen.plain) if can_ask(json=json) else None
    takeaway_ = _takeaway(item, typed, asker, learn=learn)
    with keeping(session.path, takeaway_):
        words = cleaned_or_none(takeaway_)
        learnt = _learnt(item, words, settings, asker, learn=learn)
        day = today(settings)
        with session.journal(create=True) as journal:
            moved, saved = journal_shelf.finish_on_shelf(journal, item.number, day, words, learnt)
    lines = [answers.shelf_moved(moved, screen), *([answers.saved(saved, screen)] if saved else [])]
    confirm(json_.record(moved), "\n".join(lines), json=json)


def _title(session: Session, title: list[str], *, json: bool) -> str:
    """The title from arguments, by asking, or from stdin."""
    if not title and can_ask(json=json):
        asker = Asker(session.screen(session.settings()).plain)
        return asker.follow_up("What is it called?")[0]
    return given(title or ["-"])


def _there(session: Session, number: str) -> tuple[ShelfItem, Settings]:
    """What stands there under that number; looking makes no journal. Raises NotFound."""
    wanted = number_of(SHELF, number)
    with session.journal() as journal:
        return journal_shelf.SHELF.find(journal, wanted), journal.settings()


def _takeaway(item: ShelfItem, typed: str, asker: Asker | None, *, learn: bool) -> str:
    """What was typed, or else is asked for."""
    if typed.strip():
        return typed
    if asker:
        return asker.follow_up("What do you take from it?  (Enter skips)")[0]
    if learn and not item.takeaway:
        raise WrongUsage("--learn keeps what you take from it; write that too, in quotes.")
    return ""


def _learnt(
    item: ShelfItem, words: str | None, settings: Settings, asker: Asker | None, *, learn: bool
) -> Entry | None:
    """The learn entry, if the person wants it; without new words it has those of before."""
    takeaway = words or (item.takeaway if learn else None)
    if takeaway is None:
        return None
    if learn or (asker and asker.yes("Keep it as a learn entry too?")):
        day, at = past(None, settings)
        return learnt_from(item, takeaway, day, at, now().zone)
    return None
