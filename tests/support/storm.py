"""A storm over several computers: random commands, kills, and what carries their files badly.

Every word that a command said it kept is remembered, so that it is known in the end which of them
must be somewhere, and which nowhere. The same seed gives the same storm, but for when kills hit.
"""

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.conftest import NOW, Said
from tests.support.encrypted import files_with
from tests.support.forks import ally_forked

from ally_journal.domain.sync.content import unpacked
from ally_journal.domain.sync.key import key_from
from ally_journal.store.revisions.projections import PROJECTIONS
from ally_journal.store.sync.carrier.sealing import Seal

AHEAD = (timedelta(), timedelta(days=3), timedelta(days=-400))
"""How far the clock of each computer is from the true one."""
_CROWD = 6
"""Most changes go to so many records, so that they meet."""
_KEY = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}")
_SAVED = re.compile(r"^Saved (\d+)")
_CODES = {0, 1, 2, 3}


class Place:
    """One computer: its home, its clock, and what its commands find in the environment."""

    def __init__(self, home: Path, ahead: timedelta) -> None:
        self.home, self.path, self.ahead = home, home / "journal.db", ahead
        home.mkdir()

    def environ(self, turn: int) -> dict[str, str]:
        """The variables of a command at a turn, a minute after the one before."""
        local = datetime.fromisoformat(NOW) + self.ahead + timedelta(minutes=turn)
        return {
            "ALLY_JOURNAL": str(self.path),
            "XDG_STATE_HOME": str(self.home / "state"),
            "ALLY_NOW": local.isoformat(),
        }

    def rows(self) -> dict[str, list[Any]]:
        """All that the journal says, but for the order in which it came."""
        asked = {
            "revision": "SELECT id, header FROM revision",
            "body": "SELECT id, salt, body FROM body JOIN revision ON seq = revision",
            "number": "SELECT DISTINCT number.* FROM number JOIN revision USING (record)",
            **{table: f"SELECT * FROM {table}" for table in PROJECTIONS},
        }
        with closing(sqlite3.connect(self.path)) as connection:
            said = {name: connection.execute(sql).fetchall() for name, sql in asked.items()}
        return {name: sorted(rows, key=repr) for name, rows in said.items()}

    def out_of_order(self) -> list[Any]:
        """The revisions that came before what they were written over."""
        sql = (
            "SELECT parent.revision FROM parent JOIN revision ON id = parent"
            " WHERE seq > parent.revision"
        )
        with closing(sqlite3.connect(self.path)) as connection:
            return connection.execute(sql).fetchall()


