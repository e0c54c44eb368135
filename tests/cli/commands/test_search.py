"""ally search: any typed text finds what was written, the best match first."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Said, built

from ally_journal.domain.text.query import query_of, sentence_around

Ally = Callable[..., Said]


@built
def written(ally: Ally) -> None:
    """Four entries with some words in common."""
    ally(
        "log",
        "act",
        "Asked for the criteria. Then we waited for Zoë! Nobody objected.",
        "-t",
        "hiring",
    )
    ally("log", "learn", "Read about captions", "--lesson", "The criteria were never written down")
    ally("log", "empathise", "Waiting is hard; gave the floor back", "--on", "monday")
    ally("log", "act", "criteria criteria criteria", "--missed")


def found(ally: Ally, *args: str) -> list[int]:
    said = ally("search", "--json", *args)
    assert said.code == 0, said.err
    return [entry["number"] for entry in json.loads(said.out)]


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (["zoe"], [1]),
        (["ZOË"], [1]),
        (["Zoe\u0308"], [1]),
        (["waited", "criteria"], [1]),
        (["waited criteria"], [1]),
        (["wait*"], [1, 3]),
        (["wait"], [1, 3]),
        (["wait", "nobody"], [1]),
        (["aited"], []),
        (['"the criteria"'], [1, 2]),
        (['"criteria the"'], []),
        (['"the criteria" nobody'], [1]),
        (["captions criteria"], [2]),
        (["criteria", "--kind", "learn"], [2]),
        (["criteria", "--missed"], [4]),
        (["criteria", "-t", "hiring"], [1]),
        (["wait*", "--until", "tuesday"], [3]),
        (['"'], []),
        (["*"], []),
        (["AND", "OR", "NOT"], []),
        (["text:criteria"], []),
        (["NEAR(criteria floor)"], []),
        (["criteria)(^-+{}[]"], [4, 2, 1]),
        (["it's"], []),
        (["-5"], []),
        (["-foo"], []),
        (["->"], []),
        (["--nothing", "criteria"], []),
        (["criteria", "--kind=learn"], [2]),
    ],
)
def test_queries(ally: Ally, query: list[str], numbers: list[int]) -> None:
    """Words are all wanted, phrases stand together, a star ends a beginning; signs mean nothing.

    Words that nothing has whole are beginnings.
    """
    assert sorted(found(ally, *query)) == sorted(numbers)


@pytest.mark.usefixtures("written")
def test_beginnings_are_told(ally: Ally) -> None:
    """What was found by beginnings of words says so; anything else does not."""
    assert ally("search", "wait", "--json").err.startswith("No entry has it as whole words;")
    assert ally("search", "waited").err == ally("search", "zzz").err == ""


@pytest.mark.usefixtures("written")
def test_the_best_match_comes_first(ally: Ally) -> None:
    """An entry that says it more often, in fewer words, ranks higher; -n keeps the best."""
    assert found(ally, "criteria")[0] == 4
    assert found(ally, "criteria", "-n", "1") == [4]
    said = ally("search", "criteria", "-n", "1")
    assert "This is the closest one; there are others" in said.err


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("typed", ["hiring", "#Hiring"])
def test_a_word_that_is_a_tag_leads_to_the_list(ally: Ally, typed: str) -> None:
    """Where it is not in the text as well."""
    said = ally("search", typed)
    assert (said.out, said.code) == ("Nothing found.\n", 0)
    assert said.err.endswith(f"ally list -t {typed.strip('#')} lists what has this tag.\n")
    assert ally("search", typed, "--json").err == ""
    ally("edit", "1", "--text", "hiring")
    assert "this tag" not in ally("search", typed).err


@pytest.mark.usefixtures("written")
def test_a_match_is_shown_in_its_sentence(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the whole entry, but the sentence; bold where there is colour."""
    assert (
        ally("search", "zoe").out
        == "1 Fri 20 Nov 2026  ■ act        Then we waited for Zoë!  #hiring\n"
    )
    assert "learn      Lesson: The criteria were never written down" in ally("search", "never").out
    ally("heard", "1", "them", "It went quiet")
    heard = "Heard from them: It went quiet"
    assert heard in ally("search", "quiet").out
    assert heard in ally("--plain", "search", "quiet").out
    assert ally("--plain", "search", "zoe").out == (
        "Entry 1, Friday 20 November 2026, act: Then we waited for Zoë!  #hiring\n"
    )
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1mZoë\x1b[0m" in ally("search", "zoe").out


@pytest.mark.usefixtures("written")
def test_what_is_changed_or_deleted_is_found_no_more(ally: Ally) -> None:
    """The index follows edits, deletions and undo."""
    ally("edit", "1", "--text", "Something else")
    assert found(ally, "zoe") == []
    ally("undo")
    assert found(ally, "zoe") == [1]
    ally("delete", "1", "--yes")
    assert found(ally, "zoe") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("会議", "日本語の会議のあと"),
        ("日本", "日本語の会議のあと"),
        ("会議 party", ""),
        ("🎉", "emoji 🎉 party"),
        ("🎉 party", "emoji 🎉 party"),
        ("ประชุม", "การประชุมวันนี้"),
    ],
)
def test_scripts_without_spaces_and_signs_are_found(ally: Ally, query: str, sentence: str) -> None:
    """A word that is not set apart by spaces, or is no word at all, is found where it stands."""
    for text in ("日本語の会議のあと", "emoji 🎉 party", "การประชุมวันนี้"):
        ally("log", "learn", text)
    out = ally("search", query).out
    assert sentence in out
    assert ("Nothing found" in out) == (not sentence)


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("Łukasz said it.", ("lukasz", "ŁUKASZ", "luka", '"lukasz said"')),
        ("Lukasz said it.", ("łukasz", "łuk*")),
        ("Søren, of Łódź, asked.", ("soren lodz", "sor*", "Søren")),
        ("Her father is Đorđe Straße.", ("dorde", "strasse", "stras*", "STRASSE")),
        ("Ægir and Œuvre and Þór", ("aegir", "oeuvre", "thor", "æg*")),
    ],
)
def test_letters_with_a_stroke_are_found_by_plain_ones(
    ally: Ally, text: str, queries: tuple[str, ...]
) -> None:
    """And the other way round, in phrases and beginnings too; `before` finds them as well."""
    ally("log", "learn", text, "--lesson", text)
    ally("log", "learn", "Other words", "--lesson", "Other words")
    for query in queries:
        assert found(ally, query) == [1], query
        assert text[:8] in ally("search", query).out
    assert text in ally("before", queries[0]).out
    assert found(ally, "luke") == found(ally, "tor") == []


