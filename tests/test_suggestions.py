"""Every command that ally names, in a sentence or as an example, works as it is printed."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.conftest import Said, built
from tests.support.waiting import keep
from tests.test_house import command_tree
from tests.test_wording import own_words
from typer._click.exceptions import MissingParameter
from typer.core import TyperGroup, TyperOption

from ally_journal.cli.app import COMMANDS, program
from ally_journal.store.crypto import keys

Ally = Callable[..., Said]

_WORD = (
    r"""--?[a-z][\w-]*|"[^"]*"|'[^']*'|[\w-]+\.[a-z]{2,}|\{\}|[\d:-]+|[A-Z]+(?![a-z])(?:\.{3})?"""
    r"""|[a-z][a-z_-]*"""
)
_QUOTED = re.compile("'[^']*'|\"[^\"$`]*\"")
_LINE = re.compile(rf"\bally((?: (?:{_WORD}))+)")
_STANDS_FOR = {"N": "2", "N...": "2", "NAME": "last", "WHEN": "yesterday", "COMMAND": "log"}
_STAND_FOR = {
    "remind": ["friday", "16:00"],
    "year": ["2026", "2026.html"],
    "review": ["2026-W46"],
    "help": ["kinds"],
    "ideas": ["hiring"],
    "log": ["act"],
    "reflect": ["year", "2026"],
}
"""What a command is given for the signs in a sentence; a number where nothing is said."""
LEFT_TO_A_PERSON = re.compile(
    r"asks first|takes a terminal|Nobody can be asked|for an editor|is not encrypted, so|[Ss]ay "
    r"|not exchanged with other|is a demo|is not a key|key.txt cannot be read"
    r"|keyring cannot|no keyring to use|needs [A-Za-z ]+ behind it|1a2b3c4d"
    r"|already; ally plan add begins another|run this on a terminal"
)
"""What ends a command that cannot go on without an answer, or a word that a sentence leaves out."""


@cache
def lines() -> tuple[str, ...]:
    """Each command line once: the examples of all commands, and what stands in sentences."""
    examples = [example for _, command in command_tree() for example in _examples(command)]
    return tuple(dict.fromkeys([*examples, *sorted(named_in_sentences())]))


def _examples(command: Any) -> list[str]:  # noqa: ANN401 - of Typer's kinds
    told = (command.epilog or "").partition("Examples:\n")[2].splitlines()
    return [line.strip() for line in told if line.strip()]


def named_in_sentences() -> Iterator[str]:
    """A command, what belongs to it, and nothing of the sentence around it."""
    tree = {" ".join(words): command for words, command in command_tree()}
    examples = {example for _, command in command_tree() for example in _examples(command)}
    for said in {said for _, said in own_words()} - examples:
        for found in _LINE.finditer(said):
            words = re.findall(_WORD, found[1])
            if words[0] not in COMMANDS:
                continue
            path = 2 if " ".join(words[:2]) in tree else 1
            command = tree[" ".join(words[:path])]
            valued = {
                name
                for param in command.params
                if isinstance(param, TyperOption) and not param.is_flag
                for name in param.opts
            }
            taken, signs = words[:path], iter(_STAND_FOR.get(" ".join(words[:path]), []))
            for before, word in pairwise(words[path - 1 :]):
                if not (before in valued or re.match(r"""[-"'\d{A-Z]|last$|today$|all$""", word)):
                    break
                taken.append(next(signs, "1") if word == "{}" else _STANDS_FOR.get(word, word))
            yield f"ally {' '.join(taken)}"


def test_there_are_many() -> None:
    """A check that inspects nothing must fail."""
    assert len(lines()) > 200
    assert "ally backup list" in lines()


def test_each_can_be_read() -> None:
    """Its options are there, and it has no word too many; a sentence may leave out its last."""
    for line in lines():
        read(line)


def read(line: str) -> None:
    """Raise an error of the library for a line that it cannot read."""
    words = shlex.split(line)
    words = words[len(words) - words[::-1].index("ally") :]
    words = [word for word in words if word != "--plain"]  # which is read before all else
    assert not re.search(r"[#;&$`]|~(?!/)", re.sub(_QUOTED, "", line)), "a shell obeys it"
    command: Any = program()
    context = None
    while isinstance(command, TyperGroup) and words and words[0] in command.commands:
        settings = command.context_settings
        context = typer.Context(command, info_name="ally", parent=context, **settings)
        command = command.get_command(context, words.pop(0))
    with suppress(MissingParameter):
        command.make_context("ally", words, parent=context)


@built
def written(ally: Ally, journal_path: Path) -> None:
    """The demo's year with what it lacks: ideas, backups, a missed moment, undos to take back."""
    ally("demo", str(journal_path))
    for words in ("First", "Second", "Third"):
        ally("ideas", "add", words)
        ally("obstacle", "add", words)
        ally("backup")
    ally("edit", "15", "--missed")
    ally("away", "3 days ago")
    ally("config", "counts", "false")
    ally("config", "plain", "true")
    ally("undo", "--steps", "2")


@pytest.mark.faults
@pytest.mark.usefixtures("written")
def test_it_works_as_printed(ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends well, or asks a person."""
    assert "\n".join(broken(ally, tmp_path, monkeypatch)) == ""


def broken(ally: Ally, place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What does not work of `lines`, each as a shell would give it, in what was `written` there."""
    monkeypatch.chdir(place)
    monkeypatch.setenv("ALLY_PASSPHRASE", "five words nobody would guess")
    ally("export", "journal.jsonl")
    for name, words in (
        ("jrnl.txt", "[2026-11-02 09:00] Waited.\n"),
        ("Vault/2026-11-02.md", "Hm"),
    ):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(words)
    archive = Path("journal.jsonl").read_text("utf-8")
    whole, journal = place.with_name(f"{place.name}-whole"), place / "kept" / "journal.db"
    shutil.copytree(place, whole)
    for line in lines():
        for path in place.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(whole, place, dirs_exist_ok=True)
        if "export" in line:
            (place / "journal.jsonl").unlink()
        keys.let_go()
        for hour in ("140000", "150000")[: 1 + ("2" in line)]:
            keep(journal, "Words that waited", f"20261119-{hour}", {"for": "log", "kind": "act"})
        behind = shlex.split(line.rpartition("|")[2].partition(" <")[0])
        given = archive if "import" in line else "Words"
        said = ally(*behind[behind.index("ally") + 1 :], stdin=given)
        if said.code and not LEFT_TO_A_PERSON.search(said.err):
            yield f"{line}: {said.err}"
