"""Views fit the terminal, and nothing that a person wrote is obeyed by it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes
from tests.support import forms

from ally_journal.domain.calendar.periods import parse_period, week_of
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.summary import Summary, heard_counts
from ally_journal.render.clean import clean, one_line
from ally_journal.render.screen import Screen
from ally_journal.render.views import items
from ally_journal.render.views.items import Group
from ally_journal.render.writers import sentences, terminal

FRIDAY = date(2026, 11, 20)
HOSTILE = [
    "\x1b]52;c;aGk=\x07",
    "\x1b[2J\x1b[31mred",
    "\x1b]8;;http://x.y\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31mred\x9c",
    "[bold]x[/x]",
    "[/]",
    "[link=http://x.y]x[/link]",
    "\\[bold]",
    ":smile:",
    "\u202eabc\u2066\u200f",
    "a\0b\x7fc\rd\x08e",
    "\x1b",
]
COMMANDS = {*map(chr, [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F])}
COMMANDS |= {*map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])}

GRAPHEMES = [
    "👩🏽‍🚀",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🇩🇪",
    "1️⃣",
    "❤️",
    "日本",
    "ｆｕｌｌ",
    "한국어",
    "e\u0301",
    "o\u0308\u0323\u0301",
    "हिन्दी",
    "שלום",
    "\u200d",
    "\ufe0f",
    "\u200b",
    "\t",
    "\u00a0",
    "\u3000",
    "averyveryveryveryverylongwordwithoutanyplacetobreakit" * 3,
]
WORDS = st.sampled_from([*GRAPHEMES, *HOSTILE, *"abc  \n.", "word ", "two words "])
TEXTS = st.lists(WORDS | st.text(max_size=6), min_size=1, max_size=40).map("".join)
WRITTEN = TEXTS.filter(str.strip)
WIDTHS = st.integers(40, 130)


def everywhere(text: str) -> Entry:
    """An entry with the text wherever a text can stand, in fields and in names of fields."""
    return Entry(
        number=12,
        kind=Kind.ACT,
        text=text,
        day=FRIDAY,
        tags=(text,),
        people=(text,),
        way=text,
        went="missed",
        because=text,
        lesson=text,
        answers={"risked": text, text: text},
        heard=(Heard(text, text, FRIDAY), Heard("them", text, FRIDAY)),
        conflict=True,
    )


def plans(text: str) -> tuple[Plan, ...]:
    one = Plan(number=3, text=text, opened=FRIDAY, source=text, until=FRIDAY)
    return (one, replace(one, number=4, state=text, note=text, closed=FRIDAY))


def lists(text: str) -> list[Group]:
    """Everything that comes in lists, with the same text wherever there is text."""
    stuck = Obstacle(number=1, text=text, opened=FRIDAY, lever=text, who=text, next=text, note=text)
    shelf = ShelfItem(number=2, title=text, by=text, type=text, takeaway=text, state="done")
    thought = Reflection(topic="why", text=text, day=FRIDAY, for_sharing=True)
    return [
        Group(text, tuple(map(items.plan, plans(text)))),
        Group("", (items.obstacle(stuck), items.shelf_item(shelf), items.newest(thought))),
    ]


def summary(text: str) -> Summary:
    entries = tuple(replace(everywhere(text), kind=kind) for kind in KINDS)
    return Summary(
        period=week_of(FRIDAY),
        today=FRIDAY,
        entries=entries,
        weeks=(True,) * 12,
        heard=heard_counts(entries),
        plans=plans(text),
        obstacles=(Obstacle(number=1, text=text, opened=FRIDAY, next=text),),
        why=Reflection(topic="why", text=text, day=FRIDAY),
        reflections=(Reflection(topic=f"review/{text}", text=text, day=FRIDAY),),
    )


Colour = Literal["truecolor"] | None
COLOURS: list[Colour] = [None, "truecolor"]
STYLES = re.compile(r"\x1b\[(0|1|2|38;2;[0-9;]+)m")

View = Callable[[str, Screen], str]
DRAWN: dict[str, View] = {
    "review": lambda text, screen: forms.terminal(summary(text), screen),
    "list": lambda text, screen: terminal.entries(summary(text).entries, screen),
    "entry": lambda text, screen: terminal.entry(everywhere(text), screen),
    "plans": lambda text, screen: terminal.groups(lists(text), screen),
}
SAID: dict[str, View] = {
    "review": lambda text, screen: forms.sentences(summary(text), screen),
    "list": lambda text, screen: sentences.entries([everywhere(text)] * 2, screen),
    "entry": lambda text, screen: sentences.entry(everywhere(text), screen),
    "plans": lambda text, screen: sentences.groups(lists(text), screen),
}

every_view = pytest.mark.parametrize("view", DRAWN)


def _letters(text: str) -> str:
    """Without white space, and without joiners, which show nothing by themselves."""
    return re.sub(r"[\s\u200d\ufe0f]", "", text)


def _too_wide(drawn: str, width: int) -> list[str]:
    return [line for line in drawn.split("\n") if cell_len(line) > width]


@every_view
@given(WRITTEN, WIDTHS)
@example("".join(GRAPHEMES), 40)
@example("\u200d\u200d" + "👩🏽‍🚀" * 30, 63)
@example("word \ufe0f\u200d\u200d" + "日本" * 40, 63)
@example("👩🏽‍🚀" * 60, 41)
@example("日本語" * 60, 79)
def test_no_line_is_wider_than_the_screen(view: str, text: str, width: int) -> None:
    assert not _too_wide(DRAWN[view](text, Screen(width=width)), width)


@every_view
@pytest.mark.parametrize("width", [20, 24, 30, 39])
def test_a_very_narrow_screen_is_kept_to_as_well(view: str, width: int) -> None:
    text = "Asked for the criteria before the shortlist 👩🏽‍🚀 was made 字幕は耳の聞こえない人だけ"
    assert not _too_wide(DRAWN[view](text, Screen(width=width)), width)


@every_view
@given(WRITTEN, WIDTHS, st.sampled_from(COLOURS))
@example("".join(HOSTILE), 40, None)
@example("".join(HOSTILE), 40, "truecolor")
def test_nothing_that_a_terminal_could_obey_reaches_it(
    view: str, text: str, width: int, colour: Colour
) -> None:
    """The only escape sequences are ally's own, for colour, bold and dim, and they are whole."""
    drawn = DRAWN[view](text, Screen(width=width, colour=colour))
    unstyled = STYLES.sub("", drawn) if colour is not None else drawn
    assert not COMMANDS & set(unstyled)


