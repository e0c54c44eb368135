"""A made-up year in every form it is shown in, kept as text files to be read.

The files are in __snapshots__/test_year_views; `pytest tests/render --snapshot-update` rewrites
them. In the one with colour, ␛ stands for the escape character.
"""

import json
import re
from calendar import isleap
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from tests.render.writers.test_markdown import NASTY, RENDERERS, Seen
from tests.support import forms

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Deed, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.summary import heard_counts
from ally_journal.domain.review.year import Year, months_written, week_months, weeks_marked
from ally_journal.render.clean import one_line
from ally_journal.render.screen import Screen
from ally_journal.render.views import overview, sections
from ally_journal.render.writers import json_

FRIDAY = date(2026, 11, 20)
LONG = (
    "Explained sexism to the only woman in the room 👩🏽‍🦽, and she let me finish. "
    "字幕は耳の聞こえない人だけのものではない. בפעם הבאה אשאל קודם. " * 3
).strip()
# Entries by day since 1 January, so that some weeks, and all of August, stay without any.
WRITTEN = {
    (date(2026, 1, 1) + timedelta(days=(kind + 2) * 9 * step + step % 5), KINDS[kind]): step % 13
    + 1
    for kind in range(4)
    for step in range(24)
}
WRITTEN = {
    (day, kind): count
    for (day, kind), count in WRITTEN.items()
    if day <= FRIDAY and day.month != 8 and (kind is not Kind.EMPATHISE or day.month > 2)
}
PLANS = (
    Plan(number=1, text="Rotate the note-taking.", opened=date(2025, 5, 1), state="done"),
    Plan(
        number=2,
        text="When a shortlist is made, I will ask for the criteria before anybody sees a name.",
        opened=date(2026, 1, 9),
        state="changed",
        note="I ask the recruiter a week before.",
        closed=date(2026, 3, 9),
    ),
    Plan(
        number=3,
        text="Send captions-on instructions to the team.",
        opened=FRIDAY,
        did=(Deed(date(2026, 11, 3), "Two wrote back."), Deed(FRIDAY)),
    ),
    Plan(
        number=4,
        text="Ask Dana in a month whether the mentoring is still useful.",
        opened=date(2026, 6, 1),
        state="dropped",
        note="She told me first: it was not.",
        closed=date(2027, 1, 5),
    ),
)
MISTAKES = (
    Entry(
        number=9,
        kind=Kind.EMPATHISE,
        text="Talked over a colleague.\n\nGave the floor back, late, and said so afterwards.",
        day=date(2026, 3, 3),
        went="mistake",
        answers={"impact": "She had stopped writing.", "did": "Asked how she would like it."},
        lesson="Count to five first.",
        plan=2,
    ),
    Entry(number=104, kind=Kind.ACT, text=LONG, day=date(2026, 10, 12), went="mistake"),
)
MISSED = (
    Entry(
        number=31,
        kind=Kind.ACT,
        text="let a joke about accents pass",
        day=date(2026, 5, 8),
        went="missed",
        because="He outranks me.",
        share=True,
        star=True,
    ),
)
CHOSEN = (
    Entry(number=12, kind=Kind.LEARN, text="Read about captions", day=date(2026, 2, 2), star=True),
)
OTHERWISE = (
    Entry(
        number=40,
        kind=Kind.ACT,
        text="Answered for her in the meeting",
        day=date(2026, 6, 3),
        guess="She was glad of it.",
        heard=(Heard("them", "I had my own answer.", date(2026, 6, 20)),),
    ),
)
DEEDS = (
    Entry(number=8, kind=Kind.LEARN, text="Read the guide", day=date(2026, 2, 1), lesson="Ask."),
    Entry(number=20, kind=Kind.ACT, text="Wrote the criteria", day=date(2026, 4, 2), plan=2),
    Entry(number=25, kind=Kind.ACT, text="Sent the names on", day=date(2026, 4, 20)),
)
ENTRIES = tuple(
    sorted((*MISTAKES, *MISSED, *CHOSEN, *OTHERWISE, *DEEDS), key=lambda one: (one.day, one.number))
)
WHYS = (
    Reflection(topic="why", text="I stayed quiet for years.", day=date(2024, 1, 9), id="1"),
    Reflection(topic="why", text="Quiet is a choice too.", day=date(2026, 10, 2), id="2"),
)
YEAR = Year(
    year=2026,
    through=FRIDAY,
    months=months_written(2026, WRITTEN),
    weeks=weeks_marked(2026, FRIDAY, "monday", WRITTEN),
    heard=heard_counts(()) | {"them": 5, "others": 2, "guess": 11, "not-mine": 4, "unknown": 90},
    first_why=WHYS[0],
    last_why=WHYS[1],
    plans=PLANS,
    entries=ENTRIES,
    pauses=(Away(date(2026, 8, 3), date(2026, 8, 23)),),
    obstacles=(
        Obstacle(
            number=2,
            text="Panels are picked by habit.",
            next="Propose a rota.",
            opened=date(2026, 2, 1),
        ),
        Obstacle(
            number=3,
            text="Promotion cases are written by whoever is asked first.",
            opened=date(2026, 2, 1),
            state="handed-on",
            note="To the engineering council.",
            closed=date(2026, 9, 1),
        ),
        Obstacle(number=4, text="No captions.", opened=date(2026, 2, 1), state="changed"),
    ),
    reflections=(
        WHYS[1],
        Reflection(topic="review/2026-W46/take-along", text="Ask first.", day=date(2026, 11, 13)),
        Reflection(topic="year", text="I ask earlier. I still explain too much.", day=FRIDAY),
    ),
)
EMPTY = Year(
    year=2025,
    through=date(2025, 12, 31),
    months=months_written(2025, {}),
    weeks=weeks_marked(2025, date(2025, 12, 31), "monday", {}),
    heard=heard_counts(()),
)
OVER = replace(YEAR, through=date(2026, 12, 31))
SCREENS = {
    "40": Screen(width=40),
    "80": Screen(width=80),
    "120": Screen(width=120),
    "ascii": Screen(width=80, ascii=True),
    "truecolor": Screen(width=80, colour="truecolor"),
    "no-counts": Screen(width=80, counts=False),
    "no-counts-40": Screen(width=40, counts=False),
    "20": Screen(width=20),
}
STYLED = re.compile(r"\x1b\[[0-9;]*m")


