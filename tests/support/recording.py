"""Running ally with everything noted that it does to the disk, in order.

Inside `recording`, ally's own code runs with its SQLite on a VFS of ours, which passes everything
on to real files and notes every write, truncation and sync; what Python itself makes, links,
renames, removes and syncs is noted with it. Nothing is really synced: `power.Disk` plays that.

What SQLite's VFS for Unix does with folders happens below ours, so it is written out here: the
folder is synced when a new rollback journal or WAL is first synced, and after a deletion when
SQLite asks for that, which in `journal_mode = DELETE` it does at `synchronous = EXTRA` only.

The SQLite is the one that apsw brings, since Python's own takes no VFS from outside.
"""

import os
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.support.power import (
    ROOT,
    Acknowledged,
    BackedUp,
    Disk,
    Event,
    Made,
    Named,
    Resize,
    Sync,
    Write,
    pick_up,
)

StrPath = str | os.PathLike[str]

_VFS = "power"
_BELOW = "unix"
_SYNCHRONOUS = "PRAGMA synchronous = EXTRA"
_JOURNALS = apsw.SQLITE_OPEN_MAIN_JOURNAL | apsw.SQLITE_OPEN_SUPER_JOURNAL | apsw.SQLITE_OPEN_WAL
_FACTS = ("revision", "parent", "body", "number", "meta")
"""Every table that is no projection."""


def facts(execute: Callable[[str], Iterable[Any]]) -> str:
    """A fingerprint of all a journal holds but its projections."""
    found = [list(execute(f"SELECT * FROM {table} ORDER BY 1, 2")) for table in _FACTS]
    return sha256(repr(found).encode()).hexdigest()


class Record:
    """What happened below a folder, in order; `states` are the fingerprints a journal had.

    The first state is that of no journal. `began` is where the events of the run itself begin.
    """

    def __init__(self, root: Path, journal: Path, *, deaf: bool) -> None:
        self.root, self.journal, self.deaf = root, journal, deaf
        self.events: list[Event] = []
        self.states = [""]
        self._nodes = {str(root): ROOT}
        self.by_python: set[int] = set()
        self._count = ROOT
        for path, content in pick_up(root).items():
            node = self.made(str(root / path), is_folder=content is None)
            if content is not None:
                self.events.append(Write(node, 0, content))
            self.sync(str(root / path))
            self.sync(str((root / path).parent))
        self.began = len(self.events)

    def knows(self, path: StrPath) -> bool:
        """Whether a path lies below the root."""
        return Path(path).is_relative_to(self.root)

    def made(self, path: str, *, is_folder: bool = False) -> int:
        """Note a new file or folder of that path; its node."""
        self._count += 1
        self.events.append(Made(self._count, is_folder))
        self.name(path, self._count)
        return self._count

    def name(self, path: str, node: int | None, *, instead_of: str | None = None) -> None:
        """Note that a path means that node, or nothing, and that another name of it is gone."""
        folder, name = os.path.split(path)
        names = {name: node}
        if instead_of:
            assert os.path.dirname(instead_of) == folder  # noqa: PTH120 - as text, like SQLite
            names[os.path.basename(instead_of)] = None  # noqa: PTH119 - the same
            del self._nodes[instead_of]
        self.events.append(Named(self._nodes[folder], names))
        if node is None:
            del self._nodes[path]
        else:
            self._nodes[path] = node

    def node(self, path: str) -> int:
        """The node that a path means."""
        return self._nodes[path]

    def sync(self, path: str) -> None:
        """Note that a file or a folder was synced."""
        self.events.append(Sync(self._nodes[path]))

    def sync_open(self, descriptor: int) -> None:
        """The same for something Python has open, unless this record is deaf to it."""
        opened = os.fstat(descriptor)
        for path in self._nodes:
            if os.path.samestat(opened, Path(path).stat()):
                self._written_by_python(path)
                if not self.deaf:
                    self.sync(path)
                return

    def _written_by_python(self, path: str) -> None:
        """Note what Python wrote into a file of its own; it is whole when it is synced."""
        node = self._nodes[path]
        if node in self.by_python:
            self.events.append(Write(node, 0, Path(path).read_bytes()))

    def committed(self, path: str, execute: Callable[[str], Iterable[Any]]) -> None:
        """Note the state of a journal after COMMIT; of one still without its name, no promise."""
        state = facts(execute)
        if state != self.states[-1]:
            self.states.append(state)
        if path == str(self.journal):
            self.events.append(Acknowledged(len(self.states) - 1))

    def backed_up(self, path: Path) -> None:
        """Note that a backup of the present state was promised."""
        self.events.append(BackedUp(str(path.relative_to(self.root)), len(self.states) - 1))


@contextmanager
def recording(
    root: Path, journal: Path, *, instead: Sequence[str] = (), deaf: bool = False, seed: int = 0
) -> Iterator[Record]:
    """Note what happens below `root` while ally's own code runs, with the randomness of that seed.

    `instead` are pragmas that take the place of `synchronous = EXTRA`. `deaf` takes no note of what
    Python syncs, as if ally never did. In the end the notes are held against the real files.
    """
    record = Record(root, journal, deaf=deaf)
    vfs = _Vfs(record, random.Random(seed))  # noqa: S311 - chance, not secrecy
    apsw.randomness(0)
    try:
        with pytest.MonkeyPatch.context() as patch:
            _listen(patch, record)
            patch.setattr(os, "urandom", random.Random(seed).randbytes)  # noqa: S311 - the same
            patch.setattr(
                sqlite3, "connect", lambda address, **_: _Connection(record, address, instead)
            )
            yield record
    finally:
        vfs.unregister()
    disk = Disk()
    for event in record.events:
        disk.happen(event)
    assert disk.tree() == pick_up(root), "the notes are not what happened"


