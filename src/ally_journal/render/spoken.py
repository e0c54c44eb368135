"""Views as sentences, line by line, for --plain: made to be read aloud.

No drawing, no glyph that carries a meaning, no columns; nothing is cut or wrapped.
"""

from collections.abc import Iterable, Iterator

from ally_journal.domain.dates import day_long
from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import KINDS
from ally_journal.domain.periods import period_in_words
from ally_journal.domain.queries import Hit
from ally_journal.domain.summaries import Summary
from ally_journal.render import plain
from ally_journal.render.clean import clean, one_line
from ally_journal.render.facts import facts, what_kind_of_moment
from ally_journal.render.screen import Screen


def review(summary: Summary, screen: Screen) -> str:
    """A period as sentences."""
    return _lines(_review(summary, screen))


def entries(values: Iterable[Entry], _screen: Screen) -> str:
    """One sentence an entry, oldest first."""
    return _lines(f"{_called(value)}, {value.kind}: {_text(value)}" for value in values)


def hits(values: Iterable[Hit], _screen: Screen) -> str:
    """One sentence an entry, the best match first, with the sentence that matches."""
    return _lines(
        f"{_called(value)}, {value.kind}: {plain.went(value)}"
        + one_line("".join(piece.text for piece in sentence) or value.text)
        for value, sentence in values
    )


def entry(value: Entry, _screen: Screen) -> str:
    """One entry, a sentence for each thing known about it."""
    return _lines(_entry(value))


def _review(summary: Summary, screen: Screen) -> Iterator[str]:
    yield f"{period_in_words(summary.period)}."
    if summary.why:
        yield plain.why_line(summary.why, summary.period, screen)
    for kind in KINDS:
        values = summary.of_kind(kind)
        yield f"{kind.label}:" if values else f"{kind.label}: nothing written."
        for value in values:
            yield f"{_called(value)}: {_text(value)}"
    yield from _around(summary, screen)


def _around(summary: Summary, screen: Screen) -> Iterator[str]:
    """What is said after the entries of a review."""
    if heard := plain.heard_line(summary.heard, screen):
        yield heard
    yield from map(plain.plan_line, summary.plans_shown)
    if more := plain.more_plans(summary, counts=screen.counts):
        yield more
    yield from map(plain.obstacle_line, summary.obstacles)
    for one in summary.reflections:
        if one.topic != "why":
            yield plain.thought(one, screen)
    if screen.counts and (steadiness := plain.weeks_line(summary)):
        yield steadiness
    if then := plain.then_line(summary, screen):
        yield then


def _entry(value: Entry) -> Iterator[str]:
    at = f" at {value.at:%H:%M}" if value.at else ""
    yield f"{_called(value)}{at}, {value.kind.label}."
    yield from what_kind_of_moment(value)
    yield clean(value.text)
    for name, text in facts(value):
        yield f"{name} {one_line(text)}"


def _called(value: Entry) -> str:
    return f"Entry {value.number}, {day_long(value.day)}"


def _text(value: Entry) -> str:
    return plain.went(value) + one_line(value.text)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
