"""ally shelf: what is on it, what was taken from it, and what becomes an entry."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, drafts_of, finish, stop, words_in

from ally_journal.domain.content import shipped

Ally = Callable[..., Said]
TAKEAWAY = "What do you take from it?"
COMMITMENT = "What will you do now?"
OFFER = "Keep it as a learn entry too?"


@pytest.fixture
def good_guys(ally: Ally) -> None:
    """One thing on the shelf."""
    ally("shelf", "add", "Good Guys")


def on_shelf(ally: Ally) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(ally("shelf", "--json").out)
    return items


def entries(ally: Ally) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("list", "--json").out)
    return found


def test_an_empty_shelf_names_titles(ally: Ally, journal_path: Path) -> None:
    """Nothing stands there unasked; looking makes no journal."""
    assert on_shelf(ally) == []
    shown = " ".join(ally("shelf").out.split())
    assert shown.startswith('The shelf is empty. ally shelf add "TITLE" puts something there')
    assert all(one.title in shown for one in shipped())
    assert ally("shelf", "list").out == ally("shelf").out
    assert not journal_path.parent.exists()


@pytest.mark.parametrize(
    ("words", "by", "type_"),
    [
        (["Good Guys"], "David G. Smith and W. Brad Johnson", "book"),
        (["good", "guys "], "David G. Smith and W. Brad Johnson", "book"),
        (["Good Guys", "--by", "somebody else"], "somebody else", "book"),
        (["Good Guys", "--by", "", "--type", "film"], None, "film"),
        (["Good Guise"], None, None),
    ],
)
def test_what_the_sources_name_is_known(
    ally: Ally, words: list[str], by: str | None, type_: str | None
) -> None:
    """Whoever made it and its type, unless something else is said of it."""
    assert ally("shelf", "add", *words).out == "Saved as shelf item 1.\n"
    (item,) = on_shelf(ally)
    assert (item["title"], item["by"], item["type"]) == (
        " ".join(words[: 1 + (words[0] == "good")]).strip(),
        by,
        type_,
    )


def test_what_stands_there_has_a_day_and_tags(ally: Ally) -> None:
    """Such as the pre-work of a course; edit changes both, and an empty day takes it away."""
    ally("shelf", "add", "The cases", "--on", "in 2 weeks", "-t", "course", "-t", "#hiring")
    assert "for Fri 4 Dec 2026 · #course · #hiring" in ally("shelf", "show", "1").out
    assert (
        "For Friday 4 December 2026.\n#course.\n#hiring."
        in ally("--plain", "shelf", "show", "last").out
    )
    ally("shelf", "edit", "1", "--on", "3 days ago", "-t", "work", "--untag", "hiring")
    item = json.loads(ally("shelf", "show", "1", "--json").out)
    assert (item["on"], item["tags"]) == ("2026-11-17", ["course", "work"])
    said = ally("shelf", "edit", "1", "--untag", "desk")
    assert (said.code, said.err) == (2, "It has no tag “desk”; its tags are course, work.\n")
    before = ally("history").out
    assert "nothing was changed" in ally("shelf", "edit", "1", "-t", "Course").out
    assert ally("history").out == before
    ally("shelf", "edit", "1", "--on", "")
    assert on_shelf(ally)[0]["on"] is None
    ally("undo", "--steps", "2")
    assert (on_shelf(ally)[0]["on"], on_shelf(ally)[0]["tags"]) == (
        "2026-12-04",
        ["course", "hiring"],
    )


def test_from_to_read_to_done(ally: Ally, program: Ally) -> None:
    """Added, begun and done; another process reads back exactly what was written."""
    ally("shelf", "add", "Captions", "for all", "--by", "the network", "--type", "talk")
    ally("shelf", "start", "last")
    assert json.loads(ally("shelf", "done", "1", "  Say it aloud ", "--json").out)["number"] == 1
    item = json.loads(program("shelf", "--json").out)[-1]
    assert item | {"id": ""} == {
        "id": "",
        "number": 1,
        "title": "Captions for all",
        "by": "the network",
        "type": "talk",
        "state": "done",
        "takeaway": "Say it aloud",
        "day": "2026-11-20",
        "on": None,
        "tags": [],
        "conflict": False,
        "others": [],
    }
    shown = ally("shelf").out
    assert shown.startswith("Done\n  1  Captions for all\n")
    assert "talk · by the network · done Fri 20 Nov 2026 · Say it aloud" in shown
    assert entries(ally) == [], "off a terminal nothing becomes an entry unasked"


def test_each_place_has_a_heading(ally: Ally) -> None:
    """In their order, and only those where something stands."""
    for one in shipped()[:3]:
        ally("shelf", "add", one.title)
    ally("shelf", "start", "2")
    ally("shelf", "done", "1")
    headings = [line for line in ally("shelf").out.splitlines() if line and line[0] != " "]
    assert headings == ["To read", "In progress", "Done"]
    assert (
        "article · by Deloitte, in The Wall Street Journal · begun Fri 20 Nov 2026"
        in ally("shelf").out
    )


@pytest.mark.usefixtures("good_guys")
def test_repeating_is_fine(ally: Ally) -> None:
    """The same again changes nothing, other words replace the first, beginning again keeps them."""
    ally("shelf", "done", "1", "First")
    before = ally("history").out
    assert ally("shelf", "done", "1", "First").out == "Shelf item 1 is done: “Good Guys”\n"
    assert ally("shelf", "done", "1").code == 0
    assert ally("history").out == before
    ally("shelf", "done", "1", "Second")
    ally("shelf", "start", "1")
    ally("shelf", "start", "1")
    assert (on_shelf(ally)[0]["state"], on_shelf(ally)[0]["takeaway"]) == ("in-progress", "Second")


@pytest.mark.parametrize(
    ("type_", "way"),
    [
        ("book", "read"),
        ("Article", "read"),
        ("talk", "watch"),
        ("video", "watch"),
        ("podcast", "listen"),
        ("course", "course"),
        ("exhibition", None),
        ("", None),
    ],
)
def test_what_was_learnt_becomes_an_entry(ally: Ally, type_: str, way: str | None) -> None:
    """With --learn: of kind learn, today, with the takeaway, the way of its type and its title."""
    ally("shelf", "add", "Captions for all", "--type", type_)
    said = ally("shelf", "done", "last", "Say it #aloud", "--learn")
    assert said.out == (
        "Shelf item 1 is done: “Captions for all”\nSaved 1 · learn · Fri 20 Nov 2026 · #aloud\n"
    )
    (entry,) = entries(ally)
    assert (entry["kind"], entry["text"], entry["day"]) == ("learn", "Say it #aloud", "2026-11-20")
    assert (entry["way"], entry["answers"]) == (way, {"source": "Captions for all"})
    assert entry["tags"] == ["aloud"]


@pytest.mark.usefixtures("good_guys")
def test_one_undo_takes_back_both(ally: Ally, program: Ally) -> None:
    """What is on the shelf and the entry; redo brings both back; history names each."""
    ally("shelf", "done", "1", "Ask first", "--learn")
    assert ally("undo").out == "Took back entry 1.\nPut shelf item 1 back as it was.\n"
    assert entries(ally) == []
    assert (on_shelf(ally)[0]["state"], on_shelf(ally)[0]["takeaway"]) == ("to-read", None)
    ally("redo")
    assert len(entries(ally)) == 1
    assert json.loads(program("shelf", "--json").out)[0]["takeaway"] == "Ask first"
    assert "shelf item 1 added" in ally("history").out
    assert "Nothing" not in ally("undo").out


@pytest.mark.usefixtures("good_guys")
def test_learn_takes_an_earlier_takeaway(ally: Ally) -> None:
    """--learn without words keeps those of before, and without any it is wrong usage."""
    said = ally("shelf", "done", "1", "--learn")
    assert (said.code, said.out) == (2, "")
    assert "write that too, in quotes" in said.err
    assert on_shelf(ally)[0]["state"] == "to-read"
    ally("shelf", "done", "1", "Ask first")
    assert ally("shelf", "done", "1", "--learn").code == 0
    assert [entry["text"] for entry in entries(ally)] == ["Ask first"]


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["start", "5"], 1, "There is no shelf item yet; ally shelf add begins."),
        (["done", "99", "words"], 1, "There is no shelf item yet"),
        (["done", "x"], 2, "not the number of a shelf item"),
        (["add"], 2, "nothing to put on the shelf"),
        (["add", " "], 2, "nothing to put on the shelf"),
        (["add", "x", "--on", "someday"], 2, "not a date that ally knows"),
        (["add", "x", "-t", "1"], 2, "cannot be a tag"),
    ],
)
def test_what_cannot_be_done(
    ally: Ally, journal_path: Path, args: list[str], code: int, sentence: str
) -> None:
    """One sentence, an exit code, and no journal for it."""
    said = ally("shelf", *args)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert not journal_path.exists()


@pytest.mark.parametrize("args", [["add", "typed words"], ["done", "1", "typed words"]])
def test_typed_words_are_never_lost(ally: Ally, journal_path: Path, args: list[str]) -> None:
    """When the journal cannot be opened, they lie in a draft."""
    journal_path.parent.mkdir()
    journal_path.write_text("not a journal")
    said = ally("shelf", *args)
    assert said.code == 1
    (draft,) = drafts_of(journal_path)
    assert words_in(draft).strip() == "typed words"
    assert "kept in" in said.err


def test_words_can_be_piped(ally: Ally) -> None:
    """A title when there is none, a takeaway for a dash; any text is kept as it is."""
    ally("shelf", "add", stdin="-5 “quoted” \\ $x\n")
    ally("shelf", "add", "Good Guys")
    ally("shelf", "done", "1", "-", stdin="first\nsecond\n")
    ally("shelf", "done", "2", stdin="not asked for")
    item = on_shelf(ally)[0]
    assert (item["title"], item["takeaway"]) == ("-5 “quoted” \\ $x", "first\nsecond")
    assert on_shelf(ally)[1]["takeaway"] is None


@pytest.mark.usefixtures("good_guys")
def test_plain_needs_no_drawing(ally: Ally) -> None:
    """Sentences, a line for each thing."""
    ally("shelf", "add", "Captions")
    ally("shelf", "done", "2", "Say the name")
    lines = ally("--plain", "shelf").out.splitlines()
    assert lines[:4] == [
        "To read:",
        "Shelf item 1: Good Guys.",
        "Book.",
        "By David G. Smith and W. Brad Johnson.",
    ]
    assert "Done:" in lines
    assert not any(line.startswith(" ") or "·" in line or not line for line in lines)


@pytest.mark.usefixtures("good_guys")
def test_on_a_terminal_it_asks_and_offers(ally: Ally, terminal: Callable[..., Any]) -> None:
    """What was taken from it, and then whether to keep it as an entry."""
    child = terminal("shelf", "done", "1")
    child.expect(TAKEAWAY)
    child.sendline("Ask first")
    child.expect(OFFER)
    child.sendline("y")
    said, code = finish(child)
    assert code == 0
    assert "Shelf item 1 is done" in said
    assert "Saved 1 · learn" in said
    assert [entry["text"] for entry in entries(ally)] == ["Ask first"]
    assert on_shelf(ally)[0]["takeaway"] == "Ask first"


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("good_guys")
@pytest.mark.parametrize(
    ("words", "answers", "takeaway"),
    [
        ([], [(TAKEAWAY, "")], None),
        ([], [(TAKEAWAY, "q")], None),
        ([], [(TAKEAWAY, "Ask first"), (OFFER, "")], "Ask first"),
        (["Ask first"], [(OFFER, "n")], "Ask first"),
        (["Ask first"], [(OFFER, "q")], "Ask first"),
        (["--learn"], [(TAKEAWAY, "")], None),
    ],
)
def test_everything_can_be_skipped(
    ally: Ally,
    terminal: Callable[..., Any],
    words: list[str],
    answers: list[tuple[str, str]],
    takeaway: str | None,
) -> None:
    """It is done all the same, and there is no entry."""
    child = terminal("--plain", "shelf", "done", "1", *words)
    for question, answer in answers:
        child.expect_exact(question)
        child.sendline(answer)
    assert finish(child)[1] == 0
    assert (on_shelf(ally)[0]["state"], on_shelf(ally)[0]["takeaway"]) == ("done", takeaway)
    assert entries(ally) == []


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("type_", "answers", "plans"),
    [
        ("Course", ["", "When the network meets, I go to listen"], 1),
        ("course", ["", ""], 0),
        ("course", ["q", "q"], 0),
        ("talk", [""], 0),
    ],
)
def test_a_course_ends_with_a_commitment(
    ally: Ally, terminal: Callable[..., Any], type_: str, answers: list[str], plans: int
) -> None:
    """It is asked for once a course is done, and kept as a plan that names it; undo takes both."""
    ally("shelf", "add", "Allyship in three sessions", "--type", type_)
    child = terminal("shelf", "done", "1")
    for question, answer in zip((TAKEAWAY, COMMITMENT), answers, strict=False):
        child.expect_exact(question)
        child.sendline(answer)
    said, code = finish(child)
    assert code == 0
    found = json.loads(ally("plan", "--json").out)
    assert [(one["text"], one["from"]) for one in found] == [
        (answers[-1], "Allyship in three sessions")
    ] * plans
    if plans:
        assert "plan 1." in said
        ally("undo")
        assert json.loads(ally("plan", "--json").out) == []
    assert on_shelf(ally)[0]["state"] == ("to-read" if plans else "done")


@pytest.mark.usefixtures("good_guys")
def test_ctrl_c_leaves_no_half_done_change(
    ally: Ally, terminal: Callable[..., Any], journal_path: Path
) -> None:
    """Nothing is written, and the words lie in a draft that knows what they were taken from."""
    child = terminal("shelf", "done", "1", "Ask first")
    child.expect(OFFER)
    assert stop(child)[1] == 130
    assert on_shelf(ally)[0]["state"] == "to-read"
    (draft,) = drafts_of(journal_path)
    assert words_in(draft).strip() == "takeaway: Ask first"
    assert ally("draft", "use").out == "Updated shelf item 1.\n"
    assert (on_shelf(ally)[0]["takeaway"], entries(ally)) == ("Ask first", [])


def test_a_number_that_is_not_there_is_never_asked_about(terminal: Callable[..., Any]) -> None:
    """The sentence comes before the question."""
    said, code = finish(terminal("shelf", "done", "9"))
    assert code == 1
    assert TAKEAWAY not in said


def test_a_title_is_asked_for(ally: Ally, terminal: Callable[..., Any]) -> None:
    """On a terminal without one."""
    child = terminal("shelf", "add", "--type", "talk")
    child.expect("What is it called?")
    child.sendline("Captions for all")
    assert finish(child)[1] == 0
    assert on_shelf(ally)[-1]["title"] == "Captions for all"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["shelf", ""], ["list", "show", "add", "edit", "start", "done"]),
        (["shelf", "start", ""], []),
        (["shelf", "add", ""], ["Good", "The", "TED", "Allyship"]),
        (["shelf", "add", "The", "Art", "o"], ["of"]),
        (["shelf", "add", "x", "--type", "c"], ["course"]),
    ],
)
def test_tab(program: Ally, journal_path: Path, words: list[str], offered: list[str]) -> None:
    """What the sources name, and what things usually are; a journal is not made for it."""
    said = program(
        _ALLY_COMPLETE="complete_bash",
        COMP_WORDS=" ".join(["ally", *words]),
        COMP_CWORD=str(len(words)),
    )
    assert sorted(said.out.split()) == sorted(offered)
    assert not journal_path.exists()


def test_a_draft_keeps_the_day_and_the_tags(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day in words counts from the day on which they were typed."""
    journal_path.parent.mkdir()
    journal_path.write_text("not a journal")
    said = ally("shelf", "add", "The cases", "--on", "tomorrow", "-t", "course")
    assert said.code == 1
    journal_path.unlink()
    monkeypatch.setenv("ALLY_NOW", "2026-11-25T14:30:00+01:00")
    assert ally("draft", "use").code == 0
    (item,) = on_shelf(ally)
    assert (item["title"], item["on"], item["tags"]) == ("The cases", "2026-11-21", ["course"])
