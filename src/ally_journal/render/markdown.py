"""Reviews as Markdown: no HTML, no task boxes, and every word of the person's as it was written."""

import re
from collections.abc import Iterator

from ally_journal.domain.dates import day_short
from ally_journal.domain.periods import period_in_words
from ally_journal.domain.summaries import Summary
from ally_journal.render import plain, review_parts
from ally_journal.render.clean import without_controls
from ally_journal.render.screen import Screen
from ally_journal.render.year_parts import PROSE, Part, Section

_SPECIAL = r"([\\`*_\[\]<>#&~|$!])"
_BLOCK_START = r"^(\d*)([-+=.)])"
_ADDRESS = r"@|:(?=//|[\w+-]+:)|(?<=[Ww][Ww][Ww])\."


def review(summary: Summary, *, counts: bool) -> str:
    """A review as one Markdown document; without `counts` no number of entries appears."""
    return "\n".join(_review(summary, Screen(counts=counts))).strip() + "\n"


def inline(text: str) -> str:
    """A text on one line that renders as exactly its own characters, white space run together.

    Only what CommonMark or GFM would read as something else is escaped, so that the source stays
    readable. GFM links bare addresses before it unescapes, so what makes one (":", "@", the "."
    of "www.") is written as a reference; cmark-gfm links an e-mail address all the same, with the
    same words.
    """
    escaped = re.sub(_SPECIAL, r"\\\1", " ".join(without_controls(text).split()))
    escaped = re.sub(_BLOCK_START, r"\1\\\2", escaped)
    return re.sub(_ADDRESS, lambda mark: f"&#{ord(mark[0])};", escaped)


def block(text: str) -> str:
    """A text of several lines, each kept as a line of its own, empty ones between them too."""
    return "\\\n".join(inline(line) for line in without_controls(text).strip().split("\n"))


def section(title: str, lines: list[str]) -> Iterator[str]:
    """A heading and its lines; nothing at all when there are none."""
    if lines:
        yield from ("", f"## {title}", "", *lines)


def _review(summary: Summary, screen: Screen) -> Iterator[str]:
    yield f"# {inline(period_in_words(summary.period))}"
    if summary.why:
        yield from ("", inline(plain.why_line(summary.why, summary.period, screen)))
    for one in review_parts.for_file(summary, screen):
        yield from section(one.title, lines(one) or ["nothing written"])
    if screen.counts and (steadiness := plain.weeks_line(summary)):
        yield from ("", inline(steadiness))


def lines(value: Section) -> list[str]:
    """What stands under a heading: a list, or a paragraph where one text speaks for itself."""
    if value.title in PROSE and len(value.parts) == 1:
        return [block(value.parts[0].words)]
    return [_part(part) for part in value.parts]


def _part(value: Part) -> str:
    """A list item; several lines of text, and what came of it, stay lines of their own."""
    day = day_short(value.entry.day) if value.entry else ""
    before = ", ".join(filter(None, (day, value.before)))
    lines = [value.went + block(value.words), *(inline(one.line) for one in value.after)]
    text = "\\\n".join(filter(None, lines)).replace("\n", "\n  ")
    return f"- {inline(before)}: {text}" if before else f"- {text}"
