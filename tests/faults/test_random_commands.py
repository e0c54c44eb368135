"""Random commands, options and texts, on one journal after another.

None ends in a traceback, with a code that ally does not have, or never; and no journal is one that
`ally doctor` finds a problem with. `ALLY_SEED` and `ALLY_SECONDS` say by which seed, and for how
long (1, and 25 seconds, if not said).
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said
from tests.test_house import command_tree

pytestmark = pytest.mark.faults

Program = Callable[..., Said]

SEED = os.environ.get("ALLY_SEED", "1")
SECONDS = float(os.environ.get("ALLY_SECONDS", "25"))
CODES, UNREACHABLE = {0, 1, 2, 5}, 3
A_JOURNAL = 60
"""How many commands one journal gets."""

TEXTS = (
    "Asked for the criteria first #hiring @Priya", "act", "learn", "-", "--", "", " ", "1", "last",
    "0", "-1", "99999999999999999999", "1e3", "#a#b", "@", "x" * 3000, "שלום עולם", "日本語 #会議",
    "\ufeff#mark", "e\u0301\u0301\u0301", "a\x1b[31mred", "a\x00b", "\u202eabc", "\udcff",
    "When asked, I listen", "%s{0}%n", "=1+1", "<b>&amp;</b>", "`*_[x](y)_*`", "'; DROP TABLE",
    "two\nlines", "\r\n", "-5", "--json", "a\u00adb", "Y\u0130\u0131", "\u2028", "🏳️‍🌈",
)  # fmt: skip
DAYS = (
    "today", "yesterday", "friday", "3 days ago", "2026-11-20", "2026-02-30", "1899-01-01",
    "03/04", "2026-W47", "2026-11", "2026-Q4", "2026", "2201", "last", "this", "20 Nov 2026",
    "tomorrow", "9999-99-99", "", "0", "20.11.2026", "2026-11-20 14:30", "14:30",
)  # fmt: skip
WORDS = (
    "them", "others", "guess", "not-mine", "why", "my-story", "year", "next-year", "kinds",
    "dates", "week_starts", "sunday", "counts", "false", "plain", "day_starts_at", "04:00",
    "self", "people", "systems", "md", "jsonl", "csv", "html", "json", "jrnl", "dayone", "rewrite",
    "remove", "asked", "unasked", "hiring", "Priya", "notice=x", "did=", "=", "16:00",
)  # fmt: skip


class Person:
    """Somebody who types whatever comes to mind; the same things again for the same seed."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.folder = folder
        self.commands = command_tree()
        (folder / "there").mkdir()
        (folder / "there/notes.md").write_text("Words of another program\n")
        os.mkfifo(folder / "pipe")
        self.paths = tuple(
            str(folder / name)
            for name in (
                *(
                    "a.jsonl",
                    "b.csv",
                    "c.md",
                    "d.html",
                    "e.json",
                    "f.ics",
                    "there",
                    "there/notes.md",
                ),
                *("none/x.md", "pipe", "new.db", "kept/journal.db", "kept/journal.db.backups/x.md"),
            )
        )

    def command(self) -> list[str]:
        """The words of one command line."""
        name, command = self.chance.choice(self.commands)
        words = [*name]
        for one in command.params:
            is_option = one.param_type_name == "option"
            if self.chance.random() < (0.2 if is_option else 0.75):
                words += self._given(one, is_option=is_option)
        if self.chance.random() < 0.05:
            self.chance.shuffle(words)
        before = (["--plain"], ["--journal", self.chance.choice(self.paths)], ["--what"])
        if self.chance.random() < 0.05:
            words = [*self.chance.choice(before), *words]
        if self.chance.random() < 0.5:
            words.append("--yes")
        return [word.replace("\x00", "\\0") for word in words]

    def _given(self, one: Any, *, is_option: bool) -> Iterator[str]:  # noqa: ANN401 - Typer's own
        if is_option:
            yield self.chance.choice([*one.opts, *one.secondary_opts])
        if not getattr(one, "is_flag", False):
            yield from (self.value() for _ in range(self.chance.choice((1, 1, 1, 2, 0))))

    def value(self) -> str:
        """What may stand anywhere."""
        numbers = tuple(map(str, range(1, 9)))
        return self.chance.choice(
            self.chance.choice((TEXTS, DAYS, WORDS, self.paths, numbers, numbers))
        )

    def stdin(self) -> bytes:
        """What comes in by a pipe: mostly nothing, otherwise words or no words at all."""
        return self.chance.choice(
            (b"", b"", b"", b"Read about captions #talk", b"\xff\xfe\x00", b"y\n", b"\n\n\n", b"{}")
        )

    def environ(self) -> dict[str, str]:
        """Settings of a machine."""
        return self.chance.choice(
            ({}, {}, {"COLUMNS": "20"}, {"ALLY_PLAIN": "1"}, {"TZ": "Pacific/Apia"}, {"TZ": "x"})
        )


def is_json(text: str) -> bool:
    with suppress(ValueError):
        json.loads(text)
        return True
    return False


def test_nothing_typed_breaks_anything(
    program: Program, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = time.monotonic() + SECONDS
    print(f"\nseed {SEED}")
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)  # where files go that are named by a word alone
    monkeypatch.setenv("ALLY_NEW_PASSPHRASE", "seven easy words")
    chance = random.Random(SEED)  # noqa: S311 - for chance, no secret
    runs = 0
    for turn in range(10**9):
        if time.monotonic() > end:
            break
        folder = tmp_path / f"person {turn}"  # a name that no command gives a file
        folder.mkdir()
        journal = folder / "kept/journal.db"
        monkeypatch.setenv("ALLY_JOURNAL", str(journal))
        person = Person(folder, chance)
        done: list[list[str]] = []
        for _ in range(A_JOURNAL):
            words, stdin, environ = person.command(), person.stdin(), person.environ()
            if words[:1] == ["encrypt"] and chance.random() < 0.8:
                continue  # a key takes its time
            done.append(words)
            said = program(*map(os.fsencode, words), stdin=stdin, **environ)
            told = f"seed {SEED}, journal {turn}, command {len(done)}: {words}\n{said}"
            assert "Traceback" not in said.out + said.err, told
            assert said.code in CODES or (said.code == UNREACHABLE and "sync" in words), told
            found = said.out.strip() if "doctor" in words else ""  # a finding is its answer
            assert said.code == 0 or said.err.strip() or found, told
            if said.code == 0 and words[-1:] == ["--json"] and words[-2][:1] != "-":
                assert is_json(said.out) or {"--", "--help", "-h", "help"} & {*words}, told
        runs += len(done)
        checked = program("doctor", "--json")
        listed = "\n".join(map(str, done))
        wrong = [one for one in json.loads(checked.out or "[]") if one["level"] == "problem"]
        assert not wrong, f"seed {SEED}, journal {turn}: {wrong}\n{listed}"
        assert checked.code == 0, f"seed {SEED}, journal {turn}: {checked}\n{listed}"
    print(f"{runs} commands on {turn} journals")
    assert runs > 0
    assert not journal_path.exists()
