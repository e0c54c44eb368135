"""What was found when a journal was checked, as sentences and as JSON."""

from collections.abc import Iterable

from ally_journal.domain.doctor import OK, PROBLEM, Finding, has_problem, in_order
from ally_journal.render import phrases
from ally_journal.render.clean import one_line, shell_word
from ally_journal.render.views.conflicts import COMMANDS
from ally_journal.render.writers import json_

_LONGEST = 200
_COMMAND = "  "

_SENTENCES = {
    "file_ok": "The file is a journal that this ally can open.",
    "missing": "There is no journal at {path} yet; the first ally log makes it.",
    "gone": "There is no journal at {path}, but there are backups of it.",
    "newer": "{said}",
    "no_journal": "{said}",
    "locked": "{path} is encrypted, and without its key nobody can look inside.",
    "pages_ok": "Every page of the file is whole.",
    "pages": "The file is damaged: {said}.",
    "references_ok": "Nothing names what is not there.",
    "references": "In {count} places the file names what is not there.",
    "schema_ok": "The tables are those of this version.",
    "schema": "The tables are not those of this version.",
    "older": (
        "The journal is of schema {schema}; the next command brings it up to date, after a backup."
    ),
    "revisions_ok": "All that was ever written is as it was written.",
    "revisions": "{count} of the changes in the history are not as they were written.",
    "parents": "{count} of the changes in the history follow one that is not there.",
    "numbers_ok": "Everything has its number.",
    "numbers": "{count} things have lost their number, or a number its thing.",
    "index_ok": "The search finds every word.",
    "index": "The search does not find the words that are there.",
    "projections_ok": "What views show is what was written.",
    "projections": "What views show is not what was written: {tables}.",
    "unbuildable": "What was written is sound, and still cannot be shown.",
    "unreadable": "A part of the file cannot be read: {check}.",
    "facts": "What the journal knows of itself has changed.",
    "clock_ok": "The clock of the journal is in order.",
    "clock_behind": "The clock of the journal is behind what was written last.",
    "clock_ahead": (
        "The journal was written with a clock at {day}, which is ahead of this computer's."
    ),
    "future": "Entry {number} is dated {day}, which is still to come.",
    "futures": "{count} entries are dated after today, the first of them is entry {number}.",
    "conflict_entry": "Entry {number} {twice}, and both texts are there.",
    "conflict_plan": "Plan {number} {twice}, and every version is there.",
    "conflict_obstacle": "Obstacle {number} {twice}, and every version is there.",
    "conflict_shelf": "Shelf item {number} {twice}, and every version is there.",
    "conflict_idea": "Idea {number} of your own {twice}, and every version is there.",
    "conflict_heard": "What you heard about entry {number} {twice}; ally show shows every version.",
    "conflict_reflection": "A reflection on {topic} {twice}, and every version is there.",
    "conflict_sharing": "A reflection on {topic}, for a sharing copy, {twice}.",
    "conflict_setting": "The setting {key} {twice}; {value} holds.",
    "device": "The journal was copied, moved or restored; the next change is made as a new device.",
    "permissions_ok": "Only you can read the journal and what lies beside it.",
    "permissions_untold": "Who can read the journal is not known: ally looks at no access lists.",
    "file_open": "Others on this computer can read {path}.",
    "folder_open": "Others on this computer can look into {path}.",
    "folder_read": "Others on this computer can see what lies in {path}.",
    "folder_written": "Others may write to {path} or take files away; no journal is written there.",
    "place_written": "Others may write to {path} or take files away; no journal is written there.",
    "place_strange": "{path} belongs to the account {owner}; no journal is written there.",
    "folder_strange": "{path} belongs to the account {owner}; ally puts nothing there.",
    "folder_strange_stays": (
        "{path} belongs to the account {owner}; ally puts nothing there, and only they, or an "
        "administrator, can take it away."
    ),
    "journal_strange": "{path} belongs to the account {owner}, and you only read it.",
    "no_owners": (
        "The disk under {path} keeps no owners or permissions: whoever uses this computer may "
        "read what lies there."
    ),
    "backups_ok": "Each of the {count} backups can be restored.",
    "backup_spoilt": "The backup {path} cannot be restored: {said}.",
    "backups_locked": (
        "Not checked: {count} of the backups, which need a passphrase that was not given."
    ),
    "backup_plain": "The backup {path} is not encrypted, though the journal is.",
    "backup_ahead": "The backup {path} was made with a clock that was ahead, so it counts as old.",
    "daily": "No daily backup was made: {said}.",
    "backup_old": "The newest backup is {days} days old.",
    "no_backup": "There is no backup yet.",
    "forgetting": (
        "Backups or drafts may still hold what was forgotten; the same ally forget, ally import "
        "or ally sync finishes it."
    ),
    "leftover": "A program that was stopped left {path} half-written.",
    "drafts": "Drafts with words that were typed and not saved: {count}.",
    "stray": "An editor left {path} among the drafts; it may hold words of yours.",
    "foreign": "{path} lies among the drafts and belongs elsewhere; forget and encrypt leave it.",
    "synced": (
        "The journal lies where {carrier} carries files to other computers, also half-written."
    ),
    "conflict_copy": (
        "{path} looks like a copy of the journal that a program kept when two computers wrote."
    ),
    "sync_ok": "The other computers were exchanged with in the last week.",
    "sync_old": "For {days} days nothing was exchanged with your other computers.",
    "sync_trouble": "The newest exchange with your other computers did not end well: {said}.",
    "sync_unread": (
        "Files in {where} cannot be read, {count} in all: they are damaged, or still arriving."
    ),
    "sync_newer": "Files in {where} need a newer ally, {count} in all; update ally here.",
    "sync_unclean": (
        "Backups on {name} may still hold what was forgotten, until it has exchanged again."
    ),
    "far": "The journal lies on another computer ({kind}), where two programs may write at once.",
}
"""What is found, in words; `{twice}` stands for `_TWICE`."""

