"""ally plan: personal commitments, added, listed and closed."""

from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import AllAsJson, App, AsJson, Note, Run, argument, option
from ally_journal.cli.completion import plans
from ally_journal.cli.session import now
from ally_journal.cli.terminal.streams import given
from ally_journal.cli.workflows.record_edit import add_record, change, end, show_all
from ally_journal.domain.calendar.when import parse_until
from ally_journal.domain.drafts import PLAN, Typed, said
from ally_journal.domain.records.entry_edit import share_wished

app = App()

Number = Annotated[str, argument("N", "Its number, or last.", plans)]

Until = Annotated[str | None, option("--until WHEN", 'friday, "in 3 weeks", 2026-12-01.')]


@app.listing("ally plan", 'ally plan add "When someone is talked over, I give the floor back"')
def plan(
    ctx: Run,
    all_: Annotated[bool, option("--all", "The closed ones too.")] = False,
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
    """Keep a plan, best as "When …, I will …"."""
    if until:
        parse_until(until, now().naive.date())  # what is no date needs no journal to be told so
    typed = Typed(PLAN, fields=said(until=until, source=source), share=share)
    add_record(ctx.obj, typed, text, "When …, I will …", json=json)


@app.text_command("ally plan done 3", 'ally plan done last "It goes by itself now"')
def done(ctx: Run, number: Number, note: Note = None, json: AsJson = False) -> None:
    """Close a plan: you need it no more."""
    end(ctx.obj, PLAN, number, "done", note, json=json)


@app.text_command("ally plan changed 3", 'ally plan changed 3 "I ask first now"')
def changed(ctx: Run, number: Number, note: Note = None, json: AsJson = False) -> None:
    """Close a plan: it became something else."""
    end(ctx.obj, PLAN, number, "changed", note, json=json)


@app.text_command("ally plan dropped 3", 'ally plan dropped 3 "Not mine to do"')
def dropped(ctx: Run, number: Number, note: Note = None, json: AsJson = False) -> None:
    """Close a plan: you let it go."""
    end(ctx.obj, PLAN, number, "dropped", note, json=json)


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
    typed = Typed(PLAN, fields=fields, share=share_wished(yes=share, no=no_share))
    change(ctx.obj, typed, number, keep, json=json)
