"""The same steps on a journal that is encrypted from its first one on, and a look at every byte."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from tests.support.daily_children import wait_for_children
from tests.support.encrypted import PASSPHRASE
from tests.support.every_command import STEPS, Step, World, leave_a_draft, step

from ally_journal.store.crypto import keys

SHM = Path("/dev/shm")  # noqa: S108 - a test's own folder in it
WORDS = ("criteria", "captions", "talked over", "talked", "@priya", "it helped", "panels",
         "cut off", "quiet for years", "line from the editor", "gave the floor", "waited",
         "after everything", "without a kind")  # fmt: skip
"""Parts of what the steps write into the journal, of which no file around it may hold one.

Of six signs or more: fewer come by chance among encrypted bytes, once in some hundred runs.
"""
FORMS = tuple(one.encode(code) for one in WORDS for code in ("utf-8", "utf-16-le"))
OF_A_DATABASE = (b"SQLite format 3", b"CREATE TABLE")


class EncryptedWorld(World):
    """A world in which the passphrase is known, and a folder in memory is there for editors."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.memory = Path(mkdtemp(dir=SHM))
        self._unreadable: set[tuple[Path, int, int, int]] = set()

    @property
    def environ(self) -> dict[str, str]:
        """That of a plain one, with the passphrase and that folder."""
        return super().environ | {
            "ALLY_PASSPHRASE": PASSPHRASE,
            "XDG_RUNTIME_DIR": str(self.memory),
        }

    def looked_at(self) -> Iterator[Path]:
        """Every file that ally made of this journal, also in memory.

        What the person asked for may be read: the files in `out`, and another journal, in plain.
        """
        others = {self.out, self.out.with_name("out.drafts"), self.folder / "new/demo"}
        for path in [*self.made(), *self.memory.rglob("*")]:
            if path.is_file() and not others & set(path.parents):
                yield path

    def readable(self) -> Iterator[str]:
        """Each of these files that holds a word, or is a plain database, and what it holds.

        One that was looked at and has not changed since is not looked at again.
        What is known of carried files are their names and ids of revisions, in a database.
        """
        for path in self.looked_at():
            of_a_database = () if path.suffix == ".sync" else OF_A_DATABASE
            with suppress(FileNotFoundError):  # the daily child has just renamed it
                known = path.stat()
                seen = (path, known.st_ino, known.st_size, known.st_mtime_ns)
                if seen in self._unreadable:
                    continue
                held = path.read_bytes()
                lower = held.lower()
                found = [one for one in (*of_a_database, *FORMS) if one in held or one in lower]
                yield from (f"{path} holds {form!r}" for form in found)
                if not found:
                    self._unreadable.add(seen)


def _leave_a_sealed_draft(world: World) -> None:
    """The same words that wait as in the plain journal, left by a run that had the key."""
    keys.unlock(world.journal, PASSPHRASE)
    leave_a_draft(world)


def _steps() -> Iterator[Step]:
    yield step("encrypt", key=True)
    for one in STEPS:
        if one.args[:2] == ("draft", "use"):
            yield one._replace(before=_leave_a_sealed_draft)
        elif one.args[:2] == ("--journal", "{new}/of/a/journal.db"):
            yield step(*one.args[:2], "encrypt")
            yield one
        elif one.args == ("encrypt",):
            yield one._replace(code=1)
        elif one.args == ("log", "act", "After everything went"):
            yield one._replace(code=1)
            yield step("backup", "restore", "last", "--yes")
            yield one._replace(before=lambda _world: None)
        else:
            yield one
    yield step("encrypt", "--change")


STEPS_ENCRYPTED = tuple(_steps())
"""What differs: it begins encrypted, and where it is gone no plain one is begun in its place."""


@contextmanager
def an_encrypted_world(folder: Path) -> Iterator[EncryptedWorld]:
    """A world that is left when its last daily backup is; what was in memory goes."""
    world = EncryptedWorld(folder)
    try:
        yield world
    finally:
        wait_for_children(world.journal)
        keys.let_go()
        shutil.rmtree(world.memory)
