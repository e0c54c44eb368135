"""ally review: look back on a week, or another period, and go on from there."""

from pathlib import Path
from typing import Annotated

import typer

from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.looking_back import look_back
from ally_journal.cli.session import Session, today
from ally_journal.cli.views import views
from ally_journal.cli.voice import can_ask, put, say, say_exactly
from ally_journal.domain.periods import parse_period
from ally_journal.errors import WrongUsage
from ally_journal.render import json_, markdown, plain
from ally_journal.store.outputs import write_output
from ally_journal.store.reviewing import summary_of

app = new_app()


@app.command(
    epilog=examples(
        "ally review", "ally review last --no-input", "ally review 2026-11 -o november.md"
    )
)
def review(
    ctx: typer.Context,
    period: Annotated[
        str,
        typer.Argument(
            metavar="[PERIOD]",
            help="this, last, 2026-W47, 2026-11, 2026-Q4 or 2026.",
            show_default=False,
        ),
    ] = "this",
    no_input: Annotated[bool, typer.Option("--no-input", help="Show only; ask nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE.md", help="Write it as Markdown.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file if it is there.")
    ] = False,
) -> None:
    """Look back on a week and answer a few questions; each can be skipped."""
    session: Session = ctx.obj
    if out is not None and json:
        raise WrongUsage("A review goes to a file or out as JSON, not both; give -o or --json.")
    if out is not None and out.suffix.lower() != ".md":
        raise WrongUsage(
            f"A review is written as Markdown; name a file that ends in .md, not {out}."
        )
    settings = session.settings()
    chosen = parse_period(period, today(settings), settings.week_starts)
    with session.journal() as journal:
        summary = summary_of(journal, chosen, today(settings), settings.week_starts)
    screen = session.screen(settings)
    if out is not None:
        write_output(out, markdown.review(summary, counts=settings.counts), replace=force)
        say(plain.wrote(str(out)))
    elif json:
        say_exactly(json_.review(summary))
    else:
        put(views(screen).review(summary, screen))
        if can_ask() and not no_input:
            look_back(session, summary, screen, settings)
