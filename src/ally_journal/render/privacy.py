"""What protects a journal, on one screen, as sentences, or as JSON."""

import os
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from ally_journal.domain.privacy import Access, Copies, Place, Privacy
from ally_journal.render import json_
from ally_journal.render.clean import one_line
from ally_journal.render.privacy_words import Section, sections
from ally_journal.render.screen import Screen

_COLUMN = 9
_NARROW = 60
_COMMAND = "  "


def privacy(found: Privacy, screen: Screen) -> str:
    """One screen, headings at the side, or above where it is narrow; what is to be copied whole.

    With `plain`, each sentence on a line of its own, and no headings.
    """
    lines: list[str] = []
    for one in sections(found):
        lines += _spoken(one) if screen.plain else _drawn(one, screen)
    return "\n".join(lines) + "\n"


def as_json(found: Privacy) -> str:
    """Every fact as a document; null is what could not be found out."""
    return json_.document(_document(found))


def _drawn(section: Section, screen: Screen) -> Iterator[str]:
    narrow = screen.width < _NARROW
    margin = _COMMAND if narrow else " " * _COLUMN
    said = wrap(
        " ".join(section.sentences),
        max(screen.width - len(margin) * bool(section.heading), 20),
        break_on_hyphens=False,
        break_long_words=False,
    )
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
    yield from (f"{margin}{_COMMAND}{one_line(command)}" for command in section.commands)


def _spoken(section: Section) -> Iterator[str]:
    if section.whole:
        yield f"The journal is {section.whole}."
    yield from section.sentences
    yield from (f"{_COMMAND}{one_line(command)}" for command in section.commands)


def _document(found: Privacy) -> dict[str, Any]:
    opened = found.unlocking
    return {
        "format": "ally/privacy",
        "version": 1,
        "journal": {"path": _text(found.path), "state": found.state, "text": found.said},
        "encrypted": found.encrypted,
        "unlocking": {
            "passphrase": opened.passphrase,
            "command": opened.command,
            "keyring": opened.keyring,
        },
        "access": _access(found.access) | {"open_beside": found.open_beside},
        "place": _place(found.place),
        "backups": _copies(found.backups),
        "drafts": _copies(found.drafts),
        "set_aside": {"files": [_text(one) for one in found.left], "plain": found.left_plain},
        "typing": {
            "shell": found.typing.shell and one_line(found.typing.shell),
            "space_hides": found.typing.space_hides,
            "editor": one_line(found.typing.editor),
            "editor_is": one_line(found.typing.editor_is),
        },
        "memory": {"core_dumps": found.core_dumps, "swap": found.swap},
        "network": False,
        "text": [sentence for one in sections(found) for sentence in one.sentences],
        "commands": [one_line(command) for one in sections(found) for command in one.commands],
    }


def _access(access: Access) -> dict[str, Any]:
    return {
        "owner": access.owner,
        "mine": access.mine,
        "mode": _octal(access.mode),
        "others": access.others,
        "access_list": access.listed,
        "folder_mode": _octal(access.folder_mode),
        "folder_seen": access.folder_seen,
        "folder_written": access.folder_written,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "link_to": place.link_to and _text(place.link_to),
        "kind": place.kind,
        "file_system": place.file_system,
        "synced_by": place.carrier,
        "disk_encrypted": place.disk_encrypted,
        "git": place.git and _text(place.git),
        "git_knows": place.git_knows,
    }


def _copies(copies: Copies) -> dict[str, Any]:
    return {
        "count": copies.files,
        "plain": copies.plain,
        "folders": [_text(folder) for folder in copies.folders],
        "oldest": copies.oldest and copies.oldest.isoformat(),
        "newest": copies.newest and copies.newest.isoformat(),
    }


def _octal(mode: int | None) -> str | None:
    return None if mode is None else f"{mode:04o}"


def _text(path: Path) -> str:
    """A path as JSON can hold it: a byte that is no UTF-8 is replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
