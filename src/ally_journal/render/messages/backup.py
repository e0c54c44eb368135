"""Backups in words, in columns of nothing: each is a line that says when and why, then its name."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from ally_journal.domain.backup import Backup
from ally_journal.domain.calendar.dates import day_long
from ally_journal.render import phrases
from ally_journal.render.clean import clean
from ally_journal.render.screen import Screen
from ally_journal.render.wrap import wrapped
from ally_journal.render.writers import json_

_NO_BREAK = "\N{NO-BREAK SPACE}"
_WHY = {
    "daily": "daily",
    "by-hand": "by hand",
    "before-migration": "before a newer ally",
    "before-restore": "before a restore",
    "before-import": "before an import",
    "before-forget": "before forgetting",
    "before-join": "before taking part",
}


def listing(backups: Sequence[Backup], screen: Screen, *, locked: bool = False) -> str:
    """All of them with their numbers, newest last, and how to restore one.

    `locked` says that there are others, which nobody could look into.
    """
    if locked and not backups:
        return _filled("No backup here could be checked.", screen)
    if not backups:
        return _filled("There is no backup yet; ally backup makes one.", screen)
    shown = [one(number, backup, screen) for number, backup in enumerate(backups, start=1)]
    how = _filled("Each was checked. ally backup restore N restores one.", screen)
    return "".join([*shown, how if screen.plain else f"\n{how}"])


def one(number: int, backup: Backup, screen: Screen) -> str:
    """One of them, by its number in the list."""
    return (_sentence if screen.plain else _lines)(number, backup, screen)


def made(backup: Backup) -> str:
    """What making one says."""
    return f"Backed up {_entries(backup.entries)}: {backup.name}"


def unsound(name: str, trouble: str) -> str:
    """Why a file is not among the backups."""
    return f"{name} is not listed, because it does not verify: {trouble}."


def locked(names: Sequence[str]) -> str:
    """Why files are not among the backups although nothing may be wrong with them."""
    return _those(
        "Not listed, because they have another passphrase; ally backup restore NAME asks for it:",
        names,
    )


def not_encrypted(names: Sequence[str]) -> str:
    """What is worth knowing of copies beside an encrypted journal."""
    return _those("Not encrypted, though the journal is; ally encrypt sees to these:", names)


def other_encryption(backup: Backup, *, journal: bool | None) -> str:
    """What becomes of a backup that is encrypted where the journal is not, or the other way round.

    `journal` says whether that is, None that there is none which could say so.
    """
    if journal is None or backup.encrypted is journal:
        return ""
    if journal:
        return "The backup is not encrypted; the journal stays encrypted, with its passphrase."
    return "The backup is encrypted; the journal is not, and stays so: ally encrypt changes that."


def offer(backup: Backup, screen: Screen) -> str:
    """What a backup is and holds, before it is put back."""
    name = f"Backup {backup.name}{screen.dot}{_when(backup, screen)}{screen.dot}{_why(backup)}"
    return f"{name}\nIt holds {_holds(backup.entries, backup.newest)}"


def present(entries: int, newest: date | None) -> str:
    """What the journal holds now, beside it."""
    return (
        f"The journal holds {_holds(entries, newest)} It is backed up first, then the backup "
        "takes its place."
    )


NOT_EXCHANGED = "What was exchanged with other computers is not back yet; ally sync brings it:"
MISSING = "There is no journal now."
DAMAGED = "The journal that is there now is damaged; it is kept under another name."


def restored(backup: Backup, before: str | None, aside: str | None) -> str:
    """What putting one back says, and how to take that back."""
    said = f"Restored {backup.name}: {_holds(backup.entries, backup.newest)}"
    if before:
        return (
            f"{said}\nally undo does not take this back; the journal as it was is a backup too:\n"
            f"ally backup restore {before}"
        )
    return f"{said}\nThe damaged journal is kept as {clean(aside)}." if aside else said


def document(backups: Sequence[Backup]) -> str:
    """All of them as a JSON array, with their numbers."""
    return json_.document([_facts_of(number, one) for number, one in enumerate(backups, start=1)])


def document_of_one(number: int, backup: Backup) -> str:
    """One of them as a JSON object; `made` is local time without an offset, `size` is bytes."""
    return json_.document(_facts_of(number, backup))


def _facts_of(number: int, backup: Backup) -> dict[str, object]:
    facts = asdict(backup)
    del facts["revisions"]  # for the order alone
    return {"number": number, **facts}


def _those(what: str, names: Sequence[str]) -> str:
    return "\n".join([what, *(f"  {name}" for name in names)])


def _holds(entries: int, newest: date | None) -> str:
    """How many entries and of which newest day, as the end of a sentence."""
    return f"{_entries(entries)}, the newest of {day_long(newest)}." if newest else "no entries."


def _lines(number: int, backup: Backup, screen: Screen) -> str:
    facts = [_when(backup, screen), *_facts(backup, screen)]
    together = [fact.replace(" ", _NO_BREAK) for fact in facts]
    line = _filled(f"{number:>3}  {screen.dot.join(together)}", screen, 5)
    room = min(len(backup.name) + 5, screen.width)
    return f"{wrapped(line.replace(_NO_BREAK, ' '), screen.width)}{backup.name:>{room}}\n"


def _sentence(number: int, backup: Backup, screen: Screen) -> str:
    facts = ", ".join(_facts(backup, screen))
    said = f"Backup {number}, {_when(backup, screen)}: {facts}. Its name is {backup.name}."
    return _filled(said, screen)


def _filled(line: str, screen: Screen, hanging: int | None = None) -> str:
    return wrapped(line, screen.width, hanging) + "\n"


def _facts(backup: Backup, screen: Screen) -> list[str]:
    amount = [_entries(backup.entries)] if screen.counts else []
    return [_why(backup), *amount, _size(backup.size)]


def _entries(count: int) -> str:
    return phrases.counted(count, "entry", "entries")


def _when(backup: Backup, screen: Screen) -> str:
    return f"{screen.day(backup.made.date())} {backup.made:%H:%M}"


def _why(backup: Backup) -> str:
    return _WHY.get(backup.reason, backup.reason.replace("-", " "))


def _size(size: int) -> str:
    """Bytes in thousands, as people count them."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"
