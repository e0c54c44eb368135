"""The questions after a review; every answer is kept as soon as it is given."""

from datetime import date

from ally_journal.cli import ask
from ally_journal.cli.guide import ask_kind
from ally_journal.cli.session import Session, keeping, past, today
from ally_journal.cli.voice import cleaned, say
from ally_journal.domain.dates import day_short
from ally_journal.domain.entries import Entry
from ally_journal.domain.plans import Plan
from ally_journal.domain.prompts import (
    REVIEW_QUESTIONS,
    TAKE_ALONG,
    WHEN_THEN,
    review_source,
    review_topic,
)
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.settings import Settings
from ally_journal.domain.summaries import Summary
from ally_journal.errors import UnreadableDate
from ally_journal.render import plain
from ally_journal.render.screen import Screen


def look_back(session: Session, summary: Summary, screen: Screen, settings: Settings) -> None:
    """Ask what has not been answered for this period yet; q and Ctrl-C lose no answer."""
    answered = summary.answered
    left = [question for question in REVIEW_QUESTIONS if question.key not in answered]
    keep = {TAKE_ALONG: _keep_thought, WHEN_THEN: _keep_plan}
    say(f"\n{ask.SKIP_RULE}")
    try:
        for place, question in enumerate(left, start=1):
            said = f"{place} of {len(left)}. {question.text}"
            if question.key in keep:
                if answer := ask.line(said):
                    keep[question.key](session, summary, answer, today(settings))
            else:
                _ask_unwritten(session, summary, said, screen, settings)
    except ask.Stopped:
        this = today(settings) in summary.period and summary.period.unit == "week"
        say(
            f"Stopped here. ally review{'' if this else f' {summary.period.name}'} goes on with it."
        )
    else:
        say("That is the week." if summary.period.unit == "week" else "That is all.")


def _ask_unwritten(
    session: Session, summary: Summary, said: str, screen: Screen, settings: Settings
) -> None:
    """Take lines, each with its kind and day, until one is skipped."""
    while text := ask.line(said):
        with keeping(session.path, text):
            kind = ask_kind(screen)
            day, stopped = _ask_day(summary, settings)
            entry = Entry(kind=kind, text=cleaned(text), day=day)
            with session.journal(create=True) as journal:
                saved = journal.add(entry)
        say(plain.saved(saved, screen))
        if stopped:
            raise ask.Stopped
        said = "Anything else?"


def _ask_day(summary: Summary, settings: Settings) -> tuple[date, bool]:
    """The day of something not yet written, and whether the person then had enough.

    Enter, and q, mean today, or the last day of a period that is over.
    """
    usual = min(today(settings), summary.period.last_day)
    said = f"Which day?  (Enter: {day_short(usual)})"
    try:
        while words := ask.line(said):
            try:
                return past(words, settings)[0], False
            except UnreadableDate as unread:
                said = str(unread)
    except ask.Stopped:
        return usual, True
    return usual, False


def _keep_thought(session: Session, summary: Summary, answer: str, day: date) -> None:
    topic = review_topic(summary.period.name, TAKE_ALONG)
    with keeping(session.path, answer), session.journal(create=True) as journal:
        journal.reflect(Reflection(topic=topic, text=cleaned(answer), day=day))
    say("Kept.")


def _keep_plan(session: Session, summary: Summary, answer: str, day: date) -> None:
    source = review_source(summary.period.name)
    with keeping(session.path, answer), session.journal(create=True) as journal:
        plan = journal.add_plan(Plan(text=cleaned(answer), source=source, opened=day))
    say(plain.plan_kept(plan))
