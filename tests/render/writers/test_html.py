"""Pages: self-contained, every word as it was written, and readable by everyone.

What only a browser can tell is in tests/browser.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion
from tests.render.test_year_views import EMPTY, FRIDAY, YEAR, ReadableFile
from tests.render.writers.test_markdown import NASTY
from tests.support import forms
from tests.support.reading_html import Page
from tests.support.sample_pages import PRIVATE, SHARING, private_of, review_of, sharing_of

from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.away import Away
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.sharing.looking import UNLOOKED
from ally_journal.render.clean import without_controls
from ally_journal.render.screen import COLOURS
from ally_journal.render.views import charts
from ally_journal.render.writers import html

STYLE = (html._TEMPLATES / "page.css").read_text(encoding="utf-8")
HOSTILE = [
    *NASTY,
    "<script>document.title='taken'</script>",
    "</style><img src=x onerror=\"document.title='taken'\">",
    "</svg></desc></title></bdi></p><h1>taken</h1>",
    "[click](javascript:document.title='taken')",
    "{{ 7 * 7 }} {% raw %} {# gone #}",
    "\u202egnp.exe \u2067 \u200f and on",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "<!-- gone --> <![CDATA[ gone ]]> <?gone?>",
    "\x00\x07\x1b]52;c;x\x07 \x85 \ud800",
    "\n\n  leading and trailing \t\n",
    "w" * 100_000,
]
PAGES: dict[str, Callable[..., str]] = {
    "private": lambda *texts: forms.page(private_of(*texts), counts=True),
    "without counts": lambda *texts: forms.page(private_of(*texts), counts=False),
    "sharing": lambda *texts: forms.page(sharing_of(*texts)),
    "review": lambda *texts: forms.page(review_of(*texts), counts=True),
}
every_page = pytest.mark.parametrize("page", PAGES)


@pytest.fixture
def kept(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The words of a page as they were when someone last read them."""
    return snapshot.use_extension(ReadableFile)


@pytest.mark.parametrize(
    "document",
    [
        forms.page(PRIVATE, counts=True),
        forms.page(PRIVATE, counts=False),
        forms.page(SHARING),
        forms.page(replace(SHARING, looked=UNLOOKED, replaced=False)),
        forms.page(review_of("Asked for the criteria."), counts=True),
        forms.page(EMPTY, counts=True),
    ],
    ids=["private", "without-counts", "sharing", "not-reviewed", "review", "empty"],
)
def test_the_words_of_a_page(document: str, kept: SnapshotAssertion) -> None:
    """Headings, questions, alternatives of drawings and all else that a page says."""
    assert Page(document).readable == kept


@pytest.mark.one_in(2)
@every_page
def test_nothing_can_run_and_nothing_is_fetched(page: str) -> None:
    """No script, no handler, no address but places on the page, and one style sheet."""
    document = PAGES[page](*HOSTILE)
    read = Page(document)
    assert not read.all("script", "img", "link", "base", "iframe", "object", "form", "input", "use")
    assert len(read.all("style")) == 1
    ids = {one.attributes["id"] for one in read.elements if "id" in one.attributes}
    for element in read.elements:
        for name, value in element.attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "style", "srcdoc", "xlink:href", "action"}
            assert name != "href" or value.removeprefix("#") in ids
            assert "url(" not in value
    assert not re.search(r"url\(|@import|@font-face|expression", STYLE)
    assert read.declarations == ["doctype html"]