class ReadableFile(SingleFileSnapshotExtension):
    """One screen, one text file."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.fixture
def kept(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The screen as it was when someone last read it."""
    return snapshot.use_extension(ReadableFile)


def block_of(drawn: str, heading: str) -> list[str]:
    """The lines below a heading, up to the next empty one."""
    lines = drawn.splitlines()
    first = lines.index(heading) + 1
    return lines[first : [*lines, ""].index("", first)]


@pytest.mark.parametrize("screen", SCREENS)
def test_terminal(screen: str, kept: SnapshotAssertion) -> None:
    """The year looks on each terminal as it did when someone last looked."""
    assert forms.terminal(YEAR, SCREENS[screen]).replace("\x1b", "␛") == kept


@pytest.mark.parametrize("counts", [True, False])
def test_spoken(counts: bool, kept: SnapshotAssertion) -> None:
    """The year reads aloud as it did when someone last listened."""
    assert forms.sentences(YEAR, Screen(plain=True, counts=counts)) == kept


@pytest.mark.parametrize("counts", [True, False])
def test_markdown(counts: bool, kept: SnapshotAssertion) -> None:
    """The file of a year reads as it did when someone last read it."""
    assert forms.markdown(YEAR, counts=counts) == kept


def test_an_empty_year_is_shown_without_reproach() -> None:
    assert forms.terminal(EMPTY, Screen(width=80)) == "2025\nNothing was written in 2025.\n"
    assert forms.sentences(EMPTY, Screen()) == "2025.\nNothing was written in 2025.\n"
    assert "Nothing was written in 2025." in forms.markdown(EMPTY, counts=True)
    begun = replace(EMPTY, year=2026, through=FRIDAY)
    assert forms.terminal(begun, Screen(width=80)) == (
        "2026, up to 20 November\nNothing was written in 2026 yet.\n"
    )


