"""Going through moments of a year, and starring those that one wants to see in it."""

from dataclasses import replace

from ally_journal.cli.session import Session
from ally_journal.cli.terminal.prompts import SKIP_RULE, YES_OR_NO, Asker, Stopped
from ally_journal.cli.terminal.streams import can_ask, say
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.review.suggestions import suggestions
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import review as messages
from ally_journal.store.journal.entries import edit, find_entry
from ally_journal.store.journal.merge import see
from ally_journal.store.review.year import entries_of


def choose(session: Session, year: int, settings: Settings) -> None:
    """Offer one moment after the other; each star is kept at once and undone by itself.

    Raises:
        WrongUsage: nobody can be asked.
    """
    if not can_ask():
        raise WrongUsage("Choosing takes a terminal; elsewhere ally edit N --star stars an entry.")
    with session.journal() as journal:
        entries = entries_of(journal, year)
    if not entries:
        say(f"Nothing was written in {year}, so there is nothing to choose from.")
        return
    starred = {one.number for one in entries if one.star}
    if starred:
        say(messages.starred_already(sorted(starred)))
    screen = session.screen(settings)
    asker = Asker(screen.plain)
    offered = suggestions(entries)
    if offered:
        asker.say(*SKIP_RULE)
    try:
        for place, entry in enumerate(offered, start=1):
            asked = messages.shall_be_starred(entry, place, len(offered), screen)
            if asker.meant(asked, f"{messages.HOW_TO_STAR}.", YES_OR_NO | {"": False}):
                _star(session, entry)
                starred.add(entry.number)
    except Stopped:
        say(messages.STOPPED_CHOOSING)
    say(messages.starred_now(sorted(starred), year))


def _star(session: Session, entry: Entry) -> None:
    with session.apart().journal() as journal:
        seen = see(journal, find_entry(journal, entry.number))
        edit(journal, seen, replace(seen.value, star=True))
    say(f"Entry {entry.number} has a star.")
