"""Looking a journal over: everything that could be wrong with it, found without changing it."""

from collections.abc import Callable, Iterable
from pathlib import Path

from ally_journal.domain.findings import NOTE, OK, PROBLEM, Finding
from ally_journal.domain.moments import Moment
from ally_journal.errors import (
    CannotKeep,
    EncryptionMissing,
    JournalNewer,
    KeyNeeded,
    NotAJournal,
)
from ally_journal.store import surroundings
from ally_journal.store.contents import contents
from ally_journal.store.database import Found, look_at
from ally_journal.store.paths import Role, files_in_role

_LARGE = 5_000_000  # bytes, some five thousand entries

Step = Callable[[], Iterable[Finding]]


def steps(path: Path, moment: Moment) -> list[Step]:
    """What to look at, one after the other; nothing is made or changed on the way.

    A step raises JournalBusy when another process keeps the journal locked.
    """
    return [
        lambda: _file(path, moment),
        lambda: surroundings.backups(path, moment),
        lambda: surroundings.permissions(path),
        lambda: surroundings.leftovers(path, moment),
        lambda: surroundings.drafts(path),
        lambda: surroundings.place(path),
    ]


def is_large(path: Path) -> bool:
    """Whether looking it over takes so long that a person would wonder."""
    return path.is_file() and path.stat().st_size > _LARGE


def _file(path: Path, moment: Moment) -> list[Finding]:
    """What lies at the path, and if it is a journal, what it holds."""
    good = [copy.stem for copy in files_in_role(path, Role.BACKUP) if not surroundings.unfit(copy)]
    newest = {"newest": good[-1]} if good else {}
    try:
        if look_at(path) is Found.NOTHING:
            return [Finding("file", PROBLEM if good else NOTE, "missing", {"path": path, **newest})]
    except JournalNewer as newer:
        return [Finding("file", PROBLEM, "newer", {"said": str(newer)})]
    except (NotAJournal, CannotKeep) as refused:
        return [Finding("file", PROBLEM, "no_journal", {"said": str(refused), **newest})]
    try:
        inside = contents(path, moment)
    except (KeyNeeded, EncryptionMissing):
        return [Finding("file", PROBLEM, "locked", {"path": path})]
    found = [
        one._replace(facts={**one.facts, **newest}) if one.level == PROBLEM else one
        for one in inside
    ]
    (writer,) = [one.facts["device"] for one in found if "device" in one.facts] or [None]
    return [Finding("file", OK, "file_ok"), *found, *surroundings.device(path, writer)]