@every_view
@given(WRITTEN)
@example("".join(HOSTILE))
def test_nothing_that_a_terminal_could_obey_is_in_the_spoken_form(view: str, text: str) -> None:
    assert not COMMANDS & set(SAID[view](text, Screen(plain=True)))


@every_view
@pytest.mark.parametrize("text", ["[bold]x[/x]", "[/]", "\\[b]", ":smile:", "{x}", "%s", "`x`"])
@pytest.mark.parametrize("colour", COLOURS)
def test_markup_is_shown_and_not_interpreted(view: str, text: str, colour: Colour) -> None:
    assert text in DRAWN[view](text, Screen(width=80, colour=colour))
    assert text in SAID[view](text, Screen(plain=True))


@every_view
@given(st.text(st.characters(codec="ascii"), min_size=1).filter(str.strip))
def test_an_ascii_screen_shows_ascii_words_in_ascii(view: str, text: str) -> None:
    drawn = DRAWN[view](text, Screen(width=80, ascii=True))
    assert drawn.replace("\ufffd", "?").isascii()


@given(WRITTEN, WIDTHS)
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """The letters of an entry are all there, in order, however narrow the screen is."""
    value = Entry(kind=Kind.ACT, text=text, day=FRIDAY)
    wide = terminal.entry(value, Screen())
    narrow = terminal.entry(value, Screen(width=width))
    assert _letters(narrow) == _letters(wide)
    assert _letters(clean(text)) in _letters(wide)


