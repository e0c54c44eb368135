"""The questions after a review; every answer is kept as soon as it is given."""

from ally_journal.cli import answering
from ally_journal.cli.answering import Sitting
from ally_journal.cli.ask import SKIP_RULE, Stopped
from ally_journal.cli.session import Session
from ally_journal.cli.voice import say
from ally_journal.domain.askings import Asking
from ally_journal.domain.practice import UNWRITTEN, asks_of
from ally_journal.domain.settings import Settings
from ally_journal.domain.summaries import Summary
from ally_journal.render import asking
from ally_journal.render.screen import Screen
from ally_journal.store.askings import note, practice_of


def look_back(session: Session, summary: Summary, screen: Screen, settings: Settings) -> None:
    """Put the questions one after the other; q and Ctrl-C lose no answer."""
    sitting, period = Sitting(session, summary, screen, settings), summary.period
    with session.journal() as journal:
        practice = practice_of(journal, period, summary.today)
    asks = asks_of(summary, practice, settings.week_starts)
    say(f"\n{SKIP_RULE}")
    try:
        for place, ask in enumerate(asks, start=1):
            words = asking.question(ask, summary, screen)
            answer = answering.ANSWERS.get(ask.key, answering.thought)
            outcome = answer(sitting, ask, f"{place} of {len(asks)}. {words}")
            if ask.key != UNWRITTEN and session.path.exists():
                with session.journal() as journal:
                    note(journal, Asking(ask.key, period.name, summary.today, outcome, ask.about))
    except Stopped:
        this = summary.today in period and period.unit == "week"
        say(f"Stopped here. ally review{'' if this else f' {period.name}'} goes on with it.")
    else:
        say("That is the week." if period.unit == "week" else "That is all.")
