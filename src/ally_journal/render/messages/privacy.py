"""What protects a journal, on one screen, as sentences, or as JSON."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ally_journal.domain import privacy as domain
from ally_journal.domain.calendar.dates import day_month
from ally_journal.domain.privacy import Copies, Privacy
from ally_journal.render import phrases
from ally_journal.render.clean import one_line, shell_word
from ally_journal.render.messages.privacy_tools import editor, shell
from ally_journal.render.screen import Screen
from ally_journal.render.wrap import cells, wrapped
from ally_journal.render.writers import json_

_COLUMN = 9
_NARROW = 60
_LEAST = 18
_COMMAND = "  "
_LIES = {
    domain.DISK: "It lies on this computer ({})",
    domain.REMOVABLE: "It lies on a disk that can be taken out ({})",
    domain.MEMORY: "It lies in memory ({}), and is gone when the computer restarts",
    domain.FAR: "It lies on another computer ({}), whose administrators can read the file",
    domain.PROGRAM: "A program keeps it ({}), perhaps on another computer",
}


def privacy(found: Privacy, screen: Screen) -> str:
    """One screen, headings at the side, or above where it is narrow; what is to be copied whole.

    With `plain`, each sentence on a line of its own, and no headings.
    """
    lines: list[str] = []
    for one in sections(found):
        lines += _spoken(one, screen) if screen.plain else _drawn(one, screen)
    return "\n".join(lines) + "\n"


def as_json(found: Privacy) -> str:
    """Every fact as a document; null is what could not be found out."""
    return json_.document(_document(found))


class Section(NamedTuple):
    """A heading, sentences, the commands that mend what they tell; `whole` is never broken."""

    heading: str
    sentences: list[str]
    commands: list[str]
    whole: str = ""


def _drawn(section: Section, screen: Screen) -> Iterator[str]:
    narrow = screen.width < _NARROW
    margin = _COMMAND if narrow else " " * _COLUMN
    room = max(screen.width - len(margin) * bool(section.heading), _LEAST)
    said = wrapped(" ".join(section.sentences), room).split("\n")
    if not section.heading:
        yield from [*said, ""]
        return
    body = [section.whole] if section.whole else []
    body += said
    if narrow:
        yield section.heading
    for place, line in enumerate(body):
        heading = section.heading if not narrow and place == 0 else ""
        yield f"{heading:<{len(margin)}}{line}"
    yield from (f"{margin}{_COMMAND}{command}" for command in section.commands)


def _spoken(section: Section, screen: Screen) -> Iterator[str]:
    if section.whole:
        line = f"The journal is {section.whole}."
        yield line if cells(line) <= screen.width else f"The journal is:\n{section.whole}"
    yield from (wrapped(said, screen.width) for said in section.sentences)
    yield from (f"{_COMMAND}{command}" for command in section.commands)


def _document(found: Privacy) -> dict[str, Any]:
    said, access = sections(found), found.access
    return {
        "format": "ally/privacy",
        "version": 1,
        "journal": {"path": found.path, "state": found.state, "text": found.said},
        "encrypted": found.encrypted,
        "unlocking": found.unlocking._asdict(),
        "access": {
            "owner": access.owner,
            "mine": access.mine,
            "mode": _octal(access.mode),
            "others": access.others,
            "access_list": access.listed,
            "folder_mode": _octal(access.folder_mode),
            "folder_seen": access.folder_seen,
            "folder_written": access.folder_written,
            "open_beside": found.open_beside,
        },
        "place": found.place._asdict(),
        "backups": _copies_object(found.backups),
        "drafts": _copies_object(found.drafts),
        "strays": found.strays,
        "known_in": found.known,
        "set_aside": {"files": found.left, "plain": found.left_plain},
        "typing": {
            "shell": found.typing.shell and one_line(found.typing.shell),
            "space_hides": found.typing.space_hides,
            "editor": one_line(found.typing.editor),
            "editor_is": one_line(found.typing.editor_is),
        },
        "memory": {"core_dumps": found.core_dumps, "swap": found.swap},
        "sync": found.shared and found.shared._asdict(),
        "network": found.shared is not None and found.shared.git,
        "text": [sentence for one in said for sentence in one.sentences],
        "commands": [command for one in said for command in one.commands],
    }


def _copies_object(copies: Copies) -> dict[str, Any]:
    return {
        "count": copies.files,
        "plain": copies.plain,
        "folders": copies.folders,
        "oldest": copies.oldest,
        "newest": copies.newest,
    }


def _octal(mode: int | None) -> str | None:
    return None if mode is None else f"{mode:04o}"


EMPLOYER = (
    "Whoever manages this computer, such as an employer, may be able to read this: with "
    "device management, screenshots, or backups."
)


def sections(found: Privacy) -> list[Section]:
    """Everything that is said, what matters most first."""
    kept, recipe = editor(found.typing)
    made = [
        _section("", [EMPLOYER]),
        _section("Journal", _journal(found), one_line(str(found.path.absolute()))),
        _section("Readers", _readers(found)),
        _section("Place", _place(found)),
        _section("Copies", _copies(found)),
        _section("Sync", _shared(found)),
        _section("Shell", shell(found.typing)),
        _section("Editor", [kept, *([f"{_COMMAND}{recipe}"] if recipe else [])]),
        _section("Network", _network(found)),
        _section("Limits", _limits(found)),
    ]
    return [one for one in made if one.sentences]


def _section(heading: str, lines: Iterable[str], whole: str = "") -> Section:
    """A section of such lines; those that are commands begin with `_COMMAND`."""
    parts: dict[bool, list[str]] = {False: [], True: []}
    for line in lines:
        parts[line.startswith(_COMMAND)].append(one_line(line))
    return Section(heading, parts[False], parts[True], whole)


def _journal(found: Privacy) -> Iterator[str]:
    if found.state == domain.MISSING:
        yield "There is no journal here yet; the first ally log makes it, for you alone to read."
    elif found.said:
        yield one_line(found.said)
    if found.encrypted is False or found.state == domain.MISSING:
        is_not = "It will not be" if found.state == domain.MISSING else "It is not"
        yield f"{is_not} encrypted (ally encrypt): whoever can read the file can read every word."
    if found.encrypted:
        yield "It is encrypted, and nobody can recover the passphrase."
        yield from _unlocking(found)


def _unlocking(found: Privacy) -> Iterator[str]:
    opened = found.unlocking
    if opened.passphrase:
        yield "ALLY_PASSPHRASE gives it to each command; other programs started here can read that."
    elif opened.command:
        yield "ALLY_PASSPHRASE_COMMAND gives it to each command, without a question."
    if opened.keyring:
        yield "The keyring of this computer opens it while you are logged in."
    elif not (opened.passphrase or opened.command):
        yield "Each command asks for it."


def _readers(found: Privacy) -> Iterator[str]:
    access, path = found.access, found.path
    if access.mode is None:
        if found.state != domain.MISSING:
            yield "Who can read it is not told here."
    else:
        yield _reading(found, f"mode {access.mode:o}")
        if access.mode & 0o077 and access.mine and found.state in {domain.JOURNAL, domain.NEWER}:
            yield f"{_COMMAND}chmod 600 {shell_word(str(path))}"
    if access.folder_written:
        yield f"Others can put files into its folder (mode {access.folder_mode:o})."
    elif access.folder_seen:
        yield f"Others can see that it is there (its folder has mode {access.folder_mode:o})."
    for folder, owner in found.unused:
        why = f"it belongs to the account {one_line(owner)}" if owner else "others may write to it"
        yield f"ally puts nothing into {one_line(str(folder))}: {why}."
    if access.may_mend and (access.folder_written or access.folder_seen):
        real = found.place.link_to or path.absolute()
        yield f"{_COMMAND}chmod 700 {shell_word(str(real.parent))}"
    if found.open_beside:
        files = phrases.counted(found.open_beside, "file")
        yield f"{files} kept beside it can be read by others:"
        yield f"{_COMMAND}ally doctor"


def _reading(found: Privacy, modes: str) -> str:
    access = found.access
    whose = "Only you" if access.mine else f"The account {one_line(access.owner or '?')}"
    if access.others == domain.EVERYONE:
        return f"Every account on this computer can read it ({modes})."
    if access.others == domain.GROUP:
        more = " and the accounts of its access list" if access.listed else ""
        return f"{whose}, its group{more} can read it ({modes}), and administrators."
    if access.others == domain.KEPT_OUT:
        return (
            f"{whose} and administrators can read it: others may by its {modes}, and only a "
            "folder above keeps them out."
        )
    return f"{whose} and administrators of this computer can read it ({modes})."


def _place(found: Privacy) -> Iterator[str]:
    place = found.place
    kind = one_line(place.file_system or "")
    unknown = f"On what disk it lies is not told here{' ({})' if kind else ''}"
    carried = f"; {place.synced_by} carries its folder to other computers, readable there."
    away = carried if place.synced_by else ", in no folder known to be synced."
    yield _LIES.get(place.kind, unknown).format(kind) + away
    if place.link_to:
        yield f"Its path is a link to {one_line(str(place.link_to))}."
    if place.disk_encrypted:
        yield "That disk is encrypted, which protects while the computer is off."
    if place.git:
        top = one_line(str(place.git))
        yield (
            {
                "tracked": f"The git work tree {top} keeps it, with every version committed.",
                "ignored": f"It is in the git work tree {top}, which ignores it.",
                "not ignored": f"It is in the git work tree {top}; git add would take it along:",
            }.get(place.git_knows or "", f"It is in the git work tree {top}.")
        )
        if place.git_knows == "not ignored":
            ignore = shell_word(str(place.git / ".gitignore"))
            yield f"{_COMMAND}echo {shell_word(f'{found.path.name}*')} >> {ignore}"


def _copies(found: Privacy) -> Iterator[str]:
    backups, drafts = found.backups, found.drafts
    if not backups.files:
        unseen = found.state == domain.UNREADABLE
        yield (
            "Whether there are backups is not seen from here." if unseen else "There is no backup."
        )
    else:
        what = phrases.counted(backups.files, "backup lies", "backups lie")
        yield f"{what} in {_folders(found, backups)},{_dates(backups)} {_protected(backups)}."
    if drafts.files:
        what = phrases.counted(drafts.files, "draft waits", "drafts wait")
        yield f"{what} in {_folders(found, drafts)}, {_protected(drafts)}."
    if found.strays:
        yield f"Among the drafts, and none: {_some(found.strays)}, which may hold words of yours."
    if found.left:
        protected = _protected(Copies(len(found.left), found.left_plain))
        yield f"Set aside: {_some(found.left)}, {protected}."
    if found.known:
        folder = one_line(str(found.known))
        yield f"What this computer remembers of it, without a word of yours, lies in {folder}."
    yield "Files you export are plain, and ally does not know where they went."


def _shared(found: Privacy) -> Iterator[str]:
    shared = found.shared
    if shared is None:
        return
    where = one_line(shared.where)
    by = "a git repository" if shared.git else "a folder"
    carried = f", which {shared.carrier} carries" if shared.carrier else ""
    yield f"It is exchanged with your other computers through {by}, {where}{carried}."
    yield (
        "Whoever sees that sees how many files there are, since when, and roughly how large they "
        "are; never a word, a name, a day or a title."
    )
    yield "ally sync status says which computers those are, and whose journal is not encrypted."


def _network(found: Privacy) -> Iterator[str]:
    yield "No command of ally opens a connection."
    if found.shared and found.shared.git:
        when = "ally sync, or ally by itself after you write," if found.shared.auto else "ally sync"
        yield f"{when} runs git, which does."


def _some(files: tuple[Path, ...]) -> str:
    return one_line(files[0].name) + (f" and {len(files) - 1:,} more" if len(files) > 1 else "")


def _dates(copies: Copies) -> str:
    """From when to when, or nothing if no name says so."""
    if copies.oldest is None or copies.newest is None:
        return ""
    ends = (copies.oldest, copies.newest)
    days = dict.fromkeys(f"{day_month(day)} {day.year}" for day in ends)
    return f" from {' to '.join(days)},"


def _protected(copies: Copies) -> str:
    if not copies.plain:
        return "encrypted"
    if copies.plain == copies.files:
        return "not encrypted"
    return f"{copies.plain:,} of them not encrypted"


def _folders(found: Privacy, copies: Copies) -> str:
    """The folders of these, by their names alone where they lie beside the journal."""
    beside = {found.path.absolute().parent, (found.place.link_to or found.path.absolute()).parent}
    names = (one.name if one.parent in beside else str(one) for one in copies.folders)
    return " and ".join(map(one_line, names))


def _limits(found: Privacy) -> Iterator[str]:
    more = (
        " a weak passphrase, or an older copy put back"
        if found.encrypted
        else " or whoever takes the disk"
    )
    yield f"Nothing here protects from someone at your unlocked screen, malware,{more}."
    if found.encrypted:
        yield "That it exists, its size and when it changed stay visible."
    if found.encrypted and found.core_dumps:
        yield "A program that crashes may leave its memory in a file here (ulimit -c 0 ends that)."
    unknown = [] if found.place.disk_encrypted else ["whether the whole disk is encrypted"]
    unknown += [] if found.swap is False else ["what the system moves from memory to disk"]
    if unknown:
        yield f"Not known: {' and '.join(unknown)}."
