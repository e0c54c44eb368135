"""Views for a terminal; the one home of Rich.

Every view is built as rows and handed back as text. People's words go through `clean` and into
`Text`, never into markup. Colour stands on glyphs only.
"""

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from unicodedata import category

from rich.cells import cell_len, split_graphemes
from rich.console import Console
from rich.text import Text

from ally_journal.domain.calendar.dates import WEEKDAYS, day_long, day_month, day_short
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.filter import Hit
from ally_journal.render import phrases
from ally_journal.render.clean import clean, one_line
from ally_journal.render.screen import UNLIMITED, Screen
from ally_journal.render.views import document as model
from ally_journal.render.views.facts import facts, found_in, what_kind_of_moment
from ally_journal.render.views.items import Group, Item
from ally_journal.render.writers import terminal_year
from ally_journal.render.writers.terminal_year import Piece, Row, glyph, line

_EXCERPT = 280
_NARROW = 30
_INDENT = 4
_LONGEST_KIND = max(map(len, KINDS))


def document(value: model.Document, screen: Screen) -> str:
    """A year or a review; what is longer than the document lets it be is cut with "…"."""
    shown = _draw(_document(value, screen), screen)
    if value.rest and any(one.endswith(screen.cut) for one in shown.splitlines()):
        shown += _draw((Row(), line(value.rest, "dim")), screen)
    return shown


def entries(values: Iterable[Entry], screen: Screen) -> str:
    """A list of entries, oldest first, each with its day and kind; long ones are cut with "…"."""
    return hits(((value, ()) for value in values), screen)


def hits(values: Iterable[Hit], screen: Screen, highest: int = 0) -> str:
    """Entries that were found, the best first, each with the sentence that matches.

    Their columns are those of a longer list, of which these are a part, with numbers up to
    `highest`.
    """
    found = tuple(values)
    digits = len(str(max((highest, *(value.number for value, _ in found)))))
    return _draw(_hits(found, digits, screen), screen)


def entry(value: Entry, screen: Screen) -> str:
    """One entry with everything that was written about it."""
    return _draw(_entry(value, screen), screen)


def groups(values: Iterable[Group], screen: Screen) -> str:
    """Lists, names in a column and facts dim below the words; an empty line between groups."""
    return _draw(_groups(tuple(values), screen), screen)


def _document(value: model.Document, screen: Screen) -> Iterator[Row]:
    """The title, and sections an empty line apart, unless both are of entries of one kind."""
    yield from _heading(line(value.title, "bold"), value.more, screen)
    if value.lead:
        yield line(value.lead)
    kinds = [section for section in value.sections if section.kind]
    above = None
    for section in value.sections:
        digits = _digits(kinds if section.kind else [section])
        rows = list(_body(section, digits, value, screen))
        beside = _beside(section, screen)
        if not rows and not beside:
            continue
        alike = above.kind and section.kind if above else section.bare
        if not alike:
            yield Row()
        if not section.bare:
            front = (glyph(section.kind, screen),) if section.kind else ()
            yield from _heading(Row(front, ((section.title, "bold"),)), beside, screen)
        yield from rows
        above = section


def _beside(section: model.Section, screen: Screen) -> str:
    """What stands beside a heading: how to see the rest, or what a mark means."""
    if section.bare:
        return ""
    body = section.body
    return body.more if isinstance(body, model.Listing) else terminal_year.legend(body, screen)


def _heading(heading: Row, beside: str, screen: Screen) -> Iterator[Row]:
    """With what stands beside it, or below where that is too wide."""
    words = "".join(text for text, _ in (*heading.front, *heading.words))
    if beside and len(words) + 2 + len(beside) <= screen.width:
        yield heading._replace(words=(*heading.words, (f"  {beside}", "dim")))
        return
    yield heading
    if beside:
        yield Row((("  ", ""),), ((beside, "dim"),))


def _digits(sections: Iterable[model.Section]) -> int:
    """How long the longest number of an entry is."""
    parts = [part for section in sections for part in _parts(section.body)]
    return max(
        (len(str(one.entry.number)) for one in parts if isinstance(one.entry, Entry)), default=0
    )


def _parts(body: model.Body) -> tuple[model.Part, ...]:
    if isinstance(body, model.Diary):
        return tuple(part for month in body.months for part in month.parts)
    return body.parts if isinstance(body, model.Listing) else ()


