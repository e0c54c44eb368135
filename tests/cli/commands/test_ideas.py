"""ally ideas: what one can do, by turns or by a word, what to say, and one's own beside them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said, built, drafts_of, words_in

from ally_journal.domain.content import REACHES, ideas, moments, phrases
from ally_journal.domain.kind import KINDS

Ally = Callable[..., Said]
READY = "Ready to say; change the words until they are yours"


def texts(ally: Ally, *args: str) -> list[str]:
    said = ally("ideas", "--json", *args)
    assert said.code == 0, said.err
    return [idea["text"] for idea in json.loads(said.out)]


def test_one_of_each_kind(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same all day, another one tomorrow, and how to see more."""
    said = ally("ideas")
    assert said == ally("ideas")
    headings = [line for line in said.out.splitlines() if line and line[0] != " "]
    assert headings == [kind.label for kind in KINDS]
    assert sum(said.out.count(f"({reach})") for reach in REACHES) == 4
    assert "More: ally ideas --all" in said.out
    assert all(moment in said.out for moment in moments())
    monkeypatch.setenv("ALLY_NOW", "2026-11-21T00:30:00+01:00")
    assert ally("ideas") != said


def test_json_holds_all_of_them(ally: Ally) -> None:
    """Each with its kind, way and reach; --all shows the same to people."""
    assert texts(ally) == [idea.text for idea in ideas()]
    first = json.loads(ally("ideas", "--json").out)[0]
    told = ideas()[0]._asdict() | {"number": None}
    del told["words"]
    assert first == told
    shown = ally("ideas", "--all").out
    assert all(idea.text in shown for idea in ideas())
    assert "More:" not in shown


@pytest.mark.parametrize("words", [["credit"], ["CREDIT"], ["#credit"], ["cred"]])
def test_a_word_finds_its_way_and_its_texts(ally: Ally, words: list[str]) -> None:
    """In any case; the beginning of a word is enough."""
    expected = [idea.text for idea in ideas() if idea.way == "credit"]
    assert set(texts(ally, *words)) >= set(expected)


def test_all_words_must_fit(ally: Ally) -> None:
    """In the way or in the text."""
    both = texts(ally, "policy", "captions")
    assert both
    assert set(both) < set(texts(ally, "captions"))
    assert set(both) < set(texts(ally, "policy"))


@pytest.mark.one_in(4)
@pytest.mark.parametrize("moment", moments())
def test_words_for_a_hard_moment(ally: Ally, moment: str) -> None:
    """Its phrases and no other's stand under a heading; scripts get ideas only."""
    said = ally("ideas", moment).out.partition(READY)[2].splitlines()
    for one in phrases():
        assert (f"  {one.text}" in said) == (one.moment == moment)
    assert not set(texts(ally, moment)) & {one.text for one in phrases()}


def test_a_word_finds_phrases_too(ally: Ally) -> None:
    """Unless ideas of a kind or reach were asked for."""
    assert "That joke does not work for me." in ally("ideas", "jokes").out
    assert READY not in ally("ideas", "jokes", "--kind", "act").out


@pytest.mark.parametrize(
    ("args", "kinds", "reaches"),
    [
        (["--kind", "act"], {"act"}, set(REACHES)),
        (["-k", "c", "--reach", "systems"], {"challenge"}, {"systems"}),
        (["--reach", "Self"], {kind.value for kind in KINDS}, {"self"}),
        (["ask", "--kind", "empathize", "--reach", "people"], {"empathise"}, {"people"}),
    ],
)
def test_filters(ally: Ally, args: list[str], kinds: set[str], reaches: set[str]) -> None:
    """Kind and reach go together with a word and with each other."""
    found = json.loads(ally("ideas", "--json", *args).out)
    assert {idea["kind"] for idea in found} == kinds
    assert {idea["reach"] for idea in found} == reaches
    shown = ally("ideas", *args).out
    assert sum(shown.count(f"({reach})") for reach in REACHES) == len(found)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--reach", "team"], "the three are self, people, systems"),
        (["--kind", "nice"], "not a kind"),
    ],
)
def test_wrong_filters(ally: Ally, args: list[str], sentence: str) -> None:
    """One sentence, exit 2."""
    said = ally("ideas", *args)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "typed", ["zzz", '"', "*", "-- zzzz", "-5", "(", ".*", "\x1b[31m", "🎉", "会議", "a" * 9999]
)
def test_nothing_found_is_no_error(ally: Ally, typed: str) -> None:
    """Any text is a word to look for; a sentence with what to do, an empty array for scripts."""
    said = ally("ideas", typed)
    assert said.code == 0
    assert said.out.startswith("Nothing here fits “")
    assert "ally ideas --all" in said.out
    assert "ally ideas add" in said.out
    assert ally("ideas", "--json", typed).out == "[]\n"


