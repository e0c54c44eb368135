"""The questions after a review; every answer is kept as soon as it is given."""

from contextlib import suppress

from ally_journal.cli import answering
from ally_journal.cli.answering import Sitting
from ally_journal.cli.ask import SKIP_RULE, Stopped
from ally_journal.cli.session import Session
from ally_journal.cli.voice import say
from ally_journal.domain.askings import Asking
from ally_journal.domain.practice import UNWRITTEN, asks_of
from ally_journal.domain.settings import Settings
from ally_journal.domain.summaries import Summary
from ally_journal.errors import CannotKeep
from ally_journal.render import asking
from ally_journal.render.screen import Screen
from ally_journal.store.askings import note, practice_of, renewed


def look_back(session: Session, summary: Summary, screen: Screen, settings: Settings) -> None:
    """Put the questions one after the other; q and Ctrl-C lose no answer."""
    period = summary.period
    with session.journal() as journal:
        practice = practice_of(journal, period, summary.today)
    asks = asks_of(summary, practice, settings.week_starts)
    say(f"\n{SKIP_RULE}")
    try:
        for place, planned in enumerate(asks, start=1):
            sitting = Sitting(session.apart(), summary, screen, settings)
            with session.journal() as journal:
                ask = renewed(journal, planned)
            if ask is not None:
                words = asking.question(ask, summary, screen)
                answer = answering.ANSWERS.get(ask.key, answering.thought)
                outcome = answer(sitting, ask, f"{place} of {len(asks)}. {words}")
                _note(sitting, Asking(ask.key, period.name, summary.today, outcome, ask.about))
    except Stopped:
        this = summary.today in period and period.unit == "week"
        say(f"Stopped here. ally review{'' if this else f' {period.name}'} goes on with it.")
    else:
        say("That is the week." if period.unit == "week" else "That is all.")


def _note(sitting: Sitting, asking: Asking) -> None:
    """Remember the asking, with its answer; a disk that takes no note stops nobody who skips."""
    if asking.question == UNWRITTEN or not sitting.session.path.exists():
        return
    with suppress(CannotKeep), sitting.session.journal() as journal:
        note(journal, asking)