class Storm:
    """Some computers and a carrier; `run` is how a command is run in this process."""

    def __init__(self, folder: Path, seed: int, run: Callable[..., Said], *, kills: bool) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same storm again, no secret
        self.folder, self.run, self.kills, self.turn = folder, run, kills, 0
        self.places = [Place(folder / f"computer{k}", ahead) for k, ahead in enumerate(AHEAD)]
        self.acknowledged: dict[str, int | None] = {}
        """Every word that was kept, and the entry it belongs to."""
        self.excused: set[str] = set()
        """Words that a person had taken back before anybody else could have them."""
        self.unsent: dict[int, set[str]] = defaultdict(set)
        """What each computer kept since its newest exchange that ended well."""
        self.forgotten: set[int] = set()
        self.maybe: set[int] = set()
        """Entries that a command was to forget which was killed."""
        self.said: list[str] = []
        self.killed, self.usual = 0, 0.12

    # What a computer does

    def at(self, k: int, *words: str, may_die: bool = False) -> Said | None:
        """Run a command on one of the computers; None for one that was killed."""
        self.turn += 1
        environ = os.environ | self.places[k].environ(self.turn)
        if may_die and self.kills:
            return self._killed(words, environ)
        before = dict(os.environ)
        os.environ.update(environ)
        try:
            said = self.run(*words)
        finally:
            os.environ.clear()
            os.environ.update(before)
        told = f"{self.turn}: computer {k}: {words}\n{said.out}{said.err}"
        self.said.append(told)
        assert said.code in _CODES, told
        assert "Traceback" not in said.err, told
        assert "from now on" not in said.out, f"a number moved: {told}"
        if said.code:  # its words were kept in a draft, and nobody asks for them
            shutil.rmtree(f"{self.places[k].path}.drafts", ignore_errors=True)
        return said

    def _killed(self, words: tuple[str, ...], environ: dict[str, str]) -> Said | None:
        """The same in a process of its own, which is killed at some moment if it lasts as long."""
        child = _forked(words, environ)
        time.sleep(self.chance.uniform(0, self.usual))
        os.killpg(child.pid, signal.SIGKILL)
        out, err = child.communicate()
        self.said.append(f"{self.turn}: killed: {words} {child.returncode}\n{out}{err}")
        if child.returncode:
            self.killed += 1
            self.usual *= 1.2
            return None
        self.usual *= 0.6  # most are to be hit, on a fast machine too
        return Said(out, err, 0)

    def started(self, k: int, *words: str) -> subprocess.Popen[str]:
        """Begin a command on one of the computers."""
        self.turn += 1
        return _forked(words, os.environ | self.places[k].environ(self.turn))

    def begin(self, wheres: list[str]) -> str:
        """Let all take part, each through its own place; gives the key."""
        said = self.at(0, "sync", "init", wheres[0], "--name", "one")
        assert said is not None
        assert said.code == 0, said
        (key,) = _KEY.findall(said.out)
        key_file = self.folder / "key"
        key_file.write_text(key)
        for k, where in enumerate(wheres[1:], start=1):
            self.carry(whole=True)
            words = ("sync", "join", where, "--name", f"c{k}", "--yes", "--key-file", str(key_file))
            joined = self.at(k, *words)
            assert joined is not None
            assert joined.code == 0, joined
        return str(key)

    def word(self) -> str:
        """A word that nothing else holds."""
        return f"w{self.chance.getrandbits(48):012x}"

    def blow(self, commands: int) -> None:
        """So many commands on each computer."""
        for _ in range(commands * len(self.places)):
            k = self.chance.randrange(len(self.places))
            self.chance.choice(_DOINGS)(self, k)
            if self.chance.random() < 0.5:
                self.carry()

    def some(self) -> str:
        """The number of an entry, mostly one of few."""
        known = sorted({one for one in self.acknowledged.values() if one} - self.forgotten)
        return str(
            self.chance.choice(known[:_CROWD] if self.chance.random() < 0.8 else known)
            if known
            else 1
        )

    def keep(self, k: int, said: Said | None, word: str, entry: int | None) -> None:
        """Note a word that a command kept."""
        if said is not None and said.code == 0:
            self.acknowledged[word] = entry
            self.unsent[k].add(word)

    def log(self, k: int) -> None:
        """A new entry."""
        word = self.word()
        said = self.at(k, "log", "act", f"Said {word}", may_die=self.chance.random() < 0.1)
        if said is not None and (number := _SAVED.match(said.out)):
            self.keep(k, said, word, int(number[1]))

    def edit(self, k: int) -> None:
        """An entry says something else."""
        word, entry = self.word(), self.some()
        dies = self.chance.random() < 0.1
        said = self.at(k, "edit", entry, "--text", f"Said {word}", may_die=dies)
        self.keep(k, said, word, int(entry))

    def hear(self, k: int, entry: str = "") -> None:
        """What came back about one."""
        word, entry = self.word(), entry or self.some()
        self.keep(k, self.at(k, "heard", entry, "them", f"It was {word}"), word, int(entry))

    def plan(self, k: int) -> None:
        """A plan."""
        word = self.word()
        self.keep(k, self.at(k, "plan", "add", f"When {word}, I ask"), word, None)

    def delete(self, k: int) -> None:
        """Take one away."""
        self.at(k, "delete", self.some(), "--yes")

    def undo(self, k: int) -> None:
        """Take back what this computer did."""
        self.at(k, self.chance.choice(["undo", "undo", "redo"]))

    def quarrel(self, k: int) -> None:
        """Two change the same entry, and one takes it back when it has seen the other's."""
        other, entry = (k + 1) % len(self.places), self.some()
        for one in (k, other):
            word = self.word()
            said = self.at(one, "edit", entry, "--text", f"Said {word}")
            self.keep(one, said, word, int(entry))
        self.sync(other)
        self.carry(whole=True)
        self.sync(k)
        self.at(k, "undo")

    def configure(self, k: int) -> None:
        """A setting."""
        self.at(k, "config", "week_starts", self.chance.choice(["monday", "sunday", "saturday"]))

    def forget(self, k: int) -> None:
        """An entry for good, of which another computer may just have heard something."""
        entry = self.some()
        if self.chance.random() < 0.5:
            self.hear((k + 1) % len(self.places), entry)
        dies = self.chance.random() < 0.2
        said = self.at(k, "forget", entry, "--yes", may_die=dies)
        if said is None:  # the same command finishes it, if it had begun
            self.maybe.add(int(entry))
            said = self.at(k, "forget", entry, "--yes")
        if said is not None and said.code == 0:
            self.forgotten.add(int(entry))

    def back_up(self, k: int) -> None:
        """Make a backup."""
        self.at(k, "backup")

    def restore(self, k: int) -> None:
        """Put one back; what nobody else had is in the backup that is made before."""
        said = self.at(k, "backup", "restore", self.chance.choice(["last", "1"]), "--yes")
        if said is not None and said.code == 0:
            self.excused |= self.unsent[k]

    def sync(self, k: int) -> None:
        """Exchange."""
        said = self.at(k, "sync", may_die=self.chance.random() < 0.33)
        if said is not None and said.code == 0:
            self.unsent[k].clear()

    # What carries the files

    def carry(self, *, whole: bool = False) -> None:
        """Nothing: a repository needs no carrier."""

    # What must hold in the end

    def calm(self) -> None:
        """Exchange until nothing is new; all take a file away before it is carried again."""
        for _ in range(5):
            self.carry(whole=True)
            for k in range(len(self.places)):
                said = self.at(k, "sync")
                assert said is not None
                assert said.code == 0, said

    def story(self, *about: str) -> str:
        """What was said of some words, and everything around it."""
        return "\n".join(one for one in self.said if any(it in one for it in about))

    def check(self, key: str, folders: list[Path]) -> None:
        """Nothing lost, nothing that was forgotten, and the same everywhere."""
        rows = [one.rows() for one in self.places]
        for name in rows[0]:
            assert rows[0][name] == rows[1][name] == rows[2][name], f"{name} differ"
        bodies = b"\n".join(body for _, _, body in rows[0]["body"]).decode()
        kept = {word for word in self.acknowledged if word in bodies}
        gone = {word for word, entry in self.acknowledged.items() if entry in self.forgotten}
        excused = self.excused | {
            word for word, entry in self.acknowledged.items() if entry in self.maybe
        }
        lost = self.acknowledged.keys() - kept - gone - excused
        assert not lost, f"lost: {lost}\n{self.story(*lost)}"
        assert not kept & gone, f"still there: {kept & gone}\n{self.story(*(kept & gone))}"
        _refuse_strange_undo(rows[0]["revision"])
        assert not any(one.out_of_order() for one in self.places)
        for k, place in enumerate(self.places):
            for word in gone:
                left = files_with(word, [place.home])
                assert not left, f"{word} is still in {left}\n{self.story(word)}"
            found = self.at(k, "doctor", "--json")
            assert found is not None
            problems = [one for one in json.loads(found.out) if one["level"] == "problem"]
            assert not problems, problems
            self._refuse_bad_archive(k)
        said = "".join(_opened(key, folders))
        assert not [word for word in gone if word in said], "still carried"

    def _refuse_bad_archive(self, k: int) -> None:
        """What one exports, an empty journal takes in."""
        archive, new = self.folder / f"{k}.jsonl", self.folder / f"new{k}.db"
        self.at(k, "export", str(archive), "--force")
        said = self.at(k, "--journal", str(new), "import", str(archive))
        assert said is not None
        assert said.code == 0, said
        archive.unlink()


