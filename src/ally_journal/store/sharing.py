"""What a copy for others needs beside the year: every name the journal knows."""

from ally_journal.domain.ordinary import Names
from ally_journal.domain.texts import people_in
from ally_journal.domain.unnamed import names_of
from ally_journal.store.journal import Journal
from ally_journal.store.reading import names_marked

_WORDS = {
    "entry": ("because", "lesson", "way"),
    "plan": ("note", '"from"'),
    "obstacle": ("lever", "next", "who", "note"),
    "shelf": ("title", "by", "takeaway"),
}
"""Where a person writes words besides the texts that `names_marked` reads."""


def names_known(journal: Journal) -> Names:
    """Every name that was marked by option or with an @ in any field, and who an obstacle names."""
    connection = journal.connection
    texts = connection.execute(
        " UNION ALL ".join(
            f"SELECT {column} FROM {table} WHERE instr({column}, '@')"
            for table, columns in _WORDS.items()
            for column in columns
        )
    ).fetchall()
    texts += connection.execute(
        # Each by itself: in their JSON a line break is a letter before the @.
        "SELECT one.value FROM entry, json_each(entry.answers) AS one WHERE instr(one.value, '@')"
    ).fetchall()
    concerned = connection.execute("SELECT who FROM obstacle WHERE who IS NOT NULL").fetchall()
    marked = [*names_marked(connection), *(name for (text,) in texts for name in people_in(text))]
    return names_of(marked, [who for (who,) in concerned])
