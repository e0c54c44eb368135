"""ally year: four kinds by month and week, and what the year says; to read, or as a file."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated

from ally_journal.cli import arguments, completion
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.session import now, today
from ally_journal.cli.terminal.streams import fitted, put
from ally_journal.cli.workflows.output import Force, Form, Format, Out, Raw, deliver, views, wanted
from ally_journal.domain.review.year import Year, year_named
from ally_journal.errors import WrongUsage
from ally_journal.render.messages.review import offers_of_december
from ally_journal.render.screen import Screen
from ally_journal.render.views import overview, page, sections
from ally_journal.render.writers import html, json_, markdown
from ally_journal.store.review.year import year_of

app = App()


@app.command(
    "ally year",
    "ally year 2025 --no-counts",
    "ally year -o 2026.html",
    "ally year --only plans",
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
        bool, option("--choose", "Go through moments and star what you want to see.")
    ] = False,
    everything: Annotated[bool, option("--all", "All of it, with every entry.")] = False,
    only: Annotated[
        str | None,
        option("--only PART", f"One part: {', '.join(overview.PARTS)}.", completion.parts_of_year),
    ] = None,
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
    part = None if only is None else overview.part_named(only)
    _refuse_contradictions(form, part, no_counts=no_counts, sharing=sharing, choose=choose)
    year_named(words, now().naive.date())  # what is no year needs no journal to be told so
    settings = session.settings()
    chosen = year_named(words, today(settings))
    if choose:
        from ally_journal.cli.workflows import stars  # noqa: PLC0415 - looking back needs none of it

        stars.choose(session, chosen, settings)
    elif sharing:
        from ally_journal.cli.workflows import sharing as copies  # noqa: PLC0415 - the private year needs none of it

        copies.share(session, chosen, copies.How(form, yes=yes, raw=raw, replace=force), settings)
    else:
        counts = settings.counts and not no_counts
        whole = form is not None or everything or part in overview.OF_ALL
        with session.journal() as journal:
            value = year_of(journal, chosen, today(settings), settings.week_starts, whole=whole)
        if form:
            documents = _documents(value, Screen(counts=counts), raw=raw, unfolded=everything)
            deliver(session, documents, form, replace=force)
        else:
            screen = session.screen(settings)._replace(counts=counts)
            put(_on_a_screen(value, screen, part, today(settings), everything=everything))


def _refuse_contradictions(
    form: Form | None, part: str | None, *, no_counts: bool, sharing: bool, choose: bool
) -> None:
    if no_counts and form and form.name not in {"md", "html"} and not sharing:
        raise WrongUsage(
            "--no-counts is for the screen, Markdown and pages; JSON and CSV hold numbers."
        )
    if part and (form or sharing):
        raise WrongUsage("--only shows a part on the screen; a file holds all of them.")
    if choose and (form or sharing or part):
        raise WrongUsage("--choose only asks; give it alone, and look at the year afterwards.")


def _documents(
    value: Year, screen: Screen, *, raw: bool, unfolded: bool
) -> Mapping[str, Callable[[], str]]:
    """The year in each form of a file, made when it is asked for."""

    def table() -> str:
        from ally_journal.render.writers import csv_  # noqa: PLC0415 - a page needs none of it

        return csv_.entries(value.entries, raw=raw)

    return {
        "md": lambda: markdown.document(sections.year(value, screen)),
        "html": lambda: html.document(page.year(value, screen, unfolded=unfolded)),
        "json": lambda: json_.year(value),
        "csv": table,
    }


def _on_a_screen(
    value: Year, screen: Screen, part: str | None, today: date, *, everything: bool
) -> str:
    """What fits, and in December what is offered then; or all of it, or one part."""
    form = views(screen).document
    if part or everything:
        return form(overview.whole(value, screen, part), screen)
    offers = offers_of_december(value, today)
    below = f"\n{fitted(offers)}\n" if offers else ""
    return form(overview.year(value, screen, form, taken=below.count("\n")), screen) + below
