"""Each fact of `ally privacy` as a sentence, under the heading it belongs to."""

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from ally_journal.domain.dates import day_brief
from ally_journal.domain.privacy import (
    DISK,
    EVERYONE,
    FAR,
    GROUP,
    JOURNAL,
    KEPT_OUT,
    MEMORY,
    MISSING,
    NEWER,
    PROGRAM,
    REMOVABLE,
    UNREADABLE,
    Copies,
    Privacy,
)
from ally_journal.render import plain
from ally_journal.render.clean import one_line
from ally_journal.render.privacy_typing import editor, shell

EMPLOYER = (
    "Whoever manages this computer, such as an employer, may be able to read this: with "
    "management programs, pictures of the screen, or backups."
)


class Section(NamedTuple):
    """A heading, sentences, the commands that mend what they tell; `whole` is never broken."""

    heading: str
    sentences: list[str]
    commands: list[str]
    whole: str = ""


def sections(found: Privacy) -> list[Section]:
    """Everything that is said, what matters most first."""
    kept_by_editor, recipe = editor(found.typing)
    place, place_commands = _place(found)
    readers, reader_commands = _readers(found)
    made = [
        Section("", [EMPLOYER], []),
        Section("Journal", list(_journal(found)), [], one_line(str(found.path.absolute()))),
        Section("Readers", readers, reader_commands),
        Section("Place", place, place_commands),
        Section("Copies", list(_copies(found)), []),
        Section("Shell", shell(found.typing), []),
        Section("Editor", [kept_by_editor], [recipe] if recipe else []),
        Section("Network", ["No command of ally opens a connection."], []),
        Section("Limits", list(_limits(found)), []),
    ]
    return [one for one in made if one.sentences]


def _journal(found: Privacy) -> Iterator[str]:
    if found.state == MISSING:
        yield "There is no journal here yet; the first ally log makes it, for you alone to read."
    elif found.said:
        yield one_line(found.said)
    if found.encrypted is False or found.state == MISSING:
        is_not = "It will not be" if found.state == MISSING else "It is not"
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


def _readers(found: Privacy) -> tuple[list[str], list[str]]:
    access, path = found.access, found.path
    said, commands = [], []
    if access.mode is None:
        if found.state != MISSING:
            said.append("Who can read it is not told here.")
    else:
        modes = f"mode {access.mode:o}"
        said.append(_reading(found, modes))
        if access.mode & 0o077 and access.mine and found.state in {JOURNAL, NEWER}:
            commands.append(f"chmod 600 {shlex.quote(str(path))}")
    if access.folder_written:
        said.append(f"Others can put files into its folder (mode {access.folder_mode:o}).")
    elif access.folder_seen:
        said.append(
            f"Others can see that it is there (its folder has mode {access.folder_mode:o})."
        )
    if access.may_mend and (access.folder_written or access.folder_seen):
        real = found.place.link_to or path.absolute()
        commands.append(f"chmod 700 {shlex.quote(str(real.parent))}")
    if found.open_beside:
        said.append(
            f"{plain.counted(found.open_beside, 'file')} kept beside it can be read by others:"
        )
        commands.append("ally doctor")
    return said, commands


def _reading(found: Privacy, modes: str) -> str:
    access = found.access
    whose = "Only you" if access.mine else f"The account {one_line(access.owner or '?')}"
    if access.others == EVERYONE:
        return f"Every account on this computer can read it ({modes})."
    if access.others == GROUP:
        more = " and the accounts of its access list" if access.listed else ""
        return f"{whose}, its group{more} can read it ({modes}), and administrators."
    if access.others == KEPT_OUT:
        return (
            f"{whose} and administrators can read it: others may by its {modes}, and only a "
            "folder above keeps them out."
        )
    return f"{whose} and administrators of this computer can read it ({modes})."


def _place(found: Privacy) -> tuple[list[str], list[str]]:
    place, said, commands = found.place, [], []
    kind = one_line(place.file_system or "")
    said.append(
        {
            DISK: f"It lies on this computer ({kind})",
            REMOVABLE: f"It lies on a disk that can be taken out ({kind})",
            MEMORY: f"It lies in memory ({kind}), and is gone when the computer restarts",
            FAR: f"It lies on another computer ({kind}), whose administrators can read the file",
            PROGRAM: f"A program keeps it ({kind}), perhaps on another computer",
        }.get(place.kind, f"On what disk it lies is not told here{f' ({kind})' if kind else ''}")
    )
    if place.carrier:
        said[-1] += f"; {place.carrier} carries its folder to other computers, readable there."
    else:
        said[-1] += ", in no folder known to be synced."
    if place.link_to:
        said.append(f"Its path is a link to {one_line(str(place.link_to))}.")
    if place.disk_encrypted:
        said.append("That disk is encrypted, which protects while the computer is off.")
    if place.git:
        top = one_line(str(place.git))
        said.append(
            {
                "tracked": f"The git work tree {top} keeps it, with every version committed.",
                "ignored": f"It is in the git work tree {top}, which ignores it.",
                "not ignored": f"It is in the git work tree {top}; git add would take it along:",
            }.get(place.git_knows or "", f"It is in the git work tree {top}.")
        )
        if place.git_knows == "not ignored":
            ignore = shlex.quote(str(place.git / ".gitignore"))
            commands.append(f"echo {shlex.quote(f'{found.path.name}*')} >> {ignore}")
    return said, commands


def _copies(found: Privacy) -> Iterator[str]:
    backups, drafts = found.backups, found.drafts
    if not backups.files:
        unseen = found.state == UNREADABLE
        yield (
            "Whether there are backups is not seen from here." if unseen else "There is no backup."
        )
    else:
        what = plain.counted(backups.files, "backup lies", "backups lie")
        yield f"{what} in {_folders(backups)},{_dates(backups)} {_protected(backups)}."
    if drafts.files:
        what = plain.counted(drafts.files, "draft waits", "drafts wait")
        yield f"{what} in {_folders(drafts)}, {_protected(drafts)}."
    if found.left:
        more = f" and {len(found.left) - 1:,} more" if len(found.left) > 1 else ""
        files = Copies(len(found.left), found.left_plain)
        yield f"Set aside: {one_line(found.left[0].name)}{more}, {_protected(files)}."
    yield "Files you export are plain, and ally does not know where they went."


def _dates(copies: Copies) -> str:
    """From when to when, or nothing if no name says so."""
    if copies.oldest is None or copies.newest is None:
        return ""
    days = dict.fromkeys((day_brief(copies.oldest), day_brief(copies.newest)))
    return f" from {' to '.join(days)},"


def _protected(copies: Copies) -> str:
    if not copies.plain:
        return "encrypted"
    if copies.plain == copies.files:
        return "not encrypted"
    return f"{copies.plain:,} of them not encrypted"


def _folders(copies: Copies) -> str:
    return " and ".join(one_line(folder.name) for folder in copies.folders)


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
