"""A year on a screen: as much of it as fits, what stands for the rest, or one part of it whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import zip_longest
from typing import NamedTuple

from ally_journal.domain.kind import KINDS
from ally_journal.domain.review.year import Year
from ally_journal.errors import WrongUsage
from ally_journal.render import phrases
from ally_journal.render.screen import UNLIMITED, Screen
from ally_journal.render.views import sections
from ally_journal.render.views.document import (
    Document,
    Listing,
    Look,
    Part,
    Section,
    Weeks,
)

LINES, COLUMNS = 60, 80
"""A year fits so many lines on a screen of so many columns; a narrower one has more lines."""
SHORT = 2
"""How many lines each thing has then; what is longer is whole in its own part."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "months": (sections.BY_MONTH,),
    "weeks": (sections.BY_WEEK,),
    "why": (sections.WHY,),
    "words": (sections.OWN_WORDS,),
    "chosen": (sections.CHOSEN,),
    "deeds": (sections.DEEDS,),
    "plans": (sections.SAID,),
    "heard": (sections.CAME_BACK, sections.OTHERWISE),
    "wrong": (sections.WRONG,),
    "obstacles": (sections.OBSTACLES,),
    "shelf": (sections.SHELF,),
    "thoughts": (sections.THOUGHTS,),
    "next-year": (sections.NEXT_YEAR,),
    "entries": (sections.EVERY,),
}
"""The parts of a year by the words one types for them, in the order of a screen."""
OF_ALL = {"deeds", "entries"}
"""Those that take every entry of the year."""

_NONE = {
    "why": 'nothing written; ally reflect why "…" keeps it',
    "words": "nothing written; ally reflect year keeps the year in your own words",
    "chosen": "nothing starred; ally edit N --star stars an entry",
    "plans": 'no plans; ally plan add "…" saves one',
    "heard": 'nothing heard; ally heard N them "…" keeps what they told you',
    "obstacles": 'none written down; ally obstacle add "…" saves one',
    "shelf": 'nothing begun or done; ally shelf add "TITLE" puts something on the shelf',
    "thoughts": "nothing written; ally reflect shows what you can write on",
    "next-year": "nothing written; ally reflect next-year keeps what you want of it",
}
"""What stands in the place of a part that holds nothing, where there is a command for it."""

_ALSO = {
    "calendar": "weeks",
    "strip": "weeks",
    "starred": "chosen",
    "moments": "chosen",
    "did": "deeds",
    "learned": "deeds",
    "guesses": "heard",
    "otherwise": "heard",
    "mistakes": "wrong",
    "missed": "wrong",
    "books": "shelf",
    "reflections": "thoughts",
    "stories": "thoughts",
    "next": "next-year",
    "everything": "entries",
}


def part_named(words: str) -> str:
    """The part that somebody means: its word or heading, one of it, or another word for it.

    Raises:
        WrongUsage: there is none; the sentence names the nearest, and all.
    """
    said = " ".join(words.casefold().split())
    headings = {title.casefold(): name for name, titles in PARTS.items() for title in titles}
    known = _ALSO | headings | {name: name for name in PARTS}
    for one in (said, f"{said}s", f"{said[:-1]}ies", said.replace(" ", "-")):
        if one in known:
            return known[one]
    begun = {name for title, name in headings.items() if said and title.startswith(said)}
    if len(begun) == 1:
        return begun.pop()
    from difflib import get_close_matches  # noqa: PLC0415 - only where there is none of the name

    near = get_close_matches(said, known, 1)
    meant = f"perhaps {known[near[0]]}, or another of" if near else "write one of"
    raise WrongUsage(f"“{words}” is no part of a year; {meant} {phrases.together(PARTS)}.")


def whole(value: Year, screen: Screen, part: str | None = None) -> Document:
    """All of a year, or all of one part of it, uncut."""
    titles = PARTS[part] if part else [title for titles in PARTS.values() for title in titles]
    numbers = {one.title: one for one in _numbers(value, screen, below=part is None)}
    if part == "deeds":
        parts = tuple(sections.moments_by_kind(value.well, value))
        numbers[sections.DEEDS] = Section(sections.DEEDS, Listing(parts, "groups"))
    rest = [title for title in titles if title not in numbers and title != sections.BY_WEEK]
    there = numbers | {one.title: one for one in sections.year_sections(value, screen, rest)}
    told = tuple(there[title] for title in titles if title in there)
    if part and not any(one.body[0] for one in told):  # which is what a body says
        none = screen.phrase(_NONE.get(part, "nothing written"))
        told = (Section(titles[0], Listing((), none=none)),)
    return Document(sections.year_title(value), told, "year")


