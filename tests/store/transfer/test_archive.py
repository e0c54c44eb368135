"""Archives: everything comes back, two journals become one, and nothing half ever stays."""

import json
import sqlite3
from contextlib import closing, suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import BuiltOnce
from tests.store.revisions.test_projections import COMMANDS, do, everything
from tests.support.copies import (
    THEN,
    archive_of,
    bring_into,
    copied,
    erase,
    every_row,
    foresee_into,
    in_blocks,
    without_numbers,
)
from tests.support.encrypted import encrypt

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.entry_edit import Wishes, amended
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.revision import body_hash, canonical, header
from ally_journal.errors import AllyError, ArchiveDamaged, ArchiveNewer, CannotUndo
from ally_journal.store.crypto import keys
from ally_journal.store.database.snapshot import verify
from ally_journal.store.files.layout import backups_folder
from ally_journal.store.journal import entries as journal_entries
from ally_journal.store.journal import history
from ally_journal.store.journal.entries import add_entry, add_heard, find_entries, find_entry
from ally_journal.store.journal.journal import Journal, open_journal
from ally_journal.store.journal.merge import see
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.revisions.changes import lasting_record_id
from ally_journal.store.revisions.rebuild import rebuild
from ally_journal.store.transfer import export
from ally_journal.store.transfer.archive import take_in

FRIDAY = date(2026, 11, 20)
AWKWARD = (
    "line\u2028separator, paragraph\u2029separator, next\u0085line",
    "👩🏽‍🚀👩‍❤️‍💋‍👨 🏳️‍🌈 and a flag 🇵🇸",
    "אמרתי לה שהרעיון שלה \u202eهي قالت\u202c",
    '\t\'"\\ {"text": "x"}\n\n',
    "x" * 1_000_000,
)
WRITTEN = st.one_of(
    COMMANDS,
    st.builds(Entry, kind=st.just(Kind.ACT), text=st.sampled_from(AWKWARD), day=st.just(FRIDAY)),
    st.tuples(st.just("delete"), st.integers(1, 4)),
    st.tuples(st.just("erase"), st.integers(1, 4)),
    st.just(("undo",)),
)
DAMAGES = st.lists(st.tuples(st.sampled_from(["cut", "flip"]), st.floats(0, 1)), min_size=1)


def write(journal: Journal, command: object) -> None:
    """One command of any kind."""
    entries = {entry.number: entry for entry in find_entries(journal, Filter())}
    match command:
        case ("delete", int(number)):
            journal_entries.delete(journal, tuple(filter(None, [entries.get(number)])))
        case ("erase", int(number)) if number in entries:
            erase(journal, UUID(entries[number].id))
        case ("undo",):
            with suppress(CannotUndo):
                history.undo(journal, 1)
        case _:
            do(journal, command)


def made(path: Path, commands: list[object]) -> Path:
    with open_journal(path, THEN, create=True) as journal:
        for command in commands:
            write(journal, command)
    return path


