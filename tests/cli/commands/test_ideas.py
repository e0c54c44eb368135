"""ally ideas: what one can do, by turns or by a word, and what to say in a hard moment."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said

from ally_journal.domain.content import REACHES, ideas, phrasings
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
    assert all(moment in said.out for moment in phrasings())
    monkeypatch.setenv("ALLY_NOW", "2026-11-21T00:30:00+01:00")
    assert ally("ideas") != said


def test_json_holds_all_of_them(ally: Ally) -> None:
    """Each with its kind, way and reach; --all shows the same to people."""
    assert texts(ally) == [idea.text for idea in ideas()]
    first = json.loads(ally("ideas", "--json").out)[0]
    assert first == ideas()[0]._asdict()
    shown = ally("ideas", "--all").out
    assert all(idea.text in shown for idea in ideas())
    assert "More:" not in shown


@pytest.mark.parametrize("words", [["credit"], ["CREDIT"], ["#credit"], ["“credit”"], ["cred"]])
def test_a_word_finds_its_way_and_its_texts(ally: Ally, words: list[str]) -> None:
    """In any case; the beginning of a word is enough."""
    expected = [idea.text for idea in ideas() if idea.way == "credit"]
    found = texts(ally, *words)
    assert (set(found) >= set(expected)) != (words == ["“credit”"])
    assert (found == []) == (words == ["“credit”"])


def test_all_words_must_fit(ally: Ally) -> None:
    """In the way or in the text."""
    both = texts(ally, "policy", "captions")
    assert both
    assert set(both) < set(texts(ally, "captions"))
    assert set(both) < set(texts(ally, "policy"))


@pytest.mark.parametrize("moment", list(phrasings()))
def test_words_for_a_hard_moment(ally: Ally, moment: str) -> None:
    """Its phrases and no other's stand under a heading; scripts get ideas only."""
    shown = ally("ideas", moment).out
    heading, phrases = shown.index(READY), shown.partition(READY)[2]
    assert heading >= 0
    for name, said in phrasings().items():
        assert all((phrase in phrases) == (name == moment) for phrase in said)
    assert READY not in ally("ideas", moment, "--json").out
    assert ally("ideas", moment.replace("-", " ").upper()).out.partition(READY)[2] == phrases


def test_other_words_bring_no_phrases(ally: Ally) -> None:
    """Only the name of a moment does."""
    assert READY not in ally("ideas", "listen").out


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


@pytest.mark.parametrize(
    "typed", ["zzz", '"', "*", "--nothing", "-5", "(", ".*", "\x1b[31m", "🎉", "会議", "a" * 9999]
)
def test_nothing_found_is_no_error(ally: Ally, typed: str) -> None:
    """Any text is a word to look for; a sentence for people, an empty array for scripts."""
    said = ally("ideas", typed)
    assert (said.out, said.code) == ("No idea fits; ally ideas --all shows all of them.\n", 0)
    assert ally("ideas", "--json", typed).out == "[]\n"


def test_plain_needs_no_drawing(ally: Ally) -> None:
    """Each kind as a heading, each idea as a line."""
    lines = ally("--plain", "ideas", "credit").out.splitlines()
    assert lines[0] == "Act:"
    assert f"{READY}:" in lines
    assert not any(line.startswith(" ") or not line for line in lines)


def test_looking_makes_no_journal(ally: Ally, journal_path: Path) -> None:
    """Whatever is asked for."""
    for args in ([], ["credit"], ["--all"], ["--json"]):
        ally("ideas", *args)
    assert not journal_path.parent.exists()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["ideas", "--reach", ""], list(REACHES)),
        (["ideas", "--kind", "e"], ["empathise"]),
        (["ideas", "cre"], ["credit"]),
        (["ideas", "ca"], ["call-in", "call-out"]),
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
