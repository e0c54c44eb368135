"""What a file, a .zip or a folder holds: what a person means, read when its turn comes."""

import os
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from ally_journal.errors import UnreadableFile
from ally_journal.store.transfer import contents


def packed(files: dict[str, bytes], form: int = ZIP_DEFLATED) -> BytesIO:
    file = BytesIO()
    with ZipFile(file, "w", form) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file


FILES = {
    "Vault/2026-10-01.md": b"One",
    "Vault/.obsidian/app.json": b"{}",
    "Vault/._2026-10-01.md": b"x",
    "__MACOSX/Vault/2026-10-01.md": b"x",
    "Vault/a.json": b"{}",
}
GIVEN = ["Vault/2026-10-01.md", "Vault/a.json"]


def test_a_zip_that_was_packed_again() -> None:
    """Without what a Mac puts beside it, and without hidden files."""
    found = contents.of_file(Path("v.zip"), packed(FILES), contents.ZIPPED)
    assert sorted(found.names) == GIVEN
    assert found.head == b"{}"
    assert [one.data for one in found.documents(GIVEN)] == [b"One", b"{}"]


def test_a_folder(tmp_path: Path) -> None:
    """The same files; links to elsewhere are not followed."""
    for name, data in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "Vault" / "link.md").symlink_to(tmp_path / "Vault" / "a.json")
    (tmp_path / "Vault" / "loop").symlink_to(tmp_path)
    found = contents.of_folder(tmp_path)
    assert sorted(found.names) == GIVEN
    assert [one.data for one in found.documents(GIVEN)] == [b"One", b"{}"]


def test_names_of_any_bytes(tmp_path: Path) -> None:
    """Each is text, and finds its own file; folders in a .zip may stand behind backslashes."""
    for odd in (b"2026-10-01-\xfe.md", b"2026-10-01-\xff.md"):
        (tmp_path / os.fsdecode(odd)).write_bytes(odd)
    found = contents.of_folder(tmp_path)
    assert sorted(found.names) == ["2026-10-01-\\xfe.md", "2026-10-01-\\xff.md"]
    assert [one.data[-4:] for one in found.documents(sorted(found.names))] == [
        b"\xfe.md",
        b"\xff.md",
    ]
    zipped = contents.of_file(Path("a.zip"), packed({"V\\2026-10-01.md": b"x"}), contents.ZIPPED)
    assert zipped.names == ("V/2026-10-01.md",)


def test_a_file_by_itself(tmp_path: Path) -> None:
    """Its folders may tell its day."""
    path = tmp_path / "2026" / "10" / "01.txt"
    found = contents.of_file(path, BytesIO(b"[09:00] One"), b"[09:00] One")
    assert found.names == ("2026/10/01.txt",)
    assert [one.data for one in found.documents(found.names)] == [b"[09:00] One"]


def test_photos_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an export of any size only its texts are in memory."""
    file = packed({"Journal.json": b"{}", "photos/a.jpeg": b"x" * 3_000_000}, ZIP_STORED)
    read: list[int] = []
    take = file.read

    def count(size: int | None = -1) -> bytes:
        data = take(size)
        read.append(len(data))
        return data

    monkeypatch.setattr(file, "read", count)
    found = contents.of_file(Path("a.zip"), file, contents.ZIPPED)
    assert [one.data for one in found.documents(["Journal.json"])] == [b"{}"]
    assert sum(read) < 100_000


@pytest.mark.parametrize("data", [b"PK\x03\x04 not whole", packed(FILES).getvalue()[:-30]])
def test_a_zip_that_cannot_be_opened(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="cannot be opened; unpack it"):
        contents.of_file(Path("a.zip"), BytesIO(data), contents.ZIPPED)
