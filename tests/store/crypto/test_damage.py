"""What an encrypted journal says of damage: never nothing, never a wrong thing, never a change."""

import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import Said
from tests.support.sealing import RIGHT, fingerprints, flipped, pages_swapped, seal

from ally_journal.errors import JournalDamaged, NotAJournal, WrongPassphrase
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import PAGE, SALT, is_whole, may_be, salt_of
from ally_journal.store.database import file

Ally = Callable[..., Said]


class Sealed(NamedTuple):
    """An encrypted journal, its bytes, the key that fits, and what it lists."""

    path: Path
    whole: bytes
    key: keys.Key
    listed: str


_made: list[tuple[bytes, keys.Key, str]] = []
"""Made once for this file: deriving a key is slow on purpose."""


@pytest.fixture
def sealed(ally: Ally, demo_year: Path) -> Sealed:
    """The journal of the demo, encrypted; nobody holds its key."""
    if not _made:
        listed = ally("list", "--json").out
        key = seal(demo_year, salt=bytes(range(200, 216)))  # no text begins so
        _made.append((demo_year.read_bytes(), key, listed))
    whole, key, listed = _made[0]
    demo_year.write_bytes(whole)
    return Sealed(demo_year, whole, key, listed)


CUTS = {
    0: "is empty",
    1: "no whole journal",
    SALT: "no whole journal",
    100: "no whole journal",
    PAGE - 1: "no whole journal",
    PAGE: "is damaged",
    PAGE + 1: "no whole journal",
    2 * PAGE: "is damaged",
    -1: "no whole journal",
    -PAGE: "is damaged",
}
"""How long the file is, or how much is missing at its end; and what is said."""