def test_the_tables_are_at_most_65_columns_wide() -> None:
    """On any terminal that has 66, and for every year: there are fourteen sorts of them."""
    sorts = {(date(year, 1, 1).weekday(), isleap(year)): year for year in range(1990, 2040)}
    assert len(sorts) == 14
    for of_year in sorts.values():
        last = date(of_year, 12, 31)
        written = {
            (last - timedelta(days=days), kind): 30 for days in range(0, 360, 3) for kind in KINDS
        }
        value = replace(
            EMPTY,
            year=of_year,
            through=last,
            months=months_written(of_year, written),
            weeks=weeks_marked(of_year, last, "monday", written),
        )
        drawn = forms.terminal(value, Screen(width=66)).splitlines()
        assert len(drawn) == 16
        assert max(map(len, drawn)) <= 65
        assert all("Jan" not in line or line.endswith("Dec") for line in drawn)


def test_numbers_stand_above_the_weeks_of_their_month() -> None:
    drawn = forms.terminal(YEAR, Screen(width=80))
    months, weeks = drawn.split("\n\n")[1:3]
    assert "  – is a week away\n" in weeks
    header, strip = months.splitlines()[1], weeks.splitlines()[1]
    starts = [header.index(f"{name[:3]}") for name in MONTHS[:12] if name[:3] in header]
    slots = [week_months(2026).index(month) for month in range(1, 13)]
    assert [start - len("■ challenge ") for start in starts] == slots
    assert len(strip.rstrip()) <= len("■ challenge ") + 53
    alone = forms.whole(YEAR, Screen(width=80), "weeks")
    assert header in alone.splitlines()


def test_what_has_not_come_yet_is_empty_and_what_is_not_written_is_a_dot() -> None:
    """Neither a nought nor a blank for a month without a word; nothing at all for December."""
    drawn = forms.terminal(YEAR, Screen(width=80))
    header, *rows = block_of(drawn, "Four kinds, month by month")
    august, december = header.index("Aug"), header.index("Dec")
    assert {row[august : august + 3] for row in rows} == {"  ·"}
    assert {row[december:] for row in rows} == {""}
    over = block_of(forms.terminal(OVER, Screen(width=80)), "Four kinds, month by month")
    assert {row[december:] for row in over[1:]} == {"  ·"}
    assert "Dec" not in forms.terminal(YEAR, Screen(width=40))


@pytest.mark.parametrize("width", [66, 71, 72, 80])
def test_large_numbers_get_the_room_they_need(width: int) -> None:
    """Four digits do not fit above four weeks; without the room the months become rows."""
    many = replace(YEAR, months=dict.fromkeys(KINDS, (2387,) * 11 + (0,)))
    header, *rows = block_of(
        forms.terminal(many, Screen(width=width)), "Four kinds, month by month"
    )
    side_by_side = width >= 72
    assert len(rows) == (4 if side_by_side else 11)
    assert rows[0].split()[-11 if side_by_side else -4 :] == ["2387"] * (11 if side_by_side else 4)
    assert len(header) <= width


@pytest.mark.parametrize("width", [19, 36, 37, 65])
def test_a_narrow_screen_loses_no_number(width: int) -> None:
    """Where the names of the kinds have no room, their first letters stand for them."""
    drawn = forms.whole(YEAR, Screen(width=width), "months").split("\n\n")[1].splitlines()
    rows = drawn[drawn.index(next(line for line in drawn if line.startswith("Jan"))) - 1 :]
    names = [kind if width > 36 else kind[0] for kind in KINDS]
    assert rows[0].split() == names
    assert [row.split()[0] for row in rows[1:]] == [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
    ]  # fmt: skip
    for month, row in enumerate(rows[1:]):
        counts = [str(YEAR.months[kind][month] or "·") for kind in KINDS]
        assert row.split()[1:] == counts


