"""Where encryption, drafts, backups and forgetting meet: what one part leaves to another."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, finish

from ally_journal.errors import CannotKeep
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.drafts.drafts import Held
from ally_journal.store.files import machine
from ally_journal.store.files.layout import machine_file

Ally = Callable[..., Said]
Terminal = Callable[..., Any]

ONE = "seven lamps under water"
TWO = "a rota for every other week"
THREE = "no lamp in the third window"


@pytest.fixture
def encrypted(ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A journal with one entry and one backup, encrypted with ONE; ALLY_PASSPHRASE knows it."""
    ally("log", "act", "Asked first")
    ally("backup")
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    assert ally("encrypt").code == 0
    keys.let_go()
    return journal_path


def change(ally: Ally, monkeypatch: pytest.MonkeyPatch, new: str, *args: str) -> Said:
    """Another passphrase, in a run of its own."""
    monkeypatch.setenv("ALLY_NEW_PASSPHRASE", new)
    said = ally("encrypt", "--change", *args)
    assert said.code == 0, said.err
    monkeypatch.setenv("ALLY_PASSPHRASE", new)
    keys.let_go()
    return said


def drafts(path: Path) -> list[Path]:
    folder = path.with_name(f"{path.name}.drafts")
    return sorted(folder.iterdir())


def test_a_draft_in_use_is_encrypted_later(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said that it stays as it is, and the next run that has the key sees to it."""
    ally("log", "act", "x")
    held = Held(journal_path, "20261119-140000")
    held.write("waits", {"for": "log"})
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    assert "1 draft stays as before, since somebody is writing" in ally("encrypt").err
    held.leave()
    keys.let_go()
    assert b"waits" in drafts(journal_path)[0].read_bytes()
    ally("list")
    (draft,) = drafts(journal_path)
    assert salt_of(draft) == salt_of(journal_path)
    assert b"waits" not in draft.read_bytes()
    keys.let_go()
    assert json.loads(ally("draft", "--json").out)[0]["words"] == "waits"


@pytest.mark.faults
@pytest.mark.usefixtures("encrypted")
def test_backups_of_an_earlier_passphrase(
    ally: Ally, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are told apart where they are offered, listed in one remark, and named by forget."""
    change(ally, monkeypatch, TWO, "--backups", "keep")
    monkeypatch.setenv("ALLY_NEW_PASSPHRASE", THREE)
    child = terminal("encrypt", "--change")
    child.expect_exact("1 backup is there, 1 of them without the old passphrase.")
    child.sendline("")
    shown, code = finish(child)
    assert ("it has an earlier passphrase" in " ".join(shown.split()), code) == (True, 0)
    monkeypatch.setenv("ALLY_PASSPHRASE", THREE)
    assert "need a passphrase that was not given" in ally("doctor").out
    assert ally("backup", "list").err.startswith("Not listed, because they have another passphr")
    would = json.loads(ally("forget", "1", "--dry-run", "--json").out)
    assert would["backups"]["rewritten"] == []
    child = terminal("forget", "1", "--backups", "rewrite")
    child.expect_exact("1 of them has another passphrase: nothing can be taken out")
    child.expect_exact("Type forget")
    child.sendline("forget")
    child.expect_exact("These may still hold it")
    child.expect_exact("Remove these files?")
    child.sendline("")
    shown, code = finish(child)
    assert code == 0
    assert "The files listed above stay." in shown
    assert "These may still hold it" not in shown


def test_no_keyring_without_a_key(encrypted: Path, ally: Ally) -> None:
    """What cannot be is refused before anything is changed."""
    said = ally("encrypt", "--off", "--keyring")
    assert (said.out, said.code) == ("", 2)
    assert "--keyring does not go with --off" in said.err
    assert salt_of(encrypted) is not None


def test_a_plain_backup_has_the_command_that_encrypts_it(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As each finding has one."""
    ally("log", "act", "x")
    ally("backup")
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    ally("encrypt", "--backups", "keep")
    found = json.loads(ally("doctor", "--json").out)
    assert "ally encrypt" in [one["command"] for one in found if one["check"] == "backups"]
    assert ally("encrypt").code == 0
    (copy,) = journal_path.with_name(f"{journal_path.name}.backups").glob("*.db")
    assert salt_of(copy) is not None


def test_a_right_passphrase_is_not_called_wrong(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run may exchange the file while the key is being derived."""
    right = keys.derive

    def slowly(passphrase: str, salt: bytes) -> keys.Key:
        encrypted.write_bytes(bytes(16) + encrypted.read_bytes()[16:])
        return right(passphrase, salt)

    monkeypatch.setattr(keys, "derive", slowly)
    with pytest.raises(CannotKeep, match="run this again"):
        keys.unlock(encrypted, ONE)


def test_a_restore_counts_what_was_not_forgotten(encrypted: Path, ally: Ally) -> None:
    """The backup held two entries; one of them was forgotten since."""
    ally("log", "act", "Second")
    name = json.loads(ally("backup", "--json").out)["name"]
    newest = encrypted.with_name(f"{encrypted.name}.backups") / f"{name}.db"
    before = newest.read_bytes()
    ally("forget", "1", "--yes")
    newest.write_bytes(before)
    said = ally("backup", "restore", newest.stem, "--yes")
    assert (said.out.startswith(f"Restored {newest.stem}: 1 entry, "), said.code) == (True, 0)


@pytest.mark.faults
def test_a_link_hides_no_backups(
    encrypted: Path, ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those beside the real file are encrypted, forgotten in, and told of as well."""
    ally("encrypt", "--off")
    link = tmp_path / "elsewhere" / "linked.db"
    link.parent.mkdir()
    link.symlink_to(encrypted)
    monkeypatch.setenv("ALLY_JOURNAL", str(link))
    keys.let_go()
    assert "1 backup has the same passphrase." in ally("encrypt").out
    (copy,) = encrypted.with_name(f"{encrypted.name}.backups").glob("*.db")
    assert salt_of(copy) is not None
    told = json.loads(ally("privacy", "--json").out)
    assert (told["backups"]["count"], told["backups"]["plain"]) == (1, 0)
    assert (
        copy.stem in json.loads(ally("forget", "1", "--yes", "--json").out)["backups"]["rewritten"]
    )


def test_privacy_names_the_keyring_also_where_it_is_not_asked(encrypted: Path, ally: Ally) -> None:
    """Whoever unsets the variable is not asked either."""
    machine.note(machine_file(encrypted), keyring=True)
    said = ally("privacy").out
    assert "ALLY_PASSPHRASE gives it to each command" in said
    assert "The keyring of this computer opens it" in said


def test_a_wrong_passphrase_is_named_by_its_place(
    encrypted: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody typed it in this run, so the sentence says where to look."""
    monkeypatch.setenv("ALLY_PASSPHRASE", TWO)
    assert f"What ALLY_PASSPHRASE gives is not the passphrase of {encrypted}" in ally("list").err
    monkeypatch.delenv("ALLY_PASSPHRASE")
    monkeypatch.setenv("ALLY_PASSPHRASE_COMMAND", "echo no")
    assert ally("list").err.startswith("What ALLY_PASSPHRASE_COMMAND gives is not")
