"""No answer of any command has a line that the terminal would cut within a word."""

import getpass
from collections.abc import Callable

import pytest
from tests.conftest import Said
from tests.test_house import command_tree
from typer import testing

from ally_journal.cli.terminal import console, passphrase, prompts
from ally_journal.render.help import TOPICS
from ally_journal.render.wrap import cells

ANSWERS = """
list -n 5
list --tag nothing-there
list 1999
list --kind act --since 2026-11-01
show last
search meeting -n 5
search nothing-like-this
search
tags
review --no-input
review last --no-input
review 2025-W02 --no-input
review
year
year --all
year 1999
year 2025
before
before meetings
before nothing-like-this
plan
plan list --all
plan show 1
plan show 999
plan add
plan add When-…,-I-wait-…
plan did last
plan changed 1
plan 1
obstacle
obstacle list --all
obstacle show 1
obstacle changed 99
obstacle handed-on 1
handover --all
shelf
shelf show 1
shelf done 1
reflect
reflect why
reflect list
ideas
ideas credit
ideas own
ideas own nothing
ideas add
ideas nothing-like-this
talk
talk after
rehearse
away
away 2027-01-01
remind
heard last
heard
history
history 1
undo
redo
undo --steps 3
log
log act
log act x
delete 1
edit 1 --way ask
draft
draft list
draft show
draft use
config
config week_starts
config week_starts nothing
config nothing
privacy
doctor
doctor --rebuild
backup list
backup
backup list
backup show last
backup restore last
backup restore nothing
forget 1
forget 1 --dry-run
forget --with Priya
forget --before 2025-06-01 --dry-run
forget 1 2 3 4 5 6 --yes
sync
sync status
sync key
sync off
encrypt
encrypt --off
import nothing.txt
nothing
--version

"""

COPIED = ("ally ", "eval ", "_ALLY_COMPLETE", "export ", "Journal  ")
"""How lines begin that are to be copied, or hold a path."""


@pytest.mark.one_in(6)
@pytest.mark.parametrize("plain", [True, False], ids=["plain", "drawn"])
@pytest.mark.parametrize("columns", [20, 40, 80])
@pytest.mark.parametrize("journal", ["empty", "demo"])
def test_no_line_is_wider_than_the_screen(
    journal: str,
    columns: int,
    plain: bool,
    request: pytest.FixtureRequest,
    ally: Callable[..., Said],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """But for single words, and commands and other lines that are copied whole."""
    if journal == "demo":
        request.getfixturevalue("demo_year")

    def typing(prompt: str) -> str:
        print(prompt)
        return next(answers)

    def hidden(prompt: str) -> str:
        print(prompt)
        return "weak"

    monkeypatch.setattr(testing._NamedTextIOWrapper, "isatty", lambda _stream: True)
    monkeypatch.setattr(prompts, "_typed", typing)
    monkeypatch.setattr(console, "more_waits", lambda: False)
    monkeypatch.setattr(passphrase, "has_terminal", lambda: True)
    monkeypatch.setattr(getpass, "getpass", hidden)
    for name, value in {"NO_COLOR": "1", "ALLY_PAGER": "", "COLUMNS": str(columns)}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("ALLY_PLAIN", "1" if plain else "0")
    helps = [[*args, "-h"] for args, _ in command_tree()] + [["help", one] for one in TOPICS]
    wide = []
    for args in [*map(str.split, ANSWERS.splitlines()), *helps]:
        answers = iter([""] * 20 + ["q"] * 20)
        said = ally(*args)
        wide += [
            (" ".join(args), line)
            for line in f"{said.out}\n{said.err}".splitlines()
            if cells(line if plain else line.replace("…", ".")) > columns and " " in line.strip()
        ]
    assert [one for one in wide if not one[1].strip().startswith(COPIED)] == []
