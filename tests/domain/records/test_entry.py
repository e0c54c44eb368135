"""An entry is checked when it is made, and what was typed is taken apart as promised."""

from dataclasses import replace
from datetime import date

import pytest

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import (
    ANSWER_KEYS,
    ASKED,
    WENT,
    Entry,
    answers_by,
    check_choices,
    checked_people,
    checked_tags,
    split_kind,
    went_by,
)
from ally_journal.errors import NothingToWrite, WrongUsage

DAY = date(2026, 11, 20)


def test_an_entry_is_a_value() -> None:
    """It is made by known names alone, never changes, and equals what says the same."""
    one = Entry(kind=Kind.ACT, text="Asked", day=DAY)
    assert one == replace(one) != replace(one, star=True)
    assert "text='Asked'" in repr(one)
    for wrong in ({"kind": Kind.ACT, "day": DAY}, {**vars(one), "words": "Asked"}):
        with pytest.raises(TypeError, match=r"Entry: (text|words)"):
            Entry(**wrong)
    with pytest.raises(AttributeError, match="text"):
        setattr(one, "text", "")  # noqa: B010 - types refuse it too


@pytest.mark.parametrize("text", ["", " ", "\n", "\t \u00a0\u3000"])
def test_an_entry_has_words(text: str) -> None:
    with pytest.raises(NothingToWrite, match="nothing to write"):
        Entry(kind=Kind.ACT, text=text, day=DAY)


def test_an_entry_keeps_its_text_as_it_is() -> None:
    text = "  two\n\nlines \u202eand \ufffd "
    assert Entry(kind=Kind.ACT, text=text, day=DAY).text == text


@pytest.mark.parametrize("went", WENT)
def test_an_entry_is_done_missed_or_a_mistake(went: str) -> None:
    assert Entry(kind=Kind.ACT, text="x", day=DAY, went=went).went == went


@pytest.mark.parametrize("went", ["", "Missed", "not done"])
def test_an_entry_went_no_other_way(went: str) -> None:
    with pytest.raises(WrongUsage, match="done, missed or a mistake"):
        Entry(kind=Kind.ACT, text="x", day=DAY, went=went)


@pytest.mark.parametrize("went", ["done", "mistake"])
def test_only_a_missed_moment_says_what_stopped_me(went: str) -> None:
    missed = Entry(kind=Kind.ACT, text="x", day=DAY, went="missed", because="He outranks me.")
    assert missed.because == "He outranks me."
    with pytest.raises(WrongUsage, match="goes with --missed"):
        Entry(kind=Kind.ACT, text="x", day=DAY, went=went, because="He outranks me.")


@pytest.mark.parametrize("asked", [None, *ASKED])
def test_whether_it_was_asked_for_has_four_answers_or_none(asked: str | None) -> None:
    assert Entry(kind=Kind.ACT, text="x", day=DAY, asked=asked).asked == asked


@pytest.mark.parametrize("asked", ["", "yes", "Asked"])
def test_whether_it_was_asked_for_has_no_other_answer(asked: str) -> None:
    with pytest.raises(WrongUsage, match="asked, invited, together, unasked"):
        check_choices("done", None, asked)
    with pytest.raises(WrongUsage, match="asked, invited, together, unasked"):
        Entry(kind=Kind.ACT, text="x", day=DAY, asked=asked)


def test_tags_and_names_of_text_and_options_are_one_list_each() -> None:
    """Those in the text come first, each once, as first spelt."""
    entry = Entry(
        kind=Kind.ACT,
        text="Told @priya about #Hiring and #Café, not C# or a@b.cc",
        day=DAY,
        tags=("hiring", "cafe\u0301", "rota"),
        people=("Priya", "Jo"),
    )
    assert entry.all_tags == ("Hiring", "Café", "rota")
    assert entry.all_people == ("priya", "Jo")
    assert entry.tags == ("hiring", "cafe\u0301", "rota")