def test_colour_adds_nothing_but_colour_and_stands_on_glyphs_only() -> None:
    """Whoever cannot see it misses nothing; bold and dim may stand on words."""
    for screen in (Screen(width=80), Screen(width=80, counts=False), Screen(width=40)):
        drawn = forms.terminal(YEAR, screen._replace(colour="truecolor"))
        assert STYLED.sub("", drawn) == forms.terminal(YEAR, screen)
        on = ""
        for style, words in re.findall(r"\x1b\[([0-9;]*)m|([^\x1b]+)", drawn):
            if words:
                assert not on or on in {"1", "2"} or set(words) <= {*"■ "}
            else:
                on = style.removeprefix("0")


def test_an_ascii_screen_shows_nothing_else_but_what_the_person_wrote() -> None:
    drawn = forms.terminal(YEAR, Screen(width=80, ascii=True))
    assert not set(drawn) - set(LONG) - set(map(chr, range(128)))


@pytest.mark.parametrize("counts", [True, False])
def test_the_spoken_form_draws_nothing(counts: bool) -> None:
    """No glyph that carries a meaning, no column, and lines end between words."""
    said = forms.sentences(YEAR, Screen(width=40, plain=True, counts=counts))
    assert not [character for character in said if 0x2500 <= ord(character) <= 0x25FF]
    assert not [line for line in said.splitlines() if line != line.strip() or "   " in line]
    wide = forms.sentences(YEAR, Screen(colour="standard", counts=counts))
    assert one_line(LONG) in wide
    assert "".join(said.split()) == "".join(wide.split())


@pytest.mark.parametrize(
    "shown",
    [
        lambda year: forms.terminal(year, Screen(width=80, counts=False)),
        lambda year: forms.sentences(year, Screen(counts=False)),
        lambda year: forms.markdown(year, counts=False),
    ],
    ids=["terminal", "spoken", "markdown"],
)
def test_without_counts_nothing_is_counted(shown: Callable[[Year], str]) -> None:
    """Twice as much written looks the same."""
    double = replace(
        YEAR,
        months={kind: tuple(2 * count for count in of) for kind, of in YEAR.months.items()},
        heard={source: 2 * count for source, count in YEAR.heard.items()},
    )
    assert shown(double) == shown(YEAR)


ON_A_SCREEN = (
    *(sections.BY_MONTH, sections.BY_WEEK, sections.WHY, sections.OWN_WORDS, sections.DEEDS),
    *(sections.SAID, sections.CAME_BACK, sections.OTHERWISE, sections.WRONG, sections.OBSTACLES),
)


def written_all_year(went: Callable[[int], str], *, star: bool = False) -> Year:
    """A year of 300 long entries and long everything; `went` says what became of each."""
    text = "Asked for the criteria before anybody had seen a name, and wrote them down there. " * 4
    entries = tuple(
        Entry(
            number=number,
            kind=KINDS[number % 4],
            text=f"{number} {text}",
            day=date(2026, 1, 1) + timedelta(days=number),
            went=went(number),
            star=star,
            lesson=text,
            guess=text,
            heard=(Heard("them", f"No. {text}", FRIDAY),),
        )
        for number in range(300)
    )
    written = {(one.day, one.kind): 1 for one in entries}
    return replace(
        YEAR,
        months=months_written(2026, written),
        weeks=weeks_marked(2026, FRIDAY, "monday", written),
        heard=heard_counts(entries) | {"guess": 91, "not-mine": 17, "others": 36, "unknown": 106},
        entries=entries,
        first_why=replace(WHYS[0], text=text),
        last_why=replace(WHYS[1], text=text),
        plans=tuple(replace(PLANS[2], number=n, text=text) for n in range(1, 60)),
        obstacles=tuple(Obstacle(number=n, text=text, next=text, opened=FRIDAY) for n in range(20)),
        reflections=(Reflection(topic="year", text=text, day=FRIDAY),),
    )


