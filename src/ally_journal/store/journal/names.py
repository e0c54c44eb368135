"""Every name a journal knows."""

import json

from ally_journal.domain.names.erasure import texts_of
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.revision import told
from ally_journal.domain.sharing.anonymiser import names_of
from ally_journal.domain.text.tags import people_in, unique
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import IS_HEAD


def names_known(journal: Journal) -> Names:
    """Every name that was marked by option or with an @ in any field, and who an obstacle names."""
    concerned = journal.connection.execute("SELECT who FROM obstacle WHERE who IS NOT NULL")
    return names_of(names_marked(journal), [who for (who,) in concerned.fetchall()])


def names_marked(journal: Journal) -> tuple[str, ...]:
    """Every name given by option or written as @name in any field, each once."""
    execute = journal.connection.execute
    given = execute("SELECT people FROM entry WHERE people != '[]'").fetchall()
    bodies = execute(
        "SELECT type, body FROM revision JOIN body ON body.revision = revision.seq"
        f" WHERE instr(body, CAST('@' AS BLOB)) AND {IS_HEAD} ORDER BY revision.seq"
    ).fetchall()
    texts = [text for type_, body in bodies for text in texts_of(type_, told(body))]
    names = [name for (people,) in given for name in json.loads(people)]
    return unique([*names, *(name for text in texts for name in people_in(text))])
