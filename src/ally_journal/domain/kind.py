"""The four kinds of entry, in their fixed order and without rank."""

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


KINDS = tuple(Kind)
KINDS_IN_WORDS = "learn, challenge, empathise or act"
_NAMES = {kind.value: kind for kind in KINDS} | {"empathize": Kind.EMPATHISE}


def kind_named(word: str) -> Kind | None:
    """The kind whose whole name this is, in any case and either spelling; otherwise None."""
    return _NAMES.get(word.lower())


def kind_chosen(word: str) -> Kind | None:
    """The kind meant by a name, a first letter or its place 1 to 4; otherwise None."""
    if word in {"1", "2", "3", "4"}:
        return KINDS[int(word) - 1]
    letters = {kind.value[0]: kind for kind in KINDS}
    return kind_named(word) or letters.get(word.lower())


def kind_option(word: str) -> Kind:
    """The kind an option names, by name or first letter; raises WrongUsage."""
    kind = None if word.isdigit() else kind_chosen(word)
    if kind is None:
        raise WrongUsage(f"“{word}” is not a kind; write {KINDS_IN_WORDS}.")
    return kind
