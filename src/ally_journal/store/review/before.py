"""Fetching what to read before a meeting, in one short visit."""

import sqlite3
from datetime import date

from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.review import before
from ally_journal.domain.review.before import Before, Known, Remembered, first_answers
from ally_journal.domain.text.query import Wanted, wanted_words
from ally_journal.domain.text.tags import fold
from ally_journal.store.journal.ideas import own_ideas
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.rehearsals import moment_of, rehearsals
from ally_journal.store.journal.search import stroked_terms
from ally_journal.store.journal.shelf import shelf

# The entries are read newest first until one fits, so an ordinary word is found at once. The
# last character there is makes a range of all tags that begin so.
_FITS = (
    "(substr(entry.way_folded, 1, length(?)) = ?"
    " OR entry.number IN (SELECT entry FROM entry_tag WHERE tag BETWEEN ? AND ? || char(1114111))"
    " OR entry.number IN (SELECT rowid FROM entry_words WHERE entry_words MATCH ?))"
)
_HOLDS = "(instr(entry.text, ?) OR instr(entry.more, ?))"


def before_of(journal: Journal, typed: str, today: date) -> Before:
    """What fits the words typed, or the newest of everything when there are none."""
    words = wanted_words(typed, stroked_terms(journal.connection, typed))
    fitting = _fitting(words) if words or not typed.strip() else ("0", [])
    known = Known(
        plans=PLANS.open(journal),
        obstacles=OBSTACLES.open(journal),
        shelf=shelf(journal),
        rehearsed=_rehearsed(journal),
        own=own_ideas(journal),
        lesson=_lesson(journal.connection, *fitting),
        heard=_heard(journal.connection, *fitting),
    )
    return before.before_of(known, typed, words, today)


def _rehearsed(journal: Journal) -> list[tuple[Rehearsal, str]]:
    """Every sentence with the words and tags of its moment, the newest last."""
    found = [(one, moment_of(journal, one)) for one in rehearsals(journal)]
    return [(one, " ".join([of.text, *of.all_tags]) if of else "") for one, of in found]


def _fitting(words: tuple[Wanted, ...]) -> tuple[str, list[str]]:
    """An SQL condition on the entry table, and its values: each word is in tag, way or text."""
    conditions, values = ["1"], []
    for word, indexed in words:
        conditions.append(_FITS if indexed else _HOLDS)
        values += [*[fold(word)] * 4, indexed] if indexed else [word] * 2
    return " AND ".join(conditions), values


def _lesson(connection: sqlite3.Connection, fits: str, values: list[str]) -> Remembered | None:
    """The newest lesson, or answer to a kind's first question, whichever entry is newer."""
    keys = first_answers()
    answer = "".join(" WHEN ? THEN ?" for _ in keys)
    pairs = [part for kind, key in keys.items() for part in (kind.value, f"$.{key}")]
    return _one(
        connection,
        f"SELECT coalesce(lesson, json_extract(answers, CASE kind{answer} END)) AS said,"
        f" day, number, text FROM entry WHERE said IS NOT NULL AND {fits}"
        " ORDER BY day DESC, number DESC LIMIT 1",
        [*pairs, *values],
    )


def _heard(connection: sqlite3.Connection, fits: str, values: list[str]) -> Remembered | None:
    """What was last heard from them, in words."""
    return _one(
        connection,
        "SELECT feedback.text, feedback.day, entry.number, entry.text"
        " FROM feedback CROSS JOIN number"
        " ON number.record = feedback.entry AND number.type = 'entry'"
        " CROSS JOIN entry ON entry.number = number.number"
        f" WHERE feedback.\"from\" = 'them' AND trim(feedback.text) != '' AND {fits}"
        " ORDER BY feedback.day DESC, feedback.changed DESC LIMIT 1",
        values,
    )


def _one(connection: sqlite3.Connection, sql: str, values: list[str]) -> Remembered | None:
    found = connection.execute(sql, values).fetchone()
    if not found:
        return None
    text, day, number, about = found
    return Remembered(text, date.fromisoformat(day), number, about)
