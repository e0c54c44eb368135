"""The words of the questions before a copy for others, and of what is said around them."""

from collections.abc import Sequence

from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.sharing.anonymiser import Standing
from ally_journal.domain.sharing.copy import Told
from ally_journal.render.clean import clean, one_line
from ally_journal.render.screen import Screen

CHOICES = "Enter keeps it, o leaves it out, e rewrites it for this copy, q stops."
RULE = f"Each text as others will read it. {CHOICES} After q nothing is written."
RULE_OF_WORDS = (
    "\nNow what may still be a name, or tell a day. Enter keeps it, "
    f"c makes it “{ANYONE}”, or write what is to stand there."
)
ONE_LETTER = f"Enter keeps it, c makes it “{ANYONE}”; other words have more than one letter."
REWRITE = "Write it for this copy; the journal keeps its own words.  (Enter: as it was)"
STOPPED = "Stopped here; nothing was written."
NOTHING_MARKED = (
    "Nothing is marked for sharing, so there are only months in it; ally edit N --share marks a "
    "moment."
)
_AROUND = 30  # characters of context on each side


def recognise(place: str, told: Told) -> str:
    """The question about one text, below the text as it will stand."""
    by = f"\nby {clean(told.by)}" if told.by else ""
    return (
        f"\n{place}{told.what}:\n{clean(told.text)}{by}\n\n"
        "Could someone recognise themselves in this?  (Enter, o, e, q)"
    )


def still_stands(standing: Standing, screen: Screen) -> str:
    """The question about one word that may be a name or tell a day, in its context."""
    choices = "Enter, c, or other words" if standing.name else "Enter, or other words"
    return f"{one_line(standing.word)}, in {screen.quoted(_context(standing))}  ({choices})"


NOTES_LEFT = "What was said of plans when they ended is left out, since nobody looked at it."


def left_waiting(left: Sequence[str]) -> str:
    """That something was left out, since there are several versions of it."""
    return f"Left out until its versions are made one: {', '.join(left)}."


def _context(standing: Standing) -> str:
    """Some words on each side, so that it can be told who or what is meant."""
    text, end = standing.text, standing.start + len(standing.word)
    before = text[max(0, standing.start - _AROUND) : standing.start]
    after = text[end : end + _AROUND]
    if standing.start > _AROUND:
        before = f"…{before.partition(' ')[2] or before}"
    if end + _AROUND < len(text):
        after = f"{after.rpartition(' ')[0] or after}…"
    return one_line(f"{before}{text[standing.start : end]}{after}")
