"""Each thing that is asked of the disk for good, refused once: what is said is what happened."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.faults.test_system_calls import needs_strace
from tests.support.encrypted import PASSPHRASE

pytestmark = pytest.mark.faults

Ally = Callable[..., Said]
PLACES = ("kept", "state")
STRIDE = int(os.environ.get("FAULT_STRIDE", "12"))
"""Which of the many calls of a forgetting are refused: every one by 1."""
UNDONE = ("could not be written", "could not be restored", "could not be rewritten", "No backup")
"""What a sentence has that says nothing was changed."""


@pytest.fixture
def before(ally: Ally, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with a little of everything; all of it is copied to the folder that is given."""
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("log", "act", "First, with Priya").code == 0
    assert ally("backup").code == 0
    assert ally("log", "learn", "Second").code == 0
    assert ally("plan", "add", "When someone is cut off, I ask them to go on").code == 0
    (tmp_path / "new.csv").write_text("kind,date,text\nact,2026-11-01,From elsewhere\n")
    (tmp_path / "out.md").write_text("what was there")
    for place in PLACES:
        shutil.copytree(tmp_path / place, tmp_path / "before" / place)
    assert journal_path.exists()
    return tmp_path / "before"


def put_back(before: Path) -> None:
    for place in PLACES:
        shutil.rmtree(before.parent / place)
        shutil.copytree(before / place, before.parent / place)
    (before.parent / "out.md").write_text("what was there")


def refused(call: str, which: int, args: list[str], log: Path) -> tuple[Said, bool]:
    """Run ally while one call of many fails, and say whether it came to that."""
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={which}"]
    done = subprocess.run(
        [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            *inject,
            "-o",
            str(log),
            sys.executable,
            "-m",
            "ally_journal",
            *args,
        ],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=60,
    )
    return Said(done.stdout, done.stderr, done.returncode), "INJECTED" in log.read_text()


@needs_strace
@pytest.mark.parametrize(
    "words",
    [
        "log act Words",
        "edit 1 --text Other",
        "delete 2 --yes",
        "plan add Words",
        "plan kept 1",
        "heard 1 them Thanks",
        "undo",
        "forget --with Priya --yes",
        "import new.csv",
        "backup restore last --yes",
        "encrypt",
        "export out.md --force",
        "year -o out.md --force",
    ],
)
def test_what_is_said_is_what_happened(
    words: str, ally: Ally, before: Path, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Saved means that the next run finds it, and no draft; anything else that it does not."""
    monkeypatch.chdir(before.parent)

    def state() -> tuple[object, ...]:
        """What a fresh look finds; an encrypted journal of the same entries is another one."""
        plain = journal_path.read_bytes().startswith(b"SQLite")
        return ally("export", "-").out, plain, Path("out.md").read_bytes()

    was, points, unconfirmed = state(), 0, 0
    for call in ("fdatasync", "fsync"):
        for which in count(1):
            put_back(before)
            said, failed = refused(call, which, words.split(), before / "log")
            if not failed:
                break
            points += 1
            unconfirmed += said.code == 0 and "did not confirm" in said.err
            told = (words, call, which, said)
            drafts = [*journal_path.parent.glob("*.drafts/*.draft")]
            if said.code == 0 or "Forgotten in the journal" in said.err:
                assert state() != was, told
                assert not drafts, told
            else:
                assert state() == was, told
                assert any(one in said.err for one in UNDONE), told
                assert bool(drafts) == ("Your words are kept" in said.err), told
            assert "Traceback" not in said.err, told
            assert ally("doctor").code in {0, 1}, told
            assert said.code in {0, 1}, told
            if "Forgotten in the journal" in said.err:
                assert "run the same again" in said.err
                assert ally(*words.split()).code == 0
                assert ally("doctor").code == 0
    assert points > unconfirmed > 0, "nothing failed, or not the last of all"
