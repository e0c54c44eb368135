"""Every name a journal knows, and the ideas that name somebody."""

from collections.abc import Iterable

from ally_journal.domain.names.erasure import texts_of
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.revision import told
from ally_journal.domain.sharing.anonymiser import has_a_name, names_of
from ally_journal.domain.sharing.handover import with_whom
from ally_journal.domain.text.tags import people_in, unique
from ally_journal.store.journal.ideas import own_ideas
from ally_journal.store.journal.journal import Journal


def names_known(journal: Journal) -> Names:
    """Every name to be left out of what others read: those marked, and who an obstacle names.

    Also in what was deleted, and in earlier versions: history keeps those.
    """
    bodies = journal.connection.execute(
        "SELECT body FROM revision JOIN body ON body.revision = seq WHERE type = 'obstacle'"
        " ORDER BY seq"
    ).fetchall()
    return names_of(names_marked(journal), [with_whom(told(body)) for (body,) in bodies])


def names_marked(journal: Journal) -> tuple[str, ...]:
    """Every name given by option or written as @name in any field, each once.

    Also in what was deleted, and in earlier versions: history keeps those.
    """
    rows = journal.connection.execute(
        "SELECT type, body FROM revision JOIN body ON body.revision = seq"
        " WHERE instr(body, CAST('@' AS BLOB)) OR instr(body, CAST('\"people\"' AS BLOB))"
        " ORDER BY seq"
    ).fetchall()
    return marked_in(rows)


def marked_in(bodies: Iterable[tuple[str, bytes]]) -> tuple[str, ...]:
    """The names marked so in some bodies, each given with its type."""
    known = [(type_, told(body), b"@" in body) for type_, body in bodies]
    people = [one for type_, body, _ in known if type_ == "entry" for one in body.get("people", ())]
    texts = [text for type_, body, marks in known if marks for text in texts_of(type_, body)]
    return unique([*people, *(name for text in texts for name in people_in(text))])


def ideas_with_a_name(journal: Journal) -> tuple[int, ...]:
    """The numbers of own ideas in which a name stands that the journal knows, in any version."""
    names = names_known(journal)
    return tuple(
        one.number
        for one in own_ideas(journal)
        for version in (one, *filter(None, one.others))
        if any(has_a_name(text, names) for text in (version.text, version.moment) if text)
    )
