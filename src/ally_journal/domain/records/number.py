"""The numbers people call records by."""

from ally_journal.errors import NotFound, WrongUsage

LAST = 0
"""Stands for the highest number of a type; real numbers begin at 1."""
_DIGITS = 18  # what SQLite can hold


NUMBERED = {
    "entry": ("an entry", "ally list"),
    "plan": ("a plan", "ally plan --all"),
    "obstacle": ("an obstacle", "ally obstacle --all"),
    "shelf": ("a shelf item", "ally shelf"),
    "idea": ("an idea", "ally ideas own"),
}
"""What a sentence calls one of each numbered type, and the command that shows the numbers."""


def noun_of(type_: str) -> str:
    """What a sentence calls one of this type by its number."""
    return NUMBERED[type_][0].partition(" ")[2]


def number_of(type_: str, words: str) -> int:
    """Read the number of a record of this type; raises as `number_named`."""
    return number_named(words, *NUMBERED[type_])


def number_named(words: str, what: str, see: str) -> int:
    """Read a record's number, or `last`; `what` and `see` go into the error's sentence.

    Raises:
        WrongUsage: it is neither.
        NotFound: no record can have so high a number.
    """
    words = words.removeprefix("#")
    if words.lower() == "last":
        return LAST
    digits = _digits(words)
    if not digits:
        raise WrongUsage(f"“{words}” is not the number of {what}; {see} shows the numbers.")
    if len(digits) > _DIGITS:
        raise NotFound(f"No number of {what} is that high; {see} shows the numbers.")
    return int(digits)


def version_named(words: str, see: str) -> int:
    """Read the number of a version; raises as `number_named`, for `last` as well."""
    if not (ordinal := number_named(words, "a version", see)):
        raise WrongUsage(f"“{words}” is not the number of a version; {see} shows the numbers.")
    return ordinal


def numbers_of(type_: str, words: list[str]) -> tuple[list[int], list[str]]:
    """The numbers that some words begin with, each once, and the words behind them.

    Raises as `number_named`, for a first word that is none as well, and WrongUsage where the last
    of several may begin the words: `1 2 times` is one or two of them.
    """
    behind = next((at for at, word in enumerate(words) if not _is_number(word)), len(words))
    behind = max(behind, 1)
    numbers = dict.fromkeys(number_of(type_, word) for word in words[:behind])
    note = words[behind:]
    is_clear = note in ([], ["-"]) or (len(note) == 1 and " " in note[0])
    if behind > 1 and not is_clear:
        raise WrongUsage(
            f"“{words[behind - 1]}” may be a number or begin the note; put the note in quotes, "
            "with two words or more."
        )
    return list(numbers), note


def _is_number(word: str) -> bool:
    return word.lower() == "last" or bool(_digits(word))


def count_named(words: str, option: str = "-n", most: int | None = None) -> int:
    """Read how many there are to be, behind an option, from 1 to `most`; raises WrongUsage."""
    digits = _digits(words)
    if not digits or (most and int(digits[:_DIGITS]) > most):
        ends = f"to {most}" if most else "up"
        raise WrongUsage(f"{option} takes a number from 1 {ends}, not “{words}”.")
    return int(digits[:_DIGITS])


def _digits(words: str) -> str:
    return words.lstrip("0") if words.isascii() and words.isdigit() else ""


def ranges_beginning(digits: str, highest: int) -> list[tuple[int, int]]:
    """The numbers up to `highest` that begin with some digits, as ranges with both ends inclusive.

    The highest come first. No digits mean every number; what is no number begins none.
    """
    if not digits:
        return [(1, highest)]
    if _digits(digits) != digits:
        return []
    longer = range(len(str(highest)) - len(digits), -1, -1)
    starts = [(int(digits) * 10**more, 10**more) for more in longer]
    return [(first, min(first + many - 1, highest)) for first, many in starts if first <= highest]