def is_rebuilt(path: Path) -> bool:
    """Whether projections and index are what the revisions alone give."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO entry_words(entry_words) VALUES ('integrity-check')")
        before = everything(connection)
        connection.execute("BEGIN")
        rebuild(connection)
        after = everything(connection)
        connection.execute("ROLLBACK")
    return after == before


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(WRITTEN, min_size=1, max_size=12))
def test_an_empty_home_gets_an_equal_journal(commands: list[object]) -> None:
    """Every row is the same, numbers too; exported again, every byte is."""
    with TemporaryDirectory() as folder:
        old = made(Path(folder) / "old.db", commands)
        new = Path(folder) / "new.db"
        data = archive_of(old)
        taken = bring_into(new, data)
        if taken.revisions:
            assert taken.backup is None
            assert every_row(new) == every_row(old)
            assert archive_of(new) == data
            assert verify(new) is None
            assert is_rebuilt(new)
        again = bring_into(new, data)
        assert again.revisions == again.tally.new == again.tally.changed == 0
        assert again.tally.same == sum(taken.tally)


@settings(max_examples=settings().max_examples // 4)
@given(
    st.lists(WRITTEN, min_size=1, max_size=6),
    st.lists(WRITTEN, max_size=6),
    st.lists(WRITTEN, max_size=6),
)
def test_two_copies_that_went_apart_become_one(
    before: list[object], here: list[object], there: list[object]
) -> None:
    """Whichever takes in the other, both then hold the same, up to numbers; no text is lost."""
    with TemporaryDirectory() as folder:
        one = made(Path(folder) / "one.db", before)
        two = copied(one, "two.db")
        made(one, here)
        made(two, there)
        texts = {*bodies(one), *bodies(two)}
        first, second = archive_of(one), archive_of(two)
        into_one, into_two = bring_into(one, second), bring_into(two, first)
        assert without_numbers(one) == without_numbers(two)
        assert into_one.tally.conflict == into_two.tally.conflict
        assert set(bodies(one)) == {text for text in texts if text not in gone(one)}
        for path in (one, two):
            assert is_rebuilt(path)
            assert verify(path) is None
        for path, data in ((one, second), (two, first), (one, archive_of(two))):
            rows = every_row(path)
            assert bring_into(path, data).revisions == 0
            assert every_row(path) == rows


def bodies(path: Path) -> list[tuple[bytes, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT id, body FROM body JOIN revision ON seq = revision"
        ).fetchall()


def gone(path: Path) -> set[tuple[bytes, bytes]]:
    """What was erased, as it would stand among the bodies of either copy."""
    with closing(sqlite3.connect(path)) as connection:
        heads = connection.execute("SELECT header FROM revision WHERE op = 'erase'").fetchall()
    erased = {bytes.fromhex(one) for (head,) in heads for one in json.loads(head)["erases"]}
    copies = path.parent.glob("*.db")
    return {row for copy in copies for row in bodies(copy) if row[0] in erased} | {
        row for backup in backups_of(path) for row in bodies(backup) if row[0] in erased
    }


def backups_of(path: Path) -> list[Path]:
    return [one for copy in path.parent.glob("*.db") for one in backups_folder(copy).glob("*.db")]


@pytest.fixture
def old(tmp_path: Path, built_once: BuiltOnce) -> Path:
    """A journal with an entry, what came back about it, and a plan."""
    path = tmp_path / "old.db"

    def make() -> None:
        with open_journal(path, THEN, create=True) as journal:
            entry = Entry(kind=Kind.ACT, text="Asked first", day=FRIDAY)
            add_entry(journal, entry, Plan(text="When asked, I ask", opened=FRIDAY))
            add_heard(journal, 1, Heard("them", "It helped", FRIDAY))
            journal.configure("week_starts", "sunday")

    built_once("a journal to archive", make)
    return path


def edited(path: Path, number: int, text: str) -> Path:
    with open_journal(path, THEN) as journal:
        seen = see(journal, find_entry(journal, number))
        journal_entries.edit(journal, seen, amended(seen.value, Wishes(text=text)))
    return path


def test_edits_on_both_sides_are_kept_flagged_and_merged(old: Path) -> None:
    """A conflict keeps both texts; one edit makes one entry of them, everywhere."""
    other = edited(copied(old, "other.db"), 1, "Asked him first")
    edited(old, 1, "Asked her first")
    taken = bring_into(old, archive_of(other))
    assert taken.tally == (0, 3, 0, 1)
    assert taken.conflicts == ("entry 1",)
    with open_journal(old, THEN) as journal:
        assert find_entry(journal, 1).conflict
        texts = [version.text for version in history.history(journal, 1)]
        assert texts == ["Asked first", "Asked her first", "Asked him first"]
    edited(old, 1, "Asked both first")
    with open_journal(old, THEN) as journal:
        assert not find_entry(journal, 1).conflict
        assert len(see(journal, find_entry(journal, 1)).heads) == 1
    assert bring_into(other, archive_of(old)).tally == (0, 3, 1, 0)
    with open_journal(other, THEN) as journal:
        assert (find_entry(journal, 1).text, find_entry(journal, 1).conflict) == (
            "Asked both first",
            False,
        )


def test_the_same_edit_on_both_sides_is_no_conflict(old: Path) -> None:
    """Equal words are equal, whatever salts they were kept with."""
    other = edited(copied(old, "other.db"), 1, "Asked her first")
    edited(old, 1, "Asked her first")
    assert bring_into(old, archive_of(other)).tally == (0, 3, 1, 0)


def test_numbers_are_kept_where_free(old: Path, tmp_path: Path) -> None:
    """What has a number here keeps it; newcomers keep theirs, or get the next ones in order."""
    new = tmp_path / "new.db"
    with open_journal(new, THEN, create=True) as journal:
        add_entry(journal, Entry(kind=Kind.LEARN, text="Mine", day=FRIDAY))
    with open_journal(old, THEN) as journal:
        add_entry(journal, Entry(kind=Kind.LEARN, text="Second", day=FRIDAY))
        add_entry(journal, Entry(kind=Kind.LEARN, text="Third", day=FRIDAY))
    assert bring_into(new, archive_of(old)).tally.new == 5
    with open_journal(new, THEN) as journal:
        texts = {entry.number: entry.text for entry in find_entries(journal, Filter())}
        assert texts == {1: "Mine", 2: "Second", 3: "Third", 4: "Asked first"}
        assert find_entry(journal, 4).plan == 1
        assert find_entry(journal, 4).heard[0].text == "It helped"


def test_erased_words_do_not_come_back(old: Path, tmp_path: Path) -> None:
    """An archive from before does not bring them, and one from after takes them away."""
    before = archive_of(old)
    other, late = tmp_path / "other.db", tmp_path / "late.db"
    bring_into(other, before)
    with open_journal(old, THEN) as journal:
        erase(journal, UUID(find_entry(journal, 1).id))
    after = archive_of(old)
    assert "Asked first" not in after.decode()
    assert bring_into(old, before).revisions == 0
    assert bring_into(other, after).tally == (0, 3, 1, 0)
    bring_into(late, after)
    assert bring_into(late, before).revisions == 0
    for path in (old, other, late):
        assert "Asked first" not in str(every_row(path))
        assert is_rebuilt(path)
        with open_journal(path, THEN) as journal:
            assert find_entries(journal, Filter()) == ()
            assert [version.op for version in history.history(journal, 1)] == ["put", "erase"]
            history.newest_changes(journal, 20)
    assert every_row(late) == every_row(old)


def test_erased_is_erased_in_any_order_and_place(tmp_path: Path) -> None:
    """Whatever names a revision as erased, known or not, head or not: its words never show."""
    empty, record = archive_of(tmp_path / "none.db"), str(uuid4())
    both = planted(
        planted(empty, record=record, body=ENTRY), record=record, body=ENTRY | {"way": "x"}
    )
    heads = [id_of(line) for line in both.decode().splitlines()[1:3]]
    gone = planted(empty, op="erase", erases=heads)
    at_once = planted(both, op="erase", erases=heads)
    paths = [tmp_path / f"{name}.db" for name in ("before", "after", "once")]
    bring_into(paths[0], gone)
    bring_into(paths[0], both)
    assert bring_into(paths[1], both).tally == (0, 0, 0, 1)
    third = planted(gone, record=record, op="delete")
    assert bring_into(paths[1], third).tally.conflict == 0
    assert bring_into(paths[2], at_once).tally == (2, 0, 0, 0)
    for path in paths:
        assert bodies(path) == []
        assert is_rebuilt(path)


def id_of(line: str) -> str:
    return sha256(json.loads(line)["header"].encode()).hexdigest()


def planted(data: bytes, **facts: object) -> bytes:
    """An archive with one more revision, of a new record, with some of its header as given."""
    *lines, _ = data.decode().splitlines()
    plain = header(
        record=str(uuid4()),
        type_="entry",
        op="put",
        parents=[],
        device="elsewhere",
        clock=1,
        change=str(uuid4()),
        hash_of_body=None,
    )
    body = facts.pop("body", None)
    salt = b"s" * 16
    said = canonical(body) if isinstance(body, dict) else body
    if isinstance(said, bytes):
        facts["body_hash"] = body_hash(salt, said)
    head = canonical({**json.loads(plain), **facts})
    line = {
        "header": head.decode(),
        "salt": salt.hex() if body else None,
        "body": said.decode() if isinstance(said, bytes) else None,
    }
    return sealed([lines[0], json.dumps(line), *lines[1:]])


def sealed(lines: list[str]) -> bytes:
    """Lines with the end that belongs to them."""
    whole = "".join(f"{line}\n" for line in lines)
    end = {"lines": len(lines), "sha256": sha256(whole.encode()).hexdigest()}
    return (whole + json.dumps({"end": end}) + "\n").encode()


ENTRY = {"kind": "act", "text": "x", "day": "2026-11-20"}
DEEP = json.loads("[" * 900 + "]" * 900)


def test_what_is_unknown_is_carried_along(old: Path, tmp_path: Path) -> None:
    """Unknown types, fields and settings of a newer ally arrive and leave again, byte for byte."""
    data = planted(archive_of(old), type="mood", body={"colour": "blue"}, weather="rain")
    data = planted(data, body={**ENTRY, "weight": [1, {"a": None}]})
    unknown = lasting_record_id("setting", "new")
    data = planted(
        data, type="setting", record=str(unknown), body={"key": "new", "value": "of course"}
    )
    new = tmp_path / "new.db"
    bring_into(new, data)
    assert archive_of(new).splitlines()[1:4] == data.splitlines()[1:4]
    with open_journal(new, THEN) as journal:
        journal.settings()
        number = find_entries(journal, Filter())[-1].number
        with journal.writing() as change:
            change.amend("entry", UUID(find_entry(journal, number).id), {"text": "y"})
        history.newest_changes(journal, 20)
    assert archive_of(new).count(b"weight") == 2


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "facts",
    [
        {"body": {**ENTRY, "kind": "praise"}},
        {"body": {**ENTRY, "day": "2026-02-30"}},
        {"body": {"kind": "act", "day": "2026-11-20"}},
        {"body": {**ENTRY, "text": " "}},
        {"body": {**ENTRY, "tags": "x"}},
        {"body": {**ENTRY, "tags": ["two words"]}},
        {"body": {**ENTRY, "tags": None}},
        {"body": {**ENTRY, "answers": None}},
        {"body": ENTRY | {"unknown": DEEP}},
        {"body": {"unknown": DEEP}, "type": "mood"},
        {"op": "delete", "clock": 2**61},
        {"op": "delete", "again": [1]},
        {"op": "delete", "whole": "yes"},
        {"op": "delete", "unknown": DEEP},
        {"body": {**ENTRY, "at": 10**15}},
        {"body": {**ENTRY, "because": "x"}},
        {"body": {**ENTRY, "plan": "3"}},
        {"body": {"key": "day_starts_at", "value": "soon"}, "type": "setting"},
        {"body": {"key": "counts", "value": "true"}, "type": "setting"},
        {"op": "mend"},
        {"op": "put"},
        {"op": "delete", "record": "12"},
        {"op": "delete", "clock": "1"},
        {"op": "delete", "parents": ["ab"]},
        {"op": "delete", "change": None},
        {"op": "delete", "device": None},
        {"op": "erase", "erases": "all"},
    ],
)
def test_what_no_view_could_read_is_refused(
    facts: dict[str, object], old: Path, tmp_path: Path
) -> None:
    """A revision can be whole and still not be one; its line is named, and nothing is imported."""
    with pytest.raises(ArchiveDamaged, match=r"Line 2 of the archive .*nothing was imported"):
        bring_into(tmp_path / "new.db", planted(archive_of(old), **facts))
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    "body", ["[1]", "7", "no JSON", '{"x": NaN}', '{"x": "\\ud800"}', '{"x": 1e999}']
)
@pytest.mark.parametrize("type_", ["mood", "entry"])
def test_a_body_is_a_plain_object(type_: str, body: str, old: Path, tmp_path: Path) -> None:
    """So everything that is carried along can be written anew and looked through."""
    data = planted(archive_of(old), type=type_, body=body.encode())
    with pytest.raises(ArchiveDamaged, match=r"Line 2 .* of the type"):
        bring_into(tmp_path / "new.db", data)


def test_a_header_is_written_in_one_way(old: Path, tmp_path: Path) -> None:
    """Whatever reads it, then or later, finds the same in it."""
    data = planted(archive_of(old), op="delete").decode()
    head = data.replace('"{\\"body_hash\\"', '"{ \\"body_hash\\"', 1)
    with pytest.raises(ArchiveDamaged, match="is not a revision"):
        bring_into(tmp_path / "new.db", sealed(head.splitlines()[:-1]))


def test_parents_are_of_the_same_record(old: Path, tmp_path: Path) -> None:
    """A revision cannot take the place of one of another record, whichever comes first."""
    data, before = archive_of(old), archive_of(old)
    theirs = id_of(data.decode().splitlines()[1])
    crafted = planted(data, op="delete", parents=[theirs])
    alone = planted(archive_of(tmp_path / "none.db"), op="delete", parents=[theirs])
    rows = every_row(old)
    for bad in (crafted, alone):
        with pytest.raises(ArchiveDamaged, match="follows a revision of another record"):
            bring_into(old, bad)
    assert every_row(old) == rows
    new = tmp_path / "new.db"
    bring_into(new, alone)
    with pytest.raises(ArchiveDamaged, match="of another record follows"):
        bring_into(new, before)


def test_a_stranger_of_before_hides_nothing(old: Path) -> None:
    """What earlier versions let in of another record takes no entry away."""
    with closing(sqlite3.connect(old)) as connection, connection:
        ((plan,), (entry,)) = connection.execute(
            "SELECT max(CASE type WHEN 'plan' THEN seq END) FROM revision UNION ALL"
            " SELECT id FROM revision WHERE type = 'entry'"
        ).fetchall()
        connection.execute("INSERT INTO parent VALUES (?, ?)", (plan, entry))
    with open_journal(old, THEN) as journal:
        assert [one.text for one in find_entries(journal, Filter())] == ["Asked first"]
        assert len(see(journal, find_entry(journal, 1)).heads) == 1
    assert is_rebuilt(old)


def test_children_before_parents_are_sorted(old: Path, tmp_path: Path) -> None:
    """In whichever order the lines come, the same journal comes of them, and its archive."""
    edited(edited(old, 1, "Asked her first"), 1, "Asked her at last")
    first, *rest, _ = archive_of(old).decode().splitlines()
    revisions = [line for line in rest if "header" in line]
    numbers = [line for line in rest if "header" not in line]
    new, newest = tmp_path / "new.db", tmp_path / "newest.db"
    bring_into(new, sealed([first, *reversed(revisions), *numbers]))
    with open_journal(new, THEN) as journal:
        texts = [version.text for version in history.history(journal, 1)]
        assert texts == ["Asked first", "Asked her first", "Asked her at last"]
    assert is_rebuilt(new)
    assert verify(new) is None
    assert without_numbers(new) == without_numbers(old)
    bring_into(newest, archive_of(new))
    assert archive_of(newest) == archive_of(new)


def test_an_archive_of_these_imports_can_be_imported(old: Path, tmp_path: Path) -> None:
    """A journal that met an edit before the entry hands out what every other can take in."""
    data = archive_of(edited(old, 1, "Asked her first"))
    first, *rest, _ = data.decode().splitlines()
    edit = next(line for line in rest if "Asked her first" in line)
    new = tmp_path / "new.db"
    bring_into(new, sealed([first, edit]))
    bring_into(new, data)
    assert bring_into(tmp_path / "newest.db", archive_of(new)).tally.new == 4


def test_a_value_of_a_newer_ally_is_no_damage(old: Path, tmp_path: Path) -> None:
    """Where the archive says that it has a higher schema, what cannot be read is told so."""
    data = planted(archive_of(old), body={**ENTRY, "went": "halfway"})
    first, *rest, _ = data.decode().splitlines()
    newer = sealed([first.replace('"schema": 2', '"schema": 99'), *rest])
    with pytest.raises(ArchiveNewer, match=r"Line 2 .* update ally"):
        bring_into(tmp_path / "new.db", newer)
    with pytest.raises(ArchiveDamaged, match="cannot read"):
        bring_into(tmp_path / "new.db", data)


def test_what_came_back_about_a_plan_touches_no_entry(old: Path) -> None:
    """A record that names one of another type makes nothing of it."""
    with open_journal(old, THEN) as journal:
        plan = PLANS.find(journal, 1).id
    body = {"from": "them", "text": "x", "day": "2026-11-20", "entry": plan}
    bring_into(old, planted(archive_of(old), type="heard", body=body))
    with open_journal(old, THEN) as journal:
        assert find_entry(journal, 1).text == "Asked first"
    assert is_rebuilt(old)


def test_a_record_keeps_its_type(old: Path, tmp_path: Path) -> None:
    """Lines that contradict each other, or the journal, are refused."""
    with open_journal(old, THEN) as journal:
        record = find_entry(journal, 1).id
    data = archive_of(old)
    first, *rest, _ = data.decode().splitlines()
    stranger = json.dumps({"number": 9, "type": "entry", "record": str(uuid4())})
    for bad, what in (
        (planted(data, record=record, type="mood", op="delete"), "another type"),
        (sealed([first, *rest, rest[-1]]), "second time"),
        (sealed([first, *rest, stranger]), "not there"),
    ):
        with pytest.raises(ArchiveDamaged, match=what):
            bring_into(tmp_path / "new.db", bad)


def test_a_newer_archive_is_refused(old: Path, tmp_path: Path) -> None:
    """Also one whose revisions have a newer form; nothing is read that cannot be understood."""
    lines = archive_of(old).decode().splitlines()
    newer = lines[0].replace('"version": 1', '"version": 2')
    for data in (
        f"{newer}\na form of the future".encode(),
        planted(archive_of(old), op="delete", schema=2),
    ):
        with pytest.raises(ArchiveNewer, match="update ally") as refused:
            bring_into(tmp_path / "new.db", data)
        assert refused.value.exit_code == 5


@given(DAMAGES)
def test_damage_is_refused_and_changes_no_byte(damages: list[tuple[str, float]]) -> None:
    """Cut anywhere or with bits flipped, an archive is refused, or it is what it was."""
    with TemporaryDirectory() as folder:
        path = made(Path(folder) / "old.db", [Entry(kind=Kind.ACT, text=AWKWARD[0], day=FRIDAY)])
        whole = archive_of(path)
        with open_journal(path, THEN) as journal:
            add_entry(journal, Entry(kind=Kind.ACT, text="Here only", day=FRIDAY))
        data = bytearray(archive_of(path))
        whole = bytes(data)
        for kind, where in damages:
            at = int(where * (len(data) - 1))
            if kind == "cut":
                del data[at + 1 :]
            else:
                data[at] ^= 1 << int(where * 1e6) % 8
        new = made(Path(folder) / "new.db", [Entry(kind=Kind.ACT, text="New", day=FRIDAY)])
        before = new.read_bytes()
        if bytes(data).rstrip(b"\n") != whole.rstrip(b"\n"):
            with pytest.raises(AllyError, match=r"^(Line [\d,]+ of the|The) archive .*import"):
                bring_into(new, bytes(data))
        assert new.read_bytes() == before
        assert backups_of(new) == []


def test_a_change_of_the_file_meanwhile_is_refused(old: Path, tmp_path: Path) -> None:
    """What was looked at and what is taken in are verified alike; the transaction is undone."""
    new = made(tmp_path / "new.db", [Entry(kind=Kind.ACT, text="New", day=FRIDAY)])
    data, before = archive_of(old), new.read_bytes()
    with (
        pytest.raises(ArchiveDamaged, match=r"Line \d of the archive is not whole"),
        open_journal(new, THEN) as journal,
    ):
        take_in(journal, in_blocks(data[:-200]), THEN)
    assert new.read_bytes() == before


@pytest.mark.faults
@pytest.mark.parametrize("encrypted", [False, pytest.param(True, marks=pytest.mark.faults)])
def test_a_dry_run_writes_nothing(
    encrypted: bool, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a byte of the journal, not even what SQLite cannot keep in its cache, and none is made.

    Nor does this computer note anything: a dry run is by no device.
    """
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with open_journal(old, THEN) as journal:
        for letter in "abc":  # 3 MB, which is more than the cache takes
            add_entry(journal, Entry(kind=Kind.ACT, text=letter * 1_000_000, day=FRIDAY))
    data = archive_of(old)
    new = made(tmp_path / "new" / "new.db", [Entry(kind=Kind.ACT, text="New", day=FRIDAY)])
    if encrypted:
        keys.hold(encrypt(new))
    known = sorted((tmp_path / "state").rglob("*"))
    before, changed = new.read_bytes(), new.stat().st_mtime_ns
    assert foresee_into(new, data).tally.new == 6
    assert (new.read_bytes(), new.stat().st_mtime_ns) == (before, changed)
    assert [path.name for path in new.parent.iterdir()] == ["new.db"]
    assert foresee_into(tmp_path / "none" / "none.db", data).tally.new == 7
    assert not (tmp_path / "none").exists()
    assert sorted((tmp_path / "state").rglob("*")) == known


