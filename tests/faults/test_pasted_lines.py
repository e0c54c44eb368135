"""Experiments: pasted lines with whatever edits lines: GNU readline, libedit, or the terminal."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest
from tests.conftest import Said
from tests.support import libedit

pytestmark = pytest.mark.faults

BACKEND = "import readline; print(readline.__doc__)"


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What to set for each way of editing lines."""
    folder = tmp_path_factory.mktemp("modules")
    libedit.build(folder / "libedit")
    (folder / "none").mkdir()
    (folder / "none/readline.py").write_text("raise ImportError")
    return {
        "GNU readline": {},
        "libedit": {"PYTHONPATH": str(folder / "libedit")},
        "no readline": {"PYTHONPATH": str(folder / "none")},
        "a dumb terminal": {"TERM": "dumb"},
        "libedit on a dumb terminal": {"PYTHONPATH": str(folder / "libedit"), "TERM": "dumb"},
    }


@pytest.mark.parametrize(
    "editing",
    [
        "GNU readline",
        "libedit",
        "no readline",
        "a dumb terminal",
        "libedit on a dumb terminal",
    ],
)
def test_no_pasted_line_is_lost_or_run_by_the_shell(
    modules: dict[str, dict[str, str]], editing: str, program: Callable[..., Said], tmp_path: Path
) -> None:
    """Three lines at each of three questions are in the entry or a draft, and ran nothing."""
    env = os.environ | {"PS1": "shell% ", "TERM": "xterm", "INPUTRC": "/dev/null"}
    env |= modules[editing]
    child = pexpect.spawn(
        "/bin/sh", ["-i"], env=env, cwd=tmp_path, encoding="utf-8", dimensions=(50, 80), timeout=20
    )
    child.delaybeforesend = None
    pasted: list[str] = []

    def paste(question: str) -> None:
        child.expect_exact(question)
        child.expect_exact("> ")
        turn = len(pasted)
        lines = [f"{question} Über alles 日本", f"touch ran; echo {turn}", f"q{turn} x"]
        pasted.extend(lines)
        text = "\r".join(lines)
        child.send(f"\x1b[200~{text}\x1b[201~\r" if editing == "GNU readline" else f"{text}\r")

    child.expect_exact("shell% ")
    child.sendline(f"'{sys.executable}' -c '{BACKEND}'")
    child.expect_exact("shell% ")
    assert ("libedit" in child.before) == editing.startswith("libedit"), child.before
    child.sendline(f"'{sys.executable}' -m ally_journal log --missed")
    paste("What happened?")
    paste("4 Act")
    child.expect_exact("Added to your words.")
    child.expect_exact("> ")
    child.sendline("act")
    paste("What stopped you?")
    paste("Next time")
    child.expect_exact("shell% ")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()
    assert not (tmp_path / "ran").exists()
    (entry,) = json.loads(program("list", "--json").out)
    plans = json.loads(program("plan", "--json").out)
    drafts = json.loads(program("draft", "--json").out)
    kept = json.dumps([entry, plans, drafts], ensure_ascii=False)
    assert [line for line in pasted if json.dumps(line, ensure_ascii=False)[1:-1] not in kept] == []
