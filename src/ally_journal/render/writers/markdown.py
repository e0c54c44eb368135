"""Markdown: no HTML, no task boxes, and every word of the person's as it was written."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ally_journal.domain.calendar.dates import MONTHS, day_short, month_long
from ally_journal.domain.records.entry import Entry
from ally_journal.render.clean import without_controls
from ally_journal.render.views import document as model
from ally_journal.render.views.facts import facts, what_kind_of_moment

_ESCAPED = re.compile(r"[\\`*_\[\]<>#&~|$!]")
_MARKS = re.compile(r"[\\`*_\[\]<>#&~|$!@:]")
_BEGINNINGS = re.compile(r"[ \d=.)+-]")
_BLOCK_START = re.compile(r"^(\d*)([-+=.)])")
_ADDRESS = re.compile(r"@|:(?=//|[\w+-]+:)|(?<=[Ww][Ww][Ww])\.")


def document(value: model.Document) -> str:
    """A year, a review or a copy for others: headings, lists, and at most one table."""
    return "\n".join(_document(value)) + "\n"


def entries(batches: Iterable[tuple[Entry, ...]]) -> Iterator[str]:
    """A heading a month and one an entry, oldest first, with all that is known, in chunks."""
    yield "# My journal\n"
    month = ""
    for batch in batches:
        chunk = []
        for value in batch:
            if (its := month_long(value.day)) != month:
                month = its
                chunk.append(f"\n## {inline(month)}\n")
            chunk.append(_entry(value))
        yield "".join(chunk)
    if not month:
        yield "\nNothing to list.\n"


def inline(text: str) -> str:
    """A text on one line that renders as exactly its own characters, white space run together.

    Only what CommonMark or GFM would read as something else is escaped, so that the source stays
    readable. GFM links bare addresses before it unescapes, so what makes one (":", "@", the "."
    of "www.") is written as a reference; cmark-gfm links an e-mail address all the same, with the
    same words.
    """
    if _is_plain(text):
        return text  # as most is
    escaped = _ESCAPED.sub(r"\\\g<0>", " ".join(without_controls(text).split()))
    if found := _BLOCK_START.match(escaped):
        escaped = f"{found[1]}\\{escaped[found.start(2) :]}"
    return _ADDRESS.sub(lambda mark: f"&#{ord(mark[0])};", escaped)


def _is_plain(text: str) -> bool:
    """Whether a text surely is as `inline` would have it."""
    if not text.isprintable() or "  " in text or text.endswith(" ") or _BEGINNINGS.match(text):
        return False
    return not _MARKS.search(text) and "www." not in text.lower()


_name_of_fact = lru_cache(maxsize=100)(inline)  # they are few, and each has a colon


def block(text: str) -> str:
    """A text of several lines, each kept as a line of its own, empty ones between them too."""
    return "\\\n".join(map(inline, without_controls(text).strip().split("\n")))


def _document(value: model.Document) -> Iterator[str]:
    yield f"# {inline(value.title)}"
    if value.lead:
        yield from ("", inline(value.lead))
    for section in value.sections:
        lines = list(_body(section))
        if lines:
            heading = () if section.bare else (f"## {inline(section.title)}", "")
            yield from ("", *heading, *lines)


def _body(section: model.Section) -> Iterator[str]:
    match section.body:
        case model.Listing(parts) if section.bare:
            yield from (inline(part.said) for part in parts)
        case model.Listing() as listing:
            yield from _listing(listing)
        case model.Diary(months):
            for place, (title, parts) in enumerate(months):
                yield from (*([""] if place else []), f"### {inline(title)}", "")
                yield from map(_part, parts)
        case model.Sentences(lines, apart):
            yield from (f"{'- ' if apart else ''}{inline(line)}" for line in lines)
        case model.Months(line="") as months:
            yield from _table(months)
        case told if told.line:
            yield inline(told.line)


def _listing(value: model.Listing) -> Iterator[str]:
    if value.look == "prose" and not any(part.before for part in value.parts):
        for place, part in enumerate(value.parts):
            yield from (*([""] if place else []), block(part.words))
        return
    yield from map(_part, value.parts)
    if value.below:
        yield inline(value.below)


def _part(value: model.Part) -> str:
    """A list item; several lines of text, and what came of it, stay lines of their own."""
    day = model.on(value.entry, day_short) if value.entry else ""
    before = ", ".join(filter(None, (day, value.before)))
    lines = [value.went + block(value.words), *(block(one.line) for one in value.after)]
    text = "\\\n".join(filter(None, lines)).replace("\n", "\n  ")
    return f"- {inline(before)}: {text}" if before else f"- {text}"


def _table(value: model.Months) -> Iterator[str]:
    months = value.of.months
    yield "| Month | " + " | ".join(kind.label for kind in months) + " |"
    yield "| :-- |" + (" --: |" if value.counts else " :-- |") * len(months)
    for place, month in enumerate(MONTHS[: value.of.begun]):
        marks = (of[place] for of in months.values())
        cells = ((str(mark) if value.counts else "written") if mark else "" for mark in marks)
        yield f"| {month} | " + " | ".join(cells) + " |"


def _entry(value: Entry) -> str:
    items = [f"- {_name_of_fact(name)} {block(text)}" for name, text, _ in facts(value)]
    known = [item.replace("\n", "\n  ") + "\n" for item in items]
    moment = [inline(sentence) for sentence in what_kind_of_moment(value)]
    parts = [
        f"\n### {inline(f'{day_short(value.day)} · {value.kind.label} · {value.number}')}\n",
        "\n".join(["", *moment, ""]) if moment else "",
        f"\n{block(value.text)}\n",
        "".join(["\n", *known]) if known else "",
    ]
    return "".join(parts)
