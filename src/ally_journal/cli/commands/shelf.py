"""ally shelf: things to read or hear, and what was taken from each."""

from typing import Annotated

from ally_journal.cli.arguments import AllAsJson, App, AsJson, Keep, Run, argument, option
from ally_journal.cli.completion import shelf_items, shelf_types
from ally_journal.cli.session import Session, now, past, today
from ally_journal.cli.terminal import streams
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import views
from ally_journal.cli.workflows.record_edit import add_record, change
from ally_journal.domain.content import shipped
from ally_journal.domain.drafts import SHELF, Typed, said
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.number import number_of
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.records.shelf import IN_PROGRESS, ShelfItem, by_state, learnt_from
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal import shelf as journal_shelf

app = App()

Number = Annotated[str, argument("N", "Its number, or last.", shelf_items)]

By = Annotated[str | None, option("--by TEXT", "Who wrote it or speaks in it.")]
Type = Annotated[str | None, option("--type TEXT", "book, talk, podcast, …", shelf_types)]


@app.listing(
    "ally shelf",
    'ally shelf add "Captions for all" --by "the access network" --type talk',
    'ally shelf done 2 "Credit is a habit, and habits need a cue"',
)
def shelf(ctx: Run, json: AllAsJson = False) -> None:
    """List what there is to read or hear, what you began, and what you took from it."""
    if ctx.invoked_subcommand is not None:
        return
    with ctx.obj.journal() as journal:
        there, settings = journal_shelf.shelf(journal), journal.settings()
    if json:
        streams.say_exactly(json_.records(there))
        return
    groups = items.shelf(by_state(there)) or (items.note(answers.empty_shelf(shipped())),)
    screen = ctx.obj.screen(settings)
    streams.put(views(screen).groups(groups, screen))


@app.text_command(
    'ally shelf add "The talk from the spring event"',
    'ally shelf add "Captions for all" --by "the access network" --type talk',
)
def add(
    ctx: Run,
    title: Annotated[
        list[str] | None, argument("TITLE...", "What it is called; - reads it from stdin.")
    ] = None,
    by: By = None,
    type_: Type = None,
    json: AsJson = False,
) -> None:
    """Put something on the shelf, to read or hear later."""
    typed = Typed(SHELF, fields=said(by=by, type=type_))
    add_record(ctx.obj, typed, title, "What is it called?", json=json)


@app.text_command(
    "ally shelf edit 2",
    'ally shelf edit 2 "Captions for all" --by "the access network"',
    'ally shelf edit last --type ""',
)
def edit(
    ctx: Run,
    number: Number,
    title: Annotated[
        list[str] | None, argument("[TITLE]...", "What it is called; - reads it from stdin.")
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
    fields = said(title=streams.given(title) if title else None, by=by, type=type_)
    change(ctx.obj, Typed(SHELF, fields=fields), number, keep, json=json)


@app.command("ally shelf start 2", "ally shelf start last")
def start(ctx: Run, number: Number, json: AsJson = False) -> None:
    """Say that you have begun it."""
    item, settings = _there(ctx.obj, number)
    with ctx.obj.journal(create=True) as journal:
        moved = journal_shelf.move_on_shelf(journal, item.number, IN_PROGRESS, today(settings))
    told = answers.shelf_moved(moved, ctx.obj.screen(settings))
    streams.confirm(json_.record(moved), told, json=json)


@app.text_command(
    'ally shelf done 2 "Credit is a habit, and habits need a cue"',
    'ally shelf done last "Captions help everyone" --learn',
)
def done(
    ctx: Run,
    number: Number,
    takeaway: Annotated[
        list[str] | None,
        argument("[TAKEAWAY]...", "What you take from it, in quotes; - reads stdin."),
    ] = None,
    learn: Annotated[bool, option("--learn", "Keep the takeaway as a learn entry too.")] = False,
    json: AsJson = False,
) -> None:
    """Say that you are through with it, and what you take from it."""
    session = ctx.obj
    typed = streams.given(takeaway)
    with keeping(session.path, typed):
        item, settings = _there(session, number)
    screen = session.screen(settings)
    asker = Asker(screen.plain) if streams.can_ask(json=json) else None
    takeaway_ = _takeaway(item, typed, asker, learn=learn)
    with keeping(session.path, takeaway_):
        words = streams.cleaned_or_none(takeaway_)
        learnt = _learnt(item, words, settings, asker, learn=learn)
        day = today(settings)
        with session.journal(create=True) as journal:
            moved, saved = journal_shelf.finish_on_shelf(journal, item.number, day, words, learnt)
    lines = [answers.shelf_moved(moved, screen), *([answers.saved(saved, screen)] if saved else [])]
    streams.confirm(json_.record(moved), "\n".join(lines), json=json)


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
