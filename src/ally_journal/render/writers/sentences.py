"""Views as sentences, line by line, for --plain: made to be read aloud.

No drawing, no glyph that carries a meaning, no columns; nothing is cut or wrapped.
"""

from collections.abc import Iterable, Iterator

from ally_journal.domain.calendar.dates import day_long, day_month
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Hit
from ally_journal.render import phrases
from ally_journal.render.clean import clean, one_line
from ally_journal.render.screen import Screen
from ally_journal.render.views import document as model
from ally_journal.render.views.facts import facts, what_kind_of_moment
from ally_journal.render.views.items import Group, Item


def document(value: model.Document, _screen: Screen) -> str:
    """A year or a review as sentences."""
    return _lines(_document(value))


def entries(values: Iterable[Entry], screen: Screen) -> str:
    """One sentence an entry, oldest first."""
    return hits(((value, ()) for value in values), screen)


def hits(values: Iterable[Hit], _screen: Screen, _highest: int = 0) -> str:
    """One sentence an entry, the best match first, with the sentence that matches."""
    return _lines(
        f"{_called(value)}, {value.kind}: {phrases.went(value)}"
        + one_line("".join(piece.text for piece in sentence) or value.text)
        + phrases.tags_beside(value)
        for value, sentence in values
    )


def entry(value: Entry, _screen: Screen) -> str:
    """One entry, a sentence for each thing known about it."""
    return _lines(_entry(value))


def groups(values: Iterable[Group], _screen: Screen) -> str:
    """Lists, one line a thing, each fact a sentence of its own."""
    return _lines(_groups(values))


def _document(value: model.Document) -> Iterator[str]:
    yield f"{value.title}."
    yield from filter(None, (value.lead, phrases.capitalised(value.more)))
    for section in value.sections:
        yield from _body(section, value.within)


def _body(section: model.Section, within: str) -> Iterator[str]:
    match section.body:
        case model.Listing() as listing if not section.bare:
            yield from _listing(section.title, listing, within)
        case model.Listing(parts, more=more):
            yield from filter(None, (*(part.said for part in parts), more))
        case model.Diary(months):
            for title, parts in months:
                yield from _listing(title, model.Listing(parts), within)
        case model.Sentences(lines):
            yield from lines
        case model.Months(of, counts, ""):
            for kind, marks in of.months.items():
                yield f"{kind.label}: {phrases.months_in_words(marks, counts=counts)}."
        case model.Heard(line) if line and not section.bare:
            yield from (f"{section.title}:", line)
        case told if told.line:
            yield told.line


def _listing(title: str, listing: model.Listing, within: str) -> Iterator[str]:
    if not listing.parts and listing.none:
        yield f"{title}: {listing.none}."
    elif listing.parts or listing.more:
        yield f"{title}:"
    for part in listing.parts:
        yield _before(part, within) + part.went + one_line(part.words)
        yield from (one_line(one.line) for one in part.after)
    if listing.more:
        yield phrases.capitalised(listing.more)


def _before(part: model.Part, within: str) -> str:
    """What it is: its kind, number and day, or what else stands before it."""
    before = part.before
    if isinstance(part.entry, Entry):
        day = day_month if within == "year" else day_long
        called = f"entry {part.entry.number}, {day(part.entry.day)}"
        before = f"{before}, {called}" if before else called
    return f"{phrases.capitalised(before)}: " if before else ""


def _entry(value: Entry) -> Iterator[str]:
    at = f" at {value.at:%H:%M}" if value.at else ""
    yield f"{_called(value)}{at}, {value.kind.label}."
    yield from what_kind_of_moment(value)
    yield clean(value.text)
    for name, text, _ in facts(value):
        yield f"{name} {one_line(text)}"


def _groups(values: Iterable[Group]) -> Iterator[str]:
    for group in values:
        if group.title:
            yield f"{one_line(group.title)}:"
        for item in group.items:
            yield _item(item)
            yield from (_ended(one_line(line)) for line in item.versions)


def _item(item: Item) -> str:
    called = " ".join(filter(None, (item.noun, one_line(item.name))))
    words = one_line(item.words)
    said = f"{called}: {words}" if called else words
    facts = [one_line(fact) for fact in item.facts]
    if not facts:
        return said
    return " ".join([_ended(said), *(_ended(phrases.capitalised(fact)) for fact in facts)])


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "”", '"')) else f"{sentence}."


def _called(value: Entry) -> str:
    return f"Entry {value.number}, {day_long(value.day)}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
