"""Saying once that there are words from before which were not saved."""

from ally_journal.cli.ask import Asker
from ally_journal.cli.session import Session
from ally_journal.cli.voice import warn
from ally_journal.domain.drafts import Draft
from ally_journal.render.messages import drafts as shown
from ally_journal.render.screen import Screen
from ally_journal.store.drafts.drafts import new_among, waiting

_SAID, _OFFERED = "drafts_said", "drafts_offered"


def mention(session: Session) -> None:
    """Say on stderr that there are drafts, once for each of them."""
    new = new_among(session.path, waiting(session.path), _SAID)
    if new:
        warn(shown.waiting(new, Screen()))


def offered(session: Session, screen: Screen) -> Draft | None:
    """Ask once whether to take up the newest of them; None if not, or if there is none new."""
    new = new_among(session.path, waiting(session.path), _OFFERED)
    new_among(session.path, new, _SAID)
    if new and Asker(screen.plain).yes(shown.offer(new, screen), "later"):
        return new[-1]
    return None
