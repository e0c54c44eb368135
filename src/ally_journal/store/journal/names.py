"""Every name a journal knows."""

from ally_journal.domain.names.erasure import texts_of
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.revision import told
from ally_journal.domain.sharing.anonymiser import names_of
from ally_journal.domain.text.tags import people_in, unique
from ally_journal.store.journal.journal import Journal


def names_known(journal: Journal) -> Names:
    """Every name that was marked by option or with an @ in any field, and who an obstacle names."""
    concerned = journal.connection.execute("SELECT who FROM obstacle WHERE who IS NOT NULL")
    return names_of(names_marked(journal), [who for (who,) in concerned.fetchall()])


def names_marked(journal: Journal) -> tuple[str, ...]:
    """Every name given by option or written as @name in any field, each once.

    Also in what was deleted, and in earlier versions: history keeps those.
    """
    rows = journal.connection.execute(
        "SELECT type, body FROM revision JOIN body ON body.revision = seq"
        " WHERE instr(body, CAST('@' AS BLOB)) OR instr(body, CAST('\"people\"' AS BLOB))"
        " ORDER BY seq"
    ).fetchall()
    known = [(type_, told(body)) for type_, body in rows]
    names = [name for type_, body in known if type_ == "entry" for name in body.get("people", ())]
    texts = [text for type_, body in known for text in texts_of(type_, body)]
    return unique([*names, *(name for text in texts for name in people_in(text))])
