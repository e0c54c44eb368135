"""ally privacy: what is true of this journal now, from its first bytes and its surroundings."""

import json
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.cli.test_schemas import validator
from tests.conftest import Said, finish
from tests.support.waiting import keep

from ally_journal.domain.privacy import DISK, FAR, MEMORY, PROGRAM, REMOVABLE, UNKNOWN
from ally_journal.errors import CannotKeep
from ally_journal.store import privacy
from ally_journal.store.crypto.sniff import is_encrypted
from ally_journal.store.files import disk, machine, owners
from ally_journal.store.files.atomic import status_of
from ally_journal.store.files.layout import backups_folder, machine_file, state_folder

Ally = Callable[..., Said]
EMPLOYER = "Whoever manages this computer, such as an employer,"


@pytest.fixture(autouse=True)
def _known_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One computer for all of them: an unremarkable disk, bash, no swap, and a private folder."""
    (tmp_path / "mounts").write_text(f"none {tmp_path} ext4 rw 0 0\n")
    (tmp_path / "swaps").write_text("Filename Type Size\n")
    (tmp_path / "git-ends-here").mkdir()
    monkeypatch.setattr(disk, "MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(disk, "SWAPS", tmp_path / "swaps")
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("HISTCONTROL", raising=False)


def document(ally: Ally) -> Any:  # noqa: ANN401 - a JSON document
    said = ally("privacy", "--json")
    assert (said.code, said.err) == (0, "")
    found = json.loads(said.out)
    validator("privacy").validate(found)
    return found


def text(ally: Ally) -> str:
    said = ally("--plain", "privacy")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(EMPLOYER)
    assert "No command of ally opens a connection." in said.out
    return said.out


def encrypt(path: Path) -> None:
    """What an encrypted journal looks like to someone without the passphrase."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(os.urandom(10 * 4096))
    path.chmod(0o600)


