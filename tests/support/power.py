"""A disk whose power can be cut: of what a run wrote, what may survive.

A `Disk` goes through a record of what happened to files and folders (see `recording`) up to any
moment and then lets chance decide what had reached the platter, as harshly as POSIX allows:

- Of a file, only what was synced is sure. Every later write may be there or not, in any order, torn
  at sectors of 512 bytes; a file may have grown by bytes that nobody wrote.
- Of a folder, only what was synced is sure. Every later name may be there or not; a rename is
  whole. Syncing a file makes its content durable, not its name.
"""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

SECTOR = 512
ROOT = 0


class Write(NamedTuple):
    """Bytes were written to a file."""

    node: int
    offset: int
    data: bytes


class Resize(NamedTuple):
    """A file was cut off, or made longer."""

    node: int
    size: int


class Made(NamedTuple):
    """A new file or folder, which has no name yet."""

    node: int
    is_folder: bool


class Named(NamedTuple):
    """Names in a folder came to mean these nodes, or nothing; all of them at once."""

    node: int
    names: Mapping[str, int | None]


class Sync(NamedTuple):
    """What happened to a file or a folder so far is durable."""

    node: int


class Acknowledged(NamedTuple):
    """The person may believe from here on that the journal is at least in this state."""

    state: int


class BackedUp(NamedTuple):
    """The person may believe that the backup of this path is there, in this state."""

    path: str
    state: int


Event = Write | Resize | Made | Named | Sync | Acknowledged | BackedUp
Tree = dict[str, bytes | None]
"""Files by path below the root; a folder has no bytes."""


class _File:
    def __init__(self) -> None:
        self.durable = b""
        self.waiting: list[Write | Resize] = []

    def sync(self) -> None:
        self.durable, self.waiting = self.content(None), []

    def content(self, chance: random.Random | None) -> bytes:
        """What a reader finds now or, with a chance, after the cut."""
        content, waiting = bytearray(self.durable), list(self.waiting)
        likely = 1.0
        if chance:
            likely = chance.choice((0.0, 0.3, 0.7, 1.0))  # all and nothing must come up often
            if chance.random() < 0.5:
                chance.shuffle(waiting)
        for one in waiting:
            if isinstance(one, Resize):
                if chance is None or chance.random() < likely:
                    del content[one.size :]
                    content.extend(bytes(one.size - len(content)))
            else:
                _write(content, one, chance, likely)
        return bytes(content)


def _write(content: bytearray, one: Write, chance: random.Random | None, likely: float) -> None:
    """Write all, some sectors, or none; what lies beyond the old end may then hold anything."""
    end = one.offset + len(one.data)
    kept = 1.0
    if chance:
        kept = 1.0 if chance.random() < likely else 0.0
        if chance.random() < 0.25:
            kept = 0.5
        elif kept == 0 and chance.random() < 0.75:
            return
    if len(content) < end:
        missing = end - len(content)
        noise = chance.randbytes(missing) if chance and chance.random() < 0.5 else bytes(missing)
        content.extend(noise)
    at = one.offset
    while at < end:
        upto = min(end, (at // SECTOR + 1) * SECTOR)
        if chance is None or kept == 1 or chance.random() < kept:
            content[at:upto] = one.data[at - one.offset : upto - one.offset]
        at = upto


class _Folder:
    def __init__(self) -> None:
        self.durable: dict[str, int] = {}
        self.waiting: list[Named] = []

    def sync(self) -> None:
        self.durable, self.waiting = self.names(None), []

    def names(self, chance: random.Random | None) -> dict[str, int]:
        """What the folder lists now or, with a chance, after the cut."""
        names: dict[str, int | None] = dict(self.durable)
        likely = chance.choice((0.0, 0.5, 1.0)) if chance else 1.0
        for one in self.waiting:
            if chance is None or chance.random() < likely:
                names |= one.names
        return {name: node for name, node in names.items() if node is not None}


class Disk:
    """Files and folders as far as they are durable, and what is still waiting."""

    def __init__(self) -> None:
        self._nodes: dict[int, _File | _Folder] = {ROOT: _Folder()}

    def happen(self, event: Event) -> None:
        """Take one event in."""
        match event:
            case Made():
                self._nodes[event.node] = _Folder() if event.is_folder else _File()
            case Sync():
                self._nodes[event.node].sync()
            case Acknowledged() | BackedUp():
                pass
            case _:
                waiting: list[Any] = self._nodes[event.node].waiting
                waiting.append(event)

    def tree(self, chance: random.Random | None = None) -> Tree:
        """Everything a reader finds now or, with a chance, after the power was cut and is back."""
        return dict(self._below(ROOT, "", chance))

    def _below(
        self, node: int, path: str, chance: random.Random | None
    ) -> Iterator[tuple[str, bytes | None]]:
        found = self._nodes[node]
        if isinstance(found, _File):
            yield path, found.content(chance)
            return
        if path:
            yield path, None
        for name, inner in sorted(found.names(chance).items()):
            yield from self._below(inner, f"{path}/{name}" if path else name, chance)


def lay_down(tree: Tree, root: Path) -> None:
    """Write a tree out as real files below a new folder."""
    root.mkdir()
    for path, content in tree.items():
        if content is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(content)


def pick_up(root: Path) -> Tree:
    """The real files below a folder; memory shared by readers of a WAL is never on a disk."""
    return {
        str(path.relative_to(root)): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
        if not path.name.endswith("-shm")
    }
