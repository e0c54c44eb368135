"""Words are repaired once on their way in and otherwise kept exactly; marks count as promised."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.text.repair import (
    LONGEST,
    decoded,
    repair,
    repaired,
    without_final_newline,
)
from ally_journal.domain.text.tags import (
    checked_name,
    checked_tag,
    fold,
    one_letter_apart,
    people_in,
    tags_in,
    unique,
)
from ally_journal.errors import TooLong, WrongUsage

NOT_UTF8 = "Some bytes were not UTF-8 and were read as Windows-1252."
NO_TEXT = "Some signs were no text and were replaced by \ufffd."
CONTROLS = "Control characters were replaced by \ufffd."
BREAKS = ["\r\n", "\r", "\x85", "\u2028", "\u2029"]
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

NASTY = st.sampled_from(
    [*BREAKS, *BIDI, *"\0\x07\x1b\x7f\x80\x9f\t\n\ud83d\ude00\udce9\udcc3\udca9"]
)
ANY_TEXT = st.lists(st.characters(exclude_categories=()) | NASTY, max_size=20).map("".join)
SHORT_WORDS = ["".join(letters) for size in range(5) for letters in product("abc", repeat=size)]


@pytest.mark.parametrize(
    ("raw", "text", "notes"),
    [
        ("", "", ()),
        ("Gave the floor back.", "Gave the floor back.", ()),
        ("  spaces, \t tab and\nnewline\n", "  spaces, \t tab and\nnewline\n", ()),
        ("naïve 日本語 שלום 👩🏽‍🚀", "naïve 日本語 שלום 👩🏽‍🚀", ()),
        ("cafe\u0301 stays decomposed", "cafe\u0301 stays decomposed", ()),
        (f"right {BIDI} left", f"right {BIDI} left", ()),
        ("non\u00a0breaking\u200bzero\ufeffwidth", "non\u00a0breaking\u200bzero\ufeffwidth", ()),
        ("caf\udce9", "café", (NOT_UTF8,)),
        ("\udc93Ja\udc94 und 日本", "“Ja” und 日本", (NOT_UTF8,)),
        ("\ufeff#hiring", "#hiring", ()),
        ("\ud800 and \udfff", "\ufffd and \ufffd", (NO_TEXT,)),
        ("\ud83d\ude00", "\ufffd\ufffd", (NO_TEXT,)),
        ("a\0b", "a\ufffdb", (CONTROLS,)),
        ("\x1b[2J", "\ufffd[2J", (CONTROLS,)),
        ("\x9b2J", "\ufffd2J", (CONTROLS,)),
        ("\x0b\x0c\x1c", "\ufffd\ufffd\ufffd", (CONTROLS,)),
        ("caf\udce9\0", "café\ufffd", (NOT_UTF8, CONTROLS)),
        ("\ufffd was here before", "\ufffd was here before", ()),
        *((f"one{mark}two", "one\ntwo", ()) for mark in BREAKS),
        ("one\n\rtwo\r\r\nthree", "one\n\ntwo\n\nthree", ()),
    ],
)
def test_a_text_is_repaired_only_where_it_must_be(
    raw: str, text: str, notes: tuple[str, ...]
) -> None:
    assert repair(raw) == (text, notes)


def test_bytes_that_were_utf8_after_all_are_read_without_a_note() -> None:
    """Under a locale without UTF-8 good bytes arrive as surrogates too; nothing is lost then."""
    raw = "déjà vu 👋".encode().decode("ascii", "surrogateescape")
    assert repair(raw) == ("déjà vu 👋", ())


@pytest.mark.faults
def test_of_all_characters_only_controls_surrogates_and_line_breaks_change() -> None:
    def expected(character: str) -> str:
        if character in {"\r", *BREAKS}:
            return "\n"
        if character in "\n\t\x7f":
            return character
        if "\udc80" <= character <= "\udcff":
            return _as_windows(character)
        return "\ufffd" if unicodedata.category(character) in {"Cc", "Cs"} else character

    for plane in range(0, 0x110000, 0x10000):
        # Bytes that arrive as surrogates belong together, so each stands alone here.
        raw = " ".join(map(chr, range(plane, plane + 0x10000)))
        assert repaired(raw) == " ".join(expected(character) for character in raw[::2])


@given(ANY_TEXT)
def test_a_repaired_text_can_be_kept_and_needs_no_second_repair(raw: str) -> None:
    text, _ = repair(raw)
    assert text.encode().decode() == text
    assert repair(text) == (text, ())
    assert not any(
        unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t\x7f"
        for character in text
    )


def _as_windows(byte: str) -> str:
    held = bytes([ord(byte) & 0xFF])
    return held.decode("cp1252", "replace")


@given(st.binary(max_size=40))
def test_no_byte_above_ascii_is_lost(raw: bytes) -> None:
    """But for the five that no encoding uses for a letter."""
    seen = raw.decode("utf-8", "surrogateescape").lstrip("\ufeff")
    expected = [_as_windows(one) if "\udc80" <= one <= "\udcff" else one for one in seen]
    assert repaired(seen) == repaired("".join(expected))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
def test_bytes_are_read_as_their_mark_says(encoding: str) -> None:
    """Or as UTF-8, or as the locale has it."""
    assert decoded("Größe #hiring".encode(encoding), "latin-1") == "Größe #hiring"
    assert decoded(b"caf\xe9", "no-such") == "caf\udce9"


@pytest.mark.parametrize(
    "longest",
    [
        "a" * LONGEST,
        "é" * (LONGEST // 2),
        "👋" * (LONGEST // 4),
        "line\n" * (LONGEST // 5),
        "\0" * (LONGEST // 3) + "a",
        "line\r\n" * (LONGEST // 5),
    ],
    ids=["ascii", "two bytes", "four bytes", "lines", "after controls grew", "after breaks shrank"],
)
def test_a_text_may_have_a_million_bytes_and_not_one_more(longest: str) -> None:
    assert len(repaired(longest).encode()) == LONGEST == 1_000_000
    with pytest.raises(TooLong, match="1,000,001 bytes"):
        repair(longest + "a")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a\n", "a"),
        ("a\r\n", "a"),
        ("a\r", "a"),
        ("a", "a"),
        ("a\n\n", "a\n"),
        ("a \n", "a "),
        ("\n", ""),
        ("", ""),
        ("\na", "\na"),
    ],
)
def test_only_the_final_newline_goes(raw: str, text: str) -> None:
    assert without_final_newline(raw) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#hiring", ["hiring"]),
        ("Asked about #hiring today", ["hiring"]),
        ("(#hiring)", ["hiring"]),
        ("“#hiring”, said I", ["hiring"]),
        ("¿#hiring?", ["hiring"]),
        ("so,#hiring!", ["hiring"]),
        ("well-#hiring", ["hiring"]),
        ("line\n#one\t#two\u00a0#three\u3000#four", ["one", "two", "three", "four"]),
        ("#one #two #One", ["one", "two", "One"]),
        ("#one,#two.", ["one", "two"]),
        ("#one#two", ["one"]),
        ("##one", ["one"]),
        ("#code-review #snake_case #a1", ["code-review", "snake_case", "a1"]),
        ("#été #日本 #हिन्दी #עברית", ["été", "日本", "हिन्दी", "עברית"]),
        ("#cafe\u0301", ["café"]),
        ("#x\u0323\u0307y", ["\u1e8b\u0323y"]),
        ("#1 #1st #-x #_x #", []),
        ("# hiring", []),
        (f"#{'a' * 100} #{'b' * 101}", ["a" * 100]),
        ("C# and F#", []),
        ("C#major x#y 3#z", []),
        ("/#x", []),
        ("a/#x and (/#y)", []),
        ("https://example.com/page#part", []),
        ("https://example.com/#part", []),
        ("HTTPS://EXAMPLE.COM/?q=.#part", []),
        ("see www.example.com/(#part) #kept", ["kept"]),
        ("ssh+git://host/;#part", []),
        ("", []),
        ("no mark at all", []),
    ],
)
def test_tags_inside_a_text_are_found_where_the_contract_says(text: str, found: list[str]) -> None:
    assert tags_in(text) == [unicodedata.normalize("NFC", tag) for tag in found]
    swapped = text.replace("#", "@")
    assert people_in(swapped) == tags_in(text)
    assert tags_in(swapped) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@Priya", ["Priya"]),
        ("Thanked @Priya's team, and (@Jo-Anne).", ["Priya", "Jo-Anne"]),
        ("@Zoe\u0308 und @José", ["Zoë", "José"]),
        ("priya@example.com", []),
        ("first.last@example.com, <x_1@example.com>", []),
        ("me@1password @1 @", []),
        ("https://example.com/@priya", []),
        ("https://example.com/.@priya?x", []),
    ],
)
def test_names_inside_a_text_are_found_where_the_contract_says(text: str, found: list[str]) -> None:
    assert people_in(text) == found


@given(ANY_TEXT.map(repaired))
def test_marks_are_found_in_any_text_and_each_could_be_given_by_option(text: str) -> None:
    for tag in tags_in(text):
        assert checked_tag(tag) == tag
        assert tag in unicodedata.normalize("NFC", text)
    for name in people_in(text):
        assert checked_name(name) == name


def _can_be_a_tag(raw: str) -> bool:
    try:
        checked_tag(raw)
    except WrongUsage:
        return False
    return True


@given(
    st.text(st.characters(categories=["L", "N", "M", "Pc", "Pd"]), min_size=1, max_size=6)
    .map("a".__add__)
    .filter(_can_be_a_tag)
)
def test_a_tag_by_option_is_the_tag_inside_a_text(raw: str) -> None:
    tag = checked_tag(raw)
    assert tags_in(f"see #{raw}, then go on") == [tag]
    assert checked_tag(f"#{raw}") == tag


@pytest.mark.parametrize(
    ("raw", "tag"),
    [
        ("hiring", "hiring"),
        ("#hiring", "hiring"),
        ("  #Hiring\n", "Hiring"),
        ("code-review", "code-review"),
        ("a_1", "a_1"),
        ("cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_a_tag_is_taken_with_or_without_its_mark(raw: str, tag: str) -> None:
    assert checked_tag(raw) == tag


@pytest.mark.parametrize(
    "raw",
    [
        "",
        " ",
        "#",
        "##x",
        "1",
        "1st",
        "-x",
        "_x",
        "two words",
        "a\nb",
        "a,b",
        "C#",
        "a/b",
        "a\0",
        "\ud800",
        "\u0301x",
        "x\u202e",
        "👋",
    ],
)
def test_what_cannot_be_a_tag_is_refused(raw: str) -> None:
    with pytest.raises(WrongUsage, match="begins with a letter"):
        checked_tag(raw)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Priya", "Priya"),
        ("@Priya", "Priya"),
        (" @ Priya ", "Priya"),
        ("Priya van der Berg", "Priya van der Berg"),
        ("Zoe\u0308", "Zoë"),
        ("李雷", "李雷"),
    ],
)
def test_a_name_is_taken_with_or_without_its_mark(raw: str, name: str) -> None:
    assert checked_name(raw) == name


@pytest.mark.parametrize("raw", ["", " ", "@", "@ ", "\n", "Priya\nJo", "Priya\r\nJo", "a\u2028b"])
def test_what_cannot_be_a_name_is_refused(raw: str) -> None:
    with pytest.raises(WrongUsage, match="one line"):
        checked_name(raw)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hiring", "hIRING"),
        ("caf\u00e9", "CAFE\u0301"),
        ("Straße", "STRASSE"),
        ("ΌΣΟΣ", "όσος"),
        ("ﬁn", "FIN"),
        ("\u212bngström", "ångström"),
    ],
)
def test_words_that_differ_only_in_case_or_composition_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert unique([one, other]) == (one,)
    assert unique([other, one]) == (other,)


@pytest.mark.parametrize(
    ("one", "other"), [("resume", "résumé"), ("a-b", "a_b"), ("a", "a "), ("ı", "i")]
)
def test_words_that_differ_otherwise_are_not_the_same(one: str, other: str) -> None:
    assert fold(one) != fold(other)
    assert unique([one, other]) == (one, other)


@given(st.text(max_size=8))
def test_folding_is_final_and_blind_to_composition(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert fold(unicodedata.normalize("NFD", word)) == fold(word)
    assert unicodedata.is_normalized("NFC", fold(word))


@given(st.lists(st.sampled_from(["Hiring", "hiring", "CAFÉ", "cafe\u0301", "cafe", "x"])))
def test_each_word_is_kept_once_as_first_spelt_and_in_order(words: list[str]) -> None:
    kept = unique(words)
    folded = [fold(word) for word in kept]
    assert len(set(folded)) == len(folded)
    assert set(folded) == {fold(word) for word in words}
    places = [words.index(word) for word in kept]
    assert places == sorted(places)
    assert all(
        fold(word) not in map(fold, words[:place]) for word, place in zip(kept, places, strict=True)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hiring", "hirring"),
        ("hiring", "hring"),
        ("hiring", "hiting"),
        ("hiring", "hiirng"),
        ("hiring", "hirings"),
        ("hiring", "xhiring"),
        ("a", ""),
        ("a", "b"),
        ("ab", "ba"),
        ("café", "cafe"),
    ],
)
def test_a_slip_of_one_letter_is_noticed(one: str, other: str) -> None:
    assert one_letter_apart(one, other)
    assert one_letter_apart(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hiring", "hiring"),
        ("", ""),
        ("hiring", "hirign2"),
        ("hiring", "firinh"),
        ("abc", "cba"),
        ("abcd", "badc"),
        ("abc", "bca"),
        ("a", "bc"),
        ("", "ab"),
    ],
)
def test_equal_words_and_two_slips_are_not_one_letter_apart(one: str, other: str) -> None:
    assert not one_letter_apart(one, other)
    assert not one_letter_apart(other, one)


def test_one_letter_apart_means_added_lost_changed_or_swapped_and_nothing_else() -> None:
    """Held against every word that one slip can make, for all short words of three letters."""

    def slips(word: str) -> set[str]:
        cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
        added = {left + letter + right for left, right in cuts for letter in "abc"}
        lost = {left + right[1:] for left, right in cuts if right}
        changed = {left + letter + right[1:] for left, right in cuts if right for letter in "abc"}
        swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if right[1:]}
        return (added | lost | changed | swapped) - {word}

    for one in SHORT_WORDS:
        near = slips(one)
        assert {other for other in SHORT_WORDS if one_letter_apart(one, other)} == {
            word for word in near if len(word) < 5
        }


@given(st.text(max_size=6), st.text(max_size=6))
def test_being_one_letter_apart_goes_both_ways(one: str, other: str) -> None:
    assert one_letter_apart(one, other) == one_letter_apart(other, one)