def _listen(patch: pytest.MonkeyPatch, record: Record) -> None:
    """Note what Python does to names, and what it syncs."""
    really_open, link, rename, unlink, mkdir = os.open, os.link, os.rename, os.unlink, os.mkdir

    def noting_open(path: StrPath, flags: int, mode: int = 0o777) -> int:
        new = flags & os.O_CREAT and not os.path.lexists(path)
        descriptor = really_open(path, flags, mode)
        if new and record.knows(path):
            record.by_python.add(record.made(os.fspath(path)))
        return descriptor

    def noting_link(old: StrPath, new: StrPath) -> None:
        link(old, new)
        record.name(os.fspath(new), record.node(os.fspath(old)))

    def noting_rename(old: StrPath, new: StrPath) -> None:
        rename(old, new)
        if record.knows(new):
            record.name(os.fspath(new), record.node(os.fspath(old)), instead_of=os.fspath(old))

    def noting_unlink(path: StrPath) -> None:
        unlink(path)
        record.name(os.fspath(path), None)

    def noting_mkdir(path: StrPath, mode: int = 0o777) -> None:
        mkdir(path, mode)
        if record.knows(path):
            record.made(os.fspath(path), is_folder=True)

    patch.setattr(os, "open", noting_open)
    patch.setattr(os, "link", noting_link)
    patch.setattr(os, "rename", noting_rename)
    patch.setattr(os, "replace", noting_rename)
    patch.setattr(os, "unlink", noting_unlink)
    patch.setattr(os, "mkdir", noting_mkdir)
    patch.setattr(os, "fsync", record.sync_open)


class _Vfs(apsw.VFS):
    """SQLite's VFS for Unix, with notes taken."""

    def __init__(self, record: Record, chance: random.Random) -> None:
        self._record, self._chance = record, chance
        super().__init__(_VFS, _BELOW, makedefault=True)  # the default gives SQLite its randomness

    def xOpen(  # noqa: N802 - SQLite's name
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> apsw.VFSFile:
        return _VfsFile(self._record, name, flags)

    def xDelete(self, path: str, sync_folder: bool) -> None:  # noqa: N802 - SQLite's name
        super().xDelete(path, sync_folder)
        self._record.name(path, None)
        if sync_folder:
            self._record.sync(os.path.dirname(path))  # noqa: PTH120 - as SQLite gave it

    def xRandomness(self, amount: int) -> bytes:  # noqa: N802 - SQLite's name
        return self._chance.randbytes(amount)


class _VfsFile(apsw.VFSFile):
    """One file that SQLite has open."""

    def __init__(
        self, record: Record, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        assert name is not None, "ally keeps what is temporary in memory"
        self._record = record
        self._path = name if isinstance(name, str) else name.filename()
        creates = flags[0] & apsw.SQLITE_OPEN_CREATE
        new = creates and not os.path.lexists(self._path)
        super().__init__(_BELOW, name, flags)
        self._node = record.made(self._path) if new else record.node(self._path)
        record.by_python.discard(self._node)
        self._folder_is_due = bool(creates and flags[0] & _JOURNALS)

    def xWrite(  # noqa: N802 - SQLite's name
        self,
        data: Any,  # noqa: ANN401 - a buffer, for which Python 3.11 has no type
        offset: int,
    ) -> None:
        super().xWrite(data, offset)
        self._record.events.append(Write(self._node, offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's name
        super().xTruncate(size)
        self._record.events.append(Resize(self._node, size))

    def xSync(self, _flags: int) -> None:  # noqa: N802 - SQLite's name
        self._record.events.append(Sync(self._node))
        if self._folder_is_due:
            self._record.sync(os.path.dirname(self._path))  # noqa: PTH120 - as SQLite gave it
            self._folder_is_due = False


class _Connection:
    """As much of `sqlite3.Connection` as ally's store uses, on the VFS that takes notes."""

    isolation_level = None

    @property  # type: ignore[misc]  # nobody sets it
    def __class__(self) -> type:
        """What it stands for: the store asks, since one of SQLCipher's is another matter."""
        return sqlite3.Connection

    def __init__(self, record: Record, address: str, instead: Sequence[str]) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self._record, self._instead = record, instead
        self._open = apsw.Connection(address, flags=flags, vfs=_VFS)

    @property
    def in_transaction(self) -> bool:
        return self._open.in_transaction

    def execute(self, sql: str, values: Sequence[Any] = ()) -> "_Cursor":
        if sql == _SYNCHRONOUS and self._instead:
            for other in self._instead:
                self._open.execute(f"PRAGMA {other}").fetchall()
            return _Cursor(self._open, "SELECT 1", ())
        cursor = _Cursor(self._open, sql, values)
        if sql == "COMMIT":
            self._record.committed(self._open.filename, self._open.execute)
        return cursor

    def executemany(self, sql: str, rows: Iterable[Any]) -> None:
        self._open.executemany(sql, rows)

    def close(self) -> None:
        self._open.close()


class _Cursor:
    """As much of `sqlite3.Cursor`."""

    def __init__(self, connection: apsw.Connection, sql: str, values: Sequence[Any]) -> None:
        self._cursor = connection.execute(sql, values)
        self.lastrowid, self.rowcount = connection.last_insert_rowid(), connection.changes()
        self.fetchone, self.fetchall = self._cursor.fetchone, self._cursor.fetchall

    @property
    def description(self) -> Sequence[Any]:
        try:
            return self._cursor.description
        except apsw.ExecutionCompleteError:  # no rows
            return ()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    def close(self) -> None:
        self._cursor.close(force=True)  # as sqlite3 does: what was not read is let go
