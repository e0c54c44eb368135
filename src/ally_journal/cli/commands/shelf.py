"""ally shelf: things to read or hear, and what was taken from each."""

from datetime import date
from typing import Annotated

from ally_journal.cli.arguments import (
    AllAsJson,
    App,
    AsJson,
    Keep,
    Run,
    Tags,
    Untag,
    argument,
    option,
)
from ally_journal.cli.completion import shelf_items, shelf_titles, shelf_types
from ally_journal.cli.session import Session, now, past, today
from ally_journal.cli.terminal import streams
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import listed, views
from ally_journal.cli.workflows.record_edit import add_record, change
from ally_journal.domain.calendar.when import parse_day
from ally_journal.domain.content import shipped
from ally_journal.domain.drafts import PLAN, SHELF, Typed, said
from ally_journal.domain.records.entry import Entry, checked_tags
from ally_journal.domain.records.number import number_of
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.records.shelf import (
    IN_PROGRESS,
    ShelfItem,
    by_state,
    is_course,
    learnt_from,
)
from ally_journal.domain.text.tags import bare_tag
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal import shelf as journal_shelf

app = App()

Number = Annotated[str, argument("N", "Its number, or last.", shelf_items)]

By = Annotated[str | None, option("--by TEXT", "Who wrote it or speaks in it.")]
Type = Annotated[str | None, option("--type TEXT", "book, talk, podcast, …", shelf_types)]
On = Annotated[
    str | None, option("--on WHEN", 'The day it is for: friday, "in 3 weeks", 2026-12-01.')
]


@app.listing(
    "ally shelf",
    'ally shelf add "Captions for all" --by "the access network" --type talk',
    'ally shelf done 2 "Credit is a habit, and habits need a cue"',
)
def shelf(ctx: Run, json: AllAsJson = False) -> None:
    """List what there is to read or hear, what you began, and what you took from it."""
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, json=json)


@app.command("ally shelf list", "ally shelf list --json", name="list")
def list_(ctx: Run, json: AllAsJson = False) -> None:
    """List it; the same as without a word."""
    _list(ctx.obj, json=json)


@app.command("ally shelf show 2", "ally shelf show last")
def show(ctx: Run, number: Number, json: AsJson = False) -> None:
    """Show one thing on the shelf."""
    item, settings = _there(ctx.obj, number)
    screen = ctx.obj.screen(settings)
    shown = json_.record(item) if json else listed([items.shelf_item(item, screen.day)], screen)
    (streams.say_exactly if json else streams.put)(shown)


@app.text_command(
    'ally shelf add "The talk from the spring event"',
    'ally shelf add "Captions for all" --by "the access network" --type talk',
    'ally shelf add "Session 2: read the cases" --on "in 2 weeks" -t course',
    'ally shelf add "Good Guys"',
)
def add(
    ctx: Run,
    title: Annotated[
        list[str] | None,
        argument("TITLE...", "What it is called; - reads it from stdin.", shelf_titles),
    ] = None,
    by: By = None,
    type_: Type = None,
    on: On = None,
    tags: Tags = None,
    json: AsJson = False,
) -> None:
    """Put something on the shelf, to read or hear later, or before a day.

    Of the titles that Tab offers, the author and the type are known.
    """
    if on:
        parse_day(on, now().naive.date())  # what is no date needs no journal to be told so
    fields = said(by=by, type=type_, on=on)
    typed = Typed(SHELF, fields=fields, tags=checked_tags(tags or []))
    add_record(ctx.obj, typed, title, "What is it called?", json=json)


@app.text_command(
    "ally shelf edit 2",
    'ally shelf edit 2 "Captions for all" --by "the access network"',
    'ally shelf edit last --type "" --on friday -t course',
)
def edit(
    ctx: Run,
    number: Number,
    title: Annotated[
        list[str] | None, argument("[TITLE]...", "What it is called; - reads it from stdin.")
    ] = None,
    by: By = None,
    type_: Type = None,
    on: On = None,
    tags: Tags = None,
    untag: Untag = None,
    keep: Keep = None,
    json: AsJson = False,
) -> None:
    """Change what is said of a thing; with nothing said, its title in your editor.

    An empty value takes away what was there; only the title has to stay. What was changed in two
    places at once becomes one; --keep says which version that is.
    """
    fields = said(title=streams.given(title) if title else None, by=by, type=type_, on=on)
    gone = tuple(map(bare_tag, untag or ()))
    typed = Typed(SHELF, fields=fields, tags=checked_tags(tags or []), untag=gone)
    change(ctx.obj, typed, number, keep, json=json)


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
    """Say that you are through with it, and what you take from it.

    At the end of a course ally asks what you will do now, and keeps it as a plan.
    """
    session = ctx.obj
    typed = streams.given(takeaway)
    with keeping(session.path, typed):
        item, settings = _there(session, number)
    screen = session.screen(settings)
    asker = Asker(screen.plain) if streams.can_ask(json=json) else None
    takeaway_ = _takeaway(item, typed, asker, learn=learn)
    taken = Typed(SHELF, item.number, said(takeaway=takeaway_))
    with keeping(session.path, taken):
        words = streams.cleaned_or_none(takeaway_)
        learnt = _learnt(item, words, settings, asker, learn=learn)
        day = today(settings)
        typed_plan = _commitment(item, asker)
        with keeping(session.path, typed_plan), session.journal(create=True) as journal:
            came = journal_shelf.Outcome(words, learnt, _plan(typed_plan, day))
            done, came = journal_shelf.finish_on_shelf(journal, item.number, day, came)
    told = answers.shelf_done(done, came.learnt, came.plan, screen)
    streams.confirm(json_.record(done), told, json=json)


def _list(session: Session, *, json: bool) -> None:
    with session.journal() as journal:
        there, settings = journal_shelf.shelf(journal), journal.settings()
    if json:
        streams.say_exactly(json_.records(there))
        return
    screen = session.screen(settings)
    groups = items.shelf(by_state(there), screen.day)
    groups = groups or (items.note(answers.empty_shelf(shipped())),)
    streams.put(views(screen).groups(groups, screen))


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


def _commitment(item: ShelfItem, asker: Asker | None) -> Typed:
    """What the person will do now that a course is done, if it was one and they are asked."""
    words = ""
    if asker and is_course(item):
        question = "What will you do now?  When …, I will …  (Enter skips)"
        words = asker.follow_up(asker.phrase(question))[0]
    return Typed(PLAN, fields={"text": words, "source": item.title})


def _plan(typed: Typed, day: date) -> Plan | None:
    words = streams.cleaned_or_none(typed.fields["text"])
    return Plan(text=words, source=typed.fields["source"], opened=day) if words else None


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
