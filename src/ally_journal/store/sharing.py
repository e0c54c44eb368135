"""What a copy for others needs beside the year: every name the journal knows."""

from ally_journal.domain.ordinary import Names
from ally_journal.domain.unnamed import names_of
from ally_journal.store.journal import Journal
from ally_journal.store.reading import names_marked


def names_known(journal: Journal) -> Names:
    """Every name that was marked by option or with an @ in any field, and who an obstacle names."""
    concerned = journal.connection.execute("SELECT who FROM obstacle WHERE who IS NOT NULL")
    return names_of(names_marked(journal.connection), [who for (who,) in concerned.fetchall()])
