"""Which ideas and phrases to offer: by turns of the day, or those that were asked for."""

from collections.abc import Iterable
from datetime import date
from itertools import zip_longest

from ally_journal.domain.content import REACHES, Idea, Phrase, ideas, phrases
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.idea import IDEA, PHRASE, OwnIdea
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


def own_for(own: Iterable[OwnIdea], day: date) -> OwnIdea | None:
    """One of the person's own ideas, which take their turns by the day; None without any."""
    among = [one for one in own if one.what == IDEA]
    return among[day.toordinal() % len(among)] if among else None


def ideas_matching(
    typed: str = "", kind: Kind | None = None, reach: str | None = None
) -> tuple[Idea, ...]:
    """The ideas whose way, text or search words fit what was typed, in the order of their kinds."""
    words = wanted_words(typed)
    return tuple(
        idea
        for idea in ideas()
        if (not typed.strip() or fits(f"{idea.way} {idea.text} {idea.words}", words))
        and kind in {None, idea.kind}
        and reach in {None, idea.reach}
    )


def phrases_matching(typed: str, own: Iterable[OwnIdea] = ()) -> tuple[Phrase, ...]:
    """What to say: all of the moment of that name, with a hyphen or a space, or what fits.

    The person's `own` come first.
    """
    words = wanted_words(typed)
    mine = [Phrase(one.moment or "", one.text) for one in own if one.what == PHRASE]
    among = (*mine, *phrases())
    name = "-".join(fold(typed).split())
    return tuple(one for one in among if fold(one.moment) == name) or tuple(
        one for one in among if fits(f"{one.moment} {one.text} {one.words}", words)
    )


def own_matching(own: Iterable[OwnIdea], typed: str, kind: Kind | None) -> tuple[OwnIdea, ...]:
    """The person's own ideas whose words fit, of a kind or of none."""
    words = wanted_words(typed)
    return tuple(
        one
        for one in own
        if one.what == IDEA
        and (not typed.strip() or fits(one.text, words))
        and kind in {None, one.kind}
    )


def reach_named(word: str) -> str:
    """A reach as typed, in any case; raises WrongUsage."""
    if word.lower() not in REACHES:
        raise WrongUsage(f"“{word}” is not a reach; the three are {', '.join(REACHES)}.")
    return word.lower()


def _reaches_in_turn(found: Iterable[Idea]) -> list[Idea]:
    known = list(found)
    by_reach = [[one for one in known if one.reach == reach] for reach in REACHES]
    return [idea for row in zip_longest(*by_reach) for idea in row if idea is not None]
