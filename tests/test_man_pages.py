"""The man pages say what the commands' own help says, and are what a wheel installs."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.generated import ROOT
from tests.support.man_pages import FOLDER, man_pages
from typer.core import TyperGroup

from ally_journal.cli.app import COMMANDS, program

PAGES = man_pages()
MACROS = {"TH", "SH", "SS", "TP", "PP", "B", "I", "BR", "nf", "fi", "RS", "RE"}


def test_the_pages_are_current() -> None:
    """They are made from the command table, and no other file lies beside them."""
    assert set(FOLDER.iterdir()) == PAGES.keys()
    for path, page in PAGES.items():
        assert path.read_text("utf-8") == page, "run: python -m tests.generated"


def test_every_command_and_option_is_in_one() -> None:
    """ally(1) has each command, and the page of a group each of its commands."""
    root = program()
    context = typer.Context(root, info_name="ally", **root.context_settings)
    whole = PAGES[FOLDER / "ally.1"]
    for name in COMMANDS:
        command = root.get_command(context, name)
        page = whole
        told: list[tuple[str, Any]] = [(f"ally {name}", command)]
        if isinstance(command, TyperGroup):
            page = PAGES[FOLDER / f"ally-{name}.1"]
            told = [
                (f"ally {name} {inner}", one)
                for inner, one in command.commands.items()
                if not one.hidden
            ]
            assert page.count("\n.SS") == len(told), "what its help hides, a page does not show"
        for title, one in told:
            at = page.index(f".SS {title.replace('-', chr(92) + '-')}")
            section = page[at : page.find("\n.SS", at + 1)].replace("\\-", "-")
            options = [option for param in one.params for option in param.opts if option[0] == "-"]
            assert [option for option in options if option not in section] == [], title


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_nothing_is_read_as_a_request_by_mistake(path: Path) -> None:
    """Each line that begins with roff's sign is a macro that is meant."""
    lines = PAGES[path].splitlines()
    meant = [re.match(r"\.(\w+)", line) for line in lines if line.startswith((".", "'"))]
    assert lines[0].startswith(".TH ALLY")
    assert {found[1] if found else "?" for found in meant} <= MACROS


def test_a_wheel_carries_them() -> None:
    """Where `man` looks beside the program."""
    assert '"docs/man" = "share/man/man1"' in (ROOT / "pyproject.toml").read_text()
