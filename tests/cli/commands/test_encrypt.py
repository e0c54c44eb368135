"""ally encrypt: on, changed, off; with backups, on a terminal and elsewhere."""

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import BuiltOnce, Said, converse, finish, stop

from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import SQLITE, salt_of
from ally_journal.store.database.snapshot import verify
from ally_journal.store.drafts.drafts import waiting
from ally_journal.store.files.atomic import make_folder
from ally_journal.store.files.installation import command_to_add
from ally_journal.store.files.layout import drafts_folder, drafts_in_state, unfinished

Ally = Callable[..., Said]

ONE = "seven lamps under water"
TWO = "a rota for every other week"
CANARY = "zebra"


def locked_again() -> None:
    """As if another run of ally followed."""
    keys.let_go()


@pytest.fixture
def encrypted(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, built_once: BuiltOnce
) -> Path:
    """A journal with one entry and one backup, encrypted with ONE; ALLY_PASSPHRASE knows it."""

    def make() -> None:
        assert ally("log", "act", f"The {CANARY} spoke").code == 0
        assert ally("backup").code == 0
        monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
        assert ally("encrypt").code == 0
        locked_again()

    built_once("a journal that was encrypted", make)
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    return journal_path


def backups(path: Path) -> list[Path]:
    return sorted(path.with_name(f"{path.name}.backups").glob("*.db"))


def test_an_encrypted_journal_works_as_before(encrypted: Path, ally: Ally) -> None:
    """Log, list, search, undo and show, with the passphrase from the environment."""
    assert salt_of(encrypted) is not None
    assert ally("log", "learn", "And on").out.startswith("Saved 2")
    assert [one["text"] for one in json.loads(ally("list", "--json").out)] == [
        f"The {CANARY} spoke",
        "And on",
    ]
    assert CANARY in ally("search", CANARY).out
    assert ally("undo").code == 0
    assert "And on" not in ally("list").out
    assert verify(encrypted) is None


def test_the_backups_have_the_journals_key(encrypted: Path, ally: Ally) -> None:
    """One passphrase opens all, their names stay, and they can be restored."""
    (copy,) = backups(encrypted)
    assert salt_of(copy) == salt_of(encrypted)
    listed = json.loads(ally("backup", "list", "--json").out)
    assert [(one["name"], one["entries"]) for one in listed] == [(copy.stem, 1)]


