"""Choosing moments for a copy for others: those chosen already first, then some to choose from."""

from dataclasses import replace

from ally_journal.cli.ask import SKIP_RULE, Asker, Stopped
from ally_journal.cli.session import Session
from ally_journal.cli.voice import say
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.sharing.candidates import MOMENTS, candidates, chosen
from ally_journal.render.messages import sharing
from ally_journal.render.screen import Screen
from ally_journal.store.journal.entries import edit, see

_YES, _NO = {"y", "yes"}, {"n", "no"}


def mark(session: Session, entries: tuple[Entry, ...], asker: Asker, screen: Screen) -> None:
    """Offer one entry after the other; each answer is kept at once and undone by itself."""
    say(SKIP_RULE)
    try:
        stay = sum(_still_chosen(session, one, asker, screen) for one in chosen(entries))
        for entry in candidates(entries):
            if stay >= MOMENTS:
                break
            stay += _now_chosen(session, entry, asker, screen)
    except Stopped:
        say(sharing.STOPPED_CHOOSING)


def _still_chosen(session: Session, entry: Entry, asker: Asker, screen: Screen) -> bool:
    answer = asker.line(sharing.chosen_already(entry, screen)).lower()
    if answer in _NO:
        _keep(session, entry, share=False)
        say(f"Entry {entry.number} stays private.")
    return answer not in _NO


def _now_chosen(session: Session, entry: Entry, asker: Asker, screen: Screen) -> bool:
    answer = asker.line(sharing.choose_this(entry, screen)).lower()
    if answer in _YES:
        _keep(session, entry, share=True)
        say(f"Entry {entry.number} may appear in a sharing copy.")
    return answer in _YES


def _keep(session: Session, entry: Entry, *, share: bool) -> None:
    with session.apart().journal() as journal:
        seen = see(journal, entry.number)
        edit(journal, seen, replace(seen.value, share=share))
