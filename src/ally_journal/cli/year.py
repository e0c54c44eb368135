"""ally year: four kinds by month and week, and what the year says; to read, or as a file."""

from typing import Annotated

import typer

from ally_journal.cli import options
from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.formats import Force, Format, Out, Raw, deliver, wanted
from ally_journal.cli.session import Session, today
from ally_journal.cli.views import year_view
from ally_journal.cli.voice import put
from ally_journal.domain.years import year_named
from ally_journal.errors import WrongUsage
from ally_journal.render import csv_, html, json_, markdown_year
from ally_journal.store.yearly import entries_of, year_of

app = new_app()


@app.command(epilog=examples("ally year", "ally year 2025 --no-counts", "ally year -o 2026.html"))
def year(
    ctx: typer.Context,
    words: Annotated[
        str | None,
        typer.Argument(metavar="[YEAR]", help="Four digits; this year if not said."),
    ] = None,
    out: Out = None,
    said: Format = None,
    no_counts: Annotated[
        bool, typer.Option("--no-counts", help="Show what was written, not how much.")
    ] = False,
    raw: Raw = False,
    json: options.AsJson = False,
    force: Force = False,
) -> None:
    """Look back on a year, on the screen or as a file to keep."""
    session: Session = ctx.obj
    form = wanted(out, said, json=json)
    if no_counts and form and form.name not in {"md", "html"}:
        raise WrongUsage(
            "--no-counts is for the screen, Markdown and pages; JSON and CSV hold numbers."
        )
    settings = session.settings()
    chosen = year_named(words, today(settings))
    counts = settings.counts and not no_counts
    with session.journal() as journal:
        value = year_of(journal, chosen, today(settings), settings.week_starts)
        entries = entries_of(journal, chosen) if form and form.name == "csv" else ()
    if form:
        documents = {
            "md": lambda: markdown_year.year(value, counts=counts),
            "html": lambda: html.year(value, counts=counts),
            "json": lambda: json_.year(value),
            "csv": lambda: csv_.entries(entries, raw=raw),
        }
        deliver(documents, form, replace=force)
    else:
        screen = session.screen(settings)._replace(counts=counts)
        put(year_view(screen)(value, screen))
