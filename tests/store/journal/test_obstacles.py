"""Obstacles as they are kept, and the names a copy of one must leave out."""

from datetime import date

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.store.journal.entries import add_entry, add_heard
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.merge import rewrite, see
from ally_journal.store.journal.names import names_marked
from ally_journal.store.journal.obstacles import OBSTACLES
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.reflections import add_reflection

DAY = date(2026, 11, 20)


def test_names_are_known_wherever_they_were_marked(journal: Journal) -> None:
    """By option, or as @name in a text of any kind; each once, as first spelt."""
    add_entry(
        journal, Entry(kind=Kind.ACT, text="Asked @Priya", day=DAY, people=("Tomasz Ó", "priya"))
    )
    add_heard(journal, 1, Heard("others", "@Joy saw it", DAY))
    PLANS.add(journal, Plan(text="When @Noor speaks, I listen", opened=DAY))
    add_reflection(journal, Reflection(topic="why", text="Because of @Sam", day=DAY))
    OBSTACLES.add(journal, Obstacle(text="@Lee books the rooms", opened=DAY))
    names = names_marked(journal)
    assert {name.casefold() for name in names} == {
        "priya",
        "tomasz ó",
        "joy",
        "noor",
        "sam",
        "lee",
    }
    assert len(names) == 6


def test_an_update_that_changes_nothing_writes_nothing(journal: Journal) -> None:
    """No revision is made for it."""
    kept = OBSTACLES.add(journal, Obstacle(text="Panels", opened=DAY, next="Ask"))
    count = "SELECT count(*) FROM revision"
    before = journal.connection.execute(count).fetchone()
    rewrite(journal, "obstacle", see(journal, kept), {"next": "Ask", "who": None})
    assert OBSTACLES.find(journal, kept.number) == kept
    assert journal.connection.execute(count).fetchone() == before
    rewrite(journal, "obstacle", see(journal, kept), {"next": None})
    assert OBSTACLES.find(journal, kept.number).next is None