def test_nothing_found_is_no_error(ally: Ally) -> None:
    """Exit 0, a word for people, an empty array for scripts."""
    ally("config", "plain", "false")
    assert ally("search", "x") == Said("Nothing found.\n", "", 0)
    assert ally("search", "x", "--json") == Said("[]\n", "", 0)
    assert ally("search").code == 2


@given(st.text(max_size=40))
def test_any_text_is_a_valid_query(typed: str) -> None:
    """Whatever is typed, SQLite can read what it becomes."""
    query = query_of(typed).indexed
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        connection.execute("INSERT INTO words VALUES ('a b c')")
        if query and "\x00" not in query:
            connection.execute("SELECT * FROM words WHERE words MATCH ?", (query,)).fetchall()


@pytest.mark.parametrize(
    ("marked", "sentence"),
    [
        ("One. Two \x01three\x02 four. Five", "Two three four."),
        ("\x01One\x02", "One"),
        ("A line\nand \x01another\x02 line\nmore", "and another line"),
        ("Wait... what? \x01Yes\x02! No", "Yes!"),
        ("v1.2 is \x01out\x02 now", "v1.2 is out now"),
        ("no match", ""),
    ],
)
def test_sentences(marked: str, sentence: str) -> None:
    """A sentence ends at a full stop, question or exclamation mark, or at a line's end."""
    pieces = sentence_around(marked)
    assert "".join(piece.text for piece in pieces) == sentence
    assert all("\x01" not in piece.text for piece in pieces)


@pytest.mark.parametrize("option", ["--way", "--tag"])
def test_a_filter_that_is_no_text_is_repaired(ally: Ally, option: str) -> None:
    """As what is written is: bytes that are not UTF-8 find nothing and break nothing."""
    for command in (("search", "captions"), ("list",), ("export",)):
        said = ally(*command, option, "\udcff")
        assert said.code == 0
        assert "Windows-1252" in said.err
