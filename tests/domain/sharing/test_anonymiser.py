"""What a text loses on its way into a copy for others, what is listed, and what is not caught."""

import html
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.generated import ROOT
from tests.support.traps import (
    CONCERNED,
    ELSEWHERE,
    HIDDEN,
    KNOWN,
    LISTED,
    MARKED,
    NOT_CAUGHT,
    REMOVED,
    TRAPS,
    Trap,
    remains,
    table,
)

from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.sharing.anonymiser import (
    guarded,
    instead_of,
    names_of,
    to_look_at,
    unnamed,
)
from ally_journal.domain.sharing.months import may_be_days, without_days
from ally_journal.domain.text.tags import fold

NAMES = names_of([*MARKED, *ELSEWHERE], [CONCERNED])
ALL = names_of(KNOWN, [CONCERNED])


def listed(text: str) -> list[str]:
    return [one.word for one in to_look_at([text], NAMES)]


def test_there_are_traps_of_every_sort() -> None:
    """A check that inspects nothing must fail."""
    assert len(TRAPS) == 59
    assert len(HIDDEN) > 150
    assert {one.outcome for one in TRAPS} == {REMOVED, LISTED, NOT_CAUGHT}


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.what}: {trap.text}")
def test_what_becomes_of_each_trap(trap: Trap) -> None:
    """Gone, asked about, or neither; the last is no promise but what a person should know."""
    assert trap.tells in trap.text
    bare = unnamed(trap.text, NAMES)
    asked = listed(bare)
    if trap.outcome == REMOVED:
        assert unicodedata.normalize("NFC", trap.tells) not in unicodedata.normalize("NFC", bare)
        assert not asked
    else:
        assert trap.tells in bare
        assert (trap.tells in asked) == (trap.outcome == LISTED)


def test_nothing_hidden_is_left_where_nobody_looks() -> None:
    """Alone, inside a sentence and at its end; and a copy of the copy is the same."""
    assert sum(bool(remains(text)) for text in HIDDEN) > len(HIDDEN) - 10  # the rest are initials
    for hidden in HIDDEN:
        for text in (hidden, f"so {hidden} then", f"It was late. {hidden}."):
            bare = guarded(text, ALL)
            assert not remains(bare), (text, bare)
            assert guarded(bare, ALL) == bare


@pytest.mark.parametrize(
    "text",
    [
        "A young team will do it, we may ask, and the rose by the door is a joy.",
        "Propose a rota. Would you start? Eleven comments, most of them right.",
        "I said “The floor is yours”, and: “Would you go on?” Nobody had.",
        "It took 15 minutes; 3 of 5 said so, 1,200 people, half of 2026, 50/50, version 2.",
        "lines, business, generic, priyavate matters and the second half of the third meeting",
        "The first, not the second; in the first place. We meet in March and in May.",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    """Where nobody looks, too; a name that is also a word goes only where it is written as one."""
    names = names_of(["Will Young", "May", "Rose", "Joy", "Ines", "Eric"])
    assert guarded(text, names) == text.replace("in May", "in a colleague")


def test_the_traps_are_documented() -> None:
    """`python -m tests.support.traps` prints the table that stands in docs/sharing.md."""
    assert table() in (ROOT / "docs/sharing.md").read_text()


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("on 12 March.", "in March."),
        ("On 12 March 2026, we met", "In March 2026, we met"),
        ("the 12th of March", "March"),
        ("since Fri 12 Mar. 2026", "since March 2026"),
        ("12-14 March, 1st and 2nd May", "March, May"),
        ("on the 3rd of September 2026 at noon", "in September 2026 at noon"),
        ("by September 3. Then", "by September. Then"),
        ("on Sept 3, 2026", "in September 2026"),
        ("2026-03-12T14:30", "March 2026"),
        ("on 12.03.2026", "in March 2026"),
        ("13/03/2026, 03/13/2026, 03/04/2026", "March 2026, March 2026, 2026"),
        ("in March 3 people came", None),
        ("I may 3 times, 1.2.3, 12/3 of it", None),
        ("2026-99-12, 30.30.2026", "2026, 2026"),
        ("12. March", "March"),
        ("March and 12 Marchers", None),
    ],
)
def test_days_become_months(text: str, bare: str | None) -> None:
    """A day that stands with its month goes; where the month is not sure, only the year stays."""
    assert without_days(text) == (text if bare is None else bare)


def test_other_days_are_shown() -> None:
    assert may_be_days("the 12th, friday, 12/3, at 14:30, 3 may, yesterday") == (
        "12th",
        "friday",
        "12/3",
        "14:30",
        "3 may",
        "yesterday",
    )


@pytest.mark.parametrize(
    ("text", "word", "words", "after"),
    [
        ("Will asked; I will, WILL", "Will", ANYONE, "A colleague asked; I will, a colleague"),
        ("Acme's office, Acmeist", "Acme", "the firm", "the firm's office, Acmeist"),
        ("Jordan, and jordan’s", "Jordan", "…", "…, and …’s"),
        ("amira, Amira", "amira", ANYONE, "A colleague, a colleague"),
        ("the 12th", "12th", "next day", "the next day"),
        ("x Kim-Lund", "Kim-Lund", ANYONE, "x a colleague"),
        ("\\1 Kim", "Kim", "\\1", "\\1 \\1"),
    ],
)
def test_other_words_take_the_place_of_one(text: str, word: str, words: str, after: str) -> None:
    """In every place of the word, but not of the same letters inside or in lower case."""
    assert instead_of(text, word, words) == after