WORST = {
    "mixed": written_all_year(lambda number: ("done", "missed", "mistake")[number % 3]),
    "starred": written_all_year(lambda _: "done", star=True),
    "missed": written_all_year(lambda _: "missed"),
    "made": YEAR,
    "first week": replace(YEAR, first=date(2026, 11, 16)),
}


@pytest.mark.one_in(4)
@pytest.mark.parametrize("year", WORST)
@pytest.mark.parametrize("counts", [True, False])
def test_a_year_fits_sixty_lines(year: str, counts: bool) -> None:
    """On 80 columns, spoken too; what went wrong has no more lines than what was done."""
    screen, value = Screen(width=80, counts=counts), WORST[year]
    blocks = forms.terminal(value, screen).rstrip().split("\n\n")
    assert len("\n\n".join(blocks).splitlines()) <= 60
    assert len(forms.sentences(value, Screen(plain=True, counts=counts)).splitlines()) <= 60
    lines = {block.splitlines()[0].partition("  ")[0]: block.splitlines() for block in blocks}
    deeds, wrong = lines[sections.DEEDS], lines.get(sections.WRONG, [])
    assert len(wrong) <= len(deeds)
    shown = [kind for kind in KINDS if any(f"■ {kind}" in line for line in deeds)]
    assert shown == [kind for kind in KINDS if value.deeds(kind)]
    for see in re.findall(r"ally year --only (\S+)", forms.terminal(value, screen)):
        assert overview.part_named(see) == see
    assert list(lines)[1:] == [title for title in ON_A_SCREEN if title in lines]


def test_a_screen_with_less_room_shows_no_less() -> None:
    """It has more lines; what is offered below in December takes its own."""
    value = WORST["mixed"]
    wide, narrow = (forms.terminal(value, Screen(width=width)) for width in (80, 40))
    for part in ("plans", "deeds", "heard", "wrong", "obstacles"):
        assert f"ally year --only {part}" in " ".join(narrow.split())
    assert len(narrow.splitlines()) <= 120
    assert "Weeks with something written" in wide
    assert "Weeks with something written" not in narrow


@pytest.mark.one_in(5)
@pytest.mark.parametrize("width", [40, 50, 65, 66, 72, 80, 120])
@pytest.mark.parametrize(
    "text", ["word " * 14, "word " * 17, "word " * 40, "会議の議事録を" * 11], ids=len
)
def test_what_is_cut_says_how_to_see_it_whole(width: int, text: str) -> None:
    """And only that, however wide the screen and the letters are."""
    year = replace(written_all_year(lambda _: "done"), entries=(), plans=(), reflections=())
    entry = Entry(number=1, kind=Kind.ACT, text=text.strip(), day=date(2026, 3, 2))
    months = {kind: (0, 0, int(kind is Kind.ACT), *[0] * 9) for kind in KINDS}
    year = replace(year, entries=(entry,), months=months)
    shown = (
        forms.terminal(year, Screen(width=width))
        .partition(f"\n{sections.DEEDS}")[2]
        .partition("\n\n")[0]
    )
    assert ("…" in shown) == ("in full: ally year --only deeds" in " ".join(shown.split()))


def test_weeks_before_the_first_entry_are_blank_and_weeks_away_are_dashes() -> None:
    value = replace(YEAR, first=date(2026, 7, 27), days=frozenset())
    header, *_ = drawn = forms.whole(value, Screen(width=80), "weeks").splitlines()[3:]
    assert header.split()[0] == "Jan"
    for row in drawn[1:]:
        weeks = row[len("■ challenge ") :]
        assert weeks[:30].strip() == ""
        assert weeks[30] in "■·"
        assert weeks[31:34] == "–––"


