"""Files, machine state and drafts: private, whole, and never in the way of words."""

import json
import os
import stat
from pathlib import Path

import pytest
from tests.conftest import words_in
from tests.support.waiting import keep

from ally_journal.errors import CannotKeep, FileExists
from ally_journal.store.files import atomic, layout
from ally_journal.store.files.atomic import write_output
from ally_journal.store.files.machine import device_for


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_folder_made_is_private(tmp_path: Path) -> None:
    """Missing parents are made 0700 too; folders already there keep their mode."""
    tmp_path.chmod(0o755)
    atomic.make_folder(tmp_path / "a" / "b")
    assert [mode(tmp_path / name) for name in ("", "a", "a/b")] == [0o755, 0o700, 0o700]
    atomic.make_folder(tmp_path / "a" / "b")


def test_a_copy_is_private(tmp_path: Path) -> None:
    """Whatever the mode of what is copied; one made before is filled, and cut to its length."""
    (tmp_path / "open").write_bytes(b"words")
    (tmp_path / "open").chmod(0o644)
    (tmp_path / "there").write_bytes(b"longer words")
    (tmp_path / "there").chmod(0o600)
    for name in ("new", "there"):
        atomic.copy_private(tmp_path / "open", tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"words"
        assert mode(tmp_path / name) == 0o600


def test_a_folder_made_survives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is only sure to be there again once the one above it was synced."""
    synced: list[os.stat_result] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor)))
    atomic.make_folder(tmp_path / "a" / "b")
    assert os.path.samestat(synced[0], tmp_path.stat())
    assert os.path.samestat(synced[1], (tmp_path / "a").stat())


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader finds the old content whole, and no half file beside it."""
    path = tmp_path / "x"
    atomic.write_private(path, b"old")
    assert mode(path) == 0o600

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        atomic.write_private(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["x"]


def test_a_device_keeps_its_id(tmp_path: Path) -> None:
    """The id stands in the journal and on the machine; the two together mean the same device."""
    file = tmp_path / "state" / "one.json"
    device = device_for(file, None)
    assert device_for(file, device) == device
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


def test_a_copied_journal_gets_a_device_of_its_own(tmp_path: Path) -> None:
    """Where machine and journal disagree, a new id is minted, and other state is kept."""
    file = tmp_path / "one.json"
    first = device_for(file, None)
    file.write_text(json.dumps(json.loads(file.read_text()) | {"keyring": True}))
    second = device_for(file, "from another computer")
    assert second not in {first, "from another computer"}
    assert device_for(file, second) == second
    assert json.loads(file.read_text())["keyring"] is True


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"device": 3}', b"\xff"])
def test_a_spoilt_state_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    """What cannot be read is as good as missing."""
    file = tmp_path / "one.json"
    file.write_bytes(content)
    device = device_for(file, "a")
    assert device_for(file, device) == device


def test_a_state_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """Without a second copy of the id there is nothing to compare, so the journal's stands."""
    (tmp_path / "file").touch()
    assert device_for(tmp_path / "file" / "one.json", "a") == "a"
    assert device_for(tmp_path / "file" / "one.json", None)


def test_the_machine_file_follows_the_real_path(tmp_path: Path) -> None:
    """A link to a journal is the same journal."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    real = layout.machine_file(tmp_path / "real" / "j.db")
    assert layout.machine_file(tmp_path / "link" / "j.db") == real
    assert layout.machine_file(tmp_path / "other.db") != real


def test_a_draft_lies_beside_the_journal(journal_path: Path) -> None:
    """Words are kept exactly, also bytes that were not UTF-8, in a private place."""
    place = keep(journal_path, "Zoë said \udcff", "20261120")
    assert place is not None
    assert place.parent == journal_path.with_name("journal.db.drafts")
    assert place.read_bytes().startswith("Zoë said ".encode() + b"\xff\n\n{")
    assert (mode(place), mode(place.parent)) == (0o600, 0o700)


def test_drafts_climb_down_the_ladder(
    tmp_path: Path, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the journal, then the state folder, then a temporary one, then nowhere."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(temporary))

    def block(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    def kept() -> Path:
        place = keep(journal_path, "words", "20261120")
        assert place is not None
        assert words_in(place) == "words"
        return place

    block(layout.drafts_folder(journal_path))
    assert kept().is_relative_to(layout.state_folder())
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file" / "state"))
    block(tmp_path / "file")
    assert kept().is_relative_to(temporary)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "file"))
    assert keep(journal_path, "words", "20261120") is None


def test_an_output_never_replaces_unasked(tmp_path: Path) -> None:
    """A file already there is refused, and replaced only when that was said."""
    path = tmp_path / "week.md"
    write_output(path, "one", tmp_path / "j.db", replace=False)
    with pytest.raises(FileExists, match="--force"):
        write_output(path, "two", tmp_path / "j.db", replace=False)
    assert path.read_text() == "one"
    write_output(path, "two", tmp_path / "j.db", replace=True)
    assert (path.read_text(), mode(path)) == ("two", 0o600)


def test_an_output_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    """A missing folder is a sentence, not a traceback."""
    with pytest.raises(CannotKeep, match="there is no folder"):
        write_output(tmp_path / "none/week.md", "x", tmp_path / "j.db", replace=False)