def test_a_common_beginning_is_not_asked_about() -> None:
    assert listed("Asked whether. Wrote it down. We met in March. They're late. I did") == []
    assert listed("Fred asked. Kim wrote. May I? In May") == ["Fred", "Kim", "May"]


def test_numbers_of_records_mean_nothing_elsewhere() -> None:
    """Other numbers stay."""
    text = "as in #12, Entry 3 and plan 4; I plan 3 meetings, 5 people, C#7"
    assert unnamed(text, NAMES) == ("as in …, Entry … and plan …; I plan 3 meetings, 5 people, C#7")


def test_names_are_taken_apart_with_care() -> None:
    """Titles, particles in lower case, roles and departments are no names by themselves."""
    names = names_of(["Dr Ana de Souza"], ["HR, Asked the Talent lead and Bo"])
    assert {"Ana", "Souza", "Bo", "Talent"} <= set(names.spelt)
    assert {"Dr", "de", "HR", "Asked", "the", "lead"}.isdisjoint(names.spelt)
    assert unnamed("de facto with Souza", names) == "de facto with a colleague"


MORE = """Dana 12March on@2026-03-12 #12 #priya @bee . x the Jordan a@b.example entry 3 - 's ’ Ms
12 March 3rd # Mar Sept 2026 13/03/2026 @@bee @will will Fri on of Dr #1#2 a@b.cd@e.fg"""
PIECES = st.sampled_from([*MARKED, *ELSEWHERE, *HIDDEN, *MORE.split(), "\n", "a colleague"])
TEXTS = st.lists(PIECES | st.text(max_size=4), max_size=12).map(" ".join)


WAYS: tuple[Callable[[str], str], ...] = (
    str.lower,
    str.upper,
    str.title,
    lambda name: f"@{name.replace(' ', '.')}",
    lambda name: f"#{name.replace(' ', '_')}",
    lambda name: f"{name}'s",
    lambda name: f"{name.upper()}’S",
    lambda name: f"{name}-led",
    lambda name: f"**{name[0]}**{name[1:]}",
    lambda name: ".".join(name.split()[0]),
    lambda name: " ".join(name.split()[0]),
    lambda name: f"{name[:2]}\u200b{name[2:]}",
    lambda name: f"{name[0]}&#{ord(name[1])};{name[2:]}",
    lambda name: "".join(chr(ord(one) + 0xFEE0) if one.isalpha() else one for one in name),
    lambda name: f"{name[0]}\u0301{name[1:]}",
    lambda name: name.replace(" ", "\n"),
    lambda name: name.replace(" ", "-"),
    lambda name: name.replace(" ", "").lower(),
    lambda name: f"{name.replace(' ', '.').lower()}@corp.example",
    lambda name: f"https://wiki.example/{name.replace(' ', '_').lower()}",
    lambda name: f"| {name} |",
    lambda name: f'"{name}","x"',
)
NEW_NAMES = st.from_regex(
    r"\A[BDFGKLMNPRSTVZ][aeiou][a-z]{3,6}( [BDFGKLMNPRSTVZ][aeiou][a-z]{3,6})?\Z"
)


@given(NEW_NAMES, st.lists(st.sampled_from(WAYS), min_size=1, max_size=4), TEXTS, st.data())
def test_whatever_a_known_name_is_it_is_left_in_no_form(
    name: str, ways: list[Callable[[str], str]], around: str, data: st.DataObject
) -> None:
    """In any text and in every way of writing it; and a copy of the copy is the same."""
    names = names_of([name])
    joint = data.draw(st.sampled_from([" ", "\n", ", ", " – ", ". ", "/"]))
    text = joint.join([around, *(way(name) for way in ways), "then"])
    bare = guarded(text, names)
    assert guarded(bare, names) == bare
    told = unicodedata.normalize("NFKD", html.unescape(bare)).casefold()
    told = "".join(one for one in told if one.isalpha() or one.isspace() or one in ".,-/…")
    for part in (name, *name.split()):
        assert not re.search(rf"\b{part.casefold()}s?\b", told), (text, bare)


@given(TEXTS)
def test_no_known_name_is_left(text: str) -> None:
    """Between spaces every marked name is gone, whatever stands around it, and all tags' signs."""
    left = [fold(word.strip(".,;:!?()[]“”\"'")) for word in unnamed(text, NAMES).split()]
    for name in ("Priya", "Zoé", "José", "Joan", "Noor", "tom", "Marek", "Anne-Marie", "O'Brien"):
        assert fold(name) not in left
    assert not any(word.startswith(("#", "@")) and word[1:2].isalpha() for word in left)


@given(TEXTS)
@example("12 12 March")
@example(f"{'12 ' * 60}March")
@example("Fri 12 on the 12 of 12 of March 12 12")
@example("met @@bee, a panel")
@example("#1#2#3 a@b.cd@e.fg")
def test_twice_is_the_same_as_once(text: str) -> None:
    """What was rewritten for a copy goes through the same again: no day or name is left by it."""
    for names in (NAMES, ALL):
        once = unnamed(text, names)
        assert unnamed(once, names) == once
        seen = guarded(text, names)
        assert guarded(seen, names) == seen


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("12 12 March", "March"),
        ("seen 3; 4 5 6 March there", "seen 3; March there"),
        ("March 12 12 again", "March again"),
        ("met @@bee, a panel", "met a colleague, a panel"),
        ("#1#2", "…"),
        (f"{'12 ' * 60}March", "…"),
    ],
)
def test_what_going_leaves_is_looked_at_again(text: str, bare: str) -> None:
    """A day, a name or a number that only stands there once another went; or nothing is kept."""
    assert unnamed(text, NAMES) == bare
