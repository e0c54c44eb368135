"""The year as Markdown: no HTML, one table, and every word of the person's as it was written."""

from collections.abc import Iterator

from ally_journal.domain.dates import MONTHS
from ally_journal.domain.kinds import KINDS
from ally_journal.domain.years import Year
from ally_journal.render import year_parts
from ally_journal.render.markdown import inline, lines, section
from ally_journal.render.screen import Screen


def year(value: Year, *, counts: bool) -> str:
    """A year as one Markdown document; without `counts` no number of entries appears."""
    return "\n".join(_year(value, Screen(counts=counts))) + "\n"


def _year(value: Year, screen: Screen) -> Iterator[str]:
    yield f"# {inline(year_parts.title(value))}"
    yield from ("", "A private copy: it may hold names, so do not forward it.")
    for one in year_parts.opening(value, screen):
        yield from section(one.title, lines(one))
    nothing = inline(year_parts.nothing_written(value))
    table = list(_table(value, screen)) if value.written else [nothing]
    yield from section(year_parts.BY_MONTH, table)
    for one in year_parts.after_months(value, screen):
        yield from section(one.title, lines(one))
    if value.weeks_with_entries and screen.counts:
        yield from section(year_parts.WHEN, [inline(_weeks(value))])


def _table(value: Year, screen: Screen) -> Iterator[str]:
    yield "| Month | " + " | ".join(kind.label for kind in KINDS) + " |"
    yield "| :-- |" + " --: |" * len(KINDS)
    for place, month in enumerate(MONTHS[: value.begun]):
        counts = (value.months[kind][place] for kind in KINDS)
        cells = ((str(count) if screen.counts else "written") if count else "" for count in counts)
        yield f"| {month} | " + " | ".join(cells) + " |"


def _weeks(value: Year) -> str:
    weeks = value.weeks_with_entries
    said = f"Something was written in {weeks} {'week' if weeks == 1 else 'weeks'}."
    return f"{said} A gap is a gap in writing, nothing more."
