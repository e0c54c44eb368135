"""Drafts follow their journal, whatever happens on the way: never lost, never left in plain."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.waiting import keep

from ally_journal.domain.drafts import Content
from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.convert import convert
from ally_journal.store.database.creation import create
from ally_journal.store.drafts import editor_file
from ally_journal.store.drafts import files as drafts_files
from ally_journal.store.drafts.drafts import Held, waiting
from ally_journal.store.drafts.files import content_of, remove, write
from ally_journal.store.drafts.rekey import follow
from ally_journal.store.drafts.strays import strays
from ally_journal.store.files.layout import drafts_folder, is_unfinished
from ally_journal.store.files.locks import let_go

KEYS = (None, Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16))
WAYS = {"encrypt": (0, 1), "change": (1, 2), "off": (2, 0)}
ABOUT = {"for": "log", "kind": "act", "lesson": "Sittich learnt"}
SWAP = b"Sittich, not written yet"


@pytest.fixture
def path(journal_path: Path) -> Path:
    create(journal_path)
    return journal_path


def hold(*numbers: int) -> None:
    """Have these keys at hand, and no other."""
    keys.let_go()
    for number in numbers:
        key = KEYS[number]
        if key is not None:
            keys.hold(key)


def become(path: Path, number: int) -> None:
    """Give the journal this key, or none; drafts stay as they are."""
    hold(1, 2)
    now = [key and key.salt for key in KEYS].index(salt_of(path))
    if now != number:
        convert(path, KEYS[now], KEYS[number], 0)


def leave(path: Path, words: str = "Sittich waits") -> Path:
    """A draft as the journal is now, with a swap file in it."""
    held = Held(path, "20261119-140000")
    where = held.write(words, ABOUT, {".x.txt.swp": SWAP})
    held.leave()
    assert where
    return where


def put(draft: Path, words: str) -> None:
    let_go(write(draft, Content(words, {}), None))


def told(path: Path) -> list[tuple[str, object]]:
    """The words of every draft that waits, with what they are for."""
    return [(one.words, one.about.get("lesson")) for one in waiting(path)]


def readable(path: Path) -> list[Path]:
    """The files that hold the word in plain, wherever drafts may lie."""
    places = [place for place in drafts_files.places(path) if place.is_dir()]
    return [one for place in places for one in place.iterdir() if b"Sittich" in one.read_bytes()]


def swaps(path: Path) -> list[bytes]:
    """What editors left, in drafts or beside them."""
    found = [copy for one in waiting(path) for copy in one.left.values()]
    beside = [one.path for one in strays(path) if not is_unfinished(one.path)]
    return found + [one.read_bytes() for one in beside]


@pytest.mark.parametrize("way", WAYS)
def test_all_of_a_draft_follows(way: str, path: Path) -> None:
    """Words, what they are for, and what an editor did not write; in the same file."""
    old, new = WAYS[way]
    become(path, old)
    before = leave(path)
    become(path, new)
    assert follow(path) == 0
    (draft,) = waiting(path)
    assert draft.path == before
    assert salt_of(draft.path) == (KEYS[new] and KEYS[new].salt)  # type: ignore[union-attr]
    assert told(path) == [("Sittich waits", "Sittich learnt")]
    assert swaps(path) == [SWAP]
    assert bool(readable(path)) == (new == 0)
    files = sorted(one.name for one in drafts_folder(path).iterdir())
    assert follow(path) == 0
    assert sorted(one.name for one in drafts_folder(path).iterdir()) == files


def test_what_is_as_it_should_be_is_not_written_again(path: Path) -> None:
    become(path, 1)
    before = leave(path).stat()
    assert follow(path) == 0
    after = waiting(path)[0].path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_without_the_old_key_a_draft_stays_and_opens_with_it_later(path: Path) -> None:
    """As after a kill between the journal and its drafts: the next run knows only the new key."""
    become(path, 1)
    leave(path)
    become(path, 2)
    hold(2)
    before = [one.path.read_bytes() for one in waiting(path)]
    assert follow(path) == 1
    assert [one.path.read_bytes() for one in waiting(path)] == before
    hold(1, 2)
    assert follow(path) == 0
    hold(2)
    assert told(path) == [("Sittich waits", "Sittich learnt")]


def test_without_the_new_key_nothing_is_touched(path: Path) -> None:
    leave(path)
    become(path, 1)
    keys.let_go()
    assert follow(path) == 1
    assert told(path) == [("Sittich waits", "Sittich learnt")]


def test_one_that_is_being_written_follows_later(path: Path) -> None:
    held = Held(path, "20261119-140000")
    held.write("Sittich waits", ABOUT)
    become(path, 1)
    assert follow(path) == 1
    held.leave()
    assert follow(path) == 0
    assert readable(path) == []
    assert told(path) == [("Sittich waits", "Sittich learnt")]


def test_in_every_place(path: Path) -> None:
    """Also those in the state folder and the temporary one; another journal's stay."""
    leave(path)
    other = path.with_name("other.db")
    elsewhere = []
    for place in list(drafts_files.folders(path))[1:]:
        put(place / "20261119-150000-aaaaaaaa.draft", "Sittich there")
    for place in list(drafts_files.folders(other))[1:]:
        elsewhere.append(place / "20261119-160000-bbbbbbbb.draft")
        put(elsewhere[-1], "Fink")
    become(path, 1)
    assert follow(path) == 0
    assert readable(path) == []
    assert len(told(path)) == 3
    assert [(content_of(one) or Content("", {})).words for one in elsewhere] == ["Fink", "Fink"]


