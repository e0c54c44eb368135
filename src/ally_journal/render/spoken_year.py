"""The year as sentences, line by line, for --plain: made to be read aloud."""

from collections.abc import Iterator

from ally_journal.domain.dates import day_month
from ally_journal.domain.kinds import KINDS
from ally_journal.domain.years import Year
from ally_journal.render import year_parts
from ally_journal.render.clean import one_line
from ally_journal.render.screen import Screen


def year(value: Year, screen: Screen) -> str:
    """A year as sentences; nothing is cut or wrapped."""
    return "".join(f"{line}\n" for line in _year(value, screen))


def _year(value: Year, screen: Screen) -> Iterator[str]:
    yield f"{year_parts.title(value)}."
    if value.written:
        for kind in KINDS:
            months = year_parts.months_in_words(value.months[kind], counts=screen.counts)
            yield f"{kind.label}: {months}."
        weeks = value.weeks_with_entries  # a day at the edge of a year lies in another's week
        if weeks and screen.counts:
            yield f"Something was written in {weeks} {'week' if weeks == 1 else 'weeks'}."
    else:
        yield year_parts.nothing_written(value)
    for section in year_parts.for_screen(value, screen):
        yield f"{section.title}:"
        for part in section.parts:
            yield _before(part) + one_line(part.marked)
            yield from (one_line(one.line) for one in part.after)
        if section.more:
            yield section.more


def _before(part: year_parts.Part) -> str:
    if part.entry:
        return f"Entry {part.entry.number}, {day_month(part.entry.day)}: "
    return f"{part.before[0].upper()}{part.before[1:]}: " if part.before else ""