def test_what_lies_among_the_drafts_is_encrypted_too(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every place and folder below; what is not ally's to take is named."""
    ally("log", "act", "x")
    folder = drafts_folder(journal_path)
    held = {"a.un~": b"\xff" * 4096 + CANARY.encode(), "below/a~": b"zebra~"}
    for place in (folder, drafts_in_state(journal_path)):
        for name, copy in held.items():
            make_folder((place / name).parent)
            (place / name).write_bytes(copy)
    (folder / "link~").symlink_to("/etc/hostname")
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    said = ally("encrypt")
    assert said.code == 0
    found = [one for one in journal_path.parent.parent.rglob("*") if one.is_file()]
    assert [one for one in found if CANARY.encode() in one.read_bytes()] == []
    assert str(folder / "link~") in said.err
    (draft,) = waiting(journal_path)
    assert sorted(draft.left.values()) == sorted([*held.values(), *held.values()])


def test_what_encrypting_says(ally: Ally, journal_path: Path) -> None:
    """What became of the backups, and what nobody can reach; why the passphrase was that one."""
    ally("log", "act", "x")
    ally("backup")
    journal_path.with_name("journal.db.damaged-then").write_text("x")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLY_PASSPHRASE", ONE)
        said = ally("encrypt")
    assert said.out.splitlines()[:2] == [
        "The journal is encrypted.",
        "1 backup has the same passphrase.",
    ]
    assert "free disk space, snapshots" in said.out
    assert "the one of ALLY_PASSPHRASE" in said.err
    assert "journal.db.damaged-then" in said.err


def test_another_passphrase(encrypted: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only from ALLY_NEW_PASSPHRASE; a new salt; the old one opens nothing any more."""
    before = salt_of(encrypted)
    refused = ally("encrypt", "--change")
    assert (refused.code, salt_of(encrypted)) == (2, before)
    assert "ALLY_NEW_PASSPHRASE" in refused.err
    monkeypatch.setenv("ALLY_NEW_PASSPHRASE", TWO)
    changed = ally("encrypt", "--change")
    assert changed.code == 0
    assert "ALLY_PASSPHRASE still holds the old" in changed.err
    locked_again()
    assert salt_of(encrypted) not in {before, None}
    assert [salt_of(copy) for copy in backups(encrypted)] == [salt_of(encrypted)]
    assert ally("list").code == 1
    monkeypatch.setenv("ALLY_PASSPHRASE", TWO)
    assert CANARY in ally("list").out


def test_off_again(encrypted: Path, ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is as before, the backups too; any SQLite opens it."""
    assert ally("encrypt", "--off").code == 0
    locked_again()
    monkeypatch.delenv("ALLY_PASSPHRASE")
    assert CANARY in ally("list").out
    for file in [encrypted, *backups(encrypted)]:
        assert file.read_bytes()[:16] == SQLITE
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(ally("backup", "list", "--json").out)[0]["entries"] == 1
    assert verify(encrypted) is None


def test_a_new_journal_is_encrypted_at_once(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing private is ever in it unencrypted."""
    monkeypatch.setenv("ALLY_PASSPHRASE_COMMAND", f"{sys.executable} -c 'print(\"{ONE}\")'")
    said = ally("encrypt")
    assert (said.code, said.out) == (0, "The journal is encrypted.\n")
    assert [one.name for one in journal_path.parent.iterdir()] == ["journal.db"]
    assert ally("log", "act", "First").out.startswith("Saved 1")


@pytest.mark.parametrize(
    ("words", "environ", "code", "said"),
    [
        (["encrypt"], {}, 2, "Set ALLY_PASSPHRASE_COMMAND, or run this on a terminal"),
        (["encrypt", "--change"], {}, 1, "not encrypted"),
        (["encrypt", "--off"], {}, 1, "not encrypted"),
        (["encrypt", "--off", "--change"], {}, 2, "either --change or --off"),
        (["encrypt", "--backups", "burn"], {}, 2, "encrypt, decrypt, remove, keep"),
        (["encrypt", "--backups", "decrypt"], {}, 2, "does not go with"),
        (["encrypt"], {"ALLY_PASSPHRASE": "x'00ff'"}, 2, "taken for a key"),
        (["encrypt"], {"ALLY_PASSPHRASE": "two\nlines"}, 2, "one line of text"),
        (["encrypt"], {"ALLY_PASSPHRASE": "\udcff"}, 2, "one line of text"),
    ],
)
def test_refusals(
    words: list[str],
    environ: dict[str, str],
    code: int,
    said: str,
    ally: Ally,
    journal_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is one sentence, and not a byte changes."""
    ally("log", "act", "x")
    before = journal_path.read_bytes()
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    refused = ally(*words)
    assert refused.code == code
    assert said in refused.err
    assert refused.err.count("\n") == 1
    assert journal_path.read_bytes() == before
    assert [one.name for one in journal_path.parent.iterdir()] == ["journal.db"]


def test_no_journal_yet(ally: Ally, journal_path: Path) -> None:
    """There is nothing to change or take off, and nothing is made."""
    for option in ("--change", "--off"):
        said = ally("encrypt", option)
        assert (said.code, "no journal at" in said.err) == (1, True)
    assert not journal_path.exists()


@pytest.mark.usefixtures("encrypted")
def test_already_encrypted(ally: Ally) -> None:
    """A sentence that names the other two."""
    said = ally("encrypt")
    assert said.code == 1
    assert "--change" in said.err
    assert "--off" in said.err


@pytest.mark.parametrize("becomes", ["keep", "remove"])
def test_backups_by_choice(
    becomes: str, ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They can be left, which is said, and taken in later; or removed."""
    ally("log", "act", "x")
    ally("backup")
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    said = ally("encrypt", "--backups", becomes)
    assert said.code == 0
    assert [salt_of(copy) for copy in backups(journal_path)] == [None] * (becomes == "keep")
    if becomes == "keep":
        assert str(backups(journal_path)[0]) in said.err
        assert ally("encrypt").out.startswith("1 backup has the same passphrase.")
        assert salt_of(backups(journal_path)[0]) == salt_of(journal_path)


def test_backups_that_keep_the_passphrase(encrypted: Path, ally: Ally) -> None:
    """What will be needed for them is said."""
    said = ally("encrypt", "--off", "--backups", "keep")
    assert "1 backup stays as before; restoring it will need the passphrase." in said.out
    assert salt_of(encrypted) is None
    assert salt_of(backups(encrypted)[0]) is not None


def test_a_spoilt_backup_stays_and_is_named(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be verified cannot be encrypted; that it is readable is said."""
    ally("log", "act", "x")
    ally("backup")
    (copy,) = backups(journal_path)
    copy.write_bytes(copy.read_bytes()[:9000])
    before = copy.read_bytes()
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    said = ally("encrypt")
    assert said.code == 0
    assert f"Backup {copy.stem} stayed as it was" in said.err
    assert f"  {copy}" in said.err
    assert copy.read_bytes() == before


def test_through_a_symlink(ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real file is encrypted, and the link stays one."""
    link, real = tmp_path / "link.db", tmp_path / "far" / "real.db"
    assert ally("--journal", str(real), "log", "act", "x").code == 0
    link.symlink_to(real)
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    assert ally("--journal", str(link), "encrypt").code == 0
    assert link.is_symlink()
    assert salt_of(real) is not None
    assert ally("--journal", str(link), "log", "act", "y").out.startswith("Saved 2")


def test_a_copy_left_unencrypted_goes_with_the_next_command(encrypted: Path, ally: Ally) -> None:
    """A killed --off leaves one; unless somebody is at it just now."""
    left = unfinished(encrypted)
    left.write_bytes(SQLITE)
    assert ally("list").code == 0
    assert not left.exists()


def test_drafts_follow_the_journal(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are encrypted with it, get its other passphrase, and are text again at the end."""
    assert "Your words are kept" in ally("log", "act", "waits", "--plan", "9").err
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    ally("log", "act", "x")
    folder = journal_path.with_name("journal.db.drafts")
    for args in ((), ("--change",), ("--off",)):
        monkeypatch.setenv("ALLY_NEW_PASSPHRASE", TWO)
        said = ally("encrypt", *args)
        assert said.code == 0, said.err
        assert "stays" not in said.err
        if args == ("--change",):
            monkeypatch.setenv("ALLY_PASSPHRASE", TWO)
        keys.let_go()
        (draft,) = folder.iterdir()
        assert salt_of(draft) == salt_of(journal_path)
        assert (b"waits" in draft.read_bytes()) == (args == ("--off",))
        assert json.loads(ally("draft", "--json").out)[0]["words"] == "waits"


def test_without_the_libraries(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the install command, before anything is asked."""
    ally("log", "act", "x")
    monkeypatch.delitem(sys.modules, "ally_journal.store.crypto.cipher", raising=False)
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    said = ally("encrypt")
    assert said.code == 1
    assert said.err.endswith(f"run: {command_to_add('encryption')}\n")
    assert "This journal is encrypted" not in said.err
    assert ally("encrypt", "--help").code == 0


def unseen(child: Any, question: str, answer: str) -> None:  # noqa: ANN401 - pexpect has no types
    child.expect_exact(question)
    child.waitnoecho()
    child.sendline(answer)


def test_on_a_terminal(terminal: Callable[..., Any], ally: Ally, journal_path: Path) -> None:
    """Told what it means, asked twice and unseen; a mismatch and an easy one ask again."""
    ally("log", "act", "x")
    ally("backup")
    child = terminal("encrypt")
    child.expect_exact("Nobody can recover a passphrase that is lost")
    unseen(child, "New passphrase", "password1")
    child.expect_exact("Five random words")
    child.expect_exact("Use it all the same?")
    child.sendline("")
    unseen(child, "New passphrase", ONE)
    unseen(child, "The same once more", "other")
    child.expect_exact("not the same")
    unseen(child, "New passphrase", ONE)
    unseen(child, "The same once more", ONE)
    child.expect_exact("1 backup is not encrypted. Enter encrypts it too.")
    child.sendline("")
    shown, code = finish(child)
    assert (code, ONE in shown) == (0, False)
    assert "The journal is encrypted." in shown
    assert [salt_of(copy) for copy in backups(journal_path)] == [salt_of(journal_path)]


@pytest.mark.faults
def test_an_easy_one_may_be_used(terminal: Callable[..., Any], journal_path: Path) -> None:
    """It is the person's journal."""
    child = terminal("encrypt")
    unseen(child, "New passphrase", "tulip")
    child.expect_exact("Use it all the same?")
    child.sendline("y")
    unseen(child, "The same once more", "tulip")
    assert finish(child)[1] == 0
    assert salt_of(journal_path) is not None
    child = terminal("log", "act", "Opened")
    unseen(child, "Passphrase", "tulip")
    assert "Saved 1" in finish(child)[0]


@pytest.mark.faults
def test_stopping_changes_nothing(
    terminal: Callable[..., Any], ally: Ally, journal_path: Path
) -> None:
    """With Ctrl-C, Enter or q at the passphrase, q at an easy one, or q at the backups."""
    ally("log", "act", "x")
    ally("backup")
    before = journal_path.read_bytes()
    child = terminal("encrypt")
    child.expect_exact("New passphrase")
    child.waitnoecho()
    assert stop(child)[1] == 130
    easy = {"all the same": "maybe", "one, or q to stop.": "q"}
    for typed, answers in (("", {}), ("Q", {}), ("tulip", easy)):
        child = terminal("encrypt", columns=20)
        child.expect_exact("New passphrase (it\r\nis not shown; Enter\r\nor q stops): ")
        child.sendline(typed)
        shown, code = converse(child, answers)
        assert (code, "Nothing was changed." in shown) == (0, True)
    child = terminal("encrypt")
    unseen(child, "New passphrase", ONE)
    unseen(child, "The same once more", ONE)
    child.expect_exact("> ")
    child.sendline("q")
    shown, code = finish(child)
    assert (code, "Nothing was changed." in shown) == (0, True)
    assert journal_path.read_bytes() == before


def test_the_first_words_say_whether_it_is_encrypted(
    terminal: Callable[..., Any], ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new journal that was encrypted before the first entry."""
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    ally("encrypt")
    child = terminal("log")
    child.expect_exact("It is encrypted.")
    child.sendline("q")
    finish(child)


@pytest.mark.usefixtures("encrypted")
def test_a_review_meets_another_passphrase(
    ally: Ally, terminal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long one on a terminal asks for the new one when it was changed meanwhile."""
    monkeypatch.delenv("ALLY_PASSPHRASE")
    child = terminal("review")
    unseen(child, "Passphrase", ONE)
    child.expect_exact("> ")
    monkeypatch.setenv("ALLY_PASSPHRASE", ONE)
    monkeypatch.setenv("ALLY_NEW_PASSPHRASE", TWO)
    assert ally("encrypt", "--change").code == 0
    for answer in ("Something not yet written", "4", "", "", ""):
        child.sendline(answer)
        if child.expect(["Passphrase", "> $"]) == 0:
            break
    child.waitnoecho()
    child.sendline(TWO)
    child.expect_exact("> ")
    child.sendline("q")
    finish(child)
    monkeypatch.setenv("ALLY_PASSPHRASE", TWO)
    locked_again()
    assert "Something not yet written" in ally("list").out
