"""Full-text search in what was written."""

from ally_journal.domain.filters import Filter
from ally_journal.domain.queries import (
    MATCH_BEGINS,
    MATCH_ENDS,
    Hit,
    index_query,
    sentence_around,
)
from ally_journal.store.journal import Journal
from ally_journal.store.reading import conditions_of, entries_numbered


def search(journal: Journal, typed: str, wanted: Filter) -> tuple[Hit, ...]:
    """Entries that match, the best first, each with the sentence of its first match.

    The text, what stopped you, lessons, answers and what came back are searched; case and
    diacritics do not matter.
    """
    query = index_query(typed)
    if not query:
        return ()
    conditions, values = conditions_of(wanted)
    found = journal.connection.execute(
        "SELECT entry.number, highlight(entry_words, 0, ?, ?), highlight(entry_words, 1, ?, ?)"
        " FROM entry_words JOIN entry ON entry.number = entry_words.rowid"
        f" WHERE entry_words MATCH ? AND {conditions}"
        " ORDER BY entry_words.rank, entry.day DESC, entry.number DESC LIMIT ?",
        (
            *(MATCH_BEGINS, MATCH_ENDS) * 2,
            query,
            *values,
            -1 if wanted.newest is None else wanted.newest,
        ),
    ).fetchall()
    entries = entries_numbered(journal.connection, [row[0] for row in found])
    return tuple(
        (entries[number], sentence_around(text) or sentence_around(more))
        for number, text, more in found
    )