@pytest.mark.parametrize(
    ("words", "option", "kind", "rest"),
    [
        (["act", "Asked", "Priya"], None, Kind.ACT, ["Asked", "Priya"]),
        (["ACT", "x"], None, Kind.ACT, ["x"]),
        (["empathize", "x"], None, Kind.EMPATHISE, ["x"]),
        (["act"], None, Kind.ACT, []),
        (["act", "act"], None, Kind.ACT, ["act"]),
        (["Acted", "on", "it"], None, None, ["Acted", "on", "it"]),
        (["act on it"], None, None, ["act on it"]),
        (["a", "x"], None, None, ["a", "x"]),
        (["a", "x y"], None, Kind.ACT, ["x y"]),
        (["challenge", "bias", "x y"], None, Kind.CHALLENGE, ["x y"]),
        (["challenge", "bias", "x"], None, Kind.CHALLENGE, ["bias", "x"]),
        (["challenge", "bias", "in", "panels"], None, Kind.CHALLENGE, ["bias", "in", "panels"]),
        (["act", "bias", "x y"], None, Kind.ACT, ["bias", "x y"]),
        (["1", "x"], None, None, ["1", "x"]),
        (["x", "act"], None, None, ["x", "act"]),
        ([], None, None, []),
        (["x", "y"], "act", Kind.ACT, ["x", "y"]),
        (["x"], "a", Kind.ACT, ["x"]),
        (["x"], "E", Kind.EMPATHISE, ["x"]),
        ([], "learn", Kind.LEARN, []),
        (["act", "x"], "act", Kind.ACT, ["x"]),
        (["Act", "x"], "a", Kind.ACT, ["x"]),
        (["empathise", "x"], "empathize", Kind.EMPATHISE, ["x"]),
        (["act now"], "learn", Kind.LEARN, ["act now"]),
    ],
)
def test_the_kind_is_the_first_word_or_the_option(
    words: list[str], option: str | None, kind: Kind | None, rest: list[str]
) -> None:
    given = list(words)
    assert split_kind(words, option) == (kind, rest)
    assert words == given


@pytest.mark.parametrize("option", ["", "x", "1", "acts"])
def test_an_option_that_names_no_kind_is_refused(option: str) -> None:
    with pytest.raises(WrongUsage, match="learn, challenge, empathise or act"):
        split_kind(["act", "x"], option)


def test_two_different_kinds_are_refused_and_both_named() -> None:
    with pytest.raises(WrongUsage, match="act and learn"):
        split_kind(["act", "x"], "learn")


def test_missed_and_mistake_exclude_each_other() -> None:
    assert went_by(missed=False, mistake=False) == "done"
    assert went_by(missed=True, mistake=False) == "missed"
    assert went_by(missed=False, mistake=True) == "mistake"
    with pytest.raises(WrongUsage, match="not both"):
        went_by(missed=True, mistake=True)


@pytest.mark.parametrize(
    ("pairs", "answers"),
    [
        ([], {}),
        (["notice=who speaks"], {"notice": "who speaks"}),
        (["notice= who speaks \n"], {"notice": "who speaks"}),
        (["notice=a=b"], {"notice": "a=b"}),
        (["notice=one", "notice=two"], {"notice": "two"}),
        (["notice=one", "notice="], {}),
        (["notice= "], {}),
        (["impact=x", "did=y"], {"impact": "x", "did": "y"}),
        ([f"{key}=x" for key in ANSWER_KEYS], dict.fromkeys(ANSWER_KEYS, "x")),
    ],
)
def test_answers_are_read_by_their_keys(pairs: list[str], answers: dict[str, str]) -> None:
    assert answers_by(pairs) == answers


@pytest.mark.parametrize("pair", ["", "=", "notice", "=x", "Notice=x", " notice=x", "other=x"])
def test_an_answer_without_a_known_key_is_refused_and_the_keys_are_named(pair: str) -> None:
    with pytest.raises(WrongUsage, match=", ".join(ANSWER_KEYS)):
        answers_by(["did=y", pair])


def test_the_answer_keys_are_those_of_the_contract() -> None:
    promised = "notice source assumed found understood received risked stopped impact did"
    assert list(ANSWER_KEYS) == promised.split()


def test_tags_and_names_by_option_are_checked_and_kept_once() -> None:
    assert checked_tags(["#Hiring", "hiring", "rota"]) == ("Hiring", "rota")
    assert checked_people(["@Priya", "priya", "Jo Ann"]) == ("Priya", "Jo Ann")
    assert checked_tags([]) == checked_people([]) == ()
    with pytest.raises(WrongUsage):
        checked_tags(["rota", "1st"])
    with pytest.raises(WrongUsage):
        checked_people(["Priya", " "])
