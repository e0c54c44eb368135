"""ally plan: personal commitments, added, listed and closed."""

from dataclasses import replace
from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AllAsJson, AsJson, Keep, NoShare, Note, Share, TextFirst
from ally_journal.cli.completion import plans
from ally_journal.cli.session import Session, now, today
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
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.record_edit import carry_out, change, number_of
from ally_journal.domain.calendar.dates import parse_until
from ally_journal.domain.drafts import PLAN, Typed, said
from ally_journal.domain.records.entry_edit import share_wished
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.plans import PLANS

app = new_app()

Number = Annotated[
    str, typer.Argument(metavar="N", help="Its number, or last.", autocompletion=plans)
]

Until = Annotated[
    str | None,
    typer.Option("--until", metavar="WHEN", help='friday, "in 3 weeks", 2026-12-01.'),
]


@app.callback(
    invoke_without_command=True,
    epilog=examples(
        "ally plan", 'ally plan add "When someone is talked over, I give the floor back"'
    ),
)
def plan(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="The closed ones too.")] = False,
    json: AllAsJson = False,
) -> None:
    """List what you said you would do, as when-then sentences."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    with session.journal() as journal:
        plans = PLANS.listed(journal, closed_too=all_)
        settings = journal.settings()
    if json:
        say_exactly(json_.records(plans))
    else:
        screen = session.screen(settings)
        put(listed(map(items.plan, plans), screen) or "No open plans.")


@app.command(
    cls=TextFirst,
    epilog=examples(
        'ally plan add "When someone is talked over, I give the floor back"',
        'ally plan add "When a panel is picked, I ask who is missing" --until friday',
    ),
)
def add(
    ctx: typer.Context,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT...", help="When …, I will …")
    ] = None,
    until: Until = None,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="TEXT", help="Where it comes from, such as a course."),
    ] = None,
    share: Share = False,
    json: AsJson = False,
) -> None:
    """Keep a plan, best as "When …, I will …"."""
    session: Session = ctx.obj
    if until:
        parse_until(until, now().naive.date())  # what is no date needs no journal to be told so
    asking = not text and can_ask(json=json)
    words = "" if asking else given(text or ["-"])
    typed = Typed(PLAN, fields=said(text=words, until=until, source=source), share=share)
    with keeping(session.path, typed) as kept:
        settings = session.settings()
        typed = kept.value = replace(typed, day=today(settings))
        if asking:
            words, _ = Asker(session.screen(settings).plain).follow_up("When …, I will …")
            kept.value = typed.saying(words)
        done = carry_out(session, kept.value)
    confirm(*done, json=json)


@app.command(cls=TextFirst, epilog=examples("ally plan kept 3", 'ally plan kept last "Twice"'))
def kept(ctx: typer.Context, number: Number, note: Note = None, json: AsJson = False) -> None:
    """Close a plan: you did it."""
    _close(ctx.obj, number, "kept", note, json=json)


@app.command(
    cls=TextFirst, epilog=examples("ally plan changed 3", 'ally plan changed 3 "I ask first now"')
)
def changed(ctx: typer.Context, number: Number, note: Note = None, json: AsJson = False) -> None:
    """Close a plan: it became something else."""
    _close(ctx.obj, number, "changed", note, json=json)


@app.command(
    cls=TextFirst, epilog=examples("ally plan dropped 3", 'ally plan dropped 3 "Not mine to do"')
)
def dropped(ctx: typer.Context, number: Number, note: Note = None, json: AsJson = False) -> None:
    """Close a plan: you let it go."""
    _close(ctx.obj, number, "dropped", note, json=json)


@app.command(
    cls=TextFirst,
    epilog=examples(
        "ally plan edit 3",
        'ally plan edit 3 "When someone is talked over, I hand the floor back"',
        "ally plan edit last --until friday",
        "ally plan edit 3 --share",
    ),
)
def edit(
    ctx: typer.Context,
    number: Number,
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="When …, I will …")
    ] = None,
    until: Until = None,
    share: Share = False,
    no_share: NoShare = False,
    keep: Keep = None,
    json: AsJson = False,
) -> None:
    """Change the words of a plan or its last day, or mark it; with nothing said, in your editor.

    An empty value, --until "", takes the day away. A plan that was changed in two places at once
    becomes one; --keep says which version that is.
    """
    fields = said(text=given(text) if text else None, until=until)
    typed = Typed(PLAN, fields=fields, share=share_wished(yes=share, no=no_share))
    change(ctx.obj, typed, number, keep, json=json)


def _close(
    session: Session, number: str, state: str, note: list[str] | None, *, json: bool
) -> None:
    wanted, words = number_of(PLAN, number), given(note)
    with keeping(session.path, words), session.journal() as journal:
        day = today(journal.settings())
        closed = PLANS.end(journal, wanted, state, cleaned_or_none(words), day)
    confirm(json_.record(closed), answers.plan_closed(closed), json=json)