def test_what_fits_only_in_part_says_so(ally: Ally) -> None:
    """Not as if it were what was looked for."""
    said = ally("ideas", "captions", "zzz").out
    assert said.splitlines()[0].strip().startswith("Nothing fits all of these words")
    assert "captions" in said


def test_plain_needs_no_drawing(ally: Ally) -> None:
    """Each kind as a heading, each idea as a line."""
    lines = ally("--plain", "ideas", "credit").out.splitlines()
    assert lines[0] == "Learn:"
    assert f"{READY}:" in lines
    assert not any(line.startswith(" ") or not line for line in lines)


def test_looking_makes_no_journal(ally: Ally, journal_path: Path) -> None:
    """Whatever is asked for."""
    for args in ([], ["credit"], ["--all"], ["--json"]):
        ally("ideas", *args)
    assert not journal_path.parent.exists()


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ideas", "--reach", ""], list(REACHES)),
        (["ideas", "--kind", "e"], ["empathise"]),
        (["ideas", "cre"], ["credit"]),
        (["ideas", "ca"], ["call-in", "call-out"]),
        (["ideas", "sh"], ["show"]),
        (["ideas", "phrase", "up"], ["upwards"]),
    ],
)
def test_tab(program: Ally, words: list[str], offered: list[str]) -> None:
    """Reaches, kinds, hard moments and ways."""
    said = program(
        _ALLY_COMPLETE="complete_bash",
        COMP_WORDS=" ".join(["ally", *words]),
        COMP_CWORD=str(len(words)),
    )
    assert sorted(said.out.split()) == sorted(offered)


@built
def owned(ally: Ally) -> None:
    """One of each."""
    ally("ideas", "add", "Ask who is not in the room", "--kind", "a")
    ally("ideas", "phrase", "Call In", "One minute?")
    ally("ideas", "question", "Who spoke least?")


def mine(ally: Ally) -> list[tuple[int, str, str]]:
    found = json.loads(ally("ideas", "own", "--json").out)
    return [(one["number"], one["what"], one["text"]) for one in found]


@pytest.mark.usefixtures("owned")
def test_own_ones_stand_beside_the_others(ally: Ally) -> None:
    """In the day's ideas, by their words, by kind, and in all; each by its number."""
    assert mine(ally) == [
        (1, "idea", "Ask who is not in the room"),
        (2, "phrase", "One minute?"),
        (3, "question", "Who spoke least?"),
    ]
    for args in ([], ["rooms"], ["--kind", "act"], ["--all"], ["list"]):
        assert "Ask who is not in the room (1)" in ally("ideas", *args).out, args
    for args in (["captions"], ["--kind", "learn"], ["--reach", "self"]):
        assert "(1)" not in ally("ideas", *args).out, args
    found = json.loads(ally("ideas", "rooms", "--json").out)[-1]
    assert (found["text"], found["number"]) == ("Ask who is not in the room", 1)
    assert "  One minute?" in ally("ideas", "call-in").out
    assert "Your own 2: One minute?" in ally("--plain", "ideas", "own").out.splitlines()