def test_an_editors_copies_beside_a_draft_are_encrypted_with_it(path: Path) -> None:
    """Of whatever name, as of an editor that a person opened it with; none is left in plain."""
    draft = leave(path)
    names = (f".{draft.name}.swp", f".{draft.name}.un~", f"{draft.name}~", f"#{draft.name}#")
    for name in (*names, f"{draft.name}.save", f".{draft.name}.{'0' * 16}"):
        draft.with_name(name).write_bytes(f"Sittich in {name}".encode())
    become(path, 1)
    assert follow(path) == 0
    assert readable(path) == []
    assert strays(path) == []
    kept = {copy for one in waiting(path) for copy in one.left.values()}
    assert {f"Sittich in {name}".encode() for name in names} <= kept


def test_what_an_editor_has_open_still_is_encrypted_later(path: Path) -> None:
    """A folder that a window may have open stays while the journal is plain, and goes with it."""
    held = Held(path, "20261119-140000")
    file = held.lay_out("Sittich waits", ABOUT)
    held.leave()
    assert file
    file.write_text("Sittich waits, and more\n")
    assert told(path) == [("Sittich waits, and more", "Sittich learnt")]
    assert file.exists()
    file.write_text("Sittich waits, and yet more\n")
    become(path, 1)
    assert follow(path) == 0
    assert not file.parent.exists()
    assert readable(path) == []
    assert told(path) == [("Sittich waits, and yet more", "Sittich learnt")]
    assert editor_file.left_of(path) == []


@pytest.mark.parametrize("way", WAYS)
def test_a_full_disk(way: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever cannot be written anew stays, whole, and is counted; with room it follows."""
    old, new = WAYS[way]
    become(path, old)
    leave(path)
    become(path, new)
    before = told(path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        assert follow(path) == 1
    assert told(path) == before
    assert swaps(path) == [SWAP]
    assert follow(path) == 0
    assert told(path) == before
    assert swaps(path) == [SWAP]


@pytest.mark.parametrize("way", WAYS)
def test_a_folder_that_cannot_be_written(
    way: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words go elsewhere as they must be, and the old file is counted as staying."""
    old, new = WAYS[way]
    become(path, old)
    leave(path)
    become(path, new)

    def refuse(place: Path, content: Content, key: Key | None, had: int | None) -> int | None:
        if place.parent == drafts_folder(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return write(place, content, key, had)

    with monkeypatch.context() as patch:
        patch.setattr(drafts_files, "write", refuse)
        patch.setattr(drafts_files, "remove", lambda _path: False)
        assert follow(path) == 1
    assert follow(path) == 0
    assert ("Sittich waits", "Sittich learnt") in told(path)
    assert bool(readable(path)) == (new == 0)


@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
        lambda one: one.strip() == one
    ),
    turns=st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=5),
)
def test_any_words_come_round(words: str, turns: list[int], path: Path) -> None:
    """Through any row of passphrases, in any order, letter by letter."""
    become(path, 0)
    for one in waiting(path):
        remove(one.path)
    assert keep(path, words, "20261119-140000", ABOUT)
    for number in turns:
        become(path, number)
        assert follow(path) == 0
    assert told(path) == [(words, "Sittich learnt")]


@pytest.mark.faults
def test_the_next_command_takes_along_what_a_kill_left(
    path: Path, program: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal has its key already and its drafts not: no plain word is left afterwards."""
    leave(path)
    passphrase = "six plain words for a test"  # noqa: S105 - of this journal
    key = keys.fresh(passphrase)
    convert(path, None, key, 0)
    monkeypatch.setenv("ALLY_PASSPHRASE", passphrase)
    assert readable(path)
    program("list")
    assert readable(path) == []
    assert told(path) == [("Sittich waits", "Sittich learnt")]
    assert swaps(path) == [SWAP]
