"""The words of the questions before a copy for others, and of what is said around them."""

from collections.abc import Sequence

from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.sharing.anonymiser import Standing
from ally_journal.domain.sharing.looking import MOST, Told
from ally_journal.render.clean import clean, one_line
from ally_journal.render.phrases import around, capitalised
from ally_journal.render.screen import Screen

CHOICES = (
    "Enter leaves it out, n keeps it (nobody could), e rewrites it for this copy, q stops and "
    "leaves out the rest."
)
RULE = f"Each text as others will read it. {CHOICES}"
WORD_CHOICES = (
    f"Enter puts three dots in its place, k keeps it, c makes it “{ANYONE}”; or write at most "
    f"{MOST} words that are to stand there."
)
RULE_OF_WORDS = f"\nNow what may still be a name, or tell a day. {WORD_CHOICES}"
REWRITE = "Write it for this copy; the journal keeps its own words.  (Enter: as it was)"
_AROUND = 70  # characters of context


def recognise(place: str, told: Told) -> str:
    """The question about one text, below the text as it will stand."""
    by = f"\nby {clean(told.by)}" if told.by else ""
    return (
        f"\n{place}{told.what}:\n{clean(told.text)}{by}\n\n"
        "Could someone recognise themselves in this?  (Enter leaves it out; n, e, q)"
    )


def still_stands(standing: Standing, screen: Screen) -> str:
    """The question about one word that may be a name or tell a day, in its context."""
    choices = "Enter leaves it out; k, c, or other words"
    context = around(standing.text, standing.start, screen, len(standing.word) + _AROUND)
    return f"{one_line(standing.word)}, in {screen.quoted(context)}  ({choices})"


def nothing_left(*, stopped: bool) -> str:
    """That no text was kept of what has nothing else."""
    said = "no text was kept, so nothing was written."
    return f"Stopped here; {said}" if stopped else capitalised(said)


def nothing_shared(newest: int | None, *, left_out: bool) -> str:
    """That a copy holds only months; where nothing is marked, how the `newest` entry is."""
    if left_out:
        return "Every text was left out, so there are only months in it."
    how = f"; ally edit {newest} --share marks an entry, if others may see it" if newest else ""
    return f"Nothing is marked for sharing, so there are only months in it{how}."


def left_waiting(left: Sequence[str]) -> str:
    """That something was left out, since there are several versions of it."""
    return f"Left out until its versions are made one: {', '.join(left)}."
