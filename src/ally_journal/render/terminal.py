"""Views for a terminal; the one home of Rich.

Every view is built as styled lines and handed back as text. People's words go through `clean` and
into `Text`, never into markup. Colour stands on glyphs only.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from rich.console import Console
from rich.text import Text

from ally_journal.domain.dates import WEEKDAYS, day_long, day_month, day_short
from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import KINDS, Kind
from ally_journal.domain.periods import Period, period_in_words
from ally_journal.domain.queries import Hit
from ally_journal.domain.summaries import Summary
from ally_journal.render import plain
from ally_journal.render.clean import clean, one_line
from ally_journal.render.facts import facts, what_kind_of_moment
from ally_journal.render.screen import UNLIMITED, Screen

COLOURS = {
    Kind.LEARN: "#2a78d6",
    Kind.CHALLENGE: "#b26a00",
    Kind.EMPATHISE: "#b0479c",
    Kind.ACT: "#0e8a6d",
}
"""At least 3.3:1 on white, black, #1e1e1e and Solarized light; safe for colour-blind eyes."""

Piece = tuple[str, str]
"""Some text and its style: a colour, bold, dim or nothing."""

_EXCERPT = 280
_NARROW = 30
_LONGEST_KIND = max(map(len, KINDS))


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph: what hangs in front, the words, and how far they are indented when wrapped."""

    front: Text
    words: Text


class Row(NamedTuple):
    """One paragraph as pieces, so that files that do not know Rich can make one."""

    front: tuple[Piece, ...] = ()
    words: tuple[Piece, ...] = ()


def review(summary: Summary, screen: Screen) -> str:
    """A period: entries as sentences under the four kinds, then plans, obstacles and steadiness."""
    return _draw(_review(summary, screen), screen)


def entries(values: Iterable[Entry], screen: Screen) -> str:
    """A list of entries, oldest first, each with its day and kind; long ones are cut with "…"."""
    return _draw(_entries(tuple(values), screen), screen)


def hits(values: Iterable[Hit], screen: Screen) -> str:
    """Entries that were found, the best first, each with the sentence that matches."""
    return _draw(_hits(tuple(values), screen), screen)


def entry(value: Entry, screen: Screen) -> str:
    """One entry with everything that was written about it."""
    return _draw(_entry(value, screen), screen)


def draw(rows: Iterable[Row], screen: Screen) -> str:
    """Rows as text; their pieces are cleaned, and styles go where the screen has no colour."""
    return _draw((_Line(_joined(row.front), _joined(row.words)) for row in rows), screen)


def _review(summary: Summary, screen: Screen) -> Iterator[_Line]:
    yield _line(period_in_words(summary.period), "bold")
    if summary.why:
        yield _line(plain.why_line(summary.why, summary.period, screen))
    yield _line("")
    width = max((len(str(value.number)) for value in summary.entries), default=0)
    for kind in KINDS:
        yield _Line(_glyph(kind, screen), Text(kind.label, "bold" if screen.colour else ""))
        for value in summary.of_kind(kind):
            day = _day_in(summary.period, value)
            front = Text(f"  {value.number:>{width}} ") + Text(f"{day}  ", _dim(screen))
            yield _Line(front, Text(plain.went(value) + excerpt(value.text, screen)))
        if not summary.of_kind(kind):
            yield _Line(Text("  "), Text("nothing written", _dim(screen)))
    yield from _around(summary, screen)


def _around(summary: Summary, screen: Screen) -> Iterator[_Line]:
    """What stands below the entries of a review."""
    more = plain.more_plans(summary, counts=screen.counts)
    paragraphs = [
        [_line(line)] if (line := plain.heard_line(summary.heard, screen)) else [],
        [
            *(_line(plain.plan_line(plan)) for plan in summary.plans_shown),
            *([_line(more)] if more else []),
        ],
        [_line(plain.obstacle_line(obstacle)) for obstacle in summary.obstacles],
        [_line(plain.thought(one, screen)) for one in summary.reflections if one.topic != "why"],
        _steadiness(summary, screen),
        [_line(line)] if (line := plain.then_line(summary, screen)) else [],
    ]
    for paragraph in filter(None, paragraphs):
        yield _line("")
        yield from paragraph


def _steadiness(summary: Summary, screen: Screen) -> list[_Line]:
    if not any(summary.weeks):
        return []
    written, not_written = "#." if screen.ascii else "■·"
    blocks = "".join(written if week else not_written for week in summary.weeks)
    words = plain.weeks_line(summary, counts=screen.counts)
    return [_Line(Text(f"{blocks}  "), Text(words))]


def _entries(values: tuple[Entry, ...], screen: Screen) -> Iterator[_Line]:
    for value in values:
        words = Text(plain.went(value) + excerpt(value.text, screen))
        yield _Line(_place(value, values, screen), words)


def _hits(values: tuple[Hit, ...], screen: Screen) -> Iterator[_Line]:
    entries = tuple(value for value, _ in values)
    for value, sentence in values:
        words = Text(plain.went(value))
        for piece in sentence:
            style = "bold" if piece.matches and screen.colour else ""
            words.append(clean(piece.text).replace("\n", " "), style)
        if not sentence:
            words.append(excerpt(value.text, screen))
        yield _Line(_place(value, entries, screen), words)


def _place(value: Entry, among: tuple[Entry, ...], screen: Screen) -> Text:
    """Number, day and kind of an entry, in columns that fit all of the list."""
    width = max(len(str(entry.number)) for entry in among)
    front = Text(f"{value.number:>{width}} ")
    front.append(f"{day_short(value.day):<15}  ", _dim(screen))
    return front + _glyph(value.kind, screen).append(f"{value.kind:<{_LONGEST_KIND}}  ")


def _entry(value: Entry, screen: Screen) -> Iterator[_Line]:
    at = f", {value.at:%H:%M}" if value.at else ""
    yield _Line(
        _glyph(value.kind, screen),
        Text(f"{value.number} {value.kind.label}{screen.dot}{day_long(value.day)}{at}"),
    )
    for sentence in what_kind_of_moment(value):
        yield _line(sentence)
    yield _line("")
    for paragraph in clean(value.text).split("\n"):
        yield _line(paragraph)
    known = facts(value)
    if known:
        yield _line("")
    for name, text in known:
        yield _Line(Text("  "), Text(f"{name} ").append(text, _dim(screen)))


def _day_in(period: Period, value: Entry) -> str:
    if period.unit == "week":
        return WEEKDAYS[value.day.weekday()][:3]
    day = day_month(value.day)
    return f"{day[: day.index(' ') + 4]:>6}"


def _glyph(kind: Kind, screen: Screen) -> Text:
    # Appended, since a Text's own style would spread to the words that follow.
    return Text().append("* " if screen.ascii else "■ ", COLOURS[kind] if screen.colour else "")


def _dim(screen: Screen) -> str:
    return "dim" if screen.colour else ""


def _joined(pieces: Iterable[Piece]) -> Text:
    return Text.assemble(*((clean(text), style) for text, style in pieces))


def _line(words: str, style: str = "") -> _Line:
    return _Line(Text(), Text(clean(words), style))


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
    return line[:end].rstrip() + ("..." if screen.ascii else "…")


def _draw(lines: Iterable[_Line], screen: Screen) -> str:
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
    for line in lines:
        for piece in _wrapped(line, console):
            console.print(piece, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
    return out.getvalue()


def _wrapped(line: _Line, console: Console) -> Iterator[Text]:
    """The paragraph broken to the console's width, later lines hanging under the first word."""
    hang = line.front.cell_len
    room = console.width - hang
    if room < _NARROW:  # too little beside the front: go on below it
        hang = min(hang, 4)
        room = console.width - hang
        if line.front.plain.strip():
            yield from map(_trimmed, line.front.wrap(console, console.width))
        front = Text(" " * hang)
    else:
        front = line.front
    for piece in _without_loose_joiners(line.words).wrap(console, max(room, 1)) or [Text()]:
        yield _trimmed(front + piece)
        front = Text(" " * hang)


def _without_loose_joiners(text: Text) -> Text:
    """Joiners at the start of a word join nothing, and Rich measures them in two ways."""
    kept, at = Text(), 0
    for loose in re.finditer(r"(?:^|(?<=\s))[\u200d\ufe0f]+", text.plain):
        kept.append_text(text[at : loose.start()])
        at = loose.end()
    return kept.append_text(text[at:]) if at else text


def _trimmed(text: Text) -> Text:
    text = text.copy()
    text.rstrip()
    return text