_DOINGS: Sequence[Callable[[Storm, int], None]] = (
    *[Storm.log] * 5,
    *[Storm.edit] * 4,
    *[Storm.hear] * 2,
    *[Storm.sync] * 5,
    *[Storm.undo] * 2,
    *[Storm.quarrel] * 2,
    *(Storm.plan, Storm.delete, Storm.configure, Storm.forget, Storm.back_up, Storm.restore),
)
"""What a person does, as often as it stands here."""


class HostileFolder(Storm):
    """Each computer has its own copy of the folder; what carries files between them is bad at it.

    Files come late and in any order, cut, twice under other names, or not at all for a while, and
    files that were taken away come back.
    """

    @property
    def folders(self) -> list[Path]:
        """The copies."""
        return [one.home / "carried" for one in self.places]

    def carry(self, *, whole: bool = False) -> None:
        """Carry some of it; all of it and soundly where it is `whole`."""
        folders = [one for one in self.folders if one.exists()] if not whole else self.folders
        for source in folders:
            for target in folders:
                if source != target and source.exists():
                    self._carry(source, target, whole=whole)

    def _carry(self, source: Path, target: Path, *, whole: bool) -> None:
        for file in sorted(source.glob("*/[!.]*")):
            there = target / file.relative_to(source)
            if there.exists() and there.stat().st_size == file.stat().st_size:
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            if whole:
                shutil.copy(file, there)
                continue
            turn = self.chance.random()
            if turn < 0.15:
                shutil.copy(file, there)
            elif turn < 0.17 and not there.exists():
                there.write_bytes(file.read_bytes()[: self.chance.randrange(900)])
            elif turn < 0.19 and len(file.name) == 64:
                shutil.copy(file, there.with_name(f"{there.name}.sync-conflict-20261120-1430"))