_PROSE = {sections.OWN_WORDS, sections.NEXT_YEAR}


Height = Callable[[Section, int], int]
"""How many lines a part has, of which each thing has at most so many; 0 for all."""


class _Growing(NamedTuple):
    """A part of which a screen shows some things: `parts` gives so many, out of those `there`.

    `see` is the command that shows them all, of which there are `total`. At least `least` are
    shown, and then `first` more before others have their turn; with none it stands there `always`,
    or not at all.
    """

    title: str
    see: str
    parts: Callable[[int], Sequence[Part]]
    there: int
    total: int
    least: int = 0
    first: int = 1
    always: bool = True

    def section(self, count: int, screen: Screen, height: Height) -> Section:
        """With so many of its things, and how to see the rest, or what is cut of them."""
        found = tuple(self.parts(count))
        parts = found if self.title == sections.SHELF else tuple(map(_short, found))
        look: Look = "prose" if self.title in _PROSE else "groups"
        none = "" if self.total else "nothing written"
        shown = Section(self.title, Listing(parts, look, none=none))
        if left := self.total - count:
            number = f"{left} " if screen.counts else ""
            more = f"{number}more: " if count else f"{f'all {number}'.strip()}: "
        elif parts != found or _is_cut(shown, height):
            more = "in full: "
        else:
            return shown
        return shown._replace(body=Listing(parts, look, more + self.see, none))


def _is_cut(section: Section, height: Height) -> bool:
    """Whether something in it has more lines than are shown."""
    return height(section, SHORT) < height(section, 0)


def _short(part: Part) -> Part:
    """The words alone; of a pair, which has a sentence of its own, what was thought and heard."""
    if part.entry and part.said:
        thought, *told = part.after
        return part._replace(words=thought.line, after=tuple(told), said="")
    return part._replace(after=())


