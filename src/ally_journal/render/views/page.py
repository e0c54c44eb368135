"""What stands on a page, before it is HTML: blocks, each under the question it answers."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ally_journal import __version__
from ally_journal.domain.calendar.dates import MONTHS, day_long, day_month, day_short
from ally_journal.domain.review.year import Year
from ally_journal.render import phrases
from ally_journal.render.views import charts
from ally_journal.render.views import document as model
from ally_journal.render.views import sections as sections_view

if TYPE_CHECKING:  # a private copy needs nothing of a sharing copy
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ally_journal.domain.review.summary import Summary
    from ally_journal.domain.sharing.copy import SharingYear
    from ally_journal.render.screen import Screen

_COPIES = {
    "private": "Private copy: it may hold names, so do not forward it.",
    "sharing": "Sharing copy: only what I chose to show.",
}
QUESTIONS = {
    sections_view.OWN_WORDS: "What do I see now that I did not see when the year began?",
    sections_view.BY_MONTH: "What did I do when, and when was it quiet?",
    sections_view.SAID: "What became of what I meant to do?",
    sections_view.CAME_BACK: "What do I know of how it landed, and where do I guess?",
    sections_view.OTHERWISE: "What did I think, and what did they tell me?",
    sections_view.CHOSEN: "Which moments would I tell of, also where they went badly?",
    sections_view.DEEDS: "What did I do and learn last, of each kind?",
    sections_view.WRONG: "What happened, and what comes of it?",
    sections_view.OBSTACLES: "What in how we work stands in the way, and what could move it?",
    sections_view.SHELF: "Whose work did I learn from?",
    sections_view.THOUGHTS: "What else did I write while looking back?",
    sections_view.NEXT_YEAR: "What do I ask of myself, and of others?",
    sections_view.WHEN: "On which days did I write? A day without a note is just that.",
    sections_view.EVERY: "What did I write, from the first entry to the last?",
    sections_view.ABOUT: "Where does this come from, and what is not in it?",
}
"""What the sections of a year answer."""

_WENT = {"done": "", "missed": "a moment when I did nothing", "mistake": "a mistake"}
_BAR = 128  # units of the widest bar beside a number
SHOWN, SHOWN_OF_A_GROUP = 5, 3
"""How many of a list a year's page shows at once; what is earlier is folded."""
CHOSEN_SHOWN = 12
"""The same of moments that were chosen, which lead."""
FOLDED_AT_MOST = 100
"""Where more are folded than so many, they stand only among the entries of their months."""
WRONG_AT_LEAST = 2
"""How much of what went badly is shown, however little of what was done stands above it."""
_BLOCKS_SEEN_AT_ONCE = 3


def place_named(title: str) -> str:
    """Where a section stands on the page, for links."""
    return "".join(letter if letter.isalpha() else "-" for letter in title.lower())


class Items(NamedTuple):
    """A list: `parts` that are shown, and `earlier` ones that are folded under a name.

    Without any part `none` stands there. `unfolded` says that the fold lies open, `elsewhere` is
    the place on the page of earlier ones that are not in this list.
    """

    parts: tuple[model.Part, ...]
    none: str = ""
    earlier: tuple[model.Part, ...] = ()
    called: str = ""
    unfolded: bool = False
    elsewhere: str = ""


class Form(NamedTuple):
    """How one page is drawn.

    `day` says a day. `shown` are how many of each list stand there unfolded, by its title, and of
    the parts of a group (by the empty title); all where nothing is said. `counts` and `unfolded`
    say whether numbers are shown and folds lie open.
    """

    day: Callable[[date], str]
    shown: Mapping[str, int] = MappingProxyType({})
    counts: bool = False
    unfolded: bool = False

    def items(self, body: model.Listing, title: str = "") -> Items:
        """A list with its newest parts shown."""
        place = max(0, len(body.parts) - self.shown.get(title, len(body.parts)))
        earlier, parts = (
            tuple(self.part(one) for one in some)
            for some in (body.parts[:place], body.parts[place:])
        )
        called = f"{place:,} earlier" if self.counts else "Earlier"
        if place > FOLDED_AT_MOST and all(one.entry for one in earlier):
            place_of_all = place_named(sections_view.EVERY)
            return Items(parts, called=f"{called}: in their months", elsewhere=place_of_all)
        return Items(parts, body.none, earlier, called, self.unfolded)

    def part(self, one: model.Part) -> model.Part:
        """A part with what stands above its words."""
        return one._replace(before=self.above(one)) if one.entry else one

    def above(self, one: model.Part) -> str:
        """What stands above an entry's words: all that is known of it."""
        day = model.on(one.entry, self.day) if one.entry else ""
        went = _WENT[one.entry.went] if one.entry and one.went else ""
        return " · ".join(filter(None, (one.before, day, went)))


class Block(NamedTuple):
    """A heading, its question, and what stands below; `look` names the macro that draws it."""

    title: str
    look: str
    content: Any  # what that macro takes
    question: str = ""

    @property
    def id(self) -> str:
        """The name of its place on the page."""
        return place_named(self.title)


class Page(NamedTuple):
    """Everything on one page; `through` says how far it goes."""

    title: str
    copy: str
    heading: str
    through: str
    blocks: tuple[Block, ...]
    made: str

    @property
    def has_contents(self) -> bool:
        """Whether it is long enough for a list of its sections."""
        return len(self.blocks) > _BLOCKS_SEEN_AT_ONCE


