"""Where an editor works on a draft: a file in a folder of its own, which goes as a whole.

An editor puts swap files and copies beside its file, under names that nobody can list. For an
encrypted journal the folder lies in memory, if there is such a place. It belongs to the draft of
the same name, whose lock the editor holds as well; so what a run that died left there is found.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ally_journal.domain.drafts import Content, is_worth_keeping
from ally_journal.domain.text.repair import without_final_newline
from ally_journal.store.drafts import earlier, leftovers
from ally_journal.store.drafts.files import places
from ally_journal.store.files.atomic import is_ours, write_private
from ally_journal.store.files.disk import mount_of
from ally_journal.store.files.layout import EDITED, edited_in_memory, matching
from ally_journal.store.files.owners import make_own, strange_file
from ally_journal.store.files.system import read_regular

_IN_MEMORY = {"tmpfs", "ramfs"}


def lay_out(journal: Path, draft: Path, content: Content, *, sealed: bool) -> Path | None:
    """Put what a draft holds where an editor can open it, and give the file; None if that fails.

    For one that is `sealed` a folder in memory is tried first.
    """
    for root in [*(_memory(journal) if sealed else ()), draft.parent]:
        file: Path = root / f"{draft.stem}{EDITED}" / f"{draft.stem}.txt"
        with suppress(OSError):
            make_own(file.parent)
            try:
                for name, copy in content.left.items():
                    write_private(file.with_name(Path(name).name), copy)
                words = f"{content.words}\n" if content.words else ""
                write_private(file, words.encode("utf-8", "surrogateescape"))
            except OSError:
                clear(file)
                raise
            return file
    return None


def left_of(journal: Path, draft: Path | None = None) -> list[Path]:
    """The files that were laid out for one draft, or for any of the journal, and are there yet."""
    roots = [*filter(is_ours, edited_in_memory(journal)), *places(journal)]
    roots += [draft.parent] if draft and draft.parent not in roots else []
    found = [one for one in matching(roots, f"*{EDITED}") if not strange_file(one)]
    files = [one / f"{one.stem}.txt" for one in (*found, *earlier.edited(journal))]
    return [one for one in files if draft is None or one.stem == draft.stem]


def content_of(file: Path, before: Content) -> Content:
    """What stands there now, with the words that the editor left beside its file; it was `before`.

    Where the file itself is gone, its words are those from before. What an editor put into a file
    of its own afterwards, as when its terminal was closed, takes their place. Raises OSError.
    """
    words, written, left = before.words, 0, {}
    about = before.about or earlier.about(file)
    with suppress(FileNotFoundError, IsADirectoryError):
        words = without_final_newline(read_regular(file).decode("utf-8", "surrogateescape"))
        written = file.stat().st_mtime_ns
    beside = [one for one in file.parent.iterdir() if one.is_file() and not one.is_symlink()]
    for one in sorted(beside, key=lambda one: one.stat().st_mtime_ns):
        if one in {file, file.with_suffix(".json")}:
            continue
        copy = left[one.name] = read_regular(one)
        text = leftovers.text_of(one.name, copy)
        if text and one.stat().st_mtime_ns >= written and is_worth_keeping(text, about):
            if is_worth_keeping(words, about) and words not in text:
                left[file.name + ".before"] = words.encode("utf-8", "surrogateescape")
            words = text
    return Content(words, about, leftovers.with_words(left, words, before.words))


def clear(file: Path) -> bool:
    """Take such a file away with everything beside it; False when the disk refuses."""
    try:
        shutil.rmtree(file.parent)
    except FileNotFoundError:
        pass
    except OSError:
        return False
    with suppress(OSError):
        file.parent.parent.rmdir()
    return True


def _memory(journal: Path) -> Iterator[Path]:
    """Folders in memory that are nobody else's, or are not there yet."""
    for root in edited_in_memory(journal):
        if is_in_memory(root.parent) and (not os.path.lexists(root) or is_ours(root)):
            yield root


def is_in_memory(folder: Path) -> bool:
    """Whether what lies in a folder is on no disk."""
    return mount_of(Path(os.path.realpath(folder))).kind in _IN_MEMORY