def _body(
    section: model.Section, digits: int, value: model.Document, screen: Screen
) -> Iterator[Row]:
    indent = ((("" if section.bare else "  "), ""),)
    match section.body:
        case model.Listing(parts, more=more) if section.bare:
            yield from map(line, filter(None, (*(part.said for part in parts), more)))
        case model.Listing() as listing:
            plainly = section.kind is not None
            yield from _listing(listing, digits, value, screen, plainly=plainly)
        case model.Diary(months):
            for title, parts in months:
                yield Row(indent, ((title, "bold"),))
                yield from _listing(model.Listing(parts), digits, value, screen, plainly=False)
        case model.Sentences(lines):
            yield from (Row(indent, ((said, ""),)) for said in lines)
        case model.Heard(said) if said:
            yield Row(indent, ((said, ""),))
        case told:
            yield from terminal_year.drawn(told, screen)


def _listing(
    listing: model.Listing, digits: int, value: model.Document, screen: Screen, *, plainly: bool
) -> Iterator[Row]:
    """Things one below the other; in groups, what stands before several stands there once."""
    lines = value.lines * (1 if screen.width >= terminal_year.WIDE else 2)
    width = max((len(part.before) for part in listing.parts), default=0)
    above = ""
    for part in listing.parts:
        again = listing.look == "groups" and part.before == above
        above = part.before
        before = "" if again else part.before
        front: tuple[Piece, ...] = ((f"  {before:<{width}}  " if width else "  ", ""),)
        if isinstance(part.entry, Entry):
            number = f"{part.entry.number:>{digits}} "
            day = f"{_day(part.entry, value.within)}  "
            kind = _kind(part.entry, screen, again=again) if part.before else (("  ", ""),)
            front = (*kind, (number, ""), (day, "dim"))
            if not plainly:
                front = (*kind, (number + day, "dim"))
        yield Row(front, ((part.went + one_line(part.words), ""),), lines)
        below = (" " * (sum(len(text) for text, _ in front) + 2), "")
        for after in part.after:
            yield Row((below,), ((one_line(after.line), "dim"),), lines)
    if listing.none and not listing.parts:
        yield Row((("  ", ""),), ((listing.none, "dim"),))


def _kind(value: Entry, screen: Screen, *, again: bool) -> tuple[Piece, ...]:
    """The mark and the name of a kind, or their room where it is the one above."""
    room = _LONGEST_KIND + 2
    return (
        ((" " * (room + 2), ""),)
        if again
        else (
            glyph(value.kind, screen),
            (f"{value.kind:<{room}}", ""),
        )
    )


def _hits(values: tuple[Hit, ...], digits: int, screen: Screen) -> Iterator[Row]:
    for value, sentence in values:
        words = [
            (piece.text.replace("\n", " "), "bold" if piece.matches else "") for piece in sentence
        ]
        whole = [] if sentence else [(excerpt(value.text, screen), "")]
        tags = (phrases.tags_beside(value), "dim")
        front = ((phrases.went(value), ""), (found_in(value, sentence), "dim"))
        yield Row(_place(value, digits, screen), (*front, *words, *whole, tags))


def _place(value: Entry, digits: int, screen: Screen) -> tuple[Piece, ...]:
    """Number, day and kind of an entry, in columns that fit numbers of so many digits."""
    return (
        (f"{value.number:>{digits}} ", ""),
        (f"{day_short(value.day):<15}  ", "dim"),
        glyph(value.kind, screen),
        (f"{value.kind:<{_LONGEST_KIND}}  ", ""),
    )


def _entry(value: Entry, screen: Screen) -> Iterator[Row]:
    at = f", {value.at:%H:%M}" if value.at else ""
    heading = f"{value.number} {value.kind.label}{screen.dot}{day_long(value.day)}{at}"
    yield Row((glyph(value.kind, screen),), ((heading, ""),))
    yield from map(line, what_kind_of_moment(value))
    yield Row()
    yield from map(line, clean(value.text).split("\n"))
    known = facts(value)
    if known:
        yield Row()
    for name, text, answered in known:
        yield Row((("  ", ""),), ((name, ""),) if answered else ((f"{name} ", ""), (text, "dim")))
        for said in text.split("\n") if answered else ():
            yield Row((("    ", ""),), ((said, "dim"),))


def _groups(values: tuple[Group, ...], screen: Screen) -> Iterator[Row]:
    width = max((len(item.name) for group in values for item in group.items), default=0)
    for place, group in enumerate(values):
        if place:
            yield Row()
        if group.title:
            yield line(group.title, "bold")
        for item in group.items:
            yield from _item(item, width, screen)


