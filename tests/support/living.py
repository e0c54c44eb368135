"""A stretch of somebody's journal, as ally's own code keeps it: what the power is cut in."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tests.support.recording import Record

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Asking, Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.errors import AllyError
from ally_journal.store.database.snapshot import back_up
from ally_journal.store.journal import entries as journal_entries
from ally_journal.store.journal import history, merge
from ally_journal.store.journal.entries import add_entry, add_heard, find_entries, find_entry
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.merge import see
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.journal.shelf import SHELF
from ally_journal.store.review import questions

DAY = date(2026, 11, 20)
_WORDS = ("credit", "floor", "panel", "criteria", "rota", "caption", "ação", "žena", "席", "🙂")
_LENGTHS = {3: 20, 8: 40, 20: 20, 60: 20, 400: 20, 4_000: 10, 90_000: 1}
"""In words, with how often each comes up among the others: from a line to half a megabyte.

The longest changes more pages than SQLite keeps in memory, so it writes some before the commit.
"""


class Life:
    """Somebody who logs, edits, deletes, undoes, plans, hears and backs up, by chance."""

    def __init__(self, record: Record, now: Moment, chance: random.Random) -> None:
        self._record, self._now, self._chance = record, now, chance

    def live(self, visits: int) -> None:
        """So many visits to the journal, each of one change or, as after a review, of a few."""
        for visit in range(visits):
            with open_journal(self._record.journal, self._now, create=True) as journal:
                if visit % 7 == 5:
                    made = back_up(journal.connection, self._record.journal, f"{visit:03}", "now")
                    self._record.backed_up(made)
                for _ in range(self._chance.choice((1, 1, 1, 2, 4))):
                    with suppress(AllyError):  # nothing to undo, or no plan yet: also a visit
                        self._act(journal)

    def _act(self, journal: Journal) -> None:
        happenings = {
            self._log: 8,
            self._edit: 5,
            self._delete: 1,
            lambda journal: history.undo(journal, 1): 2,
            lambda journal: history.redo(journal, 1): 1,
            lambda journal: PLANS.add(journal, self._plan()): 2,
            lambda journal: PLANS.end(journal, 1, "done", self._text(), DAY): 1,
            self._hear: 3,
            self._around: 3,
        }
        (happening,) = self._chance.choices([*happenings], [*happenings.values()])
        happening(journal)

    def _log(self, journal: Journal) -> None:
        made = self._plan() if self._chance.random() < 0.2 else None
        plan = 1 if made is None and self._chance.random() < 0.2 else None
        add_entry(journal, self._entry(plan), made)

    def _edit(self, journal: Journal) -> None:
        seen = see(journal, find_entry(journal, self._one(journal).number))
        journal_entries.edit(
            journal, seen, replace(seen.value, text=self._text(), lesson=self._text())
        )

    def _delete(self, journal: Journal) -> None:
        journal_entries.delete(journal, (self._one(journal),))

    def _hear(self, journal: Journal) -> None:
        add_heard(journal, self._one(journal).number, Heard("them", self._text(), DAY))

    def _around(self, journal: Journal) -> None:
        """What is written beside entries and plans."""
        chance = self._chance.randrange(6)
        if chance == 0:
            add_reflection(journal, Reflection(topic="why", text=self._text(), day=DAY))
        elif chance == 1:
            journal.configure("plain", self._chance.choice(("true", "false")))
        elif chance == 2:
            OBSTACLES.add(journal, Obstacle(text=self._text(), opened=DAY))
        elif chance == 3:
            seen = merge.see(journal, OBSTACLES.find(journal, 1))
            merge.rewrite(journal, "obstacle", seen, {"lever": self._text()})
        elif chance == 4:
            SHELF.add(journal, ShelfItem(title=self._text(), day=DAY))
        else:
            about = self._one(journal).id
            questions.note(journal, Asking("heard", "2026-W47", DAY, "answered", about))

    def _one(self, journal: Journal) -> Entry:
        """Any entry; the first is always asked for where there is none."""
        entries = find_entries(journal, Filter())
        return self._chance.choice(entries) if entries else find_entry(journal, 1)

    def _entry(self, plan: int | None) -> Entry:
        return Entry(
            kind=self._chance.choice(list(Kind)),
            text=self._text(),
            day=DAY - timedelta(days=self._chance.randrange(400)),
            tags=tuple(self._chance.sample(("hiring", "meeting", "pay"), 2)),
            plan=plan,
        )

    def _plan(self) -> Plan:
        return Plan(text=self._text(), opened=DAY)

    def _text(self) -> str:
        (length,) = self._chance.choices([*_LENGTHS], [*_LENGTHS.values()])
        return " ".join(self._chance.choices(_WORDS, k=length))


def go_on(journal: Path, now: Moment) -> bool:
    """Whether a journal that came back takes another entry and gives it back."""
    with open_journal(journal, now, create=True) as opened:
        return add_entry(opened, Entry(kind=Kind.ACT, text="And on.", day=DAY)).text == "And on."
