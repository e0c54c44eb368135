"""ally plan: personal commitments, added, listed and closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import (
    AllAsJson,
    App,
    AsJson,
    Numbers,
    On,
    Run,
    argument,
    option,
)
from ally_journal.cli.completion import plans
from ally_journal.cli.session import Session, now, past, refuse_unreadable, today
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned_or_none,
    confirm,
    given,
    put,
    say,
    say_exactly,
)
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.record_edit import add_record, carry_out, change, show_all
from ally_journal.domain.calendar.when import parse_ahead
from ally_journal.domain.drafts import PLAN, Typed, said
from ally_journal.domain.records.entry_edit import mark_wished
from ally_journal.domain.records.number import number_of, numbers_of
from ally_journal.domain.records.plan import DONE, DROPPED, Deed, Plan
from ally_journal.errors import NothingToWrite, WrongUsage
from ally_journal.render import phrases
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.plans import PLANS

app = App()
_OTHER = "When someone is talked over, I ask them first"
_NOW = "What will you do now? When …, I will …"

Number = Annotated[str, argument("N", "Its number, or last.", plans)]

All = Annotated[bool, option("--all", "The closed ones too.")]
Until = Annotated[str | None, option("--until WHEN", 'friday, "in 3 weeks", 2026-12-01.')]


@app.listing("ally plan", 'ally plan add "When someone is talked over, I give the floor back"')
def plan(
    ctx: Run,
    all_: All = False,
    json: AllAsJson = False,
) -> None:
    """List what you said you would do, as when-then sentences."""
    if ctx.invoked_subcommand is None:
        show_all(ctx.obj, PLAN, closed_too=all_, json=json)


@app.text_command(
    'ally plan add "When someone is talked over, I give the floor back"',
    'ally plan add "When a panel is picked, I ask who is missing" --until friday',
)
def add(
    ctx: Run,
    text: Annotated[list[str] | None, argument("TEXT...", "When …, I will …")] = None,
    until: Until = None,
    source: Annotated[
        str | None, option("--from TEXT", "Where it comes from, such as a course.")
    ] = None,
    share: arguments.Share = False,
    json: AsJson = False,
) -> None:
    """Save a plan, best as "When …, I will …"."""
    if until:
        parse_ahead(until, now().naive.date())  # what is no date needs no journal to be told so
    typed = Typed(PLAN, fields=said(until=until, source=source), share=share)
    add_record(ctx.obj, typed, text, "When …, I will …", json=json)


@app.text_command("ally plan did 3", 'ally plan did 1 3 "Both in the planning meeting"')
def did(ctx: Run, numbers: Numbers, on: On = None, json: AsJson = False) -> None:
    """Say that you did it, once more or for the first time; the plan stays open."""
    refuse_unreadable(on)

    def act(journal: Journal, number: int, note: str | None, day: date) -> Plan:
        return PLANS.act(journal, number, Deed(day, note or ""))

    _each(ctx.obj, numbers, act, answers.plan_done_once, on=on, json=json)


@app.text_command("ally plan done 3", 'ally plan done last "It goes by itself now"')
def done(ctx: Run, numbers: Numbers, json: AsJson = False) -> None:
    """Close a plan: you need it no more."""
    _each(ctx.obj, numbers, partial(_end, DONE), answers.plan_closed, json=json)


@app.text_command("ally plan changed 3", f'ally plan changed 3 "{_OTHER}"')
def changed(
    ctx: Run,
    number: Number,
    text: Annotated[list[str] | None, argument("[TEXT]...", "When …, I will …")] = None,
    json: AsJson = False,
) -> None:
    """Change a plan into another, which follows it; without the new words, ally asks."""
    session, wanted = ctx.obj, number_of(PLAN, number)
    asking = not text and can_ask(json=json)
    words = "" if asking else given(text)
    typed = Typed(PLAN, fields={"text": words}, follows=wanted)
    if not (words.strip() or asking):
        raise WrongUsage(f'Say what it becomes; for example: ally plan changed {number} "{_OTHER}"')
    with keeping(session.path, typed) as kept:
        with session.journal() as journal:
            before, settings = PLANS.find_open(journal, wanted), journal.settings()
        kept.value = replace(typed, follows=before.number, day=today(settings))
        if asking:
            screen = session.screen(settings)
            say(phrases.plan_line(before))
            kept.value = kept.value.saying(Asker(screen.plain).follow_up(screen.phrase(_NOW))[0])
            if not str(kept.value).strip():
                raise NothingToWrite("Nothing was changed.")
        ended = carry_out(session, kept.value)
    confirm(*ended, json=json)


@app.text_command("ally plan dropped 3", 'ally plan dropped 3 "Not mine to do"')
def dropped(ctx: Run, numbers: Numbers, json: AsJson = False) -> None:
    """Close a plan: you let it go."""
    _each(ctx.obj, numbers, partial(_end, DROPPED), answers.plan_closed, json=json)


app.text_command(
    "ally plan kept 3", 'ally plan kept last "It goes by itself now"', hidden=True, name="kept"
)(done)


@app.command("ally plan list", "ally plan list --all", name="list")
def list_(
    ctx: Run,
    all_: All = False,
    json: AllAsJson = False,
) -> None:
    """List them; the same as without a word."""
    show_all(ctx.obj, PLAN, closed_too=all_, json=json)


@app.command("ally plan show 3", "ally plan show last --json")
def show(ctx: Run, number: Number, json: AsJson = False) -> None:
    """Show one plan with everything about it."""
    with ctx.obj.journal() as journal:
        found, settings = PLANS.find(journal, number_of(PLAN, number)), journal.settings()
    if json:
        say_exactly(json_.record(found))
    else:
        screen = ctx.obj.screen(settings)
        put(listed([items.plan(found, screen.day, today(settings))], screen))


@app.text_command(
    "ally plan edit 3",
    'ally plan edit 3 "When someone is talked over, I hand the floor back"',
    "ally plan edit last --until friday",
    "ally plan edit 3 --share",
)
def edit(
    ctx: Run,
    number: Number,
    text: Annotated[list[str] | None, argument("[TEXT]...", "When …, I will …")] = None,
    until: Until = None,
    share: arguments.Share = False,
    no_share: arguments.Unshare = False,
    keep: arguments.Keep = None,
    json: AsJson = False,
) -> None:
    """Change the words of a plan or its last day, or mark it; with nothing said, in your editor.

    An empty value, --until "", takes the day away. A plan that was changed in two places at once
    becomes one; --keep says which version that is.
    """
    fields = said(text=given(text) if text else None, until=until)
    typed = Typed(PLAN, fields=fields, share=mark_wished("share", yes=share, no=no_share))
    change(ctx.obj, typed, number, keep, json=json)


def _end(state: str, journal: Journal, number: int, note: str | None, day: date) -> Plan:
    return PLANS.end(journal, number, state, note, day)


def _each(
    session: Session,
    words: list[str],
    move: Callable[[Journal, int, str | None, date], Plan],
    sentence: Callable[[Plan], str],
    *,
    on: str | None = None,
    json: bool,
) -> None:
    """Move every plan whose number was typed, with the note behind the numbers, as one change."""
    numbers, typed = numbers_of(PLAN, words)
    note = given(typed)
    with keeping(session.path, note):
        day, _ = past(on, session.settings())
        with session.journal(create=True) as journal, journal.writing():
            moved = [move(journal, number, cleaned_or_none(note), day) for number in numbers]
    confirm(json_.one_or_all(moved), "\n".join(map(sentence, moved)), json=json)
