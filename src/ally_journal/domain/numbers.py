"""The numbers people call records by."""

from ally_journal.errors import WrongUsage

LAST = 0
"""Stands for the highest number of a type; real numbers begin at 1."""
_DIGITS = 18  # what SQLite can hold


def number_named(words: str, what: str, see: str) -> int:
    """Read a record's number, or `last`; `what` and `see` go into the error's sentence.

    Raises:
        WrongUsage: it is neither.
    """
    if words.lower() == "last":
        return LAST
    if words.isascii() and words.isdigit() and len(words) <= _DIGITS and int(words):
        return int(words)
    raise WrongUsage(f"“{words}” is not the number of {what}; {see} shows the numbers.")
