"""A word that was written everywhere and then forgotten is in no byte of any file.

The full-text index keeps only the rest of a term that begins like the one before it, so the end of
the word is looked for too.
"""

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlcipher3
from tests.conftest import BuiltOnce, Said, drafts_of
from tests.support.waiting import keep

from ally_journal.store.crypto import cipher
from ally_journal.store.database import connection as database_connection
from ally_journal.store.database.connection import connect
from ally_journal.store.forget import erase
from ally_journal.store.revisions import erasure

Ally = Callable[..., Said]

WAYS = ("number", "before", "with", "with, nothing instead")


@pytest.fixture
def canary() -> str:
    """A name nobody has, and no other word begins so."""
    return "Zqnvkbxwjdphtqgm"


@pytest.fixture(params=["built in", "newer"])
def sqlite(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The SQLite of this Python, and then the newer one that sqlcipher3 brings, without a key."""
    if request.param == "newer":
        assert sqlcipher3.sqlite_version_info > sqlite3.sqlite_version_info
        newer = partial(sqlcipher3.connect, factory=cipher.Sealed)
        monkeypatch.setattr(sqlite3, "connect", newer)
    return str(request.param)


def found(folder: Path, word: str) -> Iterator[str]:
    """Every file with the word in it, in any case and in the usual encodings, and where."""
    forms = {
        form.encode(code)
        for part in (word, word[3:])
        for form in (part.lower(), part.upper(), part, part.capitalize())
        for code in ("utf-8", "utf-16-le", "utf-16-be")
    }
    seen = 0
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            seen += 1
            data = file.read_bytes()
            if any(form in data or form in data.lower() for form in forms):
                yield str(file.relative_to(folder))
    assert seen, "a check that inspects nothing must fail"


def write_everywhere(ally: Ally, path: Path, word: str, way: str = "with") -> None:
    """Old entries, plans and all else that name it, now or once, and files beside them."""

    def do(*args: str) -> None:
        said = ally(*args)
        assert said.code == 0, (args, said)

    old = ("--on", "2026-01-10")
    do(
        "log",
        "act",
        f"Asked {word} first #{word} @{word}",
        "-t",
        f"{word}",
        "-w",
        f"{word} Lee",
        *old,
    )
    do("log", "learn", "One more line, so that pages are shared", *old)
    do("edit", "1", "--lesson", f"{word.upper()}'s lesson", "-a", f"did=told {word}")
    do("heard", "1", "them", f"{word} said it helped")
    do("log", "act", f"Soon gone, said {word}", *old)
    do("edit", "3", "--text", "Nobody here")
    do("delete", "3", "--yes")
    do("search", word)
    for number in range(30):
        do("log", "act", f"Line {number} of many words about {word} and others", *old)
    do("delete", *map(str, range(4, 20)), "--yes")
    do("backup")
    do("plan", "add", f"When {word} speaks, I listen", "--from", f"a talk with {word}")
    do("plan", "kept", "1", f"{word} noticed")
    do("obstacle", "add", f"{word} is asked last", "--who", word, "--next", f"ask {word}")
    do("obstacle", "changed", "1", f"with {word}")
    do("shelf", "add", f"What {word} wrote", "--by", word)
    do("shelf", "done", "1", f"{word} is right")
    if way != "number":  # a reflection has none
        do("reflect", "why", f"{word} told me to")
    do("backup")
    folder = path.with_name(f"{path.name}.backups")
    (folder / "20260101-000000-00000000-daily.partial").write_bytes(word.encode())
    (folder / ".x.db.0123456789abcdef").write_bytes(word.encode())
    path.with_name(f".{path.name}.0123456789abcdef").write_bytes(word.encode())
    path.with_name(f".{path.name}.0123456789abcdef-journal").write_bytes(word.encode())
    about = {"for": "edit", "entry": 1, "text": f"An edit about {word}"}
    draft = keep(path, f"An edit about {word}", "20260110-140000", about)
    assert draft is not None
    draft.with_name(f".{draft.name}.swp").write_bytes(word.encode())


def forget(ally: Ally, way: str, word: str, *more: str) -> Said:
    match way:
        case "number":
            numbers = [str(number) for number in range(1, 34)]
            own = ("--plan", "1", "--obstacle", "1", "--shelf", "1")
            return ally("forget", *numbers, *own, "--yes", *more)
        case "before":
            return ally("forget", "--before", "2026-11-21", "--yes", *more)
        case "with":
            return ally("forget", "--with", word, "--yes", *more)
        case _:
            return ally("forget", "--with", word.upper(), "--as", "", "--yes", *more)


@pytest.mark.one_in(6)
@pytest.mark.parametrize(
    ("how", "sqlite"),
    [
        ("rewrite", "built in"),
        pytest.param("rewrite", "newer", marks=pytest.mark.faults),
        pytest.param("remove", "built in", marks=pytest.mark.faults),
    ],
    indirect=["sqlite"],
)
@pytest.mark.parametrize("way", WAYS)
def test_a_forgotten_word_is_in_no_byte(
    way: str,
    how: str,
    sqlite: str,
    canary: str,
    ally: Ally,
    built_once: BuiltOnce,
    journal_path: Path,
    tmp_path: Path,
) -> None:
    """Not in the journal, a backup, a draft, a leftover, the state or the temporary folder."""
    built_once(
        f"a word everywhere, {sqlite}{' in what has a number' * (way == 'number')}",
        lambda: write_everywhere(ally, journal_path, canary, way),
    )
    assert len(list(found(tmp_path, canary))) > 6
    said = forget(ally, way, canary, "--backups", how)
    assert (said.code, said.err) == (0, "")
    assert list(found(tmp_path, canary)) == []
    assert not list(journal_path.parent.rglob("*-journal"))
    assert drafts_of(journal_path) == [] or way.startswith("with")
    assert ally("doctor").code == 0
    assert ally("doctor", "--rebuild").code == 0
    listed = ally("backup", "list", "--json").out
    assert "before-forget" in listed
    ally("backup", "restore", "last", "--yes")
    ally("backup", "restore", "1", "--yes")
    assert list(found(tmp_path, canary)) == []
    assert canary.lower() not in ally("export").out.lower()
    assert '\\"op\\":\\"erase\\"' in ally("export").out


@pytest.mark.faults
def test_the_search_finds_what_the_index_keeps(
    canary: str, ally: Ally, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without emptying the index, bytes of the word are left: the search above can fail."""
    write_everywhere(ally, journal_path, canary)
    monkeypatch.setattr(erasure, "purge_index", lambda _: None)
    assert forget(ally, "with", canary).code == 0
    assert list(found(tmp_path, canary)) != []


@pytest.mark.one_in(2)
@pytest.mark.parametrize("written_anew", [True, False])
def test_the_search_finds_what_free_pages_keep(
    written_anew: bool,
    canary: str,
    ally: Ally,
    journal_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where SQLite does not overwrite what it deletes, only writing the file anew helps.

    With `secure_delete`, as ally opens every file, pages hold nothing either way; so each of the
    two is enough for what is deleted, and both are done.
    """

    def careless(path: Path, wait: float | None = None) -> sqlite3.Connection:
        connection = connect(path, wait)
        connection.execute("PRAGMA secure_delete = OFF")
        return connection

    write_everywhere(ally, journal_path, canary)
    monkeypatch.setattr(database_connection, "connect", careless)
    if not written_anew:
        monkeypatch.setattr(erase, "compact", lambda _: None)
    assert forget(ally, "with", canary).code == 0
    left = [name for name in found(tmp_path, canary) if name.endswith("journal.db")]
    assert bool(left) != written_anew
