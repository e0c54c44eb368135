"""What forgetting would take, what it took, and what it cannot reach, in words and as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from ally_journal.domain.forget import REMOVE, Around, Beyond, Done, Foreseen, Found, Wanted
from ally_journal.render import phrases, records
from ally_journal.render.clean import clean, one_line
from ally_journal.render.screen import Screen
from ally_journal.render.writers import json_

_NAMES = {
    "heard": "what you heard",
    "shelf": "shelf item",
    "asked": "a question that was put",
    "did": "what was done for a plan",
    "rehearsal": "a sentence made ready",
}
_NARROW = 30  # columns; with fewer left, words stand on lines of their own
_LINES = 3
_SAID = 200  # characters, to whoever listens
_OPTIONS = {"entry": "", **{one: f"--{one} " for one in ("plan", "obstacle", "shelf", "idea")}}

WARNING = (
    "Erasing cannot be undone. It may destroy what somebody needs for a complaint or a case, "
    "theirs or yours. ally export journal.jsonl keeps a copy first."
)
ASK = "Type forget to erase this for good. Anything else leaves it all as it is."
UNCHANGED = "Nothing was erased."
WHICH = "The backups: take the words out of each (Enter), or remove them?"
CHOICES = ("take the words out", "remove them")
STUCK = "Remove these files?"
BEGUN = "Erasing. If this is stopped, the same command again finishes it; backups come last."
NOT_EXCHANGED = "What the other computers wrote lately may be missing from this:"
NOT_SENT = "It is not yet gone from what is exchanged with the other computers:"
DRY = "Nothing was erased; this only shows what would be."


def foreseen(found: Foreseen, around: Around, wanted: Wanted, screen: Screen) -> str:
    """Everything that would go, one line each, what stays, and the files around the journal."""
    lines: list[str] = []
    if found.erased:
        lines += [f"To be erased: {_counted(found.erased)}.", *_listed(found.erased, screen)]
    if found.rewritten and wanted.whom:
        how = f"with “{wanted.whom.instead}” instead" if wanted.whom.instead else "without the name"
        names = " and ".join(f"“{one_line(one)}”" for one in dict.fromkeys(wanted.whom.names))
        lines += [
            f"To be written again, each version, {how} of {names}: {_counted(found.rewritten)}.",
            *_listed(found.rewritten, screen),
        ]
    lines += [f"Entry {number} was forgotten before." for number in found.forgotten]
    if not found.touches and not found.forgotten:
        lines.append("Nothing in the journal fits that; copies of it may still.")
    lines += _around(around)
    if found.stays:
        lines += ["Not erased:", *_listed(found.stays, screen)]
        lines += _how_else(found.stays)
    lines += _inside(found)
    return clean("\n".join(_plainly(lines, screen)))


def _inside(found: Foreseen) -> list[str]:
    if not found.inside:
        return []
    words = ", ".join(one_line(one) for one in found.inside)
    return [f"Not touched, because the name is only part of a word or is one: {words}."]


def stuck(done: Done) -> str:
    """The files that could not be helped, and why."""
    return clean(
        "\n".join(
            ["These may still hold it:", *(f"  {name}: {why}." for name, why in done.stuck.items())]
        )
    )


def finished(
    found: Foreseen, done: Done, beyond: Beyond, screen: Screen, *, listed: bool = False
) -> str:
    """What was erased, what became of the copies, and what could not be reached.

    `listed` says that the files which could not be helped stand above already.
    """
    journal = [f"Erased {_counted(found.erased)}."] if found.erased else []
    if found.rewritten:
        journal.append(f"Rewrote {_counted(found.rewritten)}.")
    lines = [" ".join(journal or ["There was nothing left to erase in the journal."])]
    lines += _inside(found)
    told = [
        _files(done.backups_rewritten, "backup", "rewritten"),
        _files(done.backups_removed, "file", "removed"),
        _files(done.drafts, "draft or copy of one", "seen to", "drafts or copies of them"),
    ]
    lines += [said for said in told if said]
    if done.kept:
        lines.append(f"Backup {done.kept} was made before; it holds none of it any more.")
    if done.stuck:
        lines.append("The files listed above stay." if listed else stuck(done))
    lines += ["What ally cannot reach:", *(f"  {one}" for one in unreachable(beyond))]
    return clean("\n".join(_plainly("\n".join(lines).split("\n"), screen)))


def unreachable(beyond: Beyond) -> tuple[str, ...]:
    """Where the words may still be, one sentence each."""
    told = [
        "Files you wrote with export, year, review, talk or handover, and printed pages.",
        "Copies of the journal or its backups that were put elsewhere; snapshots of the disk.",
        "Other journals that took in an archive of this one: import a new archive there.",
        "Free space on this disk, until it is used again.",
        "The history of your shell, and what the terminal still shows above.",
    ]
    if beyond.carrier:
        told.insert(1, f"Older versions of the folder that {beyond.carrier} keeps.")
    told += [
        f"What may be a conflict copy of the journal: {one_line(name)}." for name in beyond.copies
    ]
    if beyond.through:
        names = phrases.together(map(one_line, beyond.computers)) if beyond.computers else ""
        told += [f"Your other computers, until each has run ally sync: {names}."] if names else []
        told.append(
            f"Older versions of {one_line(beyond.through)} that a program keeps; ally sync key "
            "--new closes them for good."
        )
    if beyond.imported:
        told[2:3] = [
            "Where the archives came from that were imported here: import a new one there."
        ]
    return tuple(told)


def document(
    found: Foreseen, around: Around, done: Done | None, beyond: Beyond, *, backups: str
) -> str:
    """What went, or without `done` what would go, as one JSON object without any words."""
    fits = [one for one in around.backups if backups == REMOVE or one not in around.locked]
    names, drafts = [copy.stem for copy in fits], [path.name for path in around.drafts]
    took_out, removed = ([], names) if backups == REMOVE else (names, [])
    told = done or Done(backups_rewritten=took_out, backups_removed=removed, drafts=drafts)
    facts = {
        "format": "ally/forget",
        "version": 1,
        "done": done is not None,
        "erased": _facts(found.erased),
        "rewritten": _facts(found.rewritten),
        "stays": _facts(found.stays),
        "forgotten_before": found.forgotten,
        "inside_words": found.inside,
        "backups": {
            "rewritten": told.backups_rewritten,
            "removed": told.backups_removed,
            "made_before": told.kept,
        },
        "drafts": told.drafts,
        "stuck": [{"file": name, "why": why} for name, why in told.stuck.items()],
        "unreachable": unreachable(beyond),
    }
    return json_.document(facts)


def _facts(found: Sequence[Found]) -> dict[str, object]:
    numbers: dict[str, list[int]] = {}
    for one in found:
        if one.number is not None:
            numbers.setdefault(one.type, []).append(one.number)
    return {"counts": Counter(one.type for one in found), "numbers": numbers}


def _counted(found: Iterable[Found]) -> str:
    return records.counted(one.type for one in found)


def _listed(found: Iterable[Found], screen: Screen) -> list[str]:
    """One line a record: what it is, its day, and its words, cut where the line ends."""
    return [_line(one, screen) for one in found if one.type != "asked"]


def _line(one: Found, screen: Screen) -> str:
    name = _NAMES.get(one.type, one.type)
    called = f"{name} {one.number}" if one.number else name
    day = [screen.day(date.fromisoformat(one.day))] if one.day else []
    said = "  " + screen.dot.join([called, *day])
    gap = screen.dot if one.words else ""
    room = screen.width - len(said) - len(gap)
    if screen.plain:
        room = _SAID
    elif room < _NARROW and one.words:
        said, gap = f"{said}\n", "    "
        room = _LINES * (screen.width - len(gap))
    return f"{said}{gap}{phrases.around(one.words, one.at, screen, room)}"


def _how_else(stays: Iterable[Found]) -> list[str]:
    """The command that takes what stays."""
    options = "".join(
        f" {_OPTIONS[one.type]}{one.number}" for one in stays if one.type in _OPTIONS and one.number
    )
    return [f"  ally forget{options}"] if options else []


def _around(around: Around) -> list[str]:
    lines = []
    if around.backups:
        lines.append(f"{phrases.counted(len(around.backups), 'backup')} to be looked through.")
    if around.locked:
        which = phrases.counted(len(around.locked), "of them has", "of them have")
        lines.append(f"{which} another passphrase: nothing can be taken out, only removed.")
    lines += [f"A draft, or a copy of one: {path.name}" for path in around.drafts]
    lines += [f"Being written just now, and not touched: {path}" for path in around.busy]
    if around.left:
        lines.append(f"{phrases.counted(len(around.left), 'file')} that a stopped program left.")
    lines += [f"Nothing can be taken out of {path}" for path in around.odd]
    return lines


def _files(names: list[str], noun: str, what: str, more: str = "") -> str:
    if not names:
        return ""
    return f"{phrases.counted(len(names), noun, more)} {what}: {', '.join(names)}."


def _plainly(lines: list[str], screen: Screen) -> list[str]:
    return [line.strip() for line in lines] if screen.plain else lines