@every_page
def test_the_policy_allows_the_one_style_sheet(page: str) -> None:
    """Its hash is that of the very text in the page, and all else is forbidden."""
    read = Page(PAGES[page]("x"))
    (style,) = read.all("style")
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    (policy,) = (
        one.attributes["content"]
        for one in read.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    metas = {one.attributes.get("name"): one.attributes.get("content") for one in read.all("meta")}
    assert metas["referrer"] == "no-referrer"
    assert metas["color-scheme"] == "light dark"


@every_page
def test_a_page_is_well_made(page: str) -> None:
    """A language, a title, unique ids, headings in order, drawings that say what they show."""
    read = Page(PAGES[page]("x"))
    assert [one.attributes["lang"] for one in read.all("html")] == ["en-GB"]
    (title,) = [one for one in read.all("title") if one.inside[-1] == "head"]
    assert "copy" in title.text
    ids = [one.attributes["id"] for one in read.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    levels = [int(one.tag[1]) for one in read.all("h1", "h2", "h3")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for drawn in read.all("svg"):
        said = drawn.attributes
        assert "aria-hidden" in said or (said["role"] == "img" and said["aria-labelledby"] in ids)
        assert said.get("aria-describedby", ids[0]) in ids
    assert len(read.all("header", "nav", "main", "footer", "aside")) <= 5
    assert not [
        one for one in read.all("section") if {"aria-labelledby", "role"} & {*one.attributes}
    ]
    for shape in read.all("rect", "path", "text"):
        assert re.fullmatch(r"#[0-9a-f]{6}", shape.attributes["fill"])
        assert shape.classes or shape.tag == "text"


@pytest.mark.one_in(5)
@every_page
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_every_word_is_as_it_was_written(page: str, text: str) -> None:
    """Whatever people write comes back to the letter, and makes no element."""
    same_words_same_shape(page, text)


@every_page
@given(text=st.text(min_size=1).filter(str.strip))
def test_any_text_is_only_text(page: str, text: str) -> None:
    same_words_same_shape(page, text)


@cache
def plain_page(page: str) -> Page:
    return Page(PAGES[page]("x"))


def same_words_same_shape(page: str, text: str) -> None:
    shown, plainly = Page(PAGES[page](text)), plain_page(page)
    assert shown.shape == plainly.shape
    assert shown.words == [
        {"x": without_controls(text), "x, x": without_controls(f"{text}, {text}")}.get(words, words)
        for words in plainly.words
    ]
    assert plainly.words.count("x") > 4


def test_the_private_page_shows_the_private_text() -> None:
    """What was written for others stands in their copy alone."""
    words = Page(forms.page(PRIVATE, counts=True)).words
    assert "Ask before I help." in words
    assert not {"For others to read.", "For others too."} & set(words)
    only = replace(
        PRIVATE,
        reflections=(Reflection(topic="year", text="Theirs.", day=FRIDAY, for_sharing=True),),
    )
    assert "Theirs." not in Page(forms.page(only, counts=True)).words


def test_every_entry_stands_in_its_month() -> None:
    """Folded until one wants all of it, with its lesson, what was heard, and its plan."""
    folded = forms.page(PRIVATE, counts=True)
    months = [one for one in Page(folded).all("summary") if "2026" in one.text]
    assert [one.text for one in months][:2] == ["February 2026 2 entries", "March 2026 1 entry"]
    diary = folded.split('<section id="every-entry--month-by-month">')[1].split("</section>")[0]
    words = Page(diary).words
    known = {one.text for one in PRIVATE.entries} | {"Count to five first.", "I had my own answer."}
    assert known | {PRIVATE.plans[1].text} <= set(words)
    for document, open_ in ((folded, 0), (forms.page(PRIVATE, unfolded=True), len(months))):
        assert len(re.findall(r"<details open><summary><h3>", document)) == open_


@pytest.mark.parametrize(
    ("done", "wrong", "shown"), [(0, 9, 2), (1, 9, 2), (8, 9, 5), (8, 5, 5), (8, 200, 5)]
)
def test_what_went_badly_has_no_more_room(done: int, wrong: int, shown: int) -> None:
    """The newest five at most, and no more than of what was done; the others are folded.

    A hundred more stand only in their months, and a link says so.
    """
    deed = next(one for one in PRIVATE.entries if one.went == "done" and not one.star)
    deeds = [replace(deed, kind=KINDS[number % 4], number=number) for number in range(done)]
    badly = [replace(PRIVATE.mistakes[0], number=1000 + number) for number in range(wrong)]
    document = forms.page(replace(PRIVATE, entries=(*deeds, *badly)), counts=True)
    section = document.split('<section id="what-i-got-wrong--')[1].split("</section>")[0]
    earlier, _, there = section.rpartition("</details>")
    assert there.count("<li") == shown
    assert earlier.count("<li") == (0 if wrong > 100 else wrong - shown)
    said = f"{wrong - shown} earlier"
    assert (said in section) == (wrong > shown)
    assert (f"{said}: in their months" in section) == (wrong > 100)


def test_a_year_of_very_many_entries_leaves_out_answers_and_says_so() -> None:
    """Ten thousand entries stay a small file; the lesson and what was heard are there."""
    whole = [forms.page(PRIVATE), forms.page(replace(PRIVATE, entries=PRIVATE.entries * 400))]
    assert ["She had stopped writing." in one for one in whole] == [True, False]
    assert ["Answers to questions, guesses, tags and marks stay" in one for one in whole] == [
        False,
        True,
    ]
    assert whole[1].count("Count to five first.") > 400


def numbers(document: str) -> list[str]:
    """Numbers on a page, without the days and years that say when, and without the version."""
    read = Page(document)
    said_in = read.all("text", "td", "desc", "p", "summary")
    texts = [one.text for one in said_in if one.inside[-1] != "li"]
    dated = r"\d+ (January|February|March|April|May|June|July|August|September|October|November)"
    said = " ".join(re.sub(rf"{dated}|20\d\d|ally \d.*", "", text) for text in texts)
    return re.findall(r"\d+", said)


def test_without_counts_nothing_is_counted() -> None:
    """Twice as much written looks the same; days written are days, not numbers of entries."""
    double = replace(
        PRIVATE,
        months={kind: tuple(2 * count for count in of) for kind, of in YEAR.months.items()},
        heard={source: 2 * count for source, count in YEAR.heard.items()},
    )
    assert forms.page(double, counts=False) == forms.page(PRIVATE, counts=False)
    assert numbers(forms.page(replace(PRIVATE, days=frozenset()), counts=False)) == []
    assert numbers(forms.page(PRIVATE, counts=True))


def test_a_sharing_page_tells_no_day_and_no_number() -> None:
    """Months and presence only; and it says what was left out and what nobody can promise."""
    document = forms.page(SHARING)
    assert numbers(document) == []
    read = Page(document)
    headings = [one.text for one in read.all("h2")]
    assert "When I wrote" not in headings
    assert "What came back" not in headings
    assert "What I got wrong, and do differently" not in headings
    said = read.readable
    assert "No program can catch every name" in said
    assert "was replaced by “a colleague”" in said
    assert "Nobody read it" not in said
    unseen = Page(forms.page(replace(SHARING, looked=UNLOOKED, replaced=False))).readable
    assert "Nobody read it" in unseen
    assert "was replaced" not in unseen


def test_a_part_of_a_year_says_how_far_it_goes() -> None:
    """In a copy for others to the month, as in its other forms."""
    private, shared = forms.page(PRIVATE, counts=True), forms.page(SHARING)
    assert "A part of the year: from 1 January to 20 November 2026." in private
    assert "A part of the year, up to November 2026." in shared
    assert "20 November" not in shared
    over = replace(PRIVATE, through=date(2026, 12, 31))
    assert '<p class="through">From 1 January to 31 December 2026.</p>' in forms.page(
        over, counts=True
    )


def test_a_sharing_page_leaves_out_no_month_with_an_entry() -> None:
    """Nor one that has not begun, which another device or an import may bring."""
    later = (*(False,) * 11, True)
    value = replace(SHARING, months={**SHARING.months, Kind.ACT: later})
    table = Page(forms.page(value)).readable
    assert "December" in table


def test_an_empty_year_is_a_page_too() -> None:
    """It says so without a word of reproach, and empty sections are left out."""
    read = Page(forms.page(EMPTY, counts=True))
    assert "Nothing was written in 2025. That tells of writing, not of what I did." in (
        one.text for one in read.all("p")
    )
    assert [one.text for one in read.all("h2")] == ["Four kinds, month by month", "About this copy"]
    assert not read.all("svg", "nav", "table")


def test_four_kinds_share_one_scale() -> None:
    """In their order; the highest bar of all is the highest there is, and half is half of it."""
    months = dict.fromkeys(KINDS, (0,) * 12) | {
        Kind.LEARN: (10, *(0,) * 11),
        Kind.ACT: (20, 1, *(0,) * 10),
    }
    drawn = charts.month_charts(2026, months, range(1, 3), counts=True)
    assert [chart.kind for chart in drawn] == list(KINDS)
    heights = {chart.kind: [bar.height for bar in chart.bars] for chart in drawn}
    assert heights[Kind.LEARN][0] * 2 == heights[Kind.ACT][0] == max(map(max, heights.values()))
    assert heights[Kind.ACT][1] > 0, "little is not nothing"
    assert [bar.within for bar in drawn[0].bars] == [False, True, True] + [False] * 9
    assert drawn[3].desc == "20 in January and 1 in February."
    assert charts.month_charts(2026, months, range(3), counts=False)[3].desc == (
        "Written in January and February."
    )


@pytest.mark.parametrize("starts", ["monday", "sunday", "saturday"])
def test_a_calendar_has_every_day_once(starts: str) -> None:
    """Each day up to the last shown is a square or a dot, and inside the drawing."""
    for year in range(1995, 2035):
        days = {date(year, 2, 28), date(year, 7, 1), date(year, 12, 31)}
        found = list(charts.halves(year, (date(year, 1, 1), date(year, 12, 31)), days, starts))
        whole = "".join(half.written + half.unwritten for half in found)
        length = (date(year, 12, 31) - date(year, 1, 1)).days + 1
        assert whole.count("M") == length
        assert sum(half.written.count("M") for half in found) == 3
        for half in found:
            corners = re.findall(r"M(\d+) (\d+)h(\d+)", half.written + half.unwritten)
            assert len({(x, y) for x, y, _ in corners}) == len(corners)
            assert max(int(x) + int(side) for x, _, side in corners) <= 320
            assert max(int(y) + int(side) for _, y, side in corners) <= half.height


def test_no_day_before_the_first_or_after_the_last_is_drawn() -> None:
    """A half that holds no day is left out; a day to come is neither written nor empty."""
    shown = (date(2026, 1, 5), date(2026, 3, 1))
    (half,) = charts.halves(2026, shown, {date(2026, 1, 5)}, "monday")
    assert (half.written.count("M"), half.unwritten.count("M"), half.away) == (1, 55, "")
    assert half.table == (("January", "5"), ("February", "–"), ("March", "–"))
    pauses = [Away(date(2026, 1, 10), date(2026, 1, 11))]
    (paused,) = charts.halves(2026, shown, {date(2026, 1, 5)}, "monday", pauses)
    assert (paused.unwritten.count("M"), paused.away.count("M")) == (53, 2)
    late = (date(2026, 11, 20), date(2026, 12, 31))
    assert [one.name for one in charts.halves(2026, late, set(), "monday")] == ["July to December"]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_colours_can_be_told_from_the_paper() -> None:
    """Text by 7:1 and shapes by 3:1, in light and in dark (WCAG 2.2: 1.4.6 and 1.4.11)."""
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{([^}]+)\}", STYLE)[:2]
    )
    for colours in (light, light | dark):
        for text in ("ink", "soft", "link"):
            assert contrast(colours[text], colours["paper"]) >= 7, text
        for shape in (*KINDS, "tone"):
            assert contrast(colours[shape], colours["paper"]) >= 3, shape
    assert {kind: light[kind] for kind in KINDS} == COLOURS
    fills = set(re.findall(r'fill="(#[0-9a-f]{6})"', forms.page(PRIVATE, counts=True)))
    assert fills <= set(light.values()), "without its style sheet a page has the colours of light"
