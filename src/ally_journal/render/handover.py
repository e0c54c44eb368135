"""An obstacle as a note in Markdown for the next person."""

from collections.abc import Iterator, Sequence
from datetime import date

from ally_journal.domain.dates import MONTHS
from ally_journal.domain.obstacles import Obstacle
from ally_journal.render.clean import one_line
from ally_journal.render.markdown import block, section

_ENDED = {"changed": "changed", "unchanged": "left unchanged", "handed-on": "handed on"}


def note(value: Obstacle) -> str:
    """The note as one document, without number, exact day and company; `value` must be nameless."""
    return "\n".join(_note(value)).strip() + "\n"


def left_standing(words: Sequence[str]) -> str:
    """The hint after a note: the words in it that may still be names."""
    if not words:
        return "The names ally knows are left out. Read it before you pass it on."
    listed = ", ".join(map(one_line, words))
    return f"Still with a capital letter: {listed}. Read it before you pass it on."


def _note(value: Obstacle) -> Iterator[str]:
    yield from ("# What stands in the way", "", block(value.text))
    yield from section("What may move it", _lines(value.lever))
    yield from section("The next step", _lines(value.next))
    yield from section("How it stands", [_standing(value), *_after_it(value.note)])


def _lines(text: str | None) -> list[str]:
    return [block(text)] if text else []


def _after_it(text: str | None) -> list[str]:
    return ["", block(text)] if text else []


def _standing(value: Obstacle) -> str:
    if value.state == "open":
        return f"Open since {_month(value.opened)}."
    when = f" in {_month(value.closed)}" if value.closed else ""
    return f"Written down in {_month(value.opened)}; {_ENDED[value.state]}{when}."


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"
