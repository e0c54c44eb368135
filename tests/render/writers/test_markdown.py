"""Markdown renders to exactly the person's words, by GitHub's own renderer and by another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import cmarkgfm
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.support import forms

from ally_journal.domain.calendar.periods import week_of
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import CLOSED_STATES, Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.summary import Summary, heard_counts
from ally_journal.render.clean import without_controls
from ally_journal.render.writers import markdown

FRIDAY = date(2026, 11, 20)
OTHER_RENDERER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

NASTY = [
    "www.example.com",
    "(www.example.com/a_b_c)",
    "http://x.y",
    "see https://x.y/?a=1&amp=2#z.",
    "ftp://x.y/",
    "a@b.cc",
    "_a_@b.cc and mailto:a@b.cc",
    "xmpp:a@b.cc/c",
    "<https://x.y> <a@b.cc>",
    "# x",
    "x #",
    "## x ##",
    "#",
    "- [ ] x",
    "- [x] x",
    "[ ] x",
    "* x",
    "+ x",
    "- x",
    "1. x",
    "1) x",
    "2026. was a year",
    "123456789. x",
    "> x",
    "<b>",
    "<b onclick='x'>bold</b>",
    "<!-- x -->",
    "<script>alert(1)</script>",
    "<?php ?> <![CDATA[x]]> <!X>",
    "&amp;",
    "&#35; &copy; &#x41;",
    "~~x~~",
    "~x~",
    "**x** *x* __x__ _x_ ***",
    "***",
    "---",
    "===",
    "+",
    "=",
    "-",
    "_",
    "|",
    "| a | b |",
    "a | b",
    ":-: | --- |",
    "$x$ $$x$$",
    "![a](b)",
    "[a](b) [a][b] [a]",
    "[a]: b",
    "[^1]",
    "[^1]: note",
    "trailing \\",
    "\\",
    "\\\\ \\* \\a",
    "`x`",
    "``` x",
    "~~~",
    "a ` b",
    ":smile:",
    "@priya #hiring",
    "\"quoted\" 'quoted' (c) ... --",
    "    indented",
    "two  spaces   and\ttab",
    "line\nand line",
    "\u00a0no break\u3000",
    "\u202eabc\x1b[2J\0",
    "👩🏽‍🚀 שלום 日本語 e\u0301",
    "\ufeffmark",
    "a\u200bb",
    "%7B{{x}}{% x %}",
    "http\\://x www\\.x.y",
    "aaa.bbb@ccc.ddd.eee+fff",
    "x^2^ H~2~O ==x== ++x++",
]

PIECES = st.sampled_from([*NASTY, *"#*_-+=~`|<>[](){}!&;:@.\\/\"'$^%0123456789 \n\t"])
HOSTILE = st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join) | st.text()


class Seen(HTMLParser):
    """What a reader of the page sees: its words, and the tags around them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self._blocks: list[list[str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the tag, with its attributes if it has any."""
        self.tags.append(" ".join([tag, *(f"{name}={value}" for name, value in attrs)]))
        if tag in {"h1", "h2", "p", "li"}:
            self._blocks.append([tag, ""])

    def handle_data(self, data: str) -> None:
        """Collect the words."""
        self.text += data
        if self._blocks:
            self._blocks[-1][1] += data

    def handle_comment(self, data: str) -> None:
        """Note what should not be there."""
        self.tags.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        """Note what should not be there."""
        self.tags.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        """Note what should not be there."""
        self.tags.append(f"instruction {data}")

    def unknown_decl(self, data: str) -> None:
        """Note what should not be there."""
        self.tags.append(f"declaration {data}")

    def blocks(self, *tags: str) -> list[str]:
        """The words of every block with one of these tags, in order."""
        return [text.strip() for tag, text in self._blocks if tag in tags]


def by_github(source: str) -> Seen:
    """As GitHub renders it.

    Its renderer links mail addresses after it has undone every escape, so no Markdown keeps it
    from that; the words stay the same, and such a link is the one tag that is overlooked here.
    """
    seen = Seen(str(cmarkgfm.github_flavored_markdown_to_html(source)))
    seen.tags = [tag for tag in seen.tags if not (tag.startswith("a href=") and "@" in tag)]
    return seen


def by_another(source: str) -> Seen:
    """As a renderer of another family does."""
    return Seen(OTHER_RENDERER.render(source))


RENDERERS = [by_github, by_another]

renderers = pytest.mark.parametrize("rendered", RENDERERS)
Rendered = Callable[[str], Seen]


def _words(text: str) -> str:
    return " ".join(without_controls(text).split())


PLACES = [
    ("before\n\n{}\n\nafter", ["p", "p", "p"], "before {} after"),
    ("- {}\n- after", ["ul", "li", "li"], "{} after"),
    ("## {}\n\nafter", ["h2", "p"], "{} after"),
    ("- Fri: {}", ["ul", "li"], "Fri: {}"),
    ("- before\\\n  {}", ["ul", "li", "br"], "before {}"),
    ("before\n\n{} after", ["p", "p"], "before {} after"),
]
"""Where a text may stand: the Markdown around it, the tags expected, and what is to be read."""


@renderers
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_each_nasty_text_renders_as_its_own_characters(text: str, rendered: Rendered) -> None:
    for around, tags, shown in PLACES:
        seen = rendered(around.format(markdown.inline(text)))
        assert seen.tags == tags
        assert " ".join(seen.text.split()) == shown.format(_words(text))


@given(HOSTILE)
@example("www.example.com")
@example("x #")
@example("trailing \\")
def test_any_text_renders_as_its_own_characters_everywhere(text: str) -> None:
    words = _words(text)
    assume(words)
    written = markdown.inline(text)
    assert "\n" not in written
    for rendered in RENDERERS:
        paragraph = rendered(f"before\n\n{written}\n\nafter")
        assert paragraph.tags == ["p", "p", "p"]
        assert paragraph.text == f"before\n{words}\nafter\n"
        item = rendered(f"- {written}\n- after")
        assert item.tags == ["ul", "li", "li"]
        assert item.text == f"\n{words}\nafter\n\n"
        heading = rendered(f"## {written}\n\nafter")
        assert heading.tags == ["h2", "p"]
        assert heading.text == f"{words}\nafter\n"


def _lines(text: str) -> str:
    return "\n".join(map(_words, without_controls(text).strip().split("\n")))


@renderers
@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one", ["one"]),
        ("one\ntwo\n\n three ", ["one", "two", "", "three"]),
        ("\n\none\n", ["one"]),
        ("one\\\n# two\n- three\n---\n> four", ["one\\", "# two", "- three", "---", "> four"]),
        ("| a |\n| - |\n| b |", ["| a |", "| - |", "| b |"]),
        ("```\ncode\n```", ["```", "code", "```"]),
        ("x\n===\ny\n    z", ["x", "===", "y", "z"]),
        ("[^1]\n[^1]: note", ["[^1]", "[^1]: note"]),
    ],
)
def test_lines_stay_lines_and_become_nothing_else(
    text: str, lines: list[str], rendered: Rendered
) -> None:
    seen = rendered(f"before\n\n{markdown.block(text)}")
    assert seen.tags == ["p", "p", *["br"] * (len(lines) - 1)]
    assert seen.blocks("p") == ["before", "\n".join(lines)]


def _summary(texts: list[str]) -> Summary:
    """A week in which every text stands wherever a text can stand."""
    went = ["done", "missed", "mistake"]
    entries = tuple(
        Entry(kind=kind, text=text, day=FRIDAY, number=number, went=went[number % 3])
        for kind in KINDS
        for number, text in enumerate(texts)
    )
    return Summary(
        period=week_of(FRIDAY),
        today=FRIDAY,
        entries=entries,
        weeks=(True, False, True),
        heard=heard_counts(entries) | {"guess": 2},
        plans=tuple(Plan(text=text, opened=FRIDAY) for text in texts),
        obstacles=tuple(Obstacle(text=text, opened=FRIDAY) for text in texts),
        why=Reflection(topic="why", text=texts[0], day=FRIDAY),
        reflections=tuple(
            # "/own/" in a topic, as the text own would make it, is another question's
            Reflection(topic=f"review/-{text}/-{text}", text=text, day=FRIDAY)
            for text in texts
        ),
    )


@renderers
@settings(max_examples=settings().max_examples // 4)
@given(st.lists(HOSTILE.filter(str.strip), min_size=1, max_size=4))
@example(NASTY)
@example(["0", "0"])
@example(["own"])
def test_a_whole_review_of_hostile_words_keeps_them_and_its_own_form(
    rendered: Rendered, texts: list[str]
) -> None:
    """No HTML, no task box, no link, no heading but the program's; each item says its words."""
    seen = rendered(forms.markdown(_summary(texts), counts=True))
    assert set(seen.tags) <= {"h1", "h2", "p", "ul", "li", "br"}
    marks = ["", "missed: ", "mistake: "]
    items, count = seen.blocks("li"), len(texts)
    entries = [f"Fri 20 Nov 2026: {marks[at % 3]}{_lines(text)}" for at, text in enumerate(texts)]
    assert items[: 4 * count] == [entry.strip() for entry in entries] * 4
    words = [_lines(text).strip() for text in texts]
    assert items[4 * count : 6 * count] == words * 2
    thoughts = items[6 * count :]
    assert len(thoughts) == count
    assert all(map(str.endswith, thoughts, words))
    headings = seen.blocks("h1", "h2")
    assert headings == [
        "Mon 16 to Sun 22 November 2026",
        *(kind.label for kind in KINDS),
        "What I heard",
        "What I said I would do",
        "What stands in the way",
        "What I thought",
    ]


@renderers
def test_kinds_without_entries_share_a_line_and_an_empty_section_is_left_out(
    rendered: Rendered,
) -> None:
    empty = replace(
        _summary(["x"]),
        entries=(),
        weeks=(),
        heard=heard_counts(()),
        plans=(),
        obstacles=(),
        why=None,
        reflections=(),
    )
    seen = rendered(forms.markdown(empty, counts=True))
    assert seen.blocks("h2") == []
    assert seen.blocks("p", "li") == ["Nothing written."]


def test_without_counts_no_number_of_entries_appears() -> None:
    with_counts = forms.markdown(_summary(["x"]), counts=True)
    without = forms.markdown(_summary(["x"]), counts=False)
    assert "in 2 of the last 3 weeks" in with_counts.replace("&#46;", ".")
    assert "I have a guess about 2" in with_counts
    assert "weeks" not in without
    assert "I have a guess about some" in without


def test_closed_plans_are_not_among_what_i_said_i_would_do() -> None:
    plans = tuple(
        Plan(text=f"plan {state}", opened=FRIDAY, state=state) for state in ("open", *CLOSED_STATES)
    )
    written = forms.markdown(replace(_summary(["x"]), plans=plans), counts=True)
    assert "- plan open\n" in written
    assert not any(state in written for state in CLOSED_STATES)
