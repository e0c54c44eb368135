"""Which form a view takes, where it goes, and what is said while it is on its way."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, Protocol, TypeVar

from ally_journal.cli.arguments import option
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import is_terminal, say, say_document, say_exactly, warn
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.store.files.atomic import is_private, write_output

if TYPE_CHECKING:  # each command loads the few of these that it needs
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ally_journal.domain.records.entry import Entry
    from ally_journal.domain.records.filter import Hit
    from ally_journal.render.screen import Screen
    from ally_journal.render.views.document import Document
    from ally_journal.render.views.items import Group, Item


FORMATS = ("md", "html", "json", "csv")
_KNOWN = {*FORMATS, "jsonl"}
"""The endings of files that say their form."""
_ALSO = {"htm": "html"}
_STDOUT = Path("-")
_NAMES = "md, html, json or csv"
_ENDINGS = "a file that ends in .md, .html, .json or .csv"

Out = Annotated[Path | None, option("--out -o FILE", "Write FILE: .md, .html, .json or .csv.")]
Format = Annotated[
    str | None, option("--format md|html|json|csv", "The form, if not said by FILE.")
]
Raw = Annotated[bool, option("--raw", "In CSV, leave what looks like a formula.")]
Force = Annotated[bool, option("--force", "Replace the file if it is there.")]


class Form(NamedTuple):
    """A form by its name, one of `FORMATS`, and the file it goes to, or None for stdout."""

    name: str
    path: Path | None


def wanted(out: Path | None, said: str | None, *, json: bool) -> Form | None:
    """What -o, --format and --json ask for together; None for the view on the screen.

    Raises:
        WrongUsage: they contradict each other, or name no form that ally writes.
    """
    name = form_said(out, said)
    if json and (out is not None or (said is not None and name != "json")):
        raise WrongUsage("--json prints JSON; give it without -o and without another --format.")
    if json:
        return Form("json", None)
    if out is None and said is None:
        return None
    if name not in FORMATS:
        wrong, right = (out, _ENDINGS) if said is None else (said, _NAMES)
        raise WrongUsage(f"“{wrong}” is no form that ally writes; name {right}.")
    return Form(name, None if out == _STDOUT else out)


def form_said(path: Path | None, said: str | None) -> str:
    """The form that --format or the ending of a file names, as it is written; empty without both.

    Raises:
        WrongUsage: the two name different forms.
    """
    asked = None if said is None else _ALSO.get(said.lower(), said.lower())
    ending = path.suffix.removeprefix(".").lower() if path else ""
    ending = _ALSO.get(ending, ending)
    if asked is not None and ending in _KNOWN and asked != ending:
        raise WrongUsage(
            f"{path} and --format {said} name two forms; leave --format out, or name a file that "
            f"ends in .{asked}."
        )
    return ending if asked is None else asked


def deliver(
    session: Session, documents: Mapping[str, Callable[[], str]], form: Form, *, replace: bool
) -> None:
    """Make the one document asked for; write its file and say so, or put it on stdout as it is.

    Raises as `write`.
    """
    text = documents[form.name]()
    if form.path is None:
        (say_exactly if form.name == "json" else say_document)(text)
        note_on_stdout(session)
        return
    write(session, form.path, text, replace=replace)


def write(
    session: Session, path: Path, text: str | Iterable[str], *, replace: bool, done: bool = False
) -> None:
    """Write a file and say so, and on stderr that it is not encrypted where the journal is.

    Raises:
        WrongUsage, FileExists, CannotKeep: see `write_output`.
    """
    confirmed = write_output(path, text, session.path, replace=replace)
    say(answers.wrote(str(path), private=is_private(path)), done=done)
    if not confirmed:
        session.tell_unconfirmed(f"{path} is the new file")
    if session.is_encrypted():
        warn(f"{path} is not encrypted, though the journal is.")


def note_on_stdout(session: Session) -> None:
    """The same of what went into a file by way of stdout."""
    if stdout_is_a_file() and session.is_encrypted():
        warn("What was written out is not encrypted, though the journal is.")


class Views(Protocol):
    """What every form can show; each function gives text to print as it is."""

    def document(self, value: Document, screen: Screen, /) -> str:
        """A year or a review."""

    def entries(self, values: tuple[Entry, ...], screen: Screen, /) -> str:
        """A list of entries."""

    def entry(self, value: Entry, screen: Screen, /) -> str:
        """One entry with everything about it."""

    def hits(self, values: Iterable[Hit], screen: Screen, highest: int = 0, /) -> str:
        """What a search found, or a part of that, with numbers up to `highest` in all of it."""

    def groups(self, values: Iterable[Group], screen: Screen, /) -> str:
        """Lists of other things."""


def views(screen: Screen) -> Views:
    """Sentences for --plain, otherwise the terminal's; only the one needed is imported."""
    if screen.plain:
        from ally_journal.render.writers import sentences  # noqa: PLC0415 - no Rich for sentences

        return sentences
    from ally_journal.render.writers import terminal  # noqa: PLC0415 - no Rich for --json

    return terminal


def as_list(
    batches: Iterable[Iterable[Hit]], numbers: Iterable[int], screen: Screen
) -> Iterator[str]:
    """Entries that were found, in chunks to print, whose columns fit all the `numbers`."""
    form, highest = views(screen), max(numbers, default=0)
    for batch in batches:
        yield form.hits(batch, screen, highest)


def as_json(batches: Iterable[Iterable[Hit]]) -> Iterator[str]:
    """The same as a document in chunks."""
    from ally_journal.render.writers import json_  # noqa: PLC0415 - not for a view

    return json_.records_in_chunks([entry for entry, _ in batch] for batch in batches)


def listed(items: Iterable[Item], screen: Screen) -> str:
    """A list without titles; nothing at all when it is empty."""
    from ally_journal.render.views.items import Group  # noqa: PLC0415 - only for lists

    found = tuple(items)
    return views(screen).groups([Group("", found)], screen) if found else ""


T = TypeVar("T")


def watched(
    batches: Iterable[T], session: Session, words: str, total: int, each: int, *, long: bool = True
) -> Iterable[T]:
    """The same batches; if it takes `long`, with a bar on a terminal that can draw one.

    It grows by `each` of `total`. Nothing that reads stdout, another program or a person, may have
    a bar drawn across it.
    """
    screen = session.screen(Settings())
    if not long or not is_terminal(sys.stderr) or screen.plain or screen.ascii:
        return batches
    from ally_journal.render.writers.progress import watched as drawn  # noqa: PLC0415 - Rich, only to draw

    return drawn(batches, words, total, each, sys.stderr)


def are_large(files: Iterable[Path], size: int = 20_000_000) -> bool:
    """Whether files have more bytes together, so that it takes a second or more to copy them."""
    with suppress(OSError):
        return sum(one.stat().st_size for one in files) > size
    return False


def say_if_long(files: Iterable[Path]) -> None:
    """Tell a person on a terminal that copying large files takes time."""
    if is_terminal(sys.stderr) and are_large(files):
        warn("Copying and checking; this takes a moment.")


def stdout_is_a_file() -> bool:
    """Whether what is written out goes to a file, so that a bar would disturb nobody."""
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return False
