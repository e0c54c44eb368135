"""How many records of each type, in words."""

from collections import Counter
from collections.abc import Iterable

from ally_journal.render import phrases

_NOUNS = {
    "entry": ("entry", "entries"),
    "heard": ("thing you heard", "things you heard"),
    "plan": ("plan", "plans"),
    "did": ("time a plan was acted on", "times a plan was acted on"),
    "obstacle": ("obstacle", "obstacles"),
    "shelf": ("thing on the shelf", "things on the shelf"),
    "idea": ("idea of your own", "ideas of your own"),
    "rehearsal": ("sentence made ready", "sentences made ready"),
    "reflection": ("reflection", "reflections"),
    "setting": ("setting", "settings"),
    "device": ("computer", "computers"),
    "asked": ("question that was put", "questions that were put"),
    "away": ("pause", "pauses"),
}
_OTHER = ("other record", "other records")


def counted(types: Iterable[str]) -> str:
    """One record or more by their types, such as "3 entries and 1 plan"."""
    counts = Counter(types).items()
    return phrases.together(
        phrases.counted(many, *_NOUNS.get(type_, _OTHER)) for type_, many in counts
    )