def test_one_screen(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a backup and a draft it still fits 24 lines of 80, and 40 columns are enough."""
    ally("log", "act", "x")
    ally("backup")
    keep(Path(os.environ["ALLY_JOURNAL"]), "words", "20261120-140000")
    for columns in (80, 40):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = ally("privacy").out.splitlines()
        assert lines[0].startswith("Whoever manages this computer, such as")
        copied = [line for line in lines if "/" in line or line.startswith("    ")]
        broken = [line for line in lines if line not in copied]
        assert len(max(broken, key=len)) <= columns
        if columns == 80:
            assert len(lines) <= 24


def test_a_plain_journal(ally: Ally, journal_path: Path) -> None:
    """Its own state, said as it is: nobody else reads it, and nothing is encrypted."""
    ally("log", "act", "x")
    said = text(ally)
    assert f"The journal is {journal_path}." in said
    assert "It is not encrypted (ally encrypt)" in said
    assert "Only you and administrators of this computer can read it (mode 600)." in said
    assert "There is no backup." in said
    assert "chmod" not in said
    found = document(ally)
    assert found["encrypted"] is False
    assert found["known_in"] == str(state_folder())
    assert f"without a word of yours, lies in {state_folder()}." in said
    assert found["journal"] == {"path": str(journal_path), "state": "journal", "text": None}
    assert (found["access"]["mode"], found["access"]["others"]) == ("0600", "nobody else")
    assert found["network"] is False


def test_an_encrypted_journal(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told from the bytes alone, without a passphrase and without changing one of them."""
    encrypt(journal_path)
    before = journal_path.read_bytes()
    said = text(ally)
    assert "It is encrypted, and nobody can recover the passphrase." in said
    assert "Each command asks for it." in said
    assert "an older copy put back" in said
    machine.note(machine_file(journal_path), keyring=True)
    assert "The keyring of this computer opens it" in text(ally)
    monkeypatch.setenv("ALLY_PASSPHRASE_COMMAND", "pass ally")
    assert "ALLY_PASSPHRASE_COMMAND gives it" in text(ally)
    monkeypatch.setenv("ALLY_PASSPHRASE", "secret words")
    assert "ALLY_PASSPHRASE gives it" in text(ally)
    found = document(ally)
    assert found["encrypted"] is True
    assert found["unlocking"] == {"passphrase": True, "command": True, "keyring": True}
    assert "secret words" not in json.dumps(found)
    assert journal_path.read_bytes() == before


def test_without_a_journal(ally: Ally, journal_path: Path) -> None:
    """What will be, and nothing is made."""
    said = text(ally)
    assert "There is no journal here yet" in said
    assert "It will not be encrypted" in said
    assert document(ally)["journal"]["state"] == "missing"
    assert document(ally)["known_in"] is None
    assert not journal_path.parent.exists()


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\0", bytes(9000), b"text\n" * 999])
def test_what_is_no_journal(ally: Ally, journal_path: Path, content: bytes) -> None:
    """It still tells all the rest, and does not call a spoilt file encrypted."""
    journal_path.parent.mkdir(mode=0o700)
    journal_path.write_bytes(content)
    assert "not a" in text(ally)
    found = document(ally)
    assert (found["journal"]["state"], found["encrypted"]) == ("other", None)
    assert found["commands"] == [] or "chmod 600" not in found["commands"][0]


def test_damaged_newer_and_a_folder(ally: Ally, journal_path: Path) -> None:
    """Whatever lies there, no traceback."""
    ally("log", "act", "x")
    whole = bytearray(journal_path.read_bytes())
    journal_path.write_bytes(whole[:5000])
    assert "It is not encrypted" in text(ally)
    whole[60:64] = (99).to_bytes(4)
    journal_path.write_bytes(whole)
    assert "newer ally" in text(ally)
    assert document(ally)["journal"]["state"] == "newer"
    journal_path.unlink()
    journal_path.mkdir()
    assert "is not a file" in text(ally)
    assert not any("chmod" in command for command in document(ally)["commands"])


def test_what_may_not_be_read(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same where a system refuses even root: nothing is claimed that was not seen."""

    def refuse(_path: Path) -> NoReturn:
        raise CannotKeep(f"{journal_path} cannot be read: permission denied.")

    monkeypatch.setattr(privacy, "look_at", refuse)
    monkeypatch.setattr(privacy, "status_of", lambda _path: None)
    said = text(ally)
    assert "cannot be read: permission denied." in said
    assert "Who can read it is not told here." in said
    assert "Whether there are backups is not seen from here." in said
    assert "encrypted (" not in said
    assert document(ally)["encrypted"] is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")
def test_an_unreadable_folder(ally: Ally, journal_path: Path) -> None:
    """It says so, with all that can be known without it."""
    ally("log", "act", "x")
    journal_path.parent.chmod(0)
    try:
        assert "cannot be read" in text(ally)
        assert document(ally)["journal"]["state"] == "unreadable"
    finally:
        journal_path.parent.chmod(0o700)


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("mode", "folder", "above", "others", "words"),
    [
        (0o600, 0o700, 0o755, "nobody else", "Only you and administrators of this computer"),
        (0o644, 0o755, 0o755, "everyone", "Every account on this computer can read it (mode 644)."),
        (0o640, 0o750, 0o755, "group", "Only you, its group can read it (mode 640)"),
        (0o644, 0o700, 0o755, "kept out", "only a folder above keeps them out."),
        (0o644, 0o755, 0o700, "kept out", "only a folder above keeps them out."),
        (0o600, 0o755, 0o755, "nobody else", "Others can see that it is there"),
        (0o600, 0o777, 0o755, "nobody else", "Others can put files into its folder (mode 777)."),
    ],
)
def test_who_can_read_it(
    ally: Ally,
    journal_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mode: int,
    folder: int,
    above: int,
    others: str,
    words: str,
) -> None:
    """By the mode of the file and of every folder on the way to it; the mend is named."""
    ally("log", "act", "x")
    home = journal_path.parent.parent
    statuses = status_of

    def open_above(path: Path) -> os.stat_result | None:
        """As if every folder above this test's were open, which is not so where tests run."""
        found = statuses(path)
        if found is None or path.is_relative_to(home):
            return found
        return os.stat_result((found.st_mode | 0o055, *found[1:]))

    monkeypatch.setattr(privacy, "status_of", open_above)
    journal_path.chmod(mode)
    journal_path.parent.chmod(folder)
    home.chmod(above)
    found = document(ally)
    said = text(ally)
    home.chmod(0o700)
    assert found["access"]["others"] == others
    assert words in said
    assert (f"  chmod 600 {journal_path}\n" in said) == bool(mode & 0o077)
    assert (f"  chmod 700 {journal_path.parent}\n" in said) == bool(
        folder & 0o055 and above == 0o755
    )


def test_an_access_list(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It counts where the group's bits let it; the account's name comes from the local list."""
    ally("log", "act", "x")
    monkeypatch.setattr(privacy, "has_access_list", lambda _path: True)
    assert document(ally)["access"]["access_list"] is False
    monkeypatch.setattr(privacy, "_may_pass", lambda _folder, _bits: True)
    journal_path.chmod(0o640)
    assert "Only you, its group and the accounts of its access list can read it" in text(ally)
    (tmp_path / "passwd").write_text(f"somebody:x:{os.getuid()}:0::/:/bin/sh\n")
    monkeypatch.setattr(owners, "ACCOUNTS", tmp_path / "passwd")
    assert document(ally)["access"]["owner"] == "somebody"
    (tmp_path / "passwd").unlink()
    assert document(ally)["access"]["owner"] == str(os.getuid())


def test_a_link(ally: Ally, journal_path: Path, tmp_path: Path) -> None:
    """Where it really lies is said too."""
    ally("log", "act", "x")
    (tmp_path / "link.db").symlink_to(journal_path)
    said = ally("--plain", "--journal", str(tmp_path / "link.db"), "privacy")
    assert f"Its path is a link to {journal_path}." in said.out


def test_on_a_terminal(ally: Ally, terminal: Callable[..., Any]) -> None:
    """As wide as the terminal; the journal's own setting makes it sentences."""
    ally("log", "act", "x")
    for columns in (80, 40):
        shown, code = finish(terminal("privacy", columns=columns))
        assert code == 0
        assert "Network\n  No command" in shown if columns == 40 else "Network  No" in shown
    ally("config", "plain", "true")
    assert "\nNo command of ally opens a connection.\n" in finish(terminal("privacy"))[0]


def test_copies(ally: Ally, journal_path: Path) -> None:
    """Backups with their days, drafts in every place, what was set aside; encrypted or not."""
    ally("log", "act", "x")
    ally("backup")
    folder = backups_folder(journal_path)
    encrypt(folder / "20260301-120000-0123abcd-daily.db")
    drafts = keep(journal_path, "words", "20261120-140000")
    assert drafts
    journal_path.with_name("journal.db.damaged-20261101").write_bytes(b"SQLite format 3\0")
    said = text(ally)
    assert "2 backups lie in journal.db.backups, from 1 March 2026 to 20 November 2026," in said
    assert "1 of them not encrypted." in said
    assert "1 draft waits in journal.db.drafts, not encrypted." in said
    assert "Set aside: journal.db.damaged-20261101, not encrypted." in said
    found = document(ally)
    assert found["backups"] == {
        "count": 2,
        "plain": 1,
        "folders": [str(folder)],
        "oldest": "2026-03-01",
        "newest": "2026-11-20",
    }
    assert (found["drafts"]["count"], found["drafts"]["plain"]) == (1, 1)
    assert found["set_aside"]["plain"] == 1
    assert found["strays"] == []
    drafts.with_name("a.bak").write_text("words")
    drafts.with_name("b~").symlink_to("/etc/hostname")
    assert "Among the drafts, and none: a.bak and 1 more, which may hold words" in text(ally)
    assert len(document(ally)["strays"]) == 2
    drafts.chmod(0o644)
    assert document(ally)["access"]["open_beside"] == 0, "its folder keeps others out"


def test_nothing_is_called_encrypted_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, a folder, or too short to tell."""
    (tmp_path / "short").write_bytes(os.urandom(4095))
    assert [is_encrypted(tmp_path / name) for name in ("missing", ".", "short")] == [None] * 3


@pytest.mark.parametrize(
    ("kind", "named", "words"),
    [
        ("nfs4", FAR, "It lies on another computer (nfs4), whose administrators can read"),
        ("fuse.sshfs", FAR, "It lies on another computer"),
        ("fuse.gocryptfs", PROGRAM, "A program keeps it (fuse.gocryptfs)"),
        ("tmpfs", MEMORY, "gone when the computer restarts"),
        ("ext4", UNKNOWN, "On what disk it lies is not told here (ext4)"),
    ],
)
def test_the_place(ally: Ally, tmp_path: Path, kind: str, named: str, words: str) -> None:
    """What the system says of the file system, and unknown where it says nothing."""
    (tmp_path / "mounts").write_text(f"none / xfs rw 0 0\nnone {tmp_path} {kind} rw 0 0\n")
    assert words in text(ally)
    found = document(ally)["place"]
    assert (found["kind"], found["file_system"]) == (named, kind)


@pytest.mark.parametrize(
    ("removable", "uuid", "kind", "encrypted"),
    [
        ("0", "LVM-x", DISK, None),
        ("1", "LVM-x", REMOVABLE, None),
        ("0", "CRYPT-LUKS2-x", DISK, True),
    ],
)
def test_the_disk(
    ally: Ally,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    removable: str,
    uuid: str,
    kind: str,
    *,
    encrypted: bool | None,
) -> None:
    """A disk that can be taken out, and one that is encrypted, also below another layer."""
    below = tmp_path / "block/dm-1"
    top = tmp_path / "block/dm-0"
    (below / "dm").mkdir(parents=True)
    (below / "dm/uuid").write_text(uuid)
    (top / "slaves").mkdir(parents=True)
    (top / "slaves/dm-1").symlink_to(below)
    (top / "removable").write_text(f"{removable}\n")
    monkeypatch.setattr(disk, "_disk", lambda _source: top)
    found = document(ally)["place"]
    assert (found["kind"], found["disk_encrypted"]) == (kind, encrypted)
    assert ("That disk is encrypted" in text(ally)) == bool(encrypted)
    assert ("whether the whole disk is encrypted" in text(ally)) != bool(encrypted)


def test_a_synced_folder(ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by the program that carries it."""
    monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / "Dropbox/journal.db"))
    assert "; Dropbox carries its folder to other computers" in text(ally)
    assert document(ally)["place"]["synced_by"] == "Dropbox"


def test_inside_a_work_tree(ally: Ally, journal_path: Path) -> None:
    """Not ignored with what would ignore it, then ignored by just that; and tracked."""
    ally("log", "act", "x")
    home = journal_path.parent
    git = ["git", "-c", "init.defaultBranch=main", "-C", str(home)]
    subprocess.run([*git, "init", "-q"], check=True)
    found = document(ally)
    assert found["place"]["git_knows"] == "not ignored"
    (command,) = [one for one in found["commands"] if ".gitignore" in one]
    subprocess.run(["sh", "-c", command], check=True)
    assert f"It is in the git work tree {home}, which ignores it." in text(ally)
    subprocess.run([*git, "add", "-f", "journal.db"], check=True)
    assert "keeps it, with every version committed." in text(ally)
    assert document(ally)["place"]["git_knows"] == "tracked"


@pytest.mark.parametrize(
    ("shell", "words"),
    [
        ("/bin/bash", "HISTCONTROL=ignorespace in ~/.bashrc"),
        ("/usr/bin/zsh", "setopt HIST_IGNORE_SPACE in ~/.zshrc"),
        ("/usr/bin/fish", "It leaves out lines that begin with a space."),
        ("/bin/dash", "dash keeps words typed into a command"),
        ("", "Your shell keeps words typed into a command"),
    ],
)
def test_the_shell(ally: Ally, monkeypatch: pytest.MonkeyPatch, shell: str, words: str) -> None:
    """Each with its own way to leave a line out of its history."""
    monkeypatch.setenv("SHELL", shell)
    assert words in text(ally)
    monkeypatch.setenv("HISTCONTROL", "ignoreboth")
    assert document(ally)["typing"]["space_hides"] == ("bash" in shell or "fish" in shell)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("vim", "export EDITOR=\"vim -n -i NONE -c 'set noudf nobk nowb'\""),
        ("/usr/bin/nvim", "export EDITOR=\"nvim -n -i NONE -c 'set noudf nobk nowb'\""),
        ("vim -n -i NONE", "The editor vim is told to keep no copies."),
        ("nano", 'export EDITOR="nano -I"'),
        ("emacs -nw", "export EDITOR=\"emacs --eval '(setq make-backup-files nil"),
        ("emacsclient", "in its init file, (setq make-backup-files nil auto-save-default nil)"),
        ("code --wait", "workbench.localHistory.enabled false and files.hotExit off"),
        ("'/opt/my editor/kate' -b", "The editor kate may keep copies"),
        ("kate '", "The editor kate ' may keep copies"),
    ],
)
def test_the_editor(ally: Ally, monkeypatch: pytest.MonkeyPatch, command: str, words: str) -> None:
    """The one that would be used, with what tells it to keep no copies."""
    monkeypatch.setenv("EDITOR", command)
    assert words in text(ally)
    monkeypatch.setenv("VISUAL", "vim")
    assert "export VISUAL=" in text(ally)