@pytest.mark.one_in(4)
@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_journal_is_told_and_left(
    sealed: Sealed, cut: int, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has its sentence and exit code 1; not a byte changes, and nothing new is made."""
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    sealed.path.write_bytes(sealed.whole[:cut] if cut else b"")
    before = fingerprints(sealed.path.parent)
    for command in (["list"], ["review"], ["config", "counts", "false"]):
        said = ally(*command)
        assert (said.out, said.code) == ("", 1), command
        assert CUTS[cut] in said.err
        assert len(said.err.splitlines()) == 1
    assert fingerprints(sealed.path.parent) == before


def test_what_is_left_of_a_page_is_sqlites_while_it_has_a_journal(sealed: Sealed) -> None:
    """A killed program may leave a part of a page; the journal beside the file takes it back."""
    sealed.path.write_bytes(sealed.whole + b"x" * 100)
    with pytest.raises(NotAJournal, match="no whole journal"):
        file.look_at(sealed.path)
    sealed.path.with_name(f"{sealed.path.name}-journal").write_bytes(b"")
    assert file.look_at(sealed.path) is file.Found.ENCRYPTED


FLIPS = [random.Random(seed).random() for seed in range(40)]  # noqa: S311 - the same each time


@pytest.mark.one_in(9)
@pytest.mark.parametrize("place", FLIPS)
def test_no_flipped_bit_goes_unnoticed(sealed: Sealed, place: float, ally: Ally) -> None:
    """What is read is what was written, or it is called damaged; and never half of it."""
    bit = int(place * len(sealed.whole) * 8)
    sealed.path.write_bytes(flipped(sealed.whole, bit))
    before = fingerprints(sealed.path.parent)
    if bit < PAGE * 8:
        with pytest.raises(WrongPassphrase if bit < SALT * 8 else JournalDamaged):
            keys.unlock_with(sealed.path, sealed.key)
        assert fingerprints(sealed.path.parent) == before
        return
    keys.unlock_with(sealed.path, sealed.key)
    for command in (["list", "--json"], ["search", "the", "--json"], ["review", "--json"]):
        said = ally(*command)
        if said.code:
            assert (said.out, said.code) == ("", 1)
            assert "is damaged" in said.err
            assert len(said.err.splitlines()) == 1
        elif command[0] == "list":
            assert said.out == sealed.listed
    assert fingerprints(sealed.path.parent) == before
    said = ally("log", "act", "Gave the floor back")
    assert said.code == 0 or "is damaged" in said.err
    if not said.code:  # on pages that are whole; what shows it may need another
        shown = ally("show", "last")
        assert "Gave the floor back" in shown.out or "is damaged" in shown.err


@pytest.mark.parametrize("bit", [0, SALT * 8 - 1])
def test_a_damaged_salt_looks_like_a_wrong_passphrase(
    sealed: Sealed, bit: int, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can tell them apart, so the sentence names both."""
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    sealed.path.write_bytes(flipped(sealed.whole, bit))
    said = ally("list")
    assert (said.out, said.code) == ("", 1)
    assert "not the passphrase" in said.err
    assert "is damaged" in said.err


@pytest.mark.parametrize("bit", [SALT * 8, PAGE * 4, PAGE * 8 - 1])
def test_a_damaged_first_page_is_told_from_a_wrong_passphrase(sealed: Sealed, bit: int) -> None:
    """With the right one the file is damaged; with another one nobody can know."""
    sealed.path.write_bytes(flipped(sealed.whole, bit))
    with pytest.raises(JournalDamaged, match="though the passphrase is right"):
        keys.unlock(sealed.path, RIGHT)
    assert keys.held(sealed.key.salt), "it opens the backups, and the drafts"
    keys.let_go()
    with pytest.raises(WrongPassphrase):
        keys.unlock(sealed.path, "another one")
    assert keys.held(sealed.key.salt) is None


@pytest.mark.parametrize("pages", [(0, 1), (1, 2), (3, -1), (-2, -1)])
def test_swapped_pages_are_noticed(sealed: Sealed, pages: tuple[int, int], ally: Ally) -> None:
    """Each page is whole, and at the wrong place."""
    sealed.path.write_bytes(pages_swapped(sealed.whole, *pages))
    if 0 in pages:
        with pytest.raises(WrongPassphrase):  # the salt is elsewhere
            keys.unlock_with(sealed.path, sealed.key)
        return
    keys.unlock_with(sealed.path, sealed.key)
    said = ally("list", "--json")
    assert said.out == sealed.listed or (said.out == "" and "is damaged" in said.err)


def test_what_is_no_journal_asks_for_no_passphrase(
    journal_path: Path, ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture and a text are told from their bytes, and are as they were."""
    mark = tmp_path / "asked"
    monkeypatch.setenv("ALLY_PASSPHRASE_COMMAND", f"touch {mark}")
    journal_path.parent.mkdir()
    noise = random.Random(1).randbytes(10_000)  # noqa: S311 - the same each time
    euros = "Wörter für 3 € 🙂 ".encode() * 1000
    for content in (b"\xff\xd8\xff\xe0" + noise, euros, euros[: PAGE * 2], b"\x00" * PAGE):
        journal_path.write_bytes(content)
        said = ally("list")
        assert (said.out, said.code) == ("", 1)
        assert "no whole journal" in said.err or "is not an ally journal" in said.err
        assert journal_path.read_bytes() == content
    assert not mark.exists()


def test_a_text_is_no_salt(tmp_path: Path) -> None:
    """Also where the first page ends within a character of two, three or four bytes."""
    path = tmp_path / "text"
    for character in "é€🙂":
        for before in range(4):
            path.write_bytes(b"x" * before + character.encode() * PAGE)
            assert not may_be(path)
            assert salt_of(path) is None
    os.mkfifo(tmp_path / "pipe")
    assert not may_be(tmp_path / "pipe")
    assert not may_be(tmp_path / "missing")
    assert not may_be(tmp_path)


def test_any_salt_is_a_salt(tmp_path: Path) -> None:
    """Random bytes are taken for what is encrypted, whatever they begin with."""
    path = tmp_path / "random"
    for seed in range(200):
        noise = random.Random(seed).randbytes(PAGE)  # noqa: S311 - the same each time
        path.write_bytes(noise)
        assert salt_of(path) == noise[:SALT]
        assert is_whole(path)


def test_another_programs_encrypted_database(
    journal_path: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its key can tell; then it is left alone."""
    journal_path.parent.mkdir()
    with closing(sqlite3.connect(journal_path)) as other:
        other.execute("CREATE TABLE theirs (x)")
    seal(journal_path)
    before = fingerprints(journal_path.parent)
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    for command in (["list"], ["config", "counts", "false"]):
        said = ally(*command)
        assert (said.out, said.code) == ("", 1)
        assert "another program" in said.err
    assert fingerprints(journal_path.parent) == before


def test_a_newer_ally_within(
    journal_path: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A schema above ours is refused also where only the key shows it."""
    ally("log", "act", "x")
    with closing(sqlite3.connect(journal_path)) as journal:
        journal.execute(f"PRAGMA user_version = {file.SCHEMA + 1}")
    seal(journal_path)
    before = fingerprints(journal_path.parent)
    monkeypatch.setenv("ALLY_PASSPHRASE", RIGHT)
    said = ally("list")
    assert (said.out, said.code) == ("", 5)
    assert "newer ally" in said.err
    assert fingerprints(journal_path.parent) == before


def test_a_sealed_journal_is_as_before(sealed: Sealed, ally: Ally) -> None:
    """What it lists is what was listed, also of a copy elsewhere, which has the same salt."""
    keys.unlock_with(sealed.path, sealed.key)
    assert json.loads(ally("list", "--json").out) == json.loads(sealed.listed)
    copy = sealed.path.with_name("copy.db")
    shutil.copy(sealed.path, copy)
    assert ally("--journal", str(copy), "list", "--json").out == sealed.listed