@given(WRITTEN, WIDTHS)
@example("👩🏽‍🚀" * 200, 80)
@example("日" * 280, 80)
@example("x" * 279 + "👩‍👩‍👧‍👦" * 3, 80)
@example("e\u0301" * 281, 80)
@example("x" * 281, 80)
@example("x" * 280, 80)
def test_a_long_text_in_a_list_is_cut_between_graphemes_and_says_so(text: str, width: int) -> None:
    value = Entry(kind=Kind.ACT, text=text, day=FRIDAY)
    line = one_line(text)
    cells, ends = 0, dict[str, int]()
    for _, end, width_of_one in split_graphemes(line)[0]:
        cells += width_of_one
        ends.setdefault(_letters(line[:end]), cells)
    for screen, sign in ((Screen(width=width), "…"), (Screen(width=width, ascii=True), "...")):
        front = terminal.entries([replace(value, text="x")], screen)
        drawn = terminal.entries([value], screen)
        shown = _letters(drawn).removeprefix(_letters(front).removesuffix("x"))
        if cell_len(line) <= 280:
            assert shown == _letters(line)
        else:
            kept = shown.removesuffix(sign)
            assert shown == kept + sign
            assert ends.get(kept, 281) <= 280


def test_an_entry_is_shown_whole_and_line_by_line() -> None:
    text = "first\n\n  second " + "long " * 200 + "\nlast"
    drawn = terminal.entry(Entry(kind=Kind.ACT, text=text, day=FRIDAY), Screen(width=80))
    lines = drawn.split("\n")
    assert lines[2:4] == ["first", ""]
    assert lines[4].startswith("  second long")
    assert drawn.count("long") == 200
    assert lines[-2:] == ["last", ""]


@pytest.mark.parametrize("width", range(40, 90, 7))
def test_a_vowel_sign_beside_its_letter_may_take_a_cell(width: int) -> None:
    """Terminals differ over it, and on none does a line run over the edge."""
    value = Entry(kind=Kind.ACT, text="बैठक में सुना और फिर से पूछा कि कौन बोलेगा " * 3, day=FRIDAY)
    screen = Screen(width=width)
    for drawn in (terminal.entry(value, screen), terminal.entries([value], screen)):
        lines = [(cell_len(one), sum(map(one.count, "ािीो"))) for one in drawn.splitlines()]
        assert max(map(sum, lines)) <= width
        assert max(map(sum, lines)) > width // 2


def test_tabs_become_spaces_so_that_widths_hold() -> None:
    value = Entry(kind=Kind.ACT, text="a\tb", day=FRIDAY)
    screen = Screen(width=80)
    for drawn in (terminal.entry(value, screen), terminal.entries([value], screen)):
        assert "\t" not in drawn
        assert re.search("a +b", drawn)


@pytest.mark.parametrize(
    ("period", "day"),
    [("2026-W47", "Fri"), ("2026-11", "20 Nov"), ("2026-Q4", "20 Nov"), ("2026", "20 Nov")],
)
def test_a_week_names_weekdays_and_a_longer_period_days(period: str, day: str) -> None:
    longer = replace(summary("x"), period=parse_period(period, FRIDAY))
    drawn = forms.terminal(longer, Screen(width=80))
    assert f" 12 {day}  missed: x" in drawn


def test_numbers_and_days_stand_in_columns() -> None:
    days = [FRIDAY, date(2026, 5, 1), date(2026, 11, 2), FRIDAY]
    values = [
        Entry(kind=kind, text="here", day=day, number=number)
        for kind, day, number in zip(KINDS, days, [1, 22, 333, 4], strict=True)
    ]
    drawn = terminal.entries(values, Screen(width=80)).splitlines()
    assert len({line.index("here") for line in drawn}) == 1
    assert len({line.index("■") for line in drawn}) == 1


@pytest.mark.parametrize("went", ["missed", "mistake"])
def test_missed_moments_and_mistakes_are_marked_by_a_word_everywhere(went: str) -> None:
    value = Entry(kind=Kind.ACT, text="let it pass", day=FRIDAY, went=went)
    screen = Screen(width=80)
    week = replace(summary("x"), entries=(value,))
    for drawn in (
        terminal.entries([value], screen),
        forms.terminal(week, screen),
        sentences.entries([value], screen),
        forms.sentences(week, screen),
    ):
        assert f"{went}: let it pass" in drawn
    for drawn in (terminal.entry(value, screen), sentences.entry(value, screen)):
        assert {"missed": "A missed moment.", "mistake": "A mistake."}[went] in drawn


def test_nothing_to_list_draws_nothing() -> None:
    assert terminal.entries([], Screen(width=80)) == ""
    assert terminal.groups([], Screen(width=80)) == ""
    assert sentences.entries([], Screen()) == sentences.groups([], Screen()) == ""
