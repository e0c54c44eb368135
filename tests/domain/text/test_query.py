"""Words fit a text when each of them begins one of its words."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.text.query import MOST_WORDS, fits, wanted_words

TEXT = "When Zoë’s panel is picked, I ask for first-hand accounts 🎉 会議のあと"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("panel", True),
        ("PAN", True),
        ("zoe", True),
        ("Zoe\u0308", True),
        ("hand", True),
        ("first-hand", True),
        ("#panel", True),
        ("panel*", True),
        ('"panel', True),
        ("panel ask", True),
        ("panel - ask", True),
        ("panel sponsor", False),
        ("anel", False),
        ("会議", True),
        ("議の", True),
        ("🎉", True),
        ("🙂", False),
        ("", False),
        ("-", False),
        (".*", False),
        ('""', False),
    ],
)
def test_words_fit(typed: str, expected: bool) -> None:
    """By their beginning, in any case, without diacritics; signs between them mean nothing."""
    assert fits(TEXT, wanted_words(typed)) == expected


def test_words_count_once_and_are_not_many() -> None:
    """So that what is asked of the journal stays small."""
    assert [one.word for one in wanted_words("Ask ask #ASK who")] == ["Ask", "who"]
    assert len(wanted_words(" ".join(f"w{number}" for number in range(99)))) == MOST_WORDS


@given(st.text(max_size=60))
def test_any_text_can_be_looked_for(typed: str) -> None:
    """SQLite can read what each word becomes, and a word is never more than one."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        connection.execute("INSERT INTO words VALUES ('a b c')")
        for word, indexed in wanted_words(typed):
            assert word.split() == [word]
            if indexed and "\x00" not in indexed:
                connection.execute("SELECT * FROM words WHERE words MATCH ?", (indexed,)).fetchall()
    fits(typed, wanted_words(typed))


@given(st.from_regex(r"[a-zA-Z]{1,12}", fullmatch=True), st.text(max_size=20))
def test_a_word_fits_where_it_stands(word: str, around: str) -> None:
    """Whatever stands before and behind it, with a space between."""
    assert fits(f"{around} {word} {around}", wanted_words(word))
