"""What an import did, or would do, in sentences and as JSON."""

from ally_journal.domain.transfer.result import Taken, Tally
from ally_journal.render import phrases
from ally_journal.render.clean import one_line
from ally_journal.render.views import conflicts
from ally_journal.render.writers import json_


def counted(tally: Tally) -> str:
    """The four counts, such as "12 new, 3 changed, 1 in conflict, 40 the same"."""
    counts = f"{tally.new:,} new, {tally.changed:,} changed, {tally.conflict:,} in conflict"
    return f"{counts}, {tally.same:,} the same"


def foreseen(taken: Taken) -> str:
    """What an import would do, and what would then be in conflict."""
    told = f"It would be {counted(taken.tally)}. Nothing was written."
    return f"{told}\n{_names(taken)}: every version would be kept." if taken.conflicts else told


def nothing_new(taken: Taken) -> str:
    """That everything is there already."""
    records = phrases.counted(taken.tally.same, "record is", "records are")
    return f"Nothing is new: {records} the same."


def done(taken: Taken) -> str:
    """What an import did, what is in conflict now, and how to have the journal as it was."""
    lines = [f"Imported: {counted(taken.tally)}."]
    if taken.conflicts:
        lines.append(f"{_names(taken)}: every version is kept.")
    commands = list(filter(None, map(conflicts.command, taken.to_merge)))
    if commands:
        lines += ["To make one of them again:", *(f"  {command}" for command in commands)]
    if taken.tally.conflict > len(taken.conflicts):
        lines.append("ally doctor names the command for each that is in conflict.")
    if way_back(taken):
        lines.append("Undo does not take this back. The journal as it was before:")
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
        "notes": taken.notes,
    }
    return json_.document(values)


def _names(taken: Taken) -> str:
    """Which records have several versions, as many as are known by name."""
    more = taken.tally.conflict - len(taken.conflicts)
    names = ", ".join(map(one_line, taken.conflicts))
    names = f"{names} and {more:,} more" if more else names
    return f"In conflict, {names}"