_MENDED_BY = {
    "older": "ally list",
    "clock_ahead": "date",
    "future": "ally edit {number} --on today",
    "futures": "ally edit {number} --on today",
    "file_open": "chmod 600 {path}",
    "folder_open": "chmod 700 {path}",
    "folder_read": "chmod 700 {path}",
    "folder_written": "chmod 700 {path}",
    "folder_strange": "mv -n {path} {to}",
    "journal_strange": "sudo -u {as_} ally --journal {path} doctor",
    "backup_spoilt": "mv -n {path} {to}",
    "backups_locked": "ally backup list",
    "backup_plain": "ally encrypt",
    "daily": "ally backup",
    "backup_old": "ally backup",
    "no_backup": "ally backup",
    "leftover": "rm {path}",
    "drafts": "ally draft",
    "stray": "mv -n {path} {to}",
    "foreign": "mv -n {path} {to}",
    "synced": "ally export",
    "far": "ally export",
    "sync_old": "ally sync",
    "sync_trouble": "ally sync",
    "sync_unread": "ally sync status",
    "conflict_copy": "ally --journal {path} export {path}.jsonl && ally import {path}.jsonl",
    **{f"conflict_{type_}": command for type_, command in COMMANDS.items()},
}
"""The command that mends what some of them tell; its facts are quoted for a shell."""

_TWICE = "was changed in two places at once"


def lines(findings: Iterable[Finding]) -> list[str]:
    """One sentence for each thing found, problems first; below each what mends it."""
    found = [one for one in in_order(findings) if one.level != OK]
    said = [line for one in found for line in told(one)]
    if has_problem(found):
        return said
    return [*said, f"No problems found{' but what is said above' if said else ''}."]


def told(finding: Finding) -> list[str]:
    """The sentence for one finding and, on a line of its own, the command that mends it."""
    mends = command(finding)
    return [text(finding), *([f"{_COMMAND}{one_line(mends)}"] if mends else [])]


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
    missing = finding.what == "missing" and "newest" in finding.facts
    sentence = _SENTENCES["gone" if missing else finding.what]
    sentence = sentence.format_map({"check": finding.check, "twice": _TWICE, **shown})
    return sentence if sentence.endswith(".") else f"{sentence}."


def command(finding: Finding) -> str | None:
    """The command that mends it; for what is damaged, a rebuild if that helps, or a backup."""
    facts = finding.facts
    if facts.get("mendable"):
        return "ally doctor --rebuild"
    if finding.level == PROBLEM and "newest" in facts:
        return f"ally backup restore {facts['newest']}"
    quoted = {name: shell_word(str(value)) for name, value in facts.items()}
    return _MENDED_BY.get(finding.what, "").format_map(quoted) or None


def _shown(value: object) -> str:
    words = one_line(str(value)).rstrip(".")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
