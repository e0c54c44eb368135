"""The tags in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ally_journal.domain.text.tags import fold, one_letter_apart
from ally_journal.store.database.connection import value_of

if TYPE_CHECKING:  # `ally log` needs none of these
    import sqlite3

    from ally_journal.domain.records.entry import Entry
    from ally_journal.store.journal.journal import Journal


def known_tags(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Every tag once, as first spelt; the cost grows with the number of tags, not of entries."""
    found = connection.execute(
        "WITH RECURSIVE each(tag) AS (SELECT min(tag) FROM entry_tag UNION ALL"
        " SELECT (SELECT min(tag) FROM entry_tag WHERE tag > each.tag) FROM each"
        " WHERE each.tag IS NOT NULL)"
        " SELECT (SELECT shown FROM entry_tag AS u WHERE u.tag = each.tag ORDER BY entry LIMIT 1)"
        " FROM each WHERE each.tag IS NOT NULL"
    )
    return tuple(row[0] for row in found.fetchall())


def uses_of_tags(journal: Journal) -> dict[str, int]:
    """How many entries carry each tag, alphabetically, as first spelt."""
    found = journal.connection.execute(
        "SELECT (SELECT shown FROM entry_tag AS u WHERE u.tag = each.tag ORDER BY entry LIMIT 1),"
        " count(*) FROM entry_tag AS each GROUP BY tag ORDER BY tag"
    )
    return dict(found.fetchall())


_HINTS = 10


def near_misses(journal: Journal, entry: Entry) -> list[tuple[str, str]]:
    """New tags among an entry's first ten, each with a known tag one letter away from it."""
    on_another = "SELECT 1 FROM entry_tag WHERE tag = ? LIMIT 1 OFFSET 1"
    new = [
        tag
        for tag in entry.all_tags[:_HINTS]
        if not value_of(journal.connection, on_another, fold(tag))
    ]
    known = known_tags(journal.connection) if new else ()
    own = {fold(tag) for tag in entry.all_tags}
    return [
        (tag, other)
        for tag in new
        for other in known
        if fold(other) not in own and one_letter_apart(fold(tag), fold(other))
    ]


def tags_beginning(journal: Journal, letters: str) -> tuple[str, ...]:
    """Tags in use that begin so, as first spelt."""
    return tuple(
        tag for tag in known_tags(journal.connection) if fold(tag).startswith(fold(letters))
    )
