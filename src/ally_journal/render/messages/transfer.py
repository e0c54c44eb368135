"""What an import did, or would do, in sentences and as JSON."""

from collections.abc import Sequence

from ally_journal.domain.transfer.result import Taken, Tally
from ally_journal.render import phrases
from ally_journal.render.clean import one_line
from ally_journal.render.views import conflicts
from ally_journal.render.writers import json_


def counted(tally: Tally) -> str:
    """The four counts, such as "12 new, 3 changed, 1 in conflict, 40 the same"."""
    counts = f"{tally.new:,} new, {tally.changed:,} changed, {tally.conflict:,} in conflict"
    return f"{counts}, {tally.same:,} the same"


def ideas_left(numbers: Sequence[int]) -> str:
    """That some own ideas are not handed on, since they name somebody."""
    which = "idea" if len(numbers) == 1 else "ideas"
    return (
        f"Left out, since a name stands in it: {which} {', '.join(map(str, numbers))}. "
        f"ally ideas edit {numbers[0]} opens it, to write it without."
    )


CONFIRMATION = "erase"
"""What a person types before an archive erases anything here."""
FOR_GOOD = "Backups and drafts on this computer lose it too. Nothing brings it back."
TYPE_ERASE = f"Type {CONFIRMATION} to import it. Anything else leaves it all as it is."
_FEW = 10


def erasing(taken: Taken) -> str:
    """What words of this journal an archive takes away, which were forgotten where it is from."""
    return (
        f"The archive erases words of this journal, which were forgotten where it comes from: "
        f"{_erased(taken)}."
    )


def _erased(taken: Taken) -> str:
    more = len(taken.erased) - _FEW
    names = ", ".join(map(one_line, taken.erased[:_FEW]))
    return f"{names} and {more:,} more" if more > 0 else names


def foreseen(taken: Taken) -> str:
    """What an import would do, and what would then be in conflict."""
    lines = [f"It would be {counted(taken.tally)}. Nothing was written."]
    if taken.conflicts:
        lines.append(f"{_names(taken)}: every version would be kept.")
    if taken.erased:
        lines.append(f"{erasing(taken)} It is asked for apart, or by --with-erasures.")
    return "\n".join(lines)


def nothing_new(taken: Taken) -> str:
    """That everything is there already."""
    records = phrases.counted(taken.tally.same, "record is", "records are")
    return f"Nothing is new: {records} the same."


def done(taken: Taken) -> str:
    """What an import did, what is in conflict now, and how to have the journal as it was."""
    lines = [f"Imported: {counted(taken.tally)}."]
    if taken.erased:
        lines.append(f"Erased, because it was forgotten where that comes from: {_erased(taken)}.")
    if taken.conflicts:
        lines.append(f"{_names(taken)}: every version is kept.")
    commands = list(filter(None, map(conflicts.command, taken.to_merge)))
    if commands:
        lines += ["To make one of them again:", *(f"  {command}" for command in commands)]
    if taken.tally.conflict > len(taken.conflicts):
        lines.append("ally doctor names the command for each that is in conflict.")
    if way_back(taken):
        without = ", without what was erased" if taken.erased else ""
        lines.append(f"Undo does not take this back. The journal as it was before{without}:")
    return "\n".join(lines)


def way_back(taken: Taken) -> str:
    """The command that brings back the journal as it was, to copy; empty where undo does."""
    return f"ally backup restore {taken.backup}" if taken.backup and not taken.undoable else ""


def document(taken: Taken, *, dry_run: bool) -> str:
    """One JSON document; `revisions` counts what was new, and `backup` is null without one."""
    values = {
        **taken.tally._asdict(),
        "dry_run": dry_run,
        "revisions": taken.revisions,
        "backup": taken.backup,
        "conflicts": taken.conflicts,
        "erased": taken.erased,
        "notes": taken.notes,
    }
    return json_.document(values)


def _names(taken: Taken) -> str:
    """Which records have several versions, as many as are known by name."""
    more = taken.tally.conflict - len(taken.conflicts)
    names = ", ".join(map(one_line, taken.conflicts))
    names = f"{names} and {more:,} more" if more else names
    return f"In conflict, {names}"
