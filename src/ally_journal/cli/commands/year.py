"""ally year: four kinds by month and week, and what the year says; to read, or as a file."""

from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.session import now, today
from ally_journal.cli.terminal.streams import put
from ally_journal.cli.workflows.output import Force, Format, Out, Raw, deliver, views, wanted
from ally_journal.domain.review.year import year_named
from ally_journal.errors import WrongUsage
from ally_journal.render.messages.review import offers_of_december
from ally_journal.render.screen import Screen
from ally_journal.render.views import page, sections
from ally_journal.render.writers import csv_, html, json_, markdown
from ally_journal.store.review.year import year_of

app = App()


@app.command(
    "ally year",
    "ally year 2025 --no-counts",
    "ally year -o 2026.html",
    "ally year --choose",
    "ally year --sharing -o for-friends.html",
)
def year(
    ctx: Run,
    words: Annotated[str | None, argument("[YEAR]", "Four digits; this year if not said.")] = None,
    out: Out = None,
    said: Format = None,
    no_counts: Annotated[
        bool, option("--no-counts", "Show what was written, not how much.")
    ] = False,
    sharing: Annotated[
        bool, option("--sharing", "A copy for others: only what was marked, no names.")
    ] = False,
    yes: Annotated[bool, option("--yes", "With --sharing: ask nothing; the copy says so.")] = False,
    choose: Annotated[
        bool, option("--choose", "Go through moments and mark some for sharing.")
    ] = False,
    raw: Raw = False,
    json: arguments.AsJson = False,
    force: Force = False,
) -> None:
    """Look back on a year, on the screen or as a file to keep.

    With --sharing each text and each word that may be a name is shown first; without a file the
    copy is printed as Markdown.
    """
    session = ctx.obj
    form = wanted(out, said, json=json)
    if no_counts and form and form.name not in {"md", "html"} and not sharing:
        raise WrongUsage(
            "--no-counts is for the screen, Markdown and pages; JSON and CSV hold numbers."
        )
    year_named(words, now().naive.date())  # what is no year needs no journal to be told so
    settings = session.settings()
    chosen = year_named(words, today(settings))
    if choose or sharing:
        from ally_journal.cli.workflows import sharing as workflows_sharing  # noqa: PLC0415 - the private year needs none of it

        how = workflows_sharing.How(form, sharing, yes=yes, raw=raw, replace=force)
        (workflows_sharing.choose if choose else workflows_sharing.share)(
            session, chosen, how, settings
        )
        return
    counts = settings.counts and not no_counts
    with session.journal() as journal:
        value = year_of(journal, chosen, today(settings), settings.week_starts, whole=bool(form))
    if form:
        file = Screen(counts=counts)
        documents = {
            "md": lambda: markdown.document(sections.year(value, file)),
            "html": lambda: html.document(page.year(value, file)),
            "json": lambda: json_.year(value),
            "csv": lambda: csv_.entries(value.entries, raw=raw),
        }
        deliver(session, documents, form, replace=force)
    else:
        screen = session.screen(settings)._replace(counts=counts)
        put(views(screen).document(sections.year(value, screen), screen))
        if said := offers_of_december(value, today(settings)):
            put(f"\n{said}")
