"""The four kinds of entry, in their fixed order and without rank."""

import re
from enum import StrEnum

from ally_journal.errors import WrongUsage


class Kind(StrEnum):
    """One of the four action types; iteration gives the order every view uses."""

    LEARN = "learn"
    CHALLENGE = "challenge"
    EMPATHISE = "empathise"
    ACT = "act"

    @property
    def label(self) -> str:
        """The heading a view shows, such as "Challenge bias"."""
        return "Challenge bias" if self is Kind.CHALLENGE else self.value.capitalize()

    @property
    def means(self) -> str:
        """What it is, in half a line that a person could say."""
        return _MEANS[self]


KINDS = tuple(Kind)
KINDS_IN_WORDS = "learn, challenge, empathise or act"
_MEANS = {
    Kind.LEARN: "I read, heard or asked something",
    Kind.CHALLENGE: "I questioned my own view or motive",
    Kind.EMPATHISE: "I took in how it is for someone",
    Kind.ACT: "I said, did or changed something",
}
_NAMES = {kind.value: kind for kind in KINDS} | {"empathize": Kind.EMPATHISE}


def explained() -> str:
    """The four kinds, a line each, with what they are."""
    return "\n".join(f"{kind.value:<9}  {kind.means}" for kind in KINDS)


def kind_named(word: str) -> Kind | None:
    """The kind whose whole name this is, in any case and either spelling; otherwise None."""
    return _NAMES.get(word.lower())


def kind_chosen(word: str) -> Kind | None:
    """The kind meant by a name, its heading, a first letter or its place 1 to 4; otherwise None."""
    if word in {"1", "2", "3", "4"}:
        return KINDS[int(word) - 1]
    letters = {kind.value[0]: kind for kind in KINDS} | {kind.label.lower(): kind for kind in KINDS}
    return kind_named(word) or letters.get(word.lower())


def kind_begun(word: str) -> Kind | None:
    """The same for a form of a kind's name too, such as learned or acting."""
    forms = {f"{kind.value}{end}": kind for kind in KINDS for end in ("d", "ed", "t", "ing", "s")}
    return kind_chosen(word) or forms.get(word.lower())


_WENT = {"m": "missed", "w": "mistake"}
"""How one says briefly, beside a kind, what became of it."""


def kind_and_went(said: str) -> tuple[Kind | None, str | None] | None:
    """The kind in an answer such as "4", "act", "4 m" or "w", and whether it was missed or wrong.

    A name may be cut short where one begins so. None if anything else is in the answer, or the
    same twice.
    """
    kind, went = None, None
    for word in re.findall(r"\d|[^\W\d]+|\S", said.lower().replace("challenge bias", "challenge")):
        became = _WENT.get(word) or (word if word in _WENT.values() else None)
        if became and went is None:
            went = became
        elif kind is None and not became and (kind := kind_chosen(word) or _beginning(word)):
            continue
        elif word != ",":
            return None
    return (kind, went) if kind or went else None


def _beginning(word: str) -> Kind | None:
    found = [kind for kind in KINDS if kind.startswith(word)]
    return found[0] if len(found) == 1 else None


def kind_option(word: str) -> Kind:
    """The kind an option names, by name or first letter; raises WrongUsage."""
    kind = None if word.isdigit() else kind_chosen(word)
    if kind is None:
        raise WrongUsage(f"“{word}” is not a kind; write {KINDS_IN_WORDS}.")
    return kind
