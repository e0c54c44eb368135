"""Leaving names out of a text that others will read."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ally_journal.domain.names.finder import ANYONE, capitalised_within, places_of, rewritten
from ally_journal.domain.names.word_list import by_spelling
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.text.tags import people_in


def without_names(text: str, names: Iterable[str], spelt: Iterable[str] = ()) -> str:
    """The text with `ANYONE` for each of the names; all else stays exactly as it was written.

    A name written with a capital also goes where it is a part of a joined word, and takes other
    parts with a capital along; what follows an apostrophe stays behind it. A name without a letter
    or digit is no word, and is never found. Those in `spelt`, such as Will, go only where they
    begin with a capital or behind an @ or #.
    """
    return rewritten(text, places_of(text, names, spelt), ANYONE)


class Nameless(NamedTuple):
    """An obstacle for the next person, and the words in it that may still be names."""

    obstacle: Obstacle
    standing: tuple[str, ...]


def nameless(value: Obstacle, known: Iterable[str]) -> Nameless:
    """Leave out of an obstacle who is with the person and who carries it on, and every name.

    Besides the known names, those marked with an @ anywhere in the obstacle count.
    """
    carried_on = value.note if value.state == "handed-on" else None
    told = filter(None, [value.text, value.lever, value.next, value.who, value.note])
    names = by_spelling([*known, *(name for text in told for name in people_in(text))])

    def bare(text: str | None) -> str | None:
        return without_names(text, *names) if text else None

    given = replace(
        value,
        text=without_names(value.text, *names),
        lever=bare(value.lever),
        next=bare(value.next),
        note=None if carried_on else bare(value.note),
        who=None,
    )
    said = "\n\n".join(filter(None, [given.text, given.lever, given.next, given.note]))
    suspects = filter(None, [*names.always, *names.spelt, value.who, carried_on])
    return Nameless(given, capitalised_within(said, suspects))
