"""The fixed words among which people choose, read as they type them."""

import re
from collections.abc import Iterable, Mapping

from ally_journal.errors import WrongUsage


def as_name(typed: str) -> str:
    """The name that some words make: lower case, joined by hyphens, such as handed-on."""
    return "-".join(re.findall(r"[^\s_-]+", typed.lower()))


def choice_named(typed: str, names: Iterable[str], shown: Mapping[str, str]) -> str | None:
    """The one of `names` that is meant, by itself or by the words in which it is shown.

    None for what is neither. Case, and what stands between words, does not matter.
    """
    meant = {as_name(words): name for words, name in shown.items()}
    return (meant | {as_name(name): name for name in names}).get(as_name(typed))


def checked_choice(typed: str, names: Iterable[str], shown: Mapping[str, str], refused: str) -> str:
    """The same; raises WrongUsage with the sentence `refused` for what is neither."""
    named = choice_named(typed, names, shown)
    if named is None:
        raise WrongUsage(refused)
    return named