def test_after_a_dry_run_the_same_visit_keeps_what_it_writes(old: Path, tmp_path: Path) -> None:
    """What was taken back has left nothing behind, and the journal is written as safely again."""
    with open_journal(tmp_path / "new.db", THEN, create=True) as journal:
        take_in(journal, in_blocks(archive_of(old)), THEN, dry_run=True)
        assert journal.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert add_entry(journal, Entry(kind=Kind.ACT, text="New", day=FRIDAY)).number == 1
    assert is_rebuilt(tmp_path / "new.db")


def clock_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT value FROM meta WHERE key = 'clock'").fetchone()[0])


def test_the_clock_follows_but_not_far_ahead(old: Path, tmp_path: Path) -> None:
    """What is written after an import comes after it; a clock gone wrong is not believed."""
    new = tmp_path / "new.db"
    bring_into(new, archive_of(old))
    assert clock_of(new) == clock_of(old)
    wrong = planted(archive_of(old), op="put", clock=THEN.ms * 10, body=ENTRY)
    bring_into(new, wrong)
    assert clock_of(new) == THEN.ms + 86_400_000
    bring_into(new, planted(archive_of(old), clock=5, body=ENTRY))
    assert clock_of(new) == THEN.ms + 86_400_000


def test_undo_stops_at_an_import(old: Path, tmp_path: Path) -> None:
    """It takes back what came after; what arrived, and what was before, needs the backup."""
    new = made(tmp_path / "new.db", [Entry(kind=Kind.ACT, text="New", day=FRIDAY)])
    taken = bring_into(new, archive_of(old))
    with open_journal(new, THEN) as journal:
        add_entry(journal, Entry(kind=Kind.ACT, text="After", day=FRIDAY))
        history.undo(journal, 1)
        history.redo(journal, 1)
        history.undo(journal, 1)
        with pytest.raises(CannotUndo, match=f"ally backup restore {taken.backup} brings back"):
            history.undo(journal, 1)
        texts = {entry.text for entry in find_entries(journal, Filter())}
        assert texts == {"New", "Asked first"}
    (backup,) = backups_of(new)
    assert backup.stem == taken.backup
    assert verify(backup) is None
    fresh = tmp_path / "fresh.db"
    bring_into(fresh, archive_of(old))
    with (
        pytest.raises(CannotUndo, match="the journal was empty before"),
        open_journal(fresh, THEN) as journal,
    ):
        history.undo(journal, 1)