@pytest.mark.parametrize("rendered", RENDERERS)
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_every_word_in_the_file_is_as_it_was_written(
    text: str, rendered: Callable[[str], Seen]
) -> None:
    """One table, headings and lists, whatever people write."""
    value = replace(
        YEAR,
        plans=(replace(PLANS[1], text=text, note=text),),
        entries=(
            replace(CHOSEN[0], text=text),
            replace(MISTAKES[0], text=text, lesson=text),
            replace(MISSED[0], text=text, because=text),
        ),
        obstacles=(Obstacle(number=1, text=text, next=text, opened=FRIDAY),),
        reflections=(Reflection(topic="year", text=text, day=FRIDAY),),
        first_why=replace(WHYS[0], text=text),
        last_why=None,
    )
    seen = rendered(forms.markdown(value, counts=True))
    kinds = {tag.split()[0] for tag in seen.tags}
    assert kinds <= {
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "br",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert seen.tags.count("table") == 1
    assert " ".join(seen.text.split()).count(one_line(text)) >= 11


def test_json_is_the_shape_that_scripts_rely_on() -> None:
    """The keys of the contract in their order; a week that has not begun is null."""
    document = json.loads(json_.year(YEAR))
    assert list(document) == [
        "format",
        "version",
        "year",
        "copy",
        "through",
        "months",
        "weeks",
        "away",
        "heard",
        "otherwise",
        "plans",
        "obstacles",
        "entries",
        "mistakes",
        "chosen",
        "shelf",
        "reflections",
    ]
    assert (document["format"], document["version"]) == ("ally/year", 1)
    assert (document["year"], document["copy"], document["through"]) == (
        2026,
        "private",
        "2026-11-20",
    )
    assert list(document["months"]) == list(document["weeks"]) == [kind.value for kind in KINDS]
    for kind in KINDS:
        assert document["months"][kind] == list(YEAR.months[kind])
        assert document["weeks"][kind] == list(YEAR.weeks[kind])
        assert document["weeks"][kind][47:] == [None] * 6
    assert document["heard"] == {
        "them": 5,
        "others": 2,
        "guess": 11,
        "not_mine": 4,
        "unknown": 90,
    }
    assert document["away"] == [{"from": "2026-08-03", "until": "2026-08-23"}]
    assert [entry["guess"] for entry in document["otherwise"]] == ["She was glad of it."]
    assert [plan["number"] for plan in document["plans"]] == [1, 2, 3, 4]
    assert [entry["number"] for entry in document["mistakes"]] == [9, 104]
    assert document["mistakes"][1]["text"] == LONG
    assert [entry["number"] for entry in document["chosen"]] == [12, 31]
    assert document["shelf"] == []
    assert [one["topic"] for one in document["reflections"]] == [
        "why",
        "review/2026-W46/take-along",
        "year",
    ]


@pytest.mark.parametrize("shown", [forms.whole, forms.whole_sentences])
def test_nothing_that_a_terminal_could_obey_reaches_it(
    shown: Callable[[Year, Screen], str],
) -> None:
    """Wherever words of people stand in a year; Rich's markup is only words."""
    text = "a\x1b]52;c;aGk=\x07b\x9b31m\x00\u202ec\x7f[bold]d[/x]"
    value = replace(
        YEAR,
        plans=(replace(PLANS[1], text=text, note=text),),
        entries=(
            replace(MISTAKES[0], text=text, lesson=text, answers={"did": text}),
            replace(MISSED[0], text=text, because=text),
        ),
        obstacles=(Obstacle(number=1, text=text, next=text, opened=FRIDAY),),
        reflections=(Reflection(topic="year", text=text, day=FRIDAY),),
        first_why=replace(WHYS[0], text=text),
        last_why=None,
    )
    drawn = shown(value, Screen(width=80))
    briefly = forms.terminal(value, Screen(width=80))
    assert not set(drawn + briefly) & {"\x1b", "\x07", "\x9b", "\x00", "\u202e", "\x7f"}
    assert drawn.count("[bold]d[/x]") == 20
