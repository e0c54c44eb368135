"""What was found when a journal was looked over, as sentences and as JSON."""

import shlex
from collections.abc import Iterable, Mapping

from ally_journal.domain.doctor import OK, PROBLEM, Finding, has_problem, in_order
from ally_journal.render import phrases
from ally_journal.render.clean import one_line
from ally_journal.render.views.conflicts import COMMANDS
from ally_journal.render.writers import json_

_LONGEST = 200
_COMMAND = "  "

# Each sentence, and the command that mends it; `{path}` in a command is quoted for a shell.
_SENTENCES: dict[str, tuple[str, str | None]] = {
    "file_ok": ("The file is a journal that this ally can open.", None),
    "missing": ("There is no journal at {path} yet; the first ally log makes it.", None),
    "gone": ("There is no journal at {path}, but there are backups of it.", None),
    "newer": ("{said}", None),
    "no_journal": ("{said}", None),
    "locked": ("{path} is encrypted, and without its key nobody can look inside.", None),
    "pages_ok": ("Every page of the file is whole.", None),
    "pages": ("The file is damaged: {said}.", None),
    "references_ok": ("Nothing names what is not there.", None),
    "references": ("In {count} places the file names what is not there.", None),
    "schema_ok": ("The tables are those of this version.", None),
    "schema": ("The tables are not those of this version.", None),
    "older": (
        "The journal is of schema {schema}; the next command brings it up to date, after a backup.",
        "ally list",
    ),
    "revisions_ok": ("All that was ever written is as it was written.", None),
    "revisions": ("{count} of the changes in the history are not as they were written.", None),
    "parents": ("{count} of the changes in the history follow one that is not there.", None),
    "numbers_ok": ("Everything has its number.", None),
    "numbers": ("{count} things have lost their number, or a number its thing.", None),
    "index_ok": ("The search finds every word.", None),
    "index": ("The search does not find the words that are there.", None),
    "projections_ok": ("What views show is what was written.", None),
    "projections": ("What views show is not what was written: {tables}.", None),
    "unbuildable": ("What was written is sound, and still cannot be shown.", None),
    "unreadable": ("A part of the file cannot be read: {check}.", None),
    "facts": ("What the journal knows of itself has changed.", None),
    "clock_ok": ("The clock of the journal is in order.", None),
    "clock_behind": ("The clock of the journal is behind what was written last.", None),
    "clock_ahead": (
        "The journal was written with a clock at {day}, which is ahead of this computer's.",
        "date",
    ),
    "future": (
        "Entry {number} is dated {day}, which is still to come.",
        "ally edit {number} --on today",
    ),
    "futures": (
        "{count} entries are dated after today, the first of them is entry {number}.",
        "ally edit {number} --on today",
    ),
    "conflict_entry": (
        "Entry {number} was changed in two places at once, and both texts are there.",
        "ally edit {number}",
    ),
    "conflict_plan": (
        "Plan {number} was changed in two places at once, and every version is there.",
        COMMANDS["plan"],
    ),
    "conflict_obstacle": (
        "Obstacle {number} was changed in two places at once, and every version is there.",
        COMMANDS["obstacle"],
    ),
    "conflict_shelf": (
        "Shelf item {number} was changed in two places at once, and every version is there.",
        COMMANDS["shelf"],
    ),
    "conflict_reflection": (
        "A reflection on {topic} was changed in two places at once, and every version is there.",
        COMMANDS["reflection"],
    ),
    "conflict_sharing": (
        "A reflection on {topic}, for a sharing copy, was changed in two places at once.",
        COMMANDS["sharing"],
    ),
    "conflict_setting": (
        "The setting {key} was changed in two places at once; {value} holds.",
        COMMANDS["setting"],
    ),
    "device": (
        "The journal was copied, moved or restored; the next change is made as a new device.",
        None,
    ),
    "permissions_ok": ("Only you can read the journal and what lies beside it.", None),
    "file_open": ("Others on this computer can read {path}.", "chmod 600 {path}"),
    "folder_open": ("Others on this computer can look into {path}.", "chmod 700 {path}"),
    "folder_read": ("Others on this computer can see what lies in {path}.", "chmod 700 {path}"),
    "folder_written": (
        "Others on this computer can put files into {path}, or take them away.",
        "chmod 700 {path}",
    ),
    "backups_ok": ("Each of the {count} backups can be restored.", None),
    "backup_spoilt": ("The backup {path} cannot be restored: {said}.", "mv {path} {path}.damaged"),
    "backups_locked": (
        "Not checked: {count} of the backups, which need a passphrase that was not given.",
        "ally backup list",
    ),
    "backup_plain": ("The backup {path} is not encrypted, though the journal is.", "ally encrypt"),
    "backup_old": ("The newest backup is {days} days old.", "ally backup"),
    "no_backup": ("There is no backup yet.", "ally backup"),
    "forgetting": (
        "Backups or drafts may still hold what was forgotten; the same ally forget finishes it.",
        None,
    ),
    "leftover": ("A program that was stopped left {path} half-written.", "rm {path}"),
    "drafts": ("Typed and not saved: words in drafts, of which there are {count}.", "ally draft"),
    "synced": (
        "The journal lies where {carrier} carries files to other computers, also half-written.",
        "ally export",
    ),
    "far": (
        "The journal lies on another computer ({kind}), where two programs may write at once.",
        "ally export",
    ),
}


def lines(findings: Iterable[Finding]) -> list[str]:
    """One sentence for each thing found, problems first; below each what mends it."""
    found = [one for one in in_order(findings) if one.level != OK]
    said = [line for one in found for line in _lines(one)]
    return said if has_problem(found) else [*said, "Nothing to mend."]


def is_command(line: str) -> bool:
    """Whether a line is to be copied whole, and so never broken."""
    return line.startswith(_COMMAND)


def as_json(findings: Iterable[Finding]) -> str:
    """Every check with what it found, also where all is well."""
    listed = [
        {"check": one.check, "level": one.level, "text": text(one), "command": command(one)}
        for one in in_order(findings)
    ]
    return json_.document(listed)


def rebuilt(count: int) -> str:
    """What a rebuild says; a count is one of changes."""
    return f"Worked out again from {phrases.counted(count, 'change')}, after a backup."


def text(finding: Finding) -> str:
    """The sentence for one finding."""
    shown = {name: _shown(value) for name, value in finding.facts.items()}
    shown["count"] = f"{finding.facts.get('count', 0):,}"
    sentence = _sentence(finding)[0].format_map({"check": finding.check, **shown})
    return sentence if sentence.endswith(".") else f"{sentence}."


def command(finding: Finding) -> str | None:
    """The command that mends it; for what is damaged, a rebuild if that helps, or a backup."""
    facts = finding.facts
    if facts.get("mendable"):
        return "ally doctor --rebuild"
    if finding.level == PROBLEM and "newest" in facts:
        return f"ally backup restore {facts['newest']}"
    said = _sentence(finding)[1]
    return said and said.format_map(_quoted(facts))


def _sentence(finding: Finding) -> tuple[str, str | None]:
    missing = finding.what == "missing" and "newest" in finding.facts
    return _SENTENCES["gone" if missing else finding.what]


def _lines(finding: Finding) -> list[str]:
    mends = command(finding)
    return [text(finding), *([f"{_COMMAND}{one_line(mends)}"] if mends else [])]


def _shown(value: object) -> str:
    words = one_line(str(value)).rstrip(".")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def _quoted(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: shlex.quote(str(value)) for name, value in facts.items()}
