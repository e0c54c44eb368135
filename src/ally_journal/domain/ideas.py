"""Which ideas and phrases to offer: by turns of the day, or those that were asked for."""

from collections.abc import Iterable
from datetime import date
from itertools import zip_longest

from ally_journal.domain.content import REACHES, Idea, ideas, phrasings
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.text.query import fits, wanted_words
from ally_journal.domain.text.tags import fold
from ally_journal.errors import WrongUsage


def ideas_for(day: date) -> tuple[Idea, ...]:
    """One idea of each kind, in their order; on the next day it is the next one's turn."""
    by_kind = [_reaches_in_turn(one for one in ideas() if one.kind is kind) for kind in KINDS]
    return tuple(
        among[(day.toordinal() + place) % len(among)]
        for place, among in enumerate(by_kind)
        if among
    )


def ideas_matching(
    typed: str = "", kind: Kind | None = None, reach: str | None = None
) -> tuple[Idea, ...]:
    """The ideas whose way or text fits what was typed, in the order of their kinds."""
    words = wanted_words(typed)
    return tuple(
        idea
        for idea in ideas()
        if (not typed.strip() or fits(f"{idea.way} {idea.text}", words))
        and kind in {None, idea.kind}
        and reach in {None, idea.reach}
    )


def phrases_named(typed: str) -> tuple[str, ...]:
    """What to say in the hard moment of that name, with a hyphen or a space; empty for others."""
    return phrasings().get("-".join(fold(typed).split()), ())


def reach_named(word: str) -> str:
    """A reach as typed, in any case; raises WrongUsage."""
    if word.lower() not in REACHES:
        raise WrongUsage(f"“{word}” is not a reach; the three are {', '.join(REACHES)}.")
    return word.lower()


def _reaches_in_turn(found: Iterable[Idea]) -> list[Idea]:
    known = list(found)
    by_reach = [[one for one in known if one.reach == reach] for reach in REACHES]
    return [idea for row in zip_longest(*by_reach) for idea in row if idea is not None]