def _item(item: Item, width: int, screen: Screen) -> Iterator[Row]:
    name = f"{item.name:>{width}}" if item.name.isdigit() else f"{item.name:<{width}}"
    front = f"  {name}  " if width else "  "
    below = ((" " * len(front), ""),)
    yield Row(((front, ""),), ((" ".join(item.words.split()), ""),))
    if item.facts:
        facts = screen.dot.join(" ".join(fact.split()) for fact in item.facts)
        yield Row(below, ((facts, "dim"),))
    for said in item.versions:
        yield Row(below, ((" ".join(said.split()), ""),))


def _day(value: Entry, within: str) -> str:
    if within == "week":
        return WEEKDAYS[value.day.weekday()][:3]
    day = day_month(value.day)
    return f"{day[: day.index(' ') + 4]:>6}"


def excerpt(text: str, screen: Screen) -> str:
    """The text on one line, cut between graphemes when it is long and the screen is not endless."""
    line = one_line(text)
    if screen.width == UNLIMITED or cell_len(line) <= _EXCERPT:
        return line
    used, end = 0, 0
    spans, _ = split_graphemes(line[: _EXCERPT * 16])
    for _, stop, cells in spans:
        if used + cells > _EXCERPT:
            break
        used, end = used + cells, stop
    cut = line[:end].rstrip()
    word = cut.rfind(" ")
    return cut[: word if word > len(cut) // 2 else end] + screen.cut


def _draw(rows: Iterable[Row], screen: Screen) -> str:
    """Rows as text; their pieces are cleaned, and styles go where the screen has no colour."""
    out = StringIO()
    console = Console(
        file=out,
        width=screen.width,
        color_system=screen.colour,
        force_terminal=screen.colour is not None,
        no_color=screen.colour is None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    for row in rows:
        for piece in _wrapped(row, console, screen.cut):
            piece.rstrip()
            if screen.colour is None:
                out.write(f"{piece.plain}\n")  # what Rich would write, at a tenth of what it costs
                continue
            console.print(piece, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return out.getvalue()


def _joined(pieces: Iterable[Piece]) -> Text:
    return Text.assemble(*((clean(text), style) for text, style in pieces))


def _wrapped(row: Row, console: Console, cut: str) -> Iterator[Text]:
    """The paragraph broken to the console's width, later lines hanging under the first word."""
    front, words = _joined(row.front), _joined(row.words)
    hang = front.cell_len
    room = console.width - hang
    if room < _NARROW and hang > _INDENT:  # too little beside the front: go on below it
        hang = _INDENT
        room = console.width - hang
        if front.plain.strip():
            yield from front.wrap(console, console.width)
        front = Text(" " * hang)
    lines = list(_broken(_without_loose_joiners(words), max(room, 1), console))
    for piece in _at_most(lines, row.lines, room, cut):
        yield front + piece
        front = Text(" " * hang)


def _at_most(lines: list[Text], most: int, room: int, cut: str) -> list[Text]:
    """So many lines of a paragraph, the last of which tells that there are more."""
    if not most or len(lines) <= most:
        return lines
    last = lines[most - 1]
    words = last.plain.rstrip()
    while words and cell_len(words) + _signs(words) + len(cut) > room:
        words = words.rpartition(" ")[0].rstrip() or words[: split_graphemes(words)[0][-1][0]]
    return [*lines[: most - 1], last[: len(words)] + cut[:room]]


def _broken(words: Text, room: int, console: Console) -> Iterable[Text]:
    """The lines of a paragraph, which no terminal shows wider than the room.

    Some give a cell of its own to a vowel sign beside its letter, as in Devanagari, Rich none.
    """
    if len(words) <= room and words.plain.isascii() and words.plain.isprintable():
        return [words]
    width = room
    while True:
        lines = words.wrap(console, width)
        over = max((line.cell_len + _signs(line.plain) for line in lines), default=0) - room
        if over <= 0 or width <= room // 2:
            return lines or [Text()]
        width -= over


def _signs(text: str) -> int:
    return 0 if text.isascii() else sum(category(sign) == "Mc" for sign in text)


def _without_loose_joiners(text: Text) -> Text:
    """Joiners at the start of a word join nothing, and Rich measures them in two ways."""
    kept, at = Text(), 0
    for loose in re.finditer(r"(?:^|(?<=\s))[\u200d\ufe0f]+", text.plain):
        kept.append_text(text[at : loose.start()])
        at = loose.end()
    return kept.append_text(text[at:]) if at else text
