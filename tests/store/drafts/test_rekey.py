"""Drafts follow their journal, whatever happens on the way: never lost, never left in plain."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ally_journal.store.crypto import keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.convert import convert
from ally_journal.store.database.creation import create
from ally_journal.store.drafts import files as drafts_files
from ally_journal.store.drafts.drafts import Held, keep, waiting
from ally_journal.store.drafts.files import removed
from ally_journal.store.drafts.rekey import follow
from ally_journal.store.drafts.sealed import unseal
from ally_journal.store.files.layout import drafts_folder

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
    """A draft as the journal is now, with a swap file in it or beside it."""
    held = Held(path, "20261119-140000")
    where = held.write(f"{words}\n", ABOUT, {".x.txt.swp": SWAP})
    held.leave()
    assert where
    return where


def told(path: Path) -> list[tuple[str, object]]:
    """The words of every draft that waits, with what they are for."""
    return [(one.words, one.about.get("lesson")) for one in waiting(path)]


def readable(path: Path) -> list[Path]:
    """The files that hold the word in plain, wherever drafts may lie."""
    places = [place for place in drafts_files.places(path) if place.is_dir()]
    return [one for place in places for one in place.iterdir() if b"Sittich" in one.read_bytes()]


def swaps(path: Path) -> list[bytes]:
    """What editors left, in drafts or beside them."""
    found = []
    for one in waiting(path):
        unsealed = unseal(one.path)
        found += list(unsealed.left.values()) if unsealed else []
        found += [copy.read_bytes() for copy in drafts_files.editors_copies(one.path)]
    return found


@pytest.mark.parametrize("way", WAYS)
def test_all_of_a_draft_follows(way: str, path: Path) -> None:
    """Words, what they are for, and what an editor did not write; under the same name."""
    old, new = WAYS[way]
    become(path, old)
    before = leave(path)
    become(path, new)
    assert follow(path) == 0
    (draft,) = waiting(path)
    assert draft.path.stem == before.stem
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
    held.write("Sittich waits\n", ABOUT)
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
    for place in list(drafts_files.folders(path))[1:]:
        place.mkdir(mode=0o700, parents=True)
        (place / "20261119-150000-aaaaaaaa.txt").write_text("Sittich there\n")
        header = f'{{"journal": "{path.resolve()}"}}'
        (place / "20261119-150000-aaaaaaaa.json").write_text(header)
        (place / "20261119-160000-bbbbbbbb.txt").write_text("Fink\n")
        header = f'{{"journal": "{other.resolve()}"}}'
        (place / "20261119-160000-bbbbbbbb.json").write_text(header)
    become(path, 1)
    assert follow(path) == 0
    assert readable(path) == []
    assert len(told(path)) == 3
    for place in list(drafts_files.folders(path))[1:]:
        assert (place / "20261119-160000-bbbbbbbb.txt").read_text() == "Fink\n"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("refused", ["seal", "write_private"])
def test_a_full_disk(way: str, refused: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever cannot be written anew stays, whole, and is counted; with room it follows."""
    old, new = WAYS[way]
    become(path, old)
    leave(path)
    become(path, new)
    before = told(path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(drafts_files, refused, full)
        stays = follow(path)
    assert stays == (refused == ("write_private" if new == 0 else "seal"))
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
    put = drafts_files.NewDraft.put

    def refuse(draft: drafts_files.NewDraft, place: Path) -> None:
        if place.parent == drafts_folder(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        put(draft, place)

    with monkeypatch.context() as patch:
        patch.setattr(drafts_files.NewDraft, "put", refuse)
        patch.setattr("ally_journal.store.drafts.drafts.removed", lambda _path: False)
        assert follow(path) == 1
    assert follow(path) == 0
    assert ("Sittich waits", "Sittich learnt") in told(path)
    assert bool(readable(path)) == (new == 0)


def test_an_old_file_that_stays_is_counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the encrypted one is written and the plain one cannot go, the person is told so."""
    leave(path)
    become(path, 1)
    with monkeypatch.context() as patch:
        patch.setattr("ally_journal.store.drafts.drafts.removed", lambda _path: False)
        assert follow(path) == 1
    assert len(told(path)) == 2
    assert follow(path) == 0
    assert told(path) == [("Sittich waits", "Sittich learnt")]
    assert readable(path) == []


def test_a_twin_with_other_words_is_never_written_over(path: Path) -> None:
    """After a kill both lie there; if one was changed since, both are kept."""
    plain = leave(path)
    held = plain.read_bytes()
    become(path, 1)
    assert follow(path) == 0
    sealed = waiting(path)[0]
    writing = Held(path, sealed.path.stem)
    assert writing.adopt(sealed)
    writing.write("Sittich, and more since\n", ABOUT)
    writing.leave()
    plain.write_bytes(held)
    assert follow(path) == 0
    assert {words for words, _ in told(path)} == {"Sittich waits", "Sittich, and more since"}
    assert readable(path) == []
    for one in waiting(path):
        assert removed(one.path)
    assert not drafts_folder(path).exists()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
        removed(one.path)
    assert keep(path, f"{words}\n", "20261119-140000", ABOUT)
    for number in turns:
        become(path, number)
        assert follow(path) == 0
    assert told(path) == [(words, "Sittich learnt")]


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
