"""Which ideas and phrases to offer: by turns of the day, or those that were asked for."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from ally_journal.domain.content import REACHES, Idea, Phrase, ideas, phrases
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.idea import IDEA, PHRASE, OwnIdea
from ally_journal.domain.text.query import fits, wanted_each, wanted_words
from ally_journal.domain.text.tags import fold
from ally_journal.errors import WrongUsage

_AFTERWARDS, _BEGINNINGS = "afterwards", 3
_SILENCE = {"pass", "passed", "said", "nothing", "quiet", "silent", "stayed"}
"""Words for having done nothing, which stand in any missed moment."""
_SHORT = 3  # letters; so short a word tells little of what a moment was about


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


class Finding(NamedTuple):
    """What was found by some words; unless it is `whole`, each thing fits only some of them."""

    ideas: tuple[Idea, ...]
    own: tuple[OwnIdea, ...]
    phrases: tuple[Phrase, ...]
    whole: bool = True


def found_by(
    typed: str,
    own: Collection[OwnIdea] = (),
    kind: Kind | None = None,
    reach: str | None = None,
) -> Finding:
    """Ideas and, unless only some of them were asked for, phrases that fit; without words, all.

    Where nothing fits every word, what fits one of them.
    """
    each = [typed, *(one.word for one in wanted_words(typed))]
    for place, words in enumerate(each):
        mine = () if reach else own_matching(own, words, kind)
        said = phrases_matching(words, own) if words.strip() and not (kind or reach) else ()
        found = Finding(ideas_matching(words, kind, reach), mine, said, whole=not place)
        if found.ideas or found.own or found.phrases:
            return found
    return Finding((), (), ())


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
    among = (*own_phrases(own), *phrases())
    name = moment_named(typed)
    return tuple(one for one in among if fold(one.moment) == name) or tuple(
        one for one in among if fits(_whole(one), words)
    )


def own_phrases(own: Iterable[OwnIdea]) -> tuple[Phrase, ...]:
    """The person's own phrases, each for its moment."""
    return tuple(Phrase(one.moment or "", one.text) for one in own if one.what == PHRASE)


def own_matching(
    own: Iterable[OwnIdea], typed: str = "", kind: Kind | None = None
) -> tuple[OwnIdea, ...]:
    """The person's own ideas whose words fit, of a kind or of any."""
    words = wanted_words(typed)
    return tuple(
        one
        for one in own
        if one.what == IDEA
        and (not typed.strip() or fits(one.text, words))
        and kind in {None, one.kind}
    )


def _whole(one: Phrase) -> str:
    return f"{one.moment} {one.text} {one.words}"


def moment_named(words: str) -> str:
    """The name of a moment as it is kept, typed with hyphens or spaces, in any case."""
    return "-".join(fold(words).split())


def phrases_to_begin_with(entry: Entry, own: Iterable[OwnIdea] = ()) -> tuple[Phrase, ...]:
    """Three phrases at most for a moment in which none came, first those that share rare words.

    The words of the moment count, its tags and its way; where few fit, what can be said afterwards
    stands in.
    """
    among = (*own_phrases(own), *phrases())
    weights: defaultdict[Phrase, float] = defaultdict(float)
    for word in wanted_each(" ".join([entry.text, *entry.all_tags, entry.way or ""])):
        fitting = [one for one in among if fits(_whole(one), (word,))]
        for one in fitting if len(word.word) > _SHORT and fold(word.word) not in _SILENCE else ():
            weights[one] += 1 / len(fitting) + fits(one.moment, (word,))
    first = sorted(weights, key=lambda one: -weights[one])
    later = [one for one in phrases() if one.moment == _AFTERWARDS]
    return tuple(dict.fromkeys([*first, *later]))[:_BEGINNINGS]


def reach_named(word: str) -> str:
    """A reach as typed, in any case; raises WrongUsage."""
    if word.lower() not in REACHES:
        raise WrongUsage(f"“{word}” is not a reach; the three are {', '.join(REACHES)}.")
    return word.lower()


def _reaches_in_turn(found: Iterable[Idea]) -> list[Idea]:
    """Those of each reach spread evenly over all of them, however many there are."""
    known = list(found)
    by_reach = [[one for one in known if one.reach == reach] for reach in REACHES]
    spread = [
        ((place + 0.5) / len(among), reach, one)
        for reach, among in enumerate(by_reach)
        for place, one in enumerate(among)
    ]
    return [one for *_, one in sorted(spread)]