def test_the_recipe_for_vim_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried with a Vim that is set up to keep everything: only the text itself is left."""
    if not any(Path(one, "vim").exists() for one in os.environ["PATH"].split(":")):
        pytest.skip("needs vim")
    home = tmp_path / "vim-home"
    home.mkdir()
    settings = f"set nocp udf bk wb dir={home} udir={home} bdir={home} vi='9,n{home}/viminfo\n"
    (home / ".vimrc").write_text(settings)
    monkeypatch.setenv("HOME", str(home))
    (home / "draft.txt").write_text("before\n")
    keys = ["-c", "normal yyp", "-c", "wq", str(home / "draft.txt")]
    flags = ["-n", "-i", "NONE", "-c", "set noudf nobk nowb"]
    for more, kept in ((flags, False), ([], True)):
        subprocess.run(
            ["vim", "--not-a-term", "-u", str(home / ".vimrc"), *more, *keys],
            capture_output=True,
            check=True,
        )
        names = {one.name for one in home.iterdir()} - {".vimrc", "draft.txt"}
        assert bool(names) == kept, names


def test_core_dumps_and_swap(
    ally: Ally, journal_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told when memory may reach the disk and the journal would not."""
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (1, 1))
    ally("log", "act", "x")
    assert "ulimit -c 0" not in text(ally)
    encrypt(journal_path)
    assert "ulimit -c 0" in text(ally)
    (tmp_path / "swaps").write_text("Filename Type Size\n/dev/x partition 9\n")
    assert "what the system moves from memory to disk" in text(ally)
    assert document(ally)["memory"] == {"core_dumps": True, "swap": True}


def test_a_name_that_a_terminal_would_obey(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path and an editor are words from outside."""
    monkeypatch.setenv("ALLY_JOURNAL", str(tmp_path / "a\x1b[31m\udcff.db"))
    monkeypatch.setenv("EDITOR", "\x1b[31med")
    assert "\x1b" not in text(ally)
    assert "\x1b" not in ally("privacy").out
    assert document(ally)["journal"]["state"] == "missing"
