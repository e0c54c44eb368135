"""What a review says in a file: the same sections in the same order for every form."""

from collections.abc import Iterator

from ally_journal.domain.kinds import KINDS
from ally_journal.domain.summaries import Summary
from ally_journal.render import plain
from ally_journal.render.screen import Screen
from ally_journal.render.year_parts import (
    CAME_BACK,
    SAID,
    THOUGHTS,
    Part,
    Section,
    obstacle,
    thought,
)

IN_THE_WAY = "What stands in the way"


def for_file(summary: Summary, screen: Screen) -> Iterator[Section]:
    """The four kinds, without parts where nothing was written, then what else there is."""
    for kind in KINDS:
        entries = summary.of_kind(kind)
        parts = (Part("", entry.text, (), entry, plain.went(entry)) for entry in entries)
        yield Section(kind.label, tuple(parts))
    heard = plain.heard_line(summary.heard, screen)
    sections = {
        CAME_BACK: [Part("", heard)] if heard else [],
        SAID: [Part("", plan.text) for plan in summary.open_plans],
        IN_THE_WAY: [obstacle(one) for one in summary.obstacles],
        THOUGHTS: [thought(one) for one in summary.exported if one.topic != "why"],
    }
    for title, found in sections.items():
        if found:
            yield Section(title, tuple(found))
