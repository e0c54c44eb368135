"""A person's own ideas, phrases and questions as they are kept."""

from uuid import UUID

from ally_journal.domain.records.idea import QUESTION, OwnIdea
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.records import Records

IDEAS = Records("idea", OwnIdea)


def own_ideas(journal: Journal) -> tuple[OwnIdea, ...]:
    """All of them, by number."""
    return IDEAS.where(journal.connection, "1")


def own_questions(journal: Journal) -> tuple[OwnIdea, ...]:
    """The questions that a review asks in turn with its own, by number."""
    return IDEAS.where(journal.connection, "what = ?", QUESTION)


def delete_idea(journal: Journal, number: int) -> OwnIdea:
    """Delete one, which undo brings back, and give what it was; raises NotFound."""
    before = IDEAS.find(journal, number)
    with journal.writing() as change:
        change.put_exactly("idea", UUID(before.id), None)
    return before
