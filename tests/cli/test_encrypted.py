"""Every command on an encrypted journal: it says the same, and leaves no word in plain anywhere."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from tests.conftest import BuiltOnce, Said
from tests.support.daily_children import wait_for_daily
from tests.support.encrypted import PASSPHRASE, encrypt, files_with

from ally_journal.store.crypto import keys
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.drafts import editor_file
from ally_journal.store.drafts.files import content_of

CANARY = "Zebrafinch"
Ally = Callable[..., Said]
_SHM = Path("/dev/shm")  # noqa: S108 - a test's own folder in it


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in memory that is this test's own, as a session has one."""
    if not _SHM.is_dir():
        pytest.skip("there is no folder in memory")
    folder = Path(mkdtemp(dir=_SHM))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def sealed(
    ally: Ally,
    journal_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    runtime: Path,
    built_once: BuiltOnce,
) -> Path:
    """An encrypted journal with one entry, its passphrase in the environment."""
    assert runtime.is_dir()

    def make() -> None:
        assert ally("log", "act", f"Asked about {CANARY}", "-t", "hiring").code == 0
        encrypt(journal_path)

    built_once("a sealed journal", make)
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    return journal_path


def backups(journal: Path) -> list[Path]:
    return sorted(journal.with_name(f"{journal.name}.backups").glob("*.db"))


def drafts(journal: Path) -> list[Path]:
    return sorted(journal.with_name(f"{journal.name}.drafts").glob("*.draft"))


COMMANDS: list[list[str]] = [
    ["log", "learn", "Read about captions", "--on", "yesterday", "-t", "access"],
    ["log", "empathise", "Listened to @Priya", "--missed", "--because", "too fast"],
    ["list"],
    ["list", "--json"],
    ["show", "2"],
    ["search", "captions"],
    ["edit", "1", "--lesson", "Ask earlier"],
    ["delete", "3", "--yes"],
    ["undo"],
    ["redo"],
    ["undo"],
    ["heard", "1", "them", "It helped"],
    ["plan", "add", "When a panel forms, I will ask"],
    ["plan"],
    ["plan", "kept", "1"],
    ["obstacle", "add", "No criteria", "--who", "Sam"],
    ["obstacle"],
    ["handover", "1"],
    ["shelf", "add", "A book"],
    ["shelf"],
    ["reflect", "why", "Because of then"],
    ["reflect"],
    ["config", "week_starts", "sunday"],
    ["config"],
    ["before"],
    ["review", "--no-input"],
    ["year"],
    ["year", "--format", "json"],
    ["ideas", "add", "Ask who is missing"],
    ["ideas", "missing"],
    ["ideas", "own"],
    ["rehearse", "last", "Slower, for me"],
    ["talk", "--yes"],
    ["talk", "after", "Ask first"],
    ["ideas"],
    ["export", "--format", "csv"],
    ["export", "--format", "md"],
    ["history"],
    ["history", "1"],
    ["backup", "list"],
    ["doctor"],
    ["draft"],
]


def _without_chance(text: str) -> str:
    """What is said, without ids and moments of the real clock."""
    if not text.startswith(("[", "{")):
        return text
    document = json.loads(text)

    def bare(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in {"id", "created", "changed"}}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return json.dumps(bare(document))


def test_commands_say_the_same_as_on_a_plain_journal(
    ally: Ally, sealed: Path, tmp_path: Path
) -> None:
    plain = sealed.with_name("plain.db")
    log = ["log", "act", f"Asked about {CANARY}", "-t", "hiring"]
    assert ally("--journal", str(plain), *log).code == 0
    for command in COMMANDS:
        one, other = ally(*command), ally("--journal", str(plain), *command)
        names = (str(sealed), str(plain))
        said = [
            _without_chance(said.out).replace(names[n], "J") for n, said in enumerate((one, other))
        ]
        assert said[0] == said[1], command
        assert one.code == other.code, command
        assert one.err.replace(names[0], "J") == other.err.replace(names[1], "J"), command
    assert salt_of(sealed)

    archive = tmp_path / "all.jsonl"
    wrote = ally("export", str(archive))
    assert f"{archive} is not encrypted" in wrote.err
    copy = sealed.with_name("copy.db")
    assert ally("--journal", str(copy), "log", "act", "Something else").code == 0
    encrypt(copy)
    assert ally("--journal", str(copy), "import", str(archive), "--yes").code == 0
    again = ally("--journal", str(copy), "import", "-", "--yes", stdin=archive.read_bytes())
    assert "Nothing" in again.out or "nothing" in again.out, again
    assert all(salt_of(one) == salt_of(copy) for one in backups(copy))
    assert backups(copy)


