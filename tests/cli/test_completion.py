"""Tab in bash, zsh and fish: words of the program and the journal, and never a name."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pexpect
import pytest
from tests.conftest import Said, built
from tests.generated import ROOT

from ally_journal.cli.completion import harmless

Ally = Callable[..., Said]


@pytest.fixture
def tab(program: Ally) -> Callable[..., list[str]]:
    """What is offered when Tab is pressed behind these words, as bash is told."""

    def press(*words: str) -> list[str]:
        said = program(
            _ALLY_COMPLETE="complete_bash",
            COMP_WORDS=" ".join(["ally", *words]),
            COMP_CWORD=str(len(words)),
        )
        assert (said.code, said.err) == (0, "")
        return said.out.split()

    return press


@built
def written(ally: Ally) -> None:
    """Entries with tags and names, and a plan."""
    ally("log", "act", "Asked @Priya about the #rota", "-t", "hiring", "-w", "Mary")
    ally("log", "learn", "Read about captions", "-t", "Reading")
    ally("plan", "add", "When x, I will y")
    ally("ideas", "add", "Ask who is missing")


@pytest.mark.one_in(4)
@pytest.mark.usefixtures("written")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["re"], ["redo", "review", "rehearse", "reflect", "remind"]),
        (["log", ""], ["learn", "challenge", "empathise", "act"]),
        (["log", "e"], ["empathise"]),
        (["log", "act", ""], []),
        (["log", "-k", "act", ""], []),
        (["log", "--kind", "l"], ["learn"]),
        (["log", "act", "x", "-t", ""], ["hiring", "Reading", "rota"]),
        (["log", "act", "-t", "R"], ["Reading"]),
        (["list", "--tag", "h"], ["hiring"]),
        (["log", "--way", "sp"], ["speak-up", "sponsor"]),
        (["log", "--plan", ""], ["1"]),
        (["show", ""], ["2", "1"]),
        (["edit", "1"], ["1"]),
        (["delete", ""], ["2", "1"]),
        (["history", ""], ["2", "1"]),
        (["plan", "di"], ["did"]),
        (["plan", "kept", ""], ["1"]),
        (["ideas", "edit", ""], ["1"]),
        (["forget", "--idea", ""], ["1"]),
        (["rehearse", ""], ["2", "1"]),
        (["review", "2026-"], ["2026-Q4", "2026-11", "2026-W47"]),
        (["year", "--only", "w"], ["weeks", "why", "words", "wrong"]),
        (["remind", "t"], ["tuesday", "thursday"]),
        (["config", "week"], ["week_starts"]),
        (["config", "week_starts", "s"], ["sunday", "saturday"]),
        (["help", "pl"], ["plan", "plain"]),
        (["help", "plan", "d"], ["did", "done", "dropped"]),
        (["help", "plan", "did", ""], []),
        (["year", "--format", "h"], ["html"]),
        (["import", "--format", "d"], ["dayone", "daylio"]),
        (["edit", "1", "--untag", "h"], ["hiring"]),
        (["list", "--p"], ["--plain"]),
        (["plan", "add", "--jo"], ["--journal"]),
        (["list", "--journal", "nowhere.db", "-t", ""], []),
        (["list", "--", "--p"], []),
        (["log", "-w", ""], []),
        (["log", "--with", "P"], []),
    ],
)
def test_what_is_offered(
    tab: Callable[..., list[str]], words: list[str], offered: list[str]
) -> None:
    """Commands, kinds, tags, ways, plans, periods and numbers."""
    assert sorted(tab(*words)) == sorted(offered)


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_numbers_come_with_their_first_words(program: Ally, shell: str) -> None:
    """Where the shell can show help, the beginning of the entry stands beside its number."""
    typed = {"_TYPER_COMPLETE_ARGS": "ally show ", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    out = program(_ALLY_COMPLETE=f"complete_{shell}", **typed).out
    assert "Read about captions" in out


def test_no_entry_can_command_a_shell(program: Ally, ally: Ally) -> None:
    """Shells evaluate what they are offered, so nothing with a meaning to them is in it."""
    ally("log", "act", "$(touch x) `touch x` 'a' \"b\" ; | & > < \\ * ? ~ ! # { } [ ] first")
    for shell in ("bash", "zsh", "fish"):
        out = program(
            _ALLY_COMPLETE=f"complete_{shell}",
            COMP_WORDS="ally show ",
            COMP_CWORD="2",
            _TYPER_COMPLETE_ARGS="ally show ",
            _TYPER_COMPLETE_FISH_ACTION="get-args",
        ).out
        assert "1" in out
        assert not set(out.replace("_arguments '*: :((", "").replace("))'", "")) & set(
            "$`;|&<>*~#{}[]"
        )


def test_marked_names_are_never_shown(program: Ally, ally: Ally) -> None:
    """Not beside a number either, whether marked inside the text or by option."""
    ally("log", "act", "Thanked @Priya, and mary jane. Priya answered.", "-w", "Mary Jane")
    out = program(
        _ALLY_COMPLETE="complete_fish",
        _TYPER_COMPLETE_ARGS="ally show ",
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    ).out
    assert "Thanked" in out
    assert "answered" in out
    assert not any(name in out.lower() for name in ("priya", "mary", "jane"))


def test_a_journal_that_cannot_be_read_offers_nothing(
    tab: Callable[..., list[str]], journal_path: Path
) -> None:
    """Tab never complains, and makes no journal."""
    assert tab("show", "") == []
    assert not journal_path.exists()
    journal_path.parent.mkdir()
    journal_path.write_text("not a journal")
    assert tab("log", "-t", "") == []
    assert tab("lo") == ["log"]


_TABLE = (ROOT / "docs/reference.md").read_text("utf-8")
LINES = dict(re.findall(r"^\| (bash|zsh|fish) \| `(.*?)` \| `~/", _TABLE, re.MULTILINE))
"""The line for each shell, as the documentation gives it."""
STARTS = {
    "bash": ("--rcfile {home}/rc -i", "rc"),
    "zsh": ("-i", ".zshrc"),
    "fish": ("", ".config/fish/config.fish"),
}


@pytest.mark.faults
@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("shell", STARTS)
def test_the_documented_line_is_enough(shell: str, tmp_path: Path) -> None:
    """In a fresh shell of a fresh home: commands, numbers, and files only where one is named."""
    home, (arguments, rc) = tmp_path / "fresh", STARTS[shell]
    (home / rc).parent.mkdir(parents=True)
    (home / rc).write_text(LINES[shell].replace("\\|", "|") + "\n")
    (home / "zebra.jsonl").touch()
    wrapper = tmp_path / "bin/ally"
    wrapper.parent.mkdir()
    wrapper.write_text(f'#!/bin/sh\nexec {sys.executable} -m ally_journal "$@"\n')
    wrapper.chmod(0o700)
    env = os.environ | {"PATH": f"{wrapper.parent}:{os.environ['PATH']}", "HOME": str(home)}
    env |= {"TERM": "dumb", "PS1": "> ", "XDG_CONFIG_HOME": str(home / ".config")}

    def asked_of_fish(line: str) -> str:
        """What fish would offer; it draws its line too often to be read by a program."""
        command = ["fish", "-c", f"complete -C '{line}'"]
        return subprocess.run(
            command, env=env, cwd=home, capture_output=True, text=True, check=True
        ).stdout

    def pressed(line: str) -> str:
        """What comes on the line and below it before the shell takes the next key."""
        child.send(f"{line}\t\tQQ")
        child.expect("QQ")
        child.send("\x15")
        return str(child.before)

    tab = asked_of_fish if shell == "fish" else pressed
    if shell != "fish":
        words = arguments.format(home=home).split()
        child = pexpect.spawn(shell, words, env=env, cwd=home, encoding="utf-8", timeout=30)
        child.send("echo rea''dy\r")
        child.expect("ready")
    assert "vacy" in tab("ally pri")
    assert "2" in tab("ally show ")
    assert "zebra" not in tab("ally show z")
    assert "zebra" not in tab('ally log act "x" z')
    assert "bra.jsonl" in tab("ally import ze")
    assert "bra.jsonl" in tab("ally year -o ze")


def test_another_shell_is_told(program: Ally) -> None:
    """In one sentence; the library has its own."""
    said = program(_ALLY_COMPLETE="source_tcsh")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("Tab is for bash, zsh and fish; ")


@pytest.mark.parametrize(
    "value",
    [
        "$(touch x)",
        "`touch x`",
        "x;touch y",
        "a&b",
        "a|b",
        "a>b",
        "a'b",
        'a"b',
        "a\\b",
        "a b",
        "--yes",
        "a\nb",
        "a*b",
    ],
)
def test_nothing_that_a_shell_obeys_is_offered(value: str) -> None:
    """Whatever is in a journal or beside it: a tag of an archive, the name of a backup."""
    offered = harmless(lambda incomplete: [value, "hiring", f"plain{incomplete}"])
    assert offered(None, "") == ["hiring", "plain"]
    described = harmless(lambda _: [(value, "help"), ("शब्द", "help")])
    assert described(None, "") == [("शब्द", "help")]


def test_a_tag_that_a_shell_would_obey_is_not_offered(
    ally: Ally, tab: Callable[..., list[str]], journal_path: Path
) -> None:
    """One that came with an archive, as an earlier ally took it."""
    ally("log", "act", "Asked first", "-t", "hiring")
    with closing(sqlite3.connect(journal_path)) as connection, connection:
        connection.execute("UPDATE entry_tag SET shown = '$(touch x)'")
    assert tab("list", "-t", "") == []
