"""What stands on a page, before it is HTML: blocks, each under the question it answers."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from ally_journal import __version__
from ally_journal.domain.dates import MONTHS, day_long, day_month, day_short
from ally_journal.domain.periods import period_in_words
from ally_journal.domain.sharing import SharedEntry, SharedItem, SharedPlan, SharingYear
from ally_journal.domain.summaries import HEARD_SOURCES, Summary
from ally_journal.domain.years import Year
from ally_journal.render import charts, plain, review_parts, sharing_parts, year_parts
from ally_journal.render.screen import Screen
from ally_journal.render.year_parts import After, Part, Section

PRIVATE = "Private copy: it may hold names, so do not forward it."
SHARING = "Sharing copy: only what I chose to show."
QUESTIONS = {
    year_parts.OWN_WORDS: "What do I see now that I did not see when the year began?",
    year_parts.BY_MONTH: "What did I do when, and when was it quiet?",
    year_parts.SAID: "What became of what I meant to do?",
    year_parts.CAME_BACK: "What do I know of how it landed, and where do I guess?",
    year_parts.CHOSEN: "Which moments would I tell of, also where they went badly?",
    year_parts.WRONG: "What happened, and what comes of it?",
    year_parts.MISSED: "What held me back?",
    year_parts.OBSTACLES: "What in how we work stands in the way, and what could move it?",
    year_parts.SHELF: "Whose work did I learn from?",
    year_parts.THOUGHTS: "What else did I write while looking back?",
    year_parts.NEXT_YEAR: "What do I ask of myself, and of others?",
    year_parts.WHEN: "On which days did I write? A day without a note is just that.",
    year_parts.ABOUT: "Where does this come from, and what is not in it?",
}
LOOKS = {
    year_parts.WHY: "prose",
    year_parts.OWN_WORDS: "prose",
    year_parts.NEXT_YEAR: "prose",
    year_parts.SAID: "groups",
    year_parts.SHELF: "groups",
    year_parts.THOUGHTS: "groups",
    year_parts.CHOSEN: "cards",
}
"""How a section looks; others are lists. The names are those of macros in looks.html.j2."""

_WENT = {"done": "", "missed": "a moment I let pass", "mistake": "a mistake"}
_BAR = 128  # units of the widest bar beside a number


class Shown(NamedTuple):
    """One thing on a page: what stands above its words, the words, and what came of it."""

    meta: str
    words: str
    after: tuple[After, ...] = ()
    kind: str = ""


class Block(NamedTuple):
    """A heading, its question, and what stands below; `look` names the macro that draws it."""

    title: str
    look: str
    content: Any  # what that macro takes
    question: str = ""

    @property
    def id(self) -> str:
        """The name of its place on the page."""
        return "".join(letter if letter.isalpha() else "-" for letter in self.title.lower())


class Page(NamedTuple):
    """Everything on one page; `through` says how far it goes."""

    title: str
    copy: str
    heading: str
    through: str
    blocks: tuple[Block, ...]
    made: str


class Charts(NamedTuple):
    """Four drawings, and the same as rows of a table."""

    charts: tuple[charts.Chart, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


class Heard(NamedTuple):
    """What came back as a sentence, and who says so: a name, a number and the width of a bar."""

    line: str
    rows: tuple[tuple[str, int, int], ...]


def year(value: Year, screen: Screen) -> Page:
    """The private copy of a year."""
    blocks = [_block(one, day_month) for one in year_parts.opening(value, screen)]
    blocks.append(_four_kinds(value, value.begun, counts=screen.counts))
    for one in year_parts.after_months(value, screen):
        heard = Block(one.title, "heard", _heard(value, one, screen))
        blocks.append(heard if one.title == year_parts.CAME_BACK else _block(one, day_month))
    if value.days:
        days = tuple(charts.halves(value.year, value.through, value.days, value.week_starts))
        blocks.append(Block(year_parts.WHEN, "calendar", days))
    blocks.append(Block(year_parts.ABOUT, "about", tuple(_about(value, screen))))
    return _year_page(value, PRIVATE, "private copy", blocks)


def sharing_year(value: SharingYear) -> Page:
    """The copy of a year that others may see."""
    begun = sharing_parts.begun(value)
    sections: list[tuple[str, Sequence[Shown]]] = [
        (year_parts.OWN_WORDS, [Shown("", text) for text in value.own_words]),
        (year_parts.BY_MONTH, ()),
        (year_parts.SAID, [_shared_plan(plan) for plan in value.plans]),
        (year_parts.CHOSEN, [_shared_entry(entry) for entry in value.entries]),
        (year_parts.SHELF, [_shared_item(item) for item in value.shelf]),
        (year_parts.NEXT_YEAR, [Shown("", text) for text in value.next_year]),
    ]
    blocks = [
        _four_kinds(value, begun, counts=False)
        if title == year_parts.BY_MONTH
        else Block(title, LOOKS[title], _content(LOOKS[title], shown))
        for title, shown in sections
        if shown or title == year_parts.BY_MONTH
    ]
    blocks.append(Block(year_parts.ABOUT, "about", tuple(_about_sharing(value))))
    return _year_page(value, SHARING, "sharing copy", blocks)


def review(summary: Summary, screen: Screen) -> Page:
    """A review of any period; the private copy is the only one."""
    words = period_in_words(summary.period)
    blocks = [_block(one, day_short) for one in review_parts.for_file(summary, screen)]
    if summary.why:
        why = Block(year_parts.WHY, "prose", [Shown(_month(summary), summary.why.text)])
        blocks.insert(0, why)
    if screen.counts and (line := plain.weeks_line(summary)):
        blocks.append(Block(year_parts.WHEN, "sentences", (line,)))
    through = "" if summary.over else f"Up to {day_long(summary.today)}."
    return Page(f"{words} (private copy)", PRIVATE, words, through, tuple(blocks), _made())


def _year_page(value: Year | SharingYear, copy: str, name: str, blocks: list[Block]) -> Page:
    heading = f"My practice in {value.year}"
    asked = tuple(one._replace(question=QUESTIONS.get(one.title, "")) for one in blocks)
    return Page(f"{heading} ({name})", copy, heading, _through(value), asked, _made())


def _through(value: Year | SharingYear) -> str:
    """How far the year has come; in a copy for others months stand for days here, too."""
    if value.over:
        return f"From 1 January to 31 December {value.year}."
    if isinstance(value, SharingYear):
        return f"A part of the year, up to {MONTHS[value.through.month - 1]} {value.year}."
    return f"A part of the year: from 1 January to {day_month(value.through)} {value.year}."


def _made() -> str:
    return f"Made by ally {__version__}. This page loads nothing and needs no network."


def _month(summary: Summary) -> str:
    day = summary.why.day if summary.why else summary.today
    return f"{MONTHS[day.month - 1]} {day.year}"


def _block(section: Section, day: Callable[[date], str]) -> Block:
    look = LOOKS.get(section.title, "list")
    if look == "groups" and not all(part.before for part in section.parts):
        look = "list"
    shown = [_shown(part, day) for part in section.parts]
    return Block(section.title, look, _content(look, shown))


def _content(look: str, shown: Sequence[Shown]) -> object:
    """What a look takes; in groups the line above the words becomes the heading of its group."""
    if look != "groups":
        return shown
    groups: dict[str, list[Shown]] = {}
    for one in shown:
        groups.setdefault(one.meta, []).append(one._replace(meta=""))
    return [(f"{meta[:1].upper()}{meta[1:]}", parts) for meta, parts in groups.items()]


def _shown(part: Part, day: Callable[[date], str]) -> Shown:
    if not part.entry:
        return Shown(part.before, part.words, part.after)
    meta = (part.before, day(part.entry.day), _WENT[part.entry.went] if part.went else "")
    return Shown(" · ".join(filter(None, meta)), part.words, part.after, part.entry.kind)


def _shared_entry(entry: SharedEntry) -> Shown:
    meta = (entry.kind.label, MONTHS[entry.month - 1], _WENT[entry.went])
    return Shown(" · ".join(filter(None, meta)), entry.text, (), entry.kind)


def _shared_plan(plan: SharedPlan) -> Shown:
    state = "still open" if plan.state == "open" else plan.state
    return Shown(state, plan.text, (After("", plan.note),) if plan.note else ())


def _shared_item(item: SharedItem) -> Shown:
    by = f", {item.by}" if item.by else ""
    return Shown(item.state.replace("-", " "), f"{item.title}{by}")


def _four_kinds(value: Year | SharingYear, begun: int, *, counts: bool) -> Block:
    if not value.written:
        yet = "" if value.over else " yet"
        said = (
            f"Nothing was written in {value.year}{yet}. That tells of writing, not of what I did."
        )
        return Block(year_parts.BY_MONTH, "sentences", (said,))
    drawn = charts.month_charts(value.year, value.months, begun, counts=counts)
    rows = charts.month_rows(value.months, begun, counts=counts)
    return Block(year_parts.BY_MONTH, "charts", Charts(drawn, rows))


def _heard(value: Year, section: Section, screen: Screen) -> Heard:
    line = section.parts[0].words
    if not screen.counts:
        return Heard(line, ())
    names = (*plain.SOURCES_TO_CHOOSE, "nothing noted")
    counts = [value.heard[source] for source in (*HEARD_SOURCES, "unknown")]
    most = max(*counts, 1)
    rows = zip(names, counts, strict=True)
    return Heard(line, tuple((name, count, round(_BAR * count / most)) for name, count in rows))


def _about(value: Year, screen: Screen) -> Iterator[str]:
    if value.written and screen.counts:
        yield "Each number counts entries that I wrote in that month, and nothing else."
    if value.written:
        yield (
            "The four kinds always stand in this order and on one scale; none is above another, "
            "and nothing is added up."
        )
        yield (
            "Not printed here: tags, and entries that are neither marked for sharing nor missed "
            "moments nor mistakes. They stay in the journal."
        )
    yield "It holds what I wrote, as I wrote it. What others lived through is theirs to tell."


def _about_sharing(value: SharingYear) -> Iterator[str]:
    if value.written:
        yield "A mark says that I wrote something in that month. It does not say how much."
    yield "Texts, plans and moments are here because I marked each of them one by one."
    if value.shelf:
        yield "The titles are those of what I read or heard; they are not marked one by one."
    yield (
        "Left out: days and numbers, what came back, answers in reviews, stories, obstacles, "
        "the calendar, tags, and mistakes and missed moments that I did not mark."
    )
    if value.replaced:
        yield "Where the journal knew a name, “a colleague” stands in its place."
    yield (
        "I read every text, and every word in it that could be a name, before this was written."
        if value.reviewed
        else "Names were not reviewed: nobody looked through the texts before this was written."
    )
    yield (
        "No program knows every name, nickname or role by which someone can be recognised. "
        "If you find one here, tell me, and pass it no further."
    )
