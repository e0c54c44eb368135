"""What a review needs to know before it asks: what was written, and what was asked before."""

import sqlite3
from datetime import date, timedelta
from uuid import UUID

from ally_journal.domain.calendar.periods import Period
from ally_journal.domain.records.fields import body_of
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.reflection import TOPICS, Asking
from ally_journal.domain.review.prompts import WHEN_THEN
from ally_journal.domain.review.questions import COMMITMENT, HEARD_WITHIN, Ask, Practice
from ally_journal.domain.review.summary import PLANS_ENOUGH
from ally_journal.store.journal.entries import entry_numbered, find_entries, first_day
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.revisions.changes import lasting_record_id
from ally_journal.store.revisions.projections import id_of


def practice_of(journal: Journal, period: Period, today: date) -> Practice:
    """Everything a review of the period may ask about, as of `today`."""
    connection = journal.connection
    upto = min(today, period.last_day)
    since = upto - timedelta(days=HEARD_WITHIN - 1)
    return Practice(
        first_day=first_day(connection),
        recent=find_entries(journal, Filter(since=since, until=upto)),
        askings=askings(connection),
        written={
            topic: date.fromisoformat(day)
            for topic, day in connection.execute(
                "SELECT topic, max(day) FROM reflection"
                f" WHERE topic IN ({', '.join('?' * len(TOPICS))}) GROUP BY topic",
                TOPICS,
            ).fetchall()
        },
    )


def askings(connection: sqlite3.Connection) -> tuple[Asking, ...]:
    """Every question that was put, oldest first."""
    found = connection.execute(
        "SELECT question, period, day, outcome, about FROM asked ORDER BY day, record"
    ).fetchall()
    return tuple(
        Asking(question, period, date.fromisoformat(day), outcome, about and id_of(about))
        for question, period, day, outcome, about in found
    )


def renewed(journal: Journal, ask: Ask) -> Ask | None:
    """The question about what its entry or plans are now; None when they are gone, or enough."""
    connection = journal.connection
    if ask.entry:
        entry = entry_numbered(connection, ask.entry.number)
        return ask._replace(entry=entry) if entry else None
    if ask.plans:
        still = {plan.number: plan for plan in PLANS.open(journal)}
        plans = tuple(still[one.number] for one in ask.plans if one.number in still)
        return ask._replace(plans=plans) if plans else None
    if ask.key in {WHEN_THEN, COMMITMENT} and len(PLANS.open(journal)) >= PLANS_ENOUGH:
        return None
    return ask


def note(journal: Journal, asking: Asking) -> None:
    """Remember that a question was put; the same one on the same day is one record everywhere."""
    with journal.writing() as change:
        change.put("asked", asking_id(asking), body_of(asking))


def asking_id(asking: Asking) -> UUID:
    """The record id of an asking, from everything but its outcome."""
    named = f"{asking.question} {asking.about} {asking.period} {asking.day}"
    return lasting_record_id("asked", named)
