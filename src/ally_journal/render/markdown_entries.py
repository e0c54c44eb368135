"""Entries as one Markdown document, month by month, in chunks."""

from collections.abc import Iterable, Iterator

from ally_journal.domain.dates import MONTHS, day_short
from ally_journal.domain.entries import Entry
from ally_journal.render.facts import facts, what_kind_of_moment
from ally_journal.render.markdown import block, inline


def entries(batches: Iterable[tuple[Entry, ...]]) -> Iterator[str]:
    """A heading a month and one an entry, oldest first, with everything known about each."""
    yield "# My journal\n"
    month = ""
    for batch in batches:
        chunk = []
        for value in batch:
            if (its := f"{MONTHS[value.day.month - 1]} {value.day.year}") != month:
                month = its
                chunk.append(f"\n## {inline(month)}\n")
            chunk.append(_entry(value))
        yield "".join(chunk)
    if not month:
        yield "\nNothing to list.\n"


def _entry(value: Entry) -> str:
    known = [f"- {inline(name)} {_indented(text)}\n" for name, text in facts(value)]
    moment = [inline(sentence) for sentence in what_kind_of_moment(value)]
    parts = [
        f"\n### {inline(f'{day_short(value.day)} · {value.kind.label} · {value.number}')}\n",
        "\n".join(["", *moment, ""]) if moment else "",
        f"\n{block(value.text)}\n",
        "".join(["\n", *known]) if known else "",
    ]
    return "".join(parts)


def _indented(text: str) -> str:
    """A text of several lines inside an item of a list."""
    return block(text).replace("\n", "\n  ")
