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
OFFER = "Keep it as a learn entry too?"


def on_shelf(ally: Ally) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(ally("shelf", "--json").out)
    return items


def entries(ally: Ally) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ally("list", "--json").out)
    return found


def test_four_things_stand_on_every_shelf(ally: Ally, journal_path: Path) -> None:
    """Also without a journal, which looking does not make; where they come from is said."""
    items = on_shelf(ally)
    assert [(item["number"], item["title"], item["by"], item["type"]) for item in items] == [
        (place, *one) for place, one in enumerate(shipped(), start=1)
    ]
    assert {item["state"] for item in items} == {"to-read"}
    shown = ally("shelf").out
    assert shown.startswith("To read\n  1  Good Guys\n     book · by David G. Smith")
    assert "1, 2, 3 and 4: named by the sources" in shown
    assert "In progress" not in shown
    assert "Done" not in shown
    assert not journal_path.parent.exists()


def test_a_number_stays_what_it_was(ally: Ally) -> None:
    """What was seen before the first writing is meant afterwards; ids are those of every device."""
    seen = on_shelf(ally)
    assert ally("shelf", "add", "Captions for all").out == "Saved as shelf item 5.\n"
    assert ally("shelf", "start", "3").out == "Shelf item 3 is in progress: “TED talk”\n"
    after = on_shelf(ally)
    assert [item["id"] for item in after[:4]] == [item["id"] for item in seen]
    assert [item["number"] for item in after] == [1, 2, 3, 4, 5]


def test_from_to_read_to_done(ally: Ally, program: Ally) -> None:
    """Added, begun and done; another process reads back exactly what was written."""
    ally("shelf", "add", "Captions", "for all", "--by", "the network", "--type", "talk")
    ally("shelf", "start", "last")
    assert json.loads(ally("shelf", "done", "5", "  Say it aloud ", "--json").out)["number"] == 5
    item = json.loads(program("shelf", "--json").out)[-1]
    assert item | {"id": ""} == {
        "id": "",
        "number": 5,
        "title": "Captions for all",
        "by": "the network",
        "type": "talk",
        "state": "done",
        "takeaway": "Say it aloud",
        "day": "2026-11-20",
        "conflict": False,
        "others": [],
    }
    shown = ally("shelf").out
    assert shown.index("To read") < shown.index("Done\n  5  Captions for all\n")
    assert "talk · by the network · done Fri 20 Nov 2026 · Say it aloud" in shown
    assert entries(ally) == [], "off a terminal nothing becomes an entry unasked"


def test_each_place_has_a_heading(ally: Ally) -> None:
    """In their order, and only those where something stands."""
    ally("shelf", "start", "2")
    ally("shelf", "done", "1")
    headings = [line for line in ally("shelf").out.splitlines() if line and line[0] != " "]
    assert headings == ["To read", "In progress", "Done"]
    assert (
        "article · by Deloitte, in The Wall Street Journal · begun Fri 20 Nov" in ally("shelf").out
    )


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
        "Shelf item 5 is done: “Captions for all”\nSaved 1 · learn · Fri 20 Nov 2026\n"
    )
    (entry,) = entries(ally)
    assert (entry["kind"], entry["text"], entry["day"]) == ("learn", "Say it #aloud", "2026-11-20")
    assert (entry["way"], entry["answers"]) == (way, {"source": "Captions for all"})
    assert entry["tags"] == ["aloud"]


def test_one_undo_takes_back_both(ally: Ally, program: Ally) -> None:
    """What is on the shelf and the entry; redo brings both back; history names each."""
    ally("shelf", "done", "1", "Ask first", "--learn")
    assert ally("undo").out == "Took back entry 1.\nTook back shelf item 1.\n"
    assert entries(ally) == []
    assert (on_shelf(ally)[0]["state"], on_shelf(ally)[0]["takeaway"]) == ("to-read", None)
    ally("redo")
    assert len(entries(ally)) == 1
    assert json.loads(program("shelf", "--json").out)[0]["takeaway"] == "Ask first"
    assert "shelf item 1 added" in ally("history").out
    assert "Nothing" not in ally("undo").out


def test_undo_takes_back_only_what_was_moved(ally: Ally) -> None:
    """The shipped things are nobody's change."""
    ally("shelf", "start", "2")
    assert ally("undo").out == "Took back shelf item 2.\n"
    assert [item["state"] for item in on_shelf(ally)] == ["to-read"] * 4
    assert ally("undo").code == 1


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
        (["start", "5"], 1, "There is no shelf item 5; ally shelf shows what there is."),
        (["done", "99", "words"], 1, "There is no shelf item 99"),
        (["done", "x"], 2, "not the number of a shelf item"),
        (["start"], 2, "Missing argument"),
        (["add"], 2, "nothing to put on the shelf"),
        (["add", " "], 2, "nothing to put on the shelf"),
        (["read", "1"], 2, "No such command"),
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
    ally("shelf", "done", "last", "-", stdin="first\nsecond\n")
    ally("shelf", "done", "1", stdin="not asked for")
    item = on_shelf(ally)[-1]
    assert (item["title"], item["takeaway"]) == ("-5 “quoted” \\ $x", "first\nsecond")
    assert on_shelf(ally)[0]["takeaway"] is None


def test_plain_needs_no_drawing(ally: Ally) -> None:
    """Sentences, a line for each thing."""
    ally("shelf", "done", "3", "Say the name")
    lines = ally("--plain", "shelf").out.splitlines()
    assert lines[:2] == [
        "To read:",
        "Shelf item 1: Good Guys. Book. By David G. Smith and W. Brad Johnson.",
    ]
    assert "Done:" in lines
    assert not any(line.startswith(" ") or "·" in line or not line for line in lines)


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


def test_ctrl_c_leaves_no_half_done_change(
    ally: Ally, terminal: Callable[..., Any], journal_path: Path
) -> None:
    """Nothing is written, and the words lie in a draft."""
    child = terminal("shelf", "done", "1", "Ask first")
    child.expect(OFFER)
    assert stop(child)[1] == 130
    assert on_shelf(ally)[0]["state"] == "to-read"
    (draft,) = drafts_of(journal_path)
    assert words_in(draft).strip() == "Ask first"


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
        (["shelf", ""], ["add", "edit", "start", "done"]),
        (["shelf", "start", ""], ["1", "2", "3", "4"]),
        (["shelf", "done", "3"], ["3"]),
        (["shelf", "add", "x", "--type", "c"], ["course"]),
    ],
)
def test_tab(program: Ally, journal_path: Path, words: list[str], offered: list[str]) -> None:
    """Numbers, also before there is a journal, and what things usually are."""
    said = program(
        _ALLY_COMPLETE="complete_bash",
        COMP_WORDS=" ".join(["ally", *words]),
        COMP_CWORD=str(len(words)),
    )
    assert sorted(said.out.split()) == sorted(offered)
    assert not journal_path.exists()
