"""Views as sentences, line by line, for --plain: made to be read aloud.

No drawing, no glyph that carries a meaning, no columns; lines end between words.
"""

from collections.abc import Iterable, Iterator

from ally_journal.domain.calendar.dates import day_long, day_month
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Hit
from ally_journal.render import phrases
from ally_journal.render.clean import clean, one_line
from ally_journal.render.screen import Screen
from ally_journal.render.views import document as model
from ally_journal.render.views.facts import facts, found_in, what_kind_of_moment
from ally_journal.render.views.items import Group, Item
from ally_journal.render.wrap import wrapped

_MOST_WORDS = 300
_FEWER = ((8, 400), (8, 200), (8, 100), (5, 100), (3, 100), (2, 100), (1, 100))
"""How many of each section are said, and how many characters of each, where all are too many to
listen to."""


def document(value: model.Document, screen: Screen) -> str:
    """A year or a review as sentences."""
    return _lines(_document(value), screen)


def brief(value: model.Document, screen: Screen, whole: str) -> str:
    """The same in words that two minutes are enough for; `whole` is the command that says all."""
    rest = f"This is a part of it. All of it: {whole}"
    said = list(_document(value))
    for most, room in _FEWER:
        if _words(said) <= _MOST_WORDS:
            break
        said = [*_document(_shortened(value, most, room, screen)), rest]
    while _words(said) > _MOST_WORDS:
        del said[-2]
    return _lines(said, screen)


def entries(values: Iterable[Entry], screen: Screen) -> str:
    """One sentence an entry, oldest first."""
    return hits(((value, ()) for value in values), screen)


def hits(values: Iterable[Hit], screen: Screen, _highest: int = 0) -> str:
    """One sentence an entry, the best match first, with the sentence that matches."""
    return _lines(
        (
            f"{_called(value)}, {value.kind}: {phrases.went(value)}{found_in(value, sentence)}"
            + one_line("".join(piece.text for piece in sentence) or value.text)
            + phrases.tags_beside(value)
            for value, sentence in values
        ),
        screen,
    )


def entry(value: Entry, screen: Screen) -> str:
    """One entry, a sentence for each thing known about it."""
    return _lines(_entry(value), screen)


def groups(values: Iterable[Group], screen: Screen) -> str:
    """Lists, each thing and each fact about it a line of its own."""
    return _lines(_groups(values), screen)


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


def _words(lines: Iterable[str]) -> int:
    return sum(len(line.split()) for line in lines)


def _shortened(value: model.Document, most: int, room: int, screen: Screen) -> model.Document:
    """The newest few of each section, and of each the beginning of its words."""

    def shortened(part: model.Part) -> model.Part:
        words, said = (phrases.short(text, screen, room) for text in (part.words, part.said))
        return part._replace(words=words, said=said, after=())

    sections = (
        one._replace(body=one.body._replace(parts=tuple(map(shortened, one.body.parts[-most:]))))
        if isinstance(one.body, model.Listing)
        else one
        for one in value.sections
    )
    return value._replace(sections=tuple(sections))


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
            yield from _item(item)
            yield from (_ended(one_line(line)) for line in item.versions)


def _item(item: Item) -> Iterator[str]:
    name = one_line(item.name)
    called = f"{item.noun} {name}".strip() if name.isdigit() else item.noun or name
    words = one_line(item.words)
    said = f"{called}: {words}" if called else words
    facts = [one_line(fact) for fact in item.facts]
    yield _ended(said) if facts else said
    yield from (_ended(phrases.capitalised(fact)) for fact in facts)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "”", '"')) else f"{sentence}."


def _called(value: Entry) -> str:
    return f"Entry {value.number}, {day_long(value.day)}"


def _lines(lines: Iterable[str], screen: Screen) -> str:
    return "".join(f"{wrapped(line, screen.width)}\n" for line in lines)