@pytest.mark.usefixtures("owned")
def test_own_ones_are_changed_and_deleted(ally: Ally) -> None:
    """Undo brings them back; their numbers are never used again."""
    changed = json.loads(ally("ideas", "edit", "1", "Ask who is missing", "--json").out)
    assert (changed["text"], changed["kind"]) == ("Ask who is missing", "act")
    assert (
        json.loads(ally("ideas", "edit", "2", "--moment", "Stand Up", "--json").out)["moment"]
        == "stand-up"
    )
    assert ally("ideas", "edit", "1", "").code == 2
    assert ally("ideas", "delete", "2").code == 2
    assert ally("ideas", "delete", "2", "--yes").out == (
        "Deleted phrase 2. ally undo brings it back.\n"
    )
    assert [number for number, *_ in mine(ally)] == [1, 3]
    assert ally("ideas", "show", "2").code == 1
    assert ally("undo").out == "Brought back idea 2.\n"
    assert "One minute?" in ally("ideas", "show", "2").out
    assert ally("ideas", "2") == ally("ideas", "show", "2")


@pytest.mark.parametrize("command", [["add"], ["phrase", "call-in"], ["question"]])
def test_own_words_come_from_stdin_too(ally: Ally, command: list[str]) -> None:
    """Without any, it is said what is missing."""
    assert ally("ideas", *command, stdin="Said here\n").code == 0
    assert mine(ally)[0][2] == "Said here"
    said = ally("ideas", *command)
    assert (said.code, said.out) == (2, "")


def test_own_words_are_not_lost(ally: Ally, journal_path: Path) -> None:
    """What cannot be saved waits as a draft and goes back where it was meant for."""
    journal_path.parent.mkdir(parents=True)
    journal_path.write_bytes(b"no journal " * 99)
    assert ally("ideas", "phrase", "call-in", "One minute?").code == 1
    journal_path.unlink()
    assert "for your own ideas" in ally("draft").out
    assert ally("draft", "use").out == "Saved as phrase 1.\n"
    assert json.loads(ally("ideas", "show", "1", "--json").out)["moment"] == "call-in"


def test_a_phrase_needs_its_moment(ally: Ally, journal_path: Path) -> None:
    """Without one the words are kept as a draft."""
    said = ally("ideas", "phrase", "I would like to finish that")
    assert (said.code, said.out) == (2, "")
    assert "Say what moment it is for" in said.err
    assert [words_in(path) for path in drafts_of(journal_path)] == ["I would like to finish that"]


@pytest.mark.usefixtures("owned")
def test_own_ones_are_handed_on_alone(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are now, without entries, earlier words or what was deleted; twice is once."""
    ally("log", "act", "A secret", "-w", "Priya")
    ally("ideas", "edit", "1", "Ask who is missing")
    ally("ideas", "delete", "3", "--yes")
    ally("ideas", "add", "Do as PRIYA does")
    file = tmp_path / "ideas.jsonl"
    said = ally("export", str(file), "--ideas")
    assert said.code == 0
    assert said.err.startswith("Left out, since a name stands in it: idea 4. ally ideas edit 4 ")
    handed_on = file.read_text()
    words = ("secret", "not in the room", "least", "PRIYA")
    assert not [word for word in words if word in handed_on]
    monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / "other" / "journal.db"))
    ally("ideas", "add", "Mine")
    assert ally("import", str(file), "--yes").code == 0
    assert "Nothing is new" in ally("import", str(file), "--yes").out
    assert sorted(text for *_, text in mine(ally)) == ["Ask who is missing", "Mine", "One minute?"]
    assert [one["level"] for one in json.loads(ally("doctor", "--json").out)].count("problem") == 0
    assert "follow one" not in ally("doctor").out
    assert ally("export", "--ideas", "--kind", "act").code == 2
    assert ally("export", str(tmp_path / "x.csv"), "--ideas").code == 2


@pytest.mark.usefixtures("owned")
def test_own_ones_can_be_forgotten(ally: Ally) -> None:
    """By their number, and with everything that ever stood there."""
    assert ally("forget", "--idea", "2", "--yes").out.startswith("Erased 1 idea of your own.")
    assert [number for number, *_ in mine(ally)] == [1, 3]
    assert ally("forget", "--idea", "9", "--yes").code == 1