def _forked(words: tuple[str, ...], environ: dict[str, str]) -> subprocess.Popen[str]:
    """A command in a process, and a process group, of its own."""
    return subprocess.Popen(
        [sys.executable],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=ally_forked(words, environ, lambda: None),  # noqa: PLW1509 - one thread
        start_new_session=True,
    )


class Repository(Storm):
    """All exchange through one git repository, and sometimes two of them at the same moment."""

    def sync(self, k: int) -> None:
        """Exchange; now and then while another one does."""
        if self.chance.random() < 0.2:
            other = self.chance.choice([one for one in range(len(self.places)) if one != k])
            started = self.started(other, "sync")
            super().sync(k)
            started.communicate()
        else:
            super().sync(k)


def _refuse_strange_undo(revisions: list[tuple[bytes, bytes]]) -> None:
    """Refuse an undo that was written over anything but what it takes back."""
    facts = {id_.hex(): json.loads(header) for id_, header in revisions}
    undoes = {one["change"]: one["undoes"] for one in facts.values() if one["undoes"]}

    def root(change: str) -> str:
        while change in undoes:
            change = undoes[change]
        return change

    for one in facts.values():
        if one["undoes"] and one["op"] != "erase":
            meant = root(one["undoes"])
            strange = [
                it
                for it in one["parents"]
                if root(facts[it]["change"]) != meant and facts[it]["device"] != one["device"]
            ]
            assert not strange, f"an undo took back what it does not name: {one}"


def _opened(key: str, folders: list[Path]) -> Iterator[str]:
    """What every carried file says."""
    seal = Seal(key_from(key))
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and (opened := seal.open(file.read_bytes())):
                yield unpacked(opened)[1].decode()
