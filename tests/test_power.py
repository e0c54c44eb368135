"""The disk that forgets: what was synced is always there, and anything may have become of the rest.

Quick, so that the experiment in `test_power_cuts` is known to stand on what it says.
"""

import random

from tests.support.power import ROOT, SECTOR, Disk, Event, Made, Named, Resize, Sync, Tree, Write

FILE, OTHER, FOLDER = 1, 2, 3
OLD, NEW = b"o" * 3 * SECTOR, b"n" * 3 * SECTOR
SURE = (Made(FILE, False), Write(FILE, 0, OLD), Sync(FILE), Named(ROOT, {"a": FILE}), Sync(ROOT))
"""A file of three sectors that lies safely on the disk."""


def after(*events: Event) -> list[Tree]:
    """What 300 power cuts leave after these events, each in its own way."""
    disk = Disk()
    for event in (*SURE, *events):
        disk.happen(event)
    return [disk.tree(random.Random(seed)) for seed in range(300)]  # noqa: S311 - chance


def test_what_was_synced_is_there() -> None:
    """Content and name survive every cut once file and folder were synced."""
    assert all(tree == {"a": OLD} for tree in after())
    assert all(tree == {"a": NEW} for tree in after(Write(FILE, 0, NEW), Sync(FILE)))


def test_what_was_not_synced_is_there_or_not_or_torn_at_sectors() -> None:
    """All of a write, none of it, and every mixture of its sectors come up; no sector is half."""
    found = {tree["a"] for tree in after(Write(FILE, 0, NEW))}
    sectors = (OLD[:SECTOR], NEW[:SECTOR])
    assert found == {a + b + c for a in sectors for b in sectors for c in sectors}


def test_later_writes_may_arrive_first() -> None:
    """Two writes of the same place: any of the three contents may be the one that stays."""
    found = {tree["a"] for tree in after(Write(FILE, 0, NEW[:9]), Write(FILE, 0, b"l" * 9))}
    assert found == {OLD, NEW[:9] + OLD[9:], b"l" * 9 + OLD[9:]}


def test_a_file_may_have_grown_by_what_nobody_wrote() -> None:
    """New length without the new content, and a truncation that did not happen."""
    grown = {tree["a"] for tree in after(Write(FILE, len(OLD), NEW[:SECTOR]))}
    assert {OLD, OLD + NEW[:SECTOR], OLD + bytes(SECTOR)} < grown
    assert {tree["a"] for tree in after(Resize(FILE, 5))} == {OLD, OLD[:5]}


def test_syncing_a_file_does_not_keep_its_name() -> None:
    """Only syncing the folder does, and the folder's own name is kept by the one above it."""
    new = (Made(OTHER, False), Named(ROOT, {"b": OTHER}), Write(OTHER, 0, NEW), Sync(OTHER))
    assert {tree.get("b") for tree in after(*new)} == {None, NEW}
    inside = (Made(FOLDER, True), Named(ROOT, {"f": FOLDER}), Named(FOLDER, {"a": FILE}))
    assert {"f/a" in tree for tree in after(*inside, Sync(FOLDER))} == {True, False}
    assert {"f/a" in tree for tree in after(*inside, Sync(FOLDER), Sync(ROOT))} == {True}


def test_a_rename_is_whole_and_a_deletion_may_come_undone() -> None:
    """A file never has two names or none after a rename; what was removed may be back."""
    names = {tuple(tree) for tree in after(Named(ROOT, {"b": FILE, "a": None}))}
    assert names == {("a",), ("b",)}
    assert {tuple(tree) for tree in after(Named(ROOT, {"a": None}))} == {(), ("a",)}
