"""Fetching what one could talk about with another ally."""

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.sharing.talk import TalkCard, card_of, guess_of
from ally_journal.store.journal.entries import find_entries
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.names import names_known
from ally_journal.store.journal.obstacles import OBSTACLES

_RECENT = 200
"""Entries that are looked at for a guess; an older one is hardly remembered."""


def talk_card(journal: Journal) -> TalkCard:
    """The newest missed moment, the newest guess, and an obstacle that nobody is with yet."""
    missed = find_entries(journal, Filter(went=("missed",), newest=1))
    about_people = Filter(
        kinds=(Kind.EMPATHISE, Kind.ACT), went=("done", "mistake"), newest=_RECENT
    )
    guessed = [one for one in find_entries(journal, about_people) if guess_of(one)]
    obstacles = OBSTACLES.open(journal)
    alone = [one for one in obstacles if not one.who] or list(obstacles)
    return card_of(
        missed[0] if missed else None,
        guessed[-1] if guessed else None,
        alone[-1] if alone else None,
        names_known(journal),
    )