def year(
    value: Year, screen: Screen, form: Callable[[Document, Screen], str], *, taken: int = 0
) -> Document:
    """As much of a year as fits `LINES` without those `taken`, of each part the newest.

    `form` says how a document looks, and so how long it is; spoken, a sentence is a line. A deed of
    each kind stands before anything else has two things, and what went wrong never has more lines
    than what was done. What is left out otherwise has a place where there is room at the end.
    """
    counted = screen._replace(colour=None, width=UNLIMITED if screen.plain else screen.width)

    def lines(document: Document) -> int:
        return form(document, counted).count("\n")

    def height(section: Section, most: int) -> int:
        return lines(Document("", (section,), "year", lines=most)) - 1

    lead = f"{value.year - 1} has ended: ally year {value.year - 1}" if value.is_scant else ""
    all_of_it = f"all of it, with every entry: {_command(value)} --all" if value.written else ""
    empty = Document(sections.year_title(value), (), "year", lead, SHORT, all_of_it)
    room = LINES * max(1, COLUMNS // min(counted.width, COLUMNS)) - lines(empty)
    around = {one.title: one for one in _around(value, screen, height)}
    room -= taken + sum(height(one, SHORT) for one in around.values())
    made, room = _filled(tuple(_growing(value, screen)), room, height, screen)
    besides, _ = _filled(tuple(_besides(value, screen)), room, height, screen)
    there = around | made | besides
    return empty._replace(sections=tuple(there[title] for title in _ON_A_SCREEN if title in there))


def _filled(
    growing: Sequence[_Growing], room: int, height: Height, screen: Screen
) -> tuple[dict[str, Section], int]:
    """The parts with as many things as so many lines have room for, and what is left of these."""
    parts = {one.title: one for one in growing}
    shown = {title: one.least for title, one in parts.items()}
    made = {
        title: one.section(one.least, screen, height) for title, one in parts.items() if one.always
    }
    tall = {title: height(section, SHORT) for title, section in made.items()}
    room -= sum(tall.values())
    waiting = [title for title, one in parts.items() for _ in range(one.first)]
    while waiting:
        title = waiting.pop(0)
        if shown[title] == parts[title].there:
            continue
        section = parts[title].section(shown[title] + 1, screen, height)
        by = height(section, SHORT) - tall.get(title, 0)
        if by > room or (title == sections.WRONG and tall[title] + by > tall[sections.DEEDS]):
            continue
        room, tall[title] = room - by, tall.get(title, 0) + by
        shown[title], made[title] = shown[title] + 1, section
        waiting.append(title)
    return made, room


def _command(value: Year) -> str:
    return f"ally year {value.year}" if value.over else "ally year"


_ON_A_SCREEN = (
    *(sections.BY_MONTH, sections.BY_WEEK, sections.WHY, sections.OWN_WORDS, sections.DEEDS),
    *(sections.SAID, sections.CAME_BACK, sections.OTHERWISE, sections.WRONG, sections.OBSTACLES),
    *(sections.SHELF, sections.THOUGHTS, sections.NEXT_YEAR),
)


def _growing(value: Year, screen: Screen) -> Iterator[_Growing]:
    """The parts that show more where there is room, in the order in which they are given it."""
    yield from _newest(value, screen, {sections.WRONG: 0, sections.OTHERWISE: 0})
    yield from _deeds(value)
    yield from _newest(value, screen, {sections.OWN_WORDS: 1})
    if plans := len(value.plans):
        see = _see(value, sections.SAID)
        yield _Growing(sections.SAID, see, lambda n: sections.said(value, n), plans, plans, 1)
    yield from _newest(value, screen, {sections.OBSTACLES: 1})


def _besides(value: Year, screen: Screen) -> Iterator[_Growing]:
    """The other parts, but for answers of single reviews, which are left to files."""
    brief = replace(value, reflections=tuple(o for o in value.reflections if "/" not in o.topic))
    titles = (sections.NEXT_YEAR, sections.SHELF, sections.THOUGHTS)
    found = _newest(brief, screen, dict.fromkeys(titles, 0))
    return (one._replace(always=False) for one in found)


def _newest(value: Year, screen: Screen, least: Mapping[str, int]) -> Iterator[_Growing]:
    """Parts that show their last things, of which at least so many."""
    for title, body, *_ in sections.year_sections(value, screen, least):
        if isinstance(body, Listing) and body.parts:
            there, parts = len(body.parts), partial(_last, body.parts)
            yield _Growing(title, _see(value, title), parts, there, there, least[title])


def _last(parts: Sequence[Part], count: int) -> Sequence[Part]:
    return parts[len(parts) - count :]


def _see(value: Year, title: str) -> str:
    """The command that shows a whole part."""
    (name,) = (name for name, titles in PARTS.items() if title in titles)
    return f"{_command(value)} --only {name}"


def _deeds(value: Year) -> Iterator[_Growing]:
    """What was starred, or the newest two of each kind, one of each before any second."""
    if not value.written:
        return
    in_turn = zip_longest(*(reversed(value.deeds(kind)) for kind in KINDS))
    found = [one for several in in_turn for one in several if one]
    total = sum(map(sum, value.months.values())) - len(value.badly)

    def parts(count: int) -> Sequence[Part]:
        return sections.moments_by_kind(found[:count], value)

    kinds = min(len(KINDS), len(found))
    yield _Growing(
        sections.DEEDS,
        _see(value, sections.DEEDS),
        parts,
        len(found),
        total,
        kinds,
        first=len(KINDS),
    )


def _around(value: Year, screen: Screen, height: Height) -> Iterator[Section]:
    """What has one length: numbers, reasons, and what was heard."""
    yield from _numbers(value, screen)
    whys, heard = sections.year_sections(value, screen, (sections.WHY, sections.CAME_BACK))
    if isinstance(whys.body, Listing) and _is_cut(whys, height):
        see = f"in full: {_see(value, sections.WHY)}"
        whys = whys._replace(body=whys.body._replace(more=see))
    yield from (whys, heard)


def _numbers(value: Year, screen: Screen, *, below: bool = True) -> Iterator[Section]:
    """The months, and the weeks where any has something; of an empty year a sentence."""
    months = sections.four_kinds(value, counts=screen.counts)
    yield months if value.written else months._replace(bare=True)
    if value.written:
        line = sections.weeks_line(value, whole=False) if screen.counts else ""
        if not (line or below):
            marks = [any(counts) for counts in zip(*value.months.values(), strict=True)]
            line = f"Something was {phrases.months_in_words(marks, counts=False)}."
        yield Section(sections.BY_WEEK, Weeks(value, line, below=below))
