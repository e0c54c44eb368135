"""Drafts as version 0.1 left them, and texts that a person put among drafts: read, never written.

The words stood in a `.txt` file, or encrypted in a `.sealed` one, and what they were for in a
`.json` beside it. An editor's copies lay beside the text. Those of several journals shared places,
so that each said which journal was its own.
"""

import json
import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ally_journal.domain.drafts import Content
from ally_journal.domain.text.repair import without_final_newline
from ally_journal.errors import KeyNeeded
from ally_journal.store.drafts import sealed
from ally_journal.store.files.atomic import is_ours
from ally_journal.store.files.layout import (
    DRAFT,
    EDITED_BEFORE,
    SEALED_BEFORE,
    drafts_before,
    drafts_folder,
    edited_in_memory_before,
    matching,
)
from ally_journal.store.files.system import read_regular

_ENDINGS = {DRAFT, SEALED_BEFORE, ".txt", ".json"}


def lying(journal: Path) -> list[Path]:
    """The files with the words of a journal's drafts, as they lie."""
    own, real = drafts_folder(journal), os.path.realpath(journal)
    there = matching([own, *filter(is_ours, drafts_before())], "[!.]*.txt", f"[!.]*{SEALED_BEFORE}")
    return [one for one in there if one.parent == own or about(one).get("journal", real) == real]


def content_of(path: Path) -> Content | None:
    """What such a file holds, with what an editor left in it or beside it; None without its key.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix != SEALED_BEFORE:
        words = read_regular(path).decode("utf-8", "surrogateescape")
        left = {one.name: read_regular(one) for one in copies(path)}
        return Content(without_final_newline(words), about(path), left)
    with suppress(KeyNeeded, sqlite3.Error, ValueError, TypeError):
        with sealed.opened(path) as made:
            held, known = made.execute("SELECT words, about FROM draft").fetchone()
            left = dict(made.execute("SELECT name, content FROM beside").fetchall())
        words = without_final_newline(held.decode("utf-8", "surrogateescape"))
        return Content(words, json.loads(known), left)
    return None


def about(path: Path) -> Mapping[str, Any]:
    """What stands beside a file; nothing if it was never written, or only half."""
    with suppress(OSError, ValueError, RecursionError):
        text = read_regular(path.with_suffix(".json")).decode()
        known, _ = json.JSONDecoder().raw_decode(text)  # a longer one may have stood there before
        if isinstance(known, dict):
            return known
    return {}


def is_draft(path: Path) -> bool:
    """Whether a file has the name of a draft, old or new, or of what 0.1 put beside one."""
    return path.suffix in _ENDINGS and not path.name.startswith(".")


def copies(path: Path) -> list[Path]:
    """What editors keep beside a file among drafts: they did in 0.1, and do for whoever opens one.

    What a killed run left half-written under its name is among them.
    """
    with suppress(OSError):
        near = [one for one in path.parent.iterdir() if one.name.lstrip(".#").startswith(path.stem)]
        return sorted(one for one in near if one.is_file() and not is_draft(one))
    return []


def edited(journal: Path) -> list[Path]:
    """The folders of editors that 0.1 opened for this journal, and that are left."""
    roots = [*edited_in_memory_before(), drafts_folder(journal), *drafts_before()]
    found = matching(filter(is_ours, roots), f"*{EDITED_BEFORE}")
    real = os.path.realpath(journal)
    return [one for one in found if about(one / f"{one.stem}.txt").get("journal") == real]