def year(value: Year, screen: Screen, *, unfolded: bool = False) -> Page:
    """The private copy of a year; the whole of it lies open if `unfolded`, also in print."""
    sections = sections_view.year(value, screen).sections
    done = sum(
        len(one.body.parts)
        for one in sections
        if one.title in {sections_view.CHOSEN, sections_view.DEEDS}
        and isinstance(one.body, model.Listing)
    )
    shown = dict.fromkeys(QUESTIONS, SHOWN) | {
        sections_view.CHOSEN: CHOSEN_SHOWN,
        sections_view.WRONG: min(SHOWN, max(WRONG_AT_LEAST, done)),
        "": SHOWN_OF_A_GROUP,
    }
    form = Form(day_month, shown, counts=screen.counts, unfolded=unfolded)
    part = f"A part of the year: from 1 January to {day_month(value.through)} {value.year}."
    return _year_page("private", value, part, _blocks(sections, form))


def sharing_year(value: SharingYear) -> Page:
    """The copy of a year that others may see; months stand for days on it, in all it says."""
    from ally_journal.render.views import sharing  # noqa: PLC0415 - only for a copy

    part = f"A part of the year, up to {MONTHS[value.through.month - 1]} {value.year}."
    told = model.Section(
        sections_view.ABOUT, model.Sentences(tuple(sharing.about(value)), apart=True)
    )
    blocks = _blocks((*sharing.year(value).sections[:-1], told), Form(day_month))
    return _year_page("sharing", value, part, blocks)


def review(summary: Summary, screen: Screen) -> Page:
    """A review of any period; the private copy is the only one."""
    document = sections_view.review(summary, screen, whole=True)
    through = "" if summary.over else f"Up to {day_long(summary.today)}."
    return _page("private", document.title, through, _blocks(document.sections, Form(day_short)))


def _year_page(copy: str, value: Year | SharingYear, part: str, blocks: Iterable[Block]) -> Page:
    asked = [one._replace(question=QUESTIONS.get(one.title, "")) for one in blocks]
    through = f"From 1 January to 31 December {value.year}." if value.over else part
    return _page(copy, f"My practice in {value.year}", through, asked)


def _page(copy: str, heading: str, through: str, blocks: Iterable[Block]) -> Page:
    made = f"Made by ally {__version__}. This page loads nothing and needs no network."
    return Page(f"{heading} ({copy} copy)", _COPIES[copy], heading, through, tuple(blocks), made)


def _blocks(sections: Iterable[model.Section], form: Form) -> Iterator[Block]:
    """How each section looks, those without anything left out."""
    for section in sections:
        look, content = _drawn(section, form)
        if content:
            yield Block(section.title, look, content)


def _drawn(section: model.Section, form: Form) -> tuple[str, object]:
    """The macro that draws a block, and what it takes; nothing where there is nothing to see."""
    match section.body:
        case model.Listing() as body:
            drawn = _listing(section.title, body, form)
        case model.Diary(months):
            drawn = "diary", months and _diary(months, form)
        case model.Sentences(lines, apart):
            drawn = "about" if apart else "sentences", lines
        case model.Steady(_, line):
            drawn = "sentences", line and (line,)
        case model.Heard(line, rows):
            most = max((count for _, count in rows), default=0) or 1
            bars = [(name, count, round(_BAR * count / most)) for name, count in rows]
            drawn = "heard", line and {"line": line, "rows": bars}
        case model.Months() as body:
            drawn = _four_kinds(body)
        case model.Weeks(of, line):
            shown = (max(of.first or of.through, date(of.year, 1, 1)), of.through)
            found = tuple(charts.halves(of.year, shown, of.days, of.week_starts, of.pauses))
            drawn = "calendar", of.days and {"line": line, "halves": found}
    return drawn


def _listing(title: str, body: model.Listing, form: Form) -> tuple[str, object]:
    """In groups what stands before the words becomes the heading of their group."""
    if body.look != "groups" or not all(part.before for part in body.parts):
        look = "list" if body.look == "groups" else body.look
        return look, (body.parts or body.none) and form.items(body, title)
    groups: dict[str, list[model.Part]] = {}
    for one in body.parts:
        groups.setdefault(phrases.capitalised(one.before), []).append(one._replace(before=""))
    return "groups", [
        (name, form.items(model.Listing(tuple(parts)))) for name, parts in groups.items()
    ]


def _diary(months: Iterable[model.Month], form: Form) -> dict[str, object]:
    held = [
        (
            title,
            phrases.counted(len(parts), "entry", "entries") if form.counts else "",
            [(form.above(one), one.words, one.after) for one in parts],
        )
        for title, parts in months
    ]
    return {"months": held, "unfolded": form.unfolded}


def _four_kinds(body: model.Months) -> tuple[str, object]:
    if body.line:
        return "sentences", (f"{body.line} That tells of writing, not of what I did.",)
    of = body.of
    first = of.first if isinstance(of, Year) else None
    since = first.month - 1 if first and first.year == of.year else 0
    within = range(since, of.begun)
    return "charts", charts.month_charts(of.year, of.months, within, counts=body.counts)
