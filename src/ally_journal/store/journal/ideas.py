"""A person's own ideas, phrases and questions as they are kept."""

from uuid import UUID

from ally_journal.domain.records.idea import QUESTION, OwnIdea
from ally_journal.domain.sharing.anonymiser import has_a_name
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.names import names_known
from ally_journal.store.journal.records import Records

IDEAS = Records("idea", OwnIdea)


def own_ideas(journal: Journal) -> tuple[OwnIdea, ...]:
    """All of them, by number."""
    return IDEAS.where(journal.connection, "1")


def naming_somebody(journal: Journal) -> tuple[int, ...]:
    """The numbers of those in which a name stands that the journal knows, in any version."""
    names = names_known(journal)
    return tuple(
        one.number
        for one in own_ideas(journal)
        for version in (one, *filter(None, one.others))
        if any(has_a_name(text, names) for text in (version.text, version.moment) if text)
    )


def own_questions(journal: Journal) -> tuple[OwnIdea, ...]:
    """The questions that a review asks in turn with its own, by number."""
    return IDEAS.where(journal.connection, "what = ?", QUESTION)


def delete_idea(journal: Journal, number: int) -> OwnIdea:
    """Delete one, which undo brings back, and give what it was; raises NotFound."""
    before = IDEAS.find(journal, number)
    with journal.writing() as change:
        change.put_exactly("idea", UUID(before.id), None)
    return before
