"""Leaving names out of a text that others will read."""

from collections.abc import Iterable, Sequence
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
    """Obstacles for the next person, and the words in them that may still be names."""

    obstacles: tuple[Obstacle, ...]
    standing: tuple[str, ...]


def nameless(values: Sequence[Obstacle], known: Iterable[str]) -> Nameless:
    """Leave out of obstacles who is with the person and who carries them on, and every name.

    Besides the known names, those marked with an @ anywhere in one of them count for all.
    """
    told = [text for one in values for text in (*_spoken(one), one.who) if text]
    names = by_spelling([*known, *(name for text in told for name in people_in(text))])

    def bare(text: str | None) -> str | None:
        return without_names(text, *names) if text else None

    given = tuple(
        replace(
            one,
            text=without_names(one.text, *names),
            lever=bare(one.lever),
            next=bare(one.next),
            note=None if _carried_on(one) else bare(one.note),
            who=None,
        )
        for one in values
    )
    said = "\n\n".join(text for one in given for text in _spoken(one) if text)
    company = (name for one in values for name in (one.who, _carried_on(one)))
    suspects = filter(None, [*names.always, *names.spelt, *company])
    return Nameless(given, capitalised_within(said, suspects))


def _spoken(value: Obstacle) -> tuple[str | None, ...]:
    return value.text, value.lever, value.next, value.note


def _carried_on(value: Obstacle) -> str | None:
    """Who carries it on, which is what the note of one that was handed on says."""
    return value.note if value.state == "handed-on" else None
