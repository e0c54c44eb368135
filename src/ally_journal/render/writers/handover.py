"""Obstacles as a note in Markdown for the next person."""

from collections.abc import Sequence

from ally_journal.domain.calendar.dates import month_long
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.render.clean import one_line
from ally_journal.render.writers.markdown import block

_ENDED = {"changed": "changed", "unchanged": "left unchanged", "handed-on": "handed on"}


def note(values: Sequence[Obstacle]) -> str:
    """The note as one document, without numbers, exact days and company.

    `values` must be nameless; several are counted.
    """
    many = len(values)
    paragraphs = ["# What stands in the way"]
    for place, value in enumerate(values, start=1):
        paragraphs += [f"## {place} of {many}"] if many > 1 else []
        paragraphs += _told(value, "###" if many > 1 else "##")
    return "\n\n".join(paragraphs) + "\n"


def _told(value: Obstacle, heading: str) -> list[str]:
    """The paragraphs of one obstacle."""
    sections = {
        "What may move it": [value.lever],
        "The next step": [value.next],
        "How it stands": [_standing(value), value.note],
    }
    paragraphs = [block(value.text)]
    for title, texts in sections.items():
        if said := [block(text) for text in texts if text]:
            paragraphs += [f"{heading} {title}", *said]
    return paragraphs


def left_standing(words: Sequence[str]) -> str:
    """The hint after a note: the words in it that may still be names."""
    if not words:
        return "The names ally knows are left out. Read it before you pass it on."
    listed = ", ".join(map(one_line, words))
    return f"Still with a capital letter: {listed}. Read it before you pass it on."


def _standing(value: Obstacle) -> str:
    if value.state == "open":
        return f"Open since {month_long(value.opened)}."
    when = f" in {month_long(value.closed)}" if value.closed else ""
    ended = _ENDED.get(value.state) or one_line(value.state)  # a newer ally may know more ends
    return f"Written down in {month_long(value.opened)}; {ended}{when}."
