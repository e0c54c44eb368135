"""Obstacles as a note in Markdown for the next person."""

from ally_journal.domain.calendar.dates import month_long
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.sharing.handover import HandoverNote
from ally_journal.render.clean import one_line
from ally_journal.render.views.sharing import looked
from ally_journal.render.writers.markdown import block

_ENDED = {"changed": "changed", "unchanged": "left unchanged", "handed-on": "handed on"}


def note(value: HandoverNote) -> str:
    """The note as one document, without numbers, exact days and company; several are counted."""
    many = len(value.obstacles)
    paragraphs = ["# What stands in the way"]
    for place, one in enumerate(value.obstacles, start=1):
        paragraphs += [f"## {place} of {many}"] if many > 1 else []
        paragraphs += _told(one, "###" if many > 1 else "##")
    return "\n\n".join([*paragraphs, " ".join(looked(value.looked))]) + "\n"


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


def _standing(value: Obstacle) -> str:
    if value.state == "open":
        return f"Open since {month_long(value.opened)}."
    when = f" in {month_long(value.closed)}" if value.closed else ""
    ended = _ENDED.get(value.state) or one_line(value.state)  # a newer ally may know more ends
    return f"Written down in {month_long(value.opened)}; {ended}{when}."