def test_a_filtered_archive_holds_what_belongs_together(old: Path, tmp_path: Path) -> None:
    """Matching entries with their versions, what came back, the plans they name, and numbers."""
    with open_journal(old, THEN) as journal:
        for text in ("Second", "Third"):
            add_entry(journal, Entry(kind=Kind.LEARN, text=text, day=FRIDAY))
        add_heard(journal, 2, Heard("guess", "Perhaps", FRIDAY))
        PLANS.add(journal, Plan(text="Another", opened=FRIDAY))
    edited(old, 1, "Asked her first")
    new = tmp_path / "new.db"
    bring_into(new, archive_of(old, Filter(kinds=(Kind.ACT,))))
    with open_journal(new, THEN) as journal:
        (entry,) = find_entries(journal, Filter())
        assert (entry.number, entry.plan, entry.heard[0].text) == (1, 1, "It helped")
        assert len(history.history(journal, 1)) == 2
        assert [plan.text for plan in PLANS.listed(journal)] == ["When asked, I ask"]
        assert journal.settings().week_starts == "monday"
    bring_into(new, archive_of(old, Filter(newest=1)))
    with open_journal(new, THEN) as journal:
        assert [entry.number for entry in find_entries(journal, Filter())] == [1, 3]
    bring_into(new, archive_of(old))
    assert without_numbers(new) == without_numbers(old)
    with open_journal(new, THEN) as journal:
        assert [entry.number for entry in find_entries(journal, Filter())] == [1, 2, 3]


def test_a_writer_is_never_blocked_by_an_export(old: Path) -> None:
    """With an export half read, others write at once; what came later is not in it."""
    with open_journal(old, THEN) as journal:
        for text in AWKWARD[4] * 2, AWKWARD[4]:
            add_entry(journal, Entry(kind=Kind.ACT, text=text, day=FRIDAY))
        batches = export.archived(journal, Filter())
        first = next(batches)
        assert len(first) == 5, "a batch ends early when it is long"
        with closing(sqlite3.connect(old, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            other.execute("ROLLBACK")
        with open_journal(old, THEN) as second:
            add_entry(second, Entry(kind=Kind.ACT, text="Meanwhile", day=FRIDAY))
        rest = list(batches)
    assert "Meanwhile" not in str([first, *rest])
    assert sum(map(len, [first, *rest])) == 6 + 4
