"""Words that are nearly spelt as known ones, or are known by another name elsewhere.

It is imported only when a command line was not understood.
"""

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher, get_close_matches

from ally_journal.cli.synonyms import OPTIONS, SAME, SYNONYMS
from ally_journal.domain.kind import KINDS, Kind

_NEAR, _SURE, _NEARER = 0.65, 0.8, 0.85
"""How like a word another one has to be to be named for it, to be what was meant, and where even a
whole word such as at is as like as a slip."""
_LONG = 7


def is_slip(word: str, meant: str) -> bool:
    """Whether nothing else can well be meant by a word that is spelt so."""
    if (len(word) > 2 and meant.startswith(word)) or sorted(word) == sorted(meant):
        return True
    return SequenceMatcher(None, word, meant).ratio() >= _SURE


def option_instead(typed: str, known: Iterable[str]) -> str | None:
    """The option of a command that is meant by a name which is none of it."""
    offered = [name for name in known if name not in {"-h", "--help"}]
    typed = f"-{typed}" if typed[2:] and typed[1] != "-" else typed
    if same := same_option(typed, offered):
        return same
    no = "--no", "--un", "--dont", "--without"  # of which none is a slip for the opposite
    offered = [name for name in offered if name.startswith(no) or not typed.startswith(no)]
    longer = [name for name in offered if len(typed) > 4 and name.startswith(typed)]
    cutoff = _NEARER if typed.startswith(no) else _SURE
    near = longer or get_close_matches(typed, offered, n=2, cutoff=cutoff)
    return next((name for name in near if name[:3] == typed[:3]), None)  # --rmtag is no --tag


def same_option(typed: str, offered: Collection[str]) -> str | None:
    """The option itself, or the one for which this is a name elsewhere."""
    return next(
        (
            name
            for name in (typed, *OPTIONS)
            if name in offered and (name == typed or typed in OPTIONS[name].split())
        ),
        None,
    )


def is_verb(word: str) -> bool:
    """Whether programs use a word for what is done to one thing of many."""
    return word.lower() in {*SYNONYMS, *SAME}


def near_to(word: str, known: Collection[str]) -> list[str]:
    """At most two of the known words: those that begin so, or else are spelt nearly so.

    Few slips are in the first letter: move is not remove.
    """
    word = word.lower()
    begun = [one for one in known if len(word) > 1 and one.startswith(word)]
    if begun:
        return begun[:2]
    near = get_close_matches(word, known, n=2, cutoff=_NEAR)
    turned = [one for one in near if sorted(one) == sorted(word)]
    return turned[:1] or [one for one in near if one[0] == word[0]]


def verb_near(word: str) -> list[str]:
    """The one word for what is done to a thing that is nearly spelt so, if there is one."""
    word = word.lower()
    known = [one for one in (*SYNONYMS, *SAME) if one[0] == word[:1]]
    turned = [one for one in known if sorted(one) == sorted(word)]
    return turned[:1] or get_close_matches(word, known, n=1, cutoff=_NEARER)


def kind_near(word: str) -> Kind | None:
    """The kind that begins like a word and is nearly spelt so, such as acct."""
    cutoff = _NEARER if len(word) < _LONG else _NEAR + 0.1
    near = get_close_matches(word.lower(), KINDS, n=1, cutoff=cutoff)
    return Kind(near[0]) if near and near[0][0] == word[0].lower() else None
