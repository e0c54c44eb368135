"""What looking a journal over finds."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

OK, NOTE, PROBLEM = "ok", "note", "problem"
LEVELS = (PROBLEM, NOTE, OK)
"""The order in which a person reads them."""


class Finding(NamedTuple):
    """One result of one check; `what` names the sentence, `facts` are what it tells.

    A problem needs mending, a note is worth knowing, and ok says that the check found nothing.
    """

    check: str
    level: str
    what: str
    facts: Mapping[str, object] = {}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Problems first, then notes, then what is well; otherwise as they were found."""
    return tuple(sorted(findings, key=lambda one: LEVELS.index(one.level)))


def has_problem(findings: Iterable[Finding]) -> bool:
    """Whether anything needs mending."""
    return any(one.level == PROBLEM for one in findings)
