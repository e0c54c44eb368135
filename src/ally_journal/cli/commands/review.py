"""ally review: look back on a week, or another period, and go on from there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import periods
from ally_journal.cli.session import now, today
from ally_journal.cli.terminal.streams import can_ask, on_terminal, put
from ally_journal.cli.workflows.output import Force, Format, Out, Raw, deliver, views, wanted
from ally_journal.domain.calendar.periods import parse_period
from ally_journal.domain.review.summary import Summary
from ally_journal.render.screen import Screen
from ally_journal.render.views import page, sections
from ally_journal.render.writers import csv_, html, json_, markdown
from ally_journal.store.review.questions import practice_of
from ally_journal.store.review.summary import period_to_review, summary_of

app = App()

Words = Annotated[
    list[str] | None,
    argument(
        "[PERIOD]",
        "week, last month, 2026-W47, 2026-11, 2026-Q4 or 2026; this week if not said, and early in "
        "a week without an entry the last one.",
        periods,
    ),
]


@app.command("ally review", "ally review last --no-input", "ally review 2026-11 -o november.md")
def review(
    ctx: Run,
    words: Words = None,
    no_input: Annotated[bool, option("--no-input", "Show only; ask nothing.")] = False,
    out: Out = None,
    said: Format = None,
    raw: Raw = False,
    json: arguments.AsJson = False,
    force: Force = False,
) -> None:
    """Look back on a week and answer a few questions; each can be skipped."""
    period = " ".join(words) if words else None
    form = wanted(out, said, json=json)
    if period is not None:  # what is no period, wherever weeks begin, needs no journal to be told
        parse_period(period, now().naive.date(), leeway=timedelta(days=7))
    asking = form is None and can_ask() and not no_input
    with ctx.obj.journal() as journal:
        settings = journal.settings()
        day = today(settings)
        if period is None:
            chosen = period_to_review(journal, day, settings.week_starts)
        else:
            chosen = parse_period(period, day, settings.week_starts)
        instead = period is None and day not in chosen
        summary = summary_of(journal, chosen, day, settings.week_starts, instead=instead)
        practice = practice_of(journal, chosen, day) if asking else None
    screen = ctx.obj.screen(settings)
    if form:
        documents = _documents(summary, Screen(counts=settings.counts), raw=raw)
        deliver(ctx.obj, documents, form, replace=force)
        return
    if not on_terminal():  # a file or a pipe is no place for answers that are the person's alone
        summary = replace(summary, reflections=summary.exported)
    # What is asked about a moment later is not shown as well.
    shown = replace(summary, then=None) if asking else summary
    document = sections.review(shown, screen)
    if asking and screen.plain:
        from ally_journal.render.writers.sentences import brief  # noqa: PLC0415 - for who listens

        put(brief(document, screen, f"ally review {chosen.name} --no-input"))
    else:
        put(views(screen).document(document, screen))
    if practice is not None:
        from ally_journal.cli.workflows.review import look_back  # noqa: PLC0415 - only when asking

        look_back(ctx.obj, summary, practice, screen, settings)


def _documents(summary: Summary, screen: Screen, *, raw: bool) -> Mapping[str, Callable[[], str]]:
    """The review in each form of a file, made when it is asked for."""
    return {
        "md": lambda: markdown.document(sections.review(summary, screen, whole=True)),
        "html": lambda: html.document(page.review(summary, screen)),
        "json": lambda: json_.review(summary),
        "csv": lambda: csv_.entries(summary.entries, raw=raw),
    }