def test_backups_are_encrypted_with_the_same_key_and_restored(
    ally: Ally, sealed: Path, tmp_path: Path
) -> None:
    assert ally("backup").code == 0
    assert ally("log", "act", "Later").code == 0
    assert json.loads(ally("backup", "list", "--json").out)[0]["encrypted"] is True
    assert ally("backup", "restore", "last", "--yes").code == 0
    assert "Later" not in ally("list").out
    assert CANARY in ally("list").out
    assert ally("doctor").code == 0
    assert {salt_of(one) for one in backups(sealed)} == {salt_of(sealed)}
    assert "entries" not in (backups(sealed)[0].parent / ".checked.json").read_text()
    assert files_with(CANARY, [tmp_path]) == []


def test_a_plain_backup_never_makes_an_encrypted_journal_plain(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ally("log", "act", f"Asked about {CANARY}")
    ally("backup")
    encrypt(journal_path)
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    salt = salt_of(journal_path)
    ally("log", "act", "Later")
    listed = ally("backup", "list")
    assert "Not encrypted, though the journal is; ally encrypt" in listed.err
    assert "is not encrypted, though" in ally("doctor").out
    monkeypatch.setattr(shutil, "copyfile", None)  # a copy of it would be plain
    done = ally("backup", "restore", "1", "--yes")
    assert done.code == 0
    assert "stays encrypted" in done.err
    assert salt_of(journal_path) == salt
    assert "Later" not in ally("list").out
    assert CANARY in ally("list").out
    assert ally("doctor").code == 0
    assert all("-by-hand" in one.name for one in files_with(CANARY, [tmp_path]))


@pytest.mark.faults
def test_an_encrypted_backup_in_a_plain_journal_is_told_and_asked_for(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ally("log", "act", "Before")
    ally("backup")
    encrypt(backups(journal_path)[0])
    assert ally("log", "act", "After").code == 0
    listed = ally("backup", "list")
    assert "Not listed, because they have another passphrase" in listed.err
    assert "No backup here could be checked" in listed.out
    name = backups(journal_path)[0].stem
    assert ally("backup", "restore", name, "--yes").code == 1
    for _ in range(30):  # far more than retention keeps, and the one that is locked stays
        ally("backup")
    assert name in {one.stem for one in backups(journal_path)}
    keys.let_go()
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    done = ally("backup", "restore", name, "--yes")
    assert done.code == 0
    assert "stays so" in done.err
    assert salt_of(journal_path) is None
    assert "After" not in ally("list").out


def test_a_backup_takes_the_place_of_a_journal_that_is_gone_or_cut_off(
    ally: Ally, sealed: Path
) -> None:
    ally("backup")
    whole = sealed.read_bytes()
    for left in (None, b"", whole[:100], bytes(4096) + whole[4096:], whole[:9000]):
        keys.let_go()
        sealed.unlink()
        if left is not None:
            sealed.write_bytes(left)
            sealed.chmod(0o600)
        done = ally("backup", "restore", "1", "--yes")
        assert done.code == 0, (left and len(left), done)
        assert salt_of(sealed)
        assert CANARY in ally("list").out
        for aside in sealed.parent.glob("*.damaged-*"):
            aside.unlink()


def test_the_daily_child_gets_the_key_by_a_pipe(
    program: Ally, sealed: Path, tmp_path: Path
) -> None:
    assert program("log", "act", "Again", ALLY_DAILY_BACKUP="on").code == 0
    wait_for_daily(sealed, 1)
    assert salt_of(backups(sealed)[0]) == salt_of(sealed)
    assert files_with(CANARY, [tmp_path]) == []


def test_without_the_key_the_daily_child_ends_and_says_why(program: Ally, sealed: Path) -> None:
    said = program("backup", "daily", ALLY_PASSPHRASE=PASSPHRASE)
    assert said == Said("", "", 0)
    assert backups(sealed) == []
    (state,) = Path(os.environ["XDG_STATE_HOME"]).rglob("*.json")
    assert "encrypted" in json.loads(state.read_text())["daily_trouble"]


@pytest.mark.faults
def test_doctor_without_the_key_still_looks_around(
    ally: Ally, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ally("backup")
    keys.let_go()
    sealed.chmod(0o644)
    for passphrase in ("", "wrong"):
        monkeypatch.setenv("ALLY_PASSPHRASE", passphrase)
        looked = ally("doctor")
        assert looked.code == 1
        assert looked.err
        assert "without its key nobody can look inside" in looked.out
        assert "chmod 600" in looked.out
        assert "ally backup list" in looked.out


def test_doctor_names_the_damaged_page(ally: Ally, sealed: Path) -> None:
    ally("backup")
    held = bytearray(sealed.read_bytes())
    held[5 * 4096 + 77] ^= 1
    sealed.write_bytes(held)
    looked = ally("doctor")
    assert looked.code == 1
    assert "page 6 has changed" in looked.out
    assert "ally backup restore" in looked.out
    assert looked.err == ""


def test_rebuild_mends_and_keeps_an_encrypted_copy(ally: Ally, sealed: Path) -> None:
    ally("list")
    from ally_journal.store.database.connection import connect  # noqa: PLC0415 - after the key is held

    connection = connect(sealed)
    connection.execute("UPDATE entry SET text = 'nonsense'")
    connection.close()
    assert "ally doctor --rebuild" in ally("doctor").out
    assert ally("doctor", "--rebuild").code == 0
    assert CANARY in ally("list").out
    assert all(salt_of(one) == salt_of(sealed) for one in sealed.parent.rglob("*rebuild*"))


def test_words_with_a_wrong_passphrase_are_printed_and_put_nowhere(
    ally: Ally, sealed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALLY_PASSPHRASE", "wrong")
    for said in (ally("log", "act", "Kestrel"), ally("log", "act", "-", stdin="Kestrel")):
        assert said.code == 1
        assert "Kestrel" in said.err
    assert files_with("Kestrel", [tmp_path]) == []
    assert not drafts(sealed)
    for left in (b"", b"short"):  # what was encrypted once, by its backups
        monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
        if not backups(sealed):
            ally("backup")
        keys.let_go()
        sealed.write_bytes(left)
        assert "Kestrel" in ally("log", "act", "Kestrel").err
        assert files_with("Kestrel", [tmp_path]) == []


def _fail_to_save(ally: Ally, words: str) -> Said:
    """A log that cannot be saved, since it names a plan that is not there."""
    said = ally("log", "act", words, "--plan", "99")
    assert said.code == 1
    return said


def test_a_draft_is_encrypted_mentioned_without_words_and_taken_up(
    ally: Ally, sealed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = _fail_to_save(ally, f"Thanked {CANARY} #kestrel")
    assert "kept, encrypted, in" in said.err
    (draft,) = drafts(sealed)
    assert salt_of(draft) == salt_of(sealed)
    assert draft.stat().st_mode & 0o777 == 0o600
    assert files_with(CANARY, [tmp_path]) == [] == files_with("kestrel", [tmp_path])
    keys.let_go()
    monkeypatch.delenv("ALLY_PASSPHRASE")
    mentioned = ally("list")
    assert "There are words from" in mentioned.err
    assert CANARY not in mentioned.err
    assert ally("doctor").out.count("ally draft")
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    shown = json.loads(ally("draft", "--json").out)
    assert shown[0]["words"] == f"Thanked {CANARY} #kestrel"
    assert shown[0]["kind"] == "act"
    assert ally("draft", "use", "--kind", "act").code in {0, 1}


@pytest.mark.faults
def test_a_plain_draft_is_read_as_before_and_one_of_another_passphrase_asks(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ally("log", "act", "First")
    broken = journal_path.read_bytes()
    journal_path.write_bytes(b"not a journal")
    ally("log", "act", f"Plainly {CANARY}")
    journal_path.write_bytes(broken)
    encrypt(journal_path)
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert CANARY in ally("draft").out
    assert ally("draft", "use").code == 0
    assert CANARY in ally("list").out
    assert files_with(CANARY, [tmp_path]) == []

    _fail_to_save(ally, "Under the old one")
    keys.let_go()
    journal_path.write_bytes(broken)
    encrypt(journal_path, "another")
    monkeypatch.setenv("ALLY_PASSPHRASE", "another")
    shown = ally("draft")
    assert "Encrypted with another passphrase" in shown.out
    keys.let_go()
    refused = ally("draft", "use")
    assert refused.code == 1
    assert "passphrase of its own" in refused.err
    assert len(drafts(journal_path)) == 1
    assert ally("draft", "drop", "--yes").code == 0
    assert not drafts(journal_path)


EDITOR = """
import os, sys, time, pathlib
file = pathlib.Path(sys.argv[-1])
file.write_text(file.read_text() + "Kestrel seen\\n")
pathlib.Path(str(file) + "~").write_text("Kestrel in a backup")
pathlib.Path(os.environ["SEEN"]).write_text(str(file))
if os.environ.get("SWAP"):
    (file.parent / ("." + file.name + ".swp")).write_text("Kestrel not written")
until = time.monotonic() + float(os.environ.get("STAYS", "0"))
while time.monotonic() < until and not os.path.exists(os.environ["SEEN"] + ".end"):
    time.sleep(0.02)
sys.exit(int(os.environ.get("CODE", "0")))
"""


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that writes, leaves a copy beside, and says which file it was given."""
    script = tmp_path / "editor.py"
    script.write_text(EDITOR.replace("Kestrel", 'Kes" + "trel'))
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")
    monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
    return tmp_path / "seen"


def test_the_editor_works_in_memory_and_leaves_nothing(
    program: Ally, sealed: Path, editor: Path, runtime: Path, tmp_path: Path
) -> None:
    assert program("edit", "1").code == 0
    assert Path(editor.read_text()).is_relative_to(runtime)
    assert "Kestrel seen" in program("list").out
    assert program("log", "act", "-e", "More").code == 0
    assert list(runtime.rglob("*")) == []
    assert not drafts(sealed)
    assert files_with("Kestrel", [tmp_path]) == []


def test_an_editor_that_ends_with_trouble_leaves_an_encrypted_draft(
    program: Ally, sealed: Path, editor: Path, runtime: Path, tmp_path: Path
) -> None:
    said = program("edit", "1", CODE="3")
    assert said.code == 1
    assert "kept, encrypted" in said.err
    assert editor.exists()
    assert list(runtime.rglob("*")) == []
    assert len(drafts(sealed)) == 1
    assert files_with("Kestrel", [tmp_path]) == []
    assert "Kestrel seen" in program("draft").out


@pytest.mark.faults
@pytest.mark.parametrize("swap", ["", "1"])
def test_words_survive_kill_9_while_the_editor_is_open(
    program: Ally, sealed: Path, editor: Path, runtime: Path, tmp_path: Path, swap: str
) -> None:
    """Even then no disk gets them in plain, and the next command makes a draft of them."""
    command = [sys.executable, "-m", "ally_journal", "log", "act", "-e", f"Begun {CANARY}"]
    child = subprocess.Popen(command, env=os.environ | {"STAYS": "60", "SWAP": swap})
    until = time.monotonic() + 30
    while not editor.exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    time.sleep(0.1)
    child.send_signal(signal.SIGKILL)
    child.wait()
    file = Path(editor.read_text())
    program("list")
    assert file.exists(), "the editor still has it"
    assert files_with(CANARY, [tmp_path]) == []
    Path(f"{editor}.end").touch()
    while list(runtime.rglob("*.edit")):
        assert time.monotonic() < until
        program("list")
    (draft,) = drafts(sealed)
    shown = program("draft").out
    assert CANARY in shown
    assert "Kestrel seen" in shown
    assert (
        files_with("Kestrel", [tmp_path, runtime] if list(runtime.rglob("*")) else [tmp_path]) == []
    )
    again = program("draft", "use", "-e", "--kind", "act", STAYS="0")
    assert again.code == 0, again
    assert not draft.exists()
    assert list(runtime.rglob("*")) == []


def test_an_old_encrypted_journal_is_brought_up_to_date(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import gzip  # noqa: PLC0415 - only here

    old = Path(__file__).parents[1] / "store" / "journals" / "schema-1.db.gz"
    journal_path.parent.mkdir(mode=0o700)
    journal_path.write_bytes(gzip.decompress(old.read_bytes()))
    journal_path.chmod(0o600)
    before = ally("list", "-n", "100000")
    shutil.rmtree(journal_path.parent)
    journal_path.parent.mkdir(mode=0o700)
    journal_path.write_bytes(gzip.decompress(old.read_bytes()))
    journal_path.chmod(0o600)
    encrypt(journal_path, schema=1)
    monkeypatch.setenv("ALLY_PASSPHRASE", PASSPHRASE)
    assert ally("list", "-n", "100000").out == before.out
    assert [salt_of(one) for one in backups(journal_path)] == [salt_of(journal_path)]
    assert ally("doctor").code == 0


@pytest.mark.faults
def test_no_file_is_looked_at_or_opened_by_both_libraries_while_it_is_open(
    ally: Ally, sealed: Path, monkeypatch: pytest.MonkeyPatch, editor: Path, tmp_path: Path
) -> None:
    """Closing any other handle on a file drops the locks that SQLite holds on it."""
    assert not editor.exists()
    trouble: list[str] = []
    watching = [True]

    def connected() -> set[str]:
        """Files that SQLite has open, read and write, in this process."""
        held = map(_target, list(Path("/proc/self/fd").iterdir()))
        return {name for name in held if name.endswith(".db")}

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if not watching or event not in {"open", "sqlite3.connect"}:
            return
        name = os.fsdecode(args[0]) if isinstance(args[0], str | bytes) else ""
        name = name.removeprefix("file:").partition("?")[0]
        if event == "sqlite3.connect" and name != ":memory:":  # everything here is encrypted
            trouble.append(f"plainly {name}")
        if name.endswith(".db") and os.path.realpath(name) in connected():
            trouble.append(name)

    sys.addaudithook(hook)
    archive = tmp_path / "a.jsonl"
    more = [
        ["backup"],
        ["backup", "restore", "last", "--yes"],
        ["doctor", "--rebuild"],
        ["export", str(archive)],
        ["import", str(archive), "--yes"],
        ["edit", "1"],
        ["log", "act", "lost with Priya", "--plan", "99"],
        ["forget", "1", "--yes"],
        ["forget", "--with", "Priya", "--yes"],
        ["draft", "use", "--kind", "act"],
        ["year", "--sharing", "--yes", "-o", str(tmp_path / "year.html")],
        ["backup", "daily"],
    ]
    monkeypatch.setenv("ALLY_DAILY_BACKUP", "wait")
    try:
        for command in [*COMMANDS, *more]:
            ally(*command)
        assert trouble == []
        held = sealed.open("rb")  # and what it is about would be seen
        held2 = sealed.open("rb")
        held.close()
        held2.close()
        assert trouble
    finally:
        watching.clear()


def _target(link: Path) -> str:
    """Where an open file lies; nothing when it was closed meanwhile."""
    try:
        return str(link.readlink())
    except OSError:
        return ""


def test_what_spills_out_of_memory_is_encrypted_too(ally: Ally, sealed: Path) -> None:
    from ally_journal.store.database.connection import attach_scratch, connect  # noqa: PLC0415 - after the key is held

    ally("list")
    connection = connect(sealed)
    attach_scratch(connection)
    connection.execute("CREATE TABLE scratch.some(word)")
    connection.execute("BEGIN")
    rows = ((f"{CANARY}{n}" * 40,) for n in range(20_000))
    connection.executemany("INSERT INTO some VALUES (?)", rows)
    connection.execute("COMMIT")
    files = [one for one in list(Path("/proc/self/fd").iterdir()) if "etilqs" in _target(one)]
    held = [one.read_bytes() for one in files]
    connection.close()
    assert held, "nothing was spilled, so nothing was shown"
    assert all(CANARY.encode() not in one for one in held)


@pytest.mark.faults
def test_two_journals_with_their_own_keys_in_one_run(
    ally: Ally, sealed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = sealed.with_name("demo.db")
    assert ally("demo", str(demo)).code == 0
    encrypt(demo, "second")
    assert CANARY in ally("list").out
    monkeypatch.setenv("ALLY_PASSPHRASE", "second")
    assert ally("--journal", str(demo), "list").code == 0
    assert CANARY in ally("list").out


def test_sqlite_errors_of_both_libraries_are_one(sealed: Path, ally: Ally) -> None:
    from ally_journal.store.database.connection import connect  # noqa: PLC0415 - after the key is held

    ally("list")
    connection = connect(sealed)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT 1 FROM nothing")
    connection.close()


def test_where_no_folder_is_in_memory_the_file_on_disk_is_named_and_goes(
    ally: Ally,
    sealed: Path,
    editor: Path,
    runtime: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(editor_file, "is_in_memory", lambda _folder: False)
    said = ally("edit", "1")
    assert "No folder here is in memory only" in said.err
    file = Path(editor.read_text())
    assert file.is_relative_to(sealed.parent)
    assert not file.exists()
    assert files_with("Kestrel", [tmp_path]) == []
    assert not list(runtime.rglob("*"))


def test_what_an_editor_did_not_write_is_offered_again(
    program: Ally, sealed: Path, editor: Path, runtime: Path
) -> None:
    """A swap file is kept in the draft, and lies beside the same file when that is opened again."""
    assert program("edit", "1", CODE="3", SWAP="1").code == 1
    before = editor.read_text()
    (draft,) = drafts(sealed)
    assert f".{Path(before).name}.swp" in unseal_names(draft)
    assert program("draft", "use", "-e", CODE="3").code == 1
    assert editor.read_text() == before
    assert len(drafts(sealed)) == 1
    assert not list(runtime.rglob("*"))


def unseal_names(draft: Path) -> list[str]:
    salt = salt_of(draft)
    assert salt
    keys.hold(keys.derive(PASSPHRASE, salt))
    found = content_of(draft)
    assert found
    return list(found.left)
