"""Drafts on the way to what their journal became, killed before every change of a file."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.store.drafts.test_rekey import SWAP, WAYS, become, leave, readable, swaps, told

from ally_journal.store.database.creation import create
from ally_journal.store.drafts.drafts import waiting
from ally_journal.store.drafts.files import remove
from ally_journal.store.drafts.rekey import follow

pytestmark = pytest.mark.faults


@pytest.fixture
def path(journal_path: Path) -> Path:
    create(journal_path)
    return journal_path


KILLED = """
import os, signal, sys
from pathlib import Path
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.drafts.rekey import follow
keys.hold(Key(b"1" * 32, b"a" * 16)); keys.hold(Key(b"2" * 32, b"b" * 16))
path, kill_at, steps = Path(sys.argv[1]), int(sys.argv[2]), 0
def watch(event, args):
    global steps
    # before each change of a file
    if event in ("open", "os.rename", "os.remove", "os.truncate", "os.rmdir", "os.mkdir"):
        steps += 1
        if steps == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
path.exists(); follow(path.with_name("none.db"))  # what is imported then is no step
sys.addaudithook(watch)
follow(path)
print(steps)
"""


@pytest.mark.parametrize("way", WAYS)
def test_killed_at_every_step(way: str, path: Path) -> None:
    """Before each file that is opened, renamed or removed: the words are there, and go on."""
    old, new = WAYS[way]

    def run(kill_at: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", KILLED, str(path), str(kill_at)]
        return subprocess.run(words, capture_output=True, text=True, check=False)

    kill_at, killed = 0, 0
    while True:
        kill_at += 1
        become(path, old)
        for one in waiting(path):
            remove(one.path)
        leave(path)
        leave(path, "Sittich too")
        become(path, new)
        done = run(kill_at)
        found = {words for words, _ in told(path)}
        assert found == {"Sittich waits", "Sittich too"}, kill_at
        whole = {(words, "Sittich learnt") for words in found}
        assert whole <= set(told(path)), kill_at
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        killed += 1
        assert follow(path) == 0
        assert sorted(told(path)) == sorted(whole), kill_at
        assert sorted(swaps(path)) == [SWAP, SWAP], kill_at
        if new:
            assert readable(path) == [], kill_at
    print(f"{way}: killed before each of {killed} steps; each draft was whole and went on")
    assert killed > 10
