"""What goes out to the person and what comes in: streams, their width and colour, and stdin."""

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from shutil import get_terminal_size
from typing import Literal, TextIO

from ally_journal.domain.text.repair import decoded, repair, without_final_newline
from ally_journal.errors import CannotKeep, WrongUsage
from ally_journal.render.clean import aloud, clean, escaped, nearest_ascii
from ally_journal.render.screen import UNLIMITED, Screen
from ally_journal.store.files import system


def prepare_streams() -> None:
    """Make the streams fit for any text: what cannot be shown or read is replaced, never fatal.

    On Windows a pipe or a file gets UTF-8, which other programs there write too, unless Python is
    told what it gets.
    """
    if sys.stdout is None:  # closed by the caller, who wants no answer
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - for the whole run
    codecs.register_error("ally", _nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            chosen = os.environ.get("PYTHONIOENCODING") or is_terminal(stream)
            stream.reconfigure(
                encoding="utf-8" if system.WINDOWS and not chosen else None, errors="ally"
            )
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What an encoding gets instead of a character it lacks, for `codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(nearest_ascii, lacking)), error.end


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person is at the other end of a stream; None is one that the caller closed."""
    if stream is None or not stream.isatty():
        return False
    if not system.WINDOWS:
        return True
    from ally_journal.cli.terminal.windows import is_console  # noqa: PLC0415 - there only

    return is_console(stream)


def screen(*, plain: bool, counts: bool) -> Screen:
    """What views may use on this stdout."""
    terminal = is_terminal(sys.stdout)
    ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
    return Screen(
        width=_width(terminal=terminal),
        colour=_colour(terminal=terminal),
        ascii=ascii_only or os.environ.get("TERM") == "dumb",
        plain=plain,
        counts=counts,
    )


def say(text: str, *, done: bool = False, long: bool = False) -> None:
    """Put sentences on stdout, broken between words where the terminal ends.

    `done` says that what was asked for has happened already, so that trouble with the answer must
    not look like a failure, or a script would do it twice.
    """
    put(fitted(spoken(text)), done=done, long=long)


def put(view: str | Iterable[str], *, done: bool = False, long: bool = False) -> None:
    """Put a finished view on stdout as it is, whole or in chunks, with its final newline.

    On a terminal one that is longer than the screen is read page by page, unless it tells what is
    `done` already and is not expected to be `long`.
    """
    chunks = iter([view if view.endswith("\n") else f"{view}\n"] if isinstance(view, str) else view)
    chunks = map(spoken, chunks)
    if (done and not long) or not is_terminal(sys.stdout) or not pager():
        _write(chunks, done=done)
        return
    begun = list(islice(chunks, 1))
    with _waiting_notes():  # but those that lead to the first chunk
        rows, left = sum(chunk.count("\n") for chunk in begun), get_terminal_size().lines
        while rows < left and (more := next(chunks, None)) is not None:
            begun.append(more)
            rows += more.count("\n")
        whole = chain(begun, chunks)
        if rows < left or (manner.plain and not can_ask()):
            _write(whole, done=done)
            return
        from ally_journal.cli.terminal import pages  # noqa: PLC0415 - few answers are so long

        if manner.plain:
            pages.pause(whole)
        else:
            pages.page(whole, pager())


def _write(chunks: Iterable[str], *, done: bool = False) -> None:
    for chunk in chunks:
        with _answering(done=done):
            sys.stdout.write(chunk)


def pager() -> str:
    """The command that shows long answers page by page, found as git finds it; empty for none."""
    command = os.environ.get("ALLY_PAGER", os.environ.get("PAGER", "less")).strip()
    return "" if command == "cat" else command


class Manner:
    """How this run speaks: `plain` is for somebody who listens; `waiting` holds notes meanwhile."""

    plain = False
    waiting: list[str] | None = None


manner = Manner()


@contextmanager
def _waiting_notes() -> Iterator[None]:
    """Hold what would be written across what a person reads, and say it behind that."""
    notes: list[str] = []
    manner.waiting = notes
    try:
        yield
    finally:
        manner.waiting = None
        for note in notes:
            warn(note)


def spoken(text: str, stream: TextIO | None = None) -> str:
    """The text as a screen reader says it, where one is likely to read it."""
    return aloud(text) if manner.plain and is_terminal(stream or sys.stdout) else text


_keepers: list[Callable[[str], object]] = []


def keep_words_with(keeper: Callable[[str], object]) -> None:
    """From now on let `keeper` keep words that fit nowhere."""
    _keepers[:] = [keeper]


unsaved: list[Callable[[], object]] = []
"""What puts the words away that this run holds and has not saved; the newest last."""
heard: list[int] = []
"""The signals that asked this run to end, and that it came to."""


def keep_words(words: str) -> None:
    """Keep words that were typed where they fit nowhere, and say where they are."""
    for keeper in _keepers:
        keeper(words)


def say_exactly(document: str | Iterable[str], *, done: bool = False) -> None:
    """Put a JSON document on stdout as UTF-8, whatever the terminal's encoding; also in chunks.

    A terminal gets what it could obey as escapes, which say the same.
    """
    for chunk in [document] if isinstance(document, str) else document:
        shown = escaped(chunk) if is_terminal(sys.stdout) else chunk
        with _answering(done=done):
            sys.stdout.flush()
            sys.stdout.buffer.write(shown.encode())


def confirm(document: str, sentence: str, *, json: bool) -> None:
    """Say that what was asked for is done: as a JSON document, or in a sentence."""
    if json:
        say_exactly(document, done=True)
    else:
        say(sentence, done=True)


def say_document(document: str) -> None:
    """Put a text file on stdout as UTF-8: exactly, unless a terminal shows it, or would obey it."""
    if is_terminal(sys.stdout):
        put(fitted(clean(document.replace("\r\n", "\n"))))
    else:
        say_exactly(document)


def warn(text: str) -> None:
    """Put trouble, a note or a hint on stderr; if that is gone too, there is nobody to tell."""
    if manner.waiting is not None:
        manner.waiting.append(text)
        return
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{fitted(spoken(text, sys.stderr), sys.stderr)}\n")
        sys.stderr.flush()


def fitted(text: str, stream: TextIO | None = None) -> str:
    """The text with lines too long for the terminal broken between words; as it is elsewhere."""
    stream = stream or sys.stdout
    if not is_terminal(stream) or 2 * len(text) <= (width := _width(terminal=True)):
        return text
    from ally_journal.render.wrap import wrapped  # noqa: PLC0415 - most answers are short

    return wrapped(text, width)


@contextmanager
def _answering(*, done: bool) -> Iterator[None]:
    """Write an answer out at once; with `done`, only mention that it could not be written."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as refused:
        reason = (refused.strerror or "the disk refused").lower()
        if not done:
            raise CannotKeep(f"The answer could not be written out: {reason}.") from None
        forget_stdout()
        warn(f"It is done, but the answer could not be written out: {reason}.")


def forget_stdout() -> None:
    """Send what still waits for stdout nowhere, so that the last flush cannot fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def can_ask(*, json: bool = False) -> bool:
    """Whether a person sits at both ends of this run."""
    return not json and is_terminal(sys.stdin) and is_terminal(sys.stdout)


def need_answer(doing: str, *, json: bool = False) -> None:
    """Raise WrongUsage where something asks first and nobody can answer."""
    if not can_ask(json=json):
        raise WrongUsage(f"{doing} asks first; where nobody can answer, say --yes.")


def on_terminal() -> bool:
    """Whether answers are seen by a person, and not by a file or another program."""
    return is_terminal(sys.stdout)


def cleaned(raw: str) -> str:
    """A text as it may be kept; what had to be repaired is said on stderr."""
    text, notes = repair(raw)
    for note in notes:
        warn(note)
    return text


def cleaned_or_none(raw: str | None) -> str | None:
    """The same for an option that may not have been given, or was given empty."""
    return cleaned(raw).strip() or None if raw else None


def given(words: list[str] | None) -> str:
    """The words of an argument, joined; a single - reads them from stdin."""
    return from_stdin() if words == ["-"] else " ".join(words or [])


def from_stdin() -> str:
    """All of stdin, without its final newline."""
    if sys.stdin is None:
        return ""
    if is_terminal(sys.stdin):
        warn("Write the text; Ctrl-D on a line of its own ends it.")
    return without_final_newline(decoded_here(sys.stdin.buffer.read()))


def decoded_here(held: bytes) -> str:
    """What bytes from a pipe or an editor say, which may write in the encoding of the locale."""
    from locale import getpreferredencoding  # noqa: PLC0415 - not for words given as arguments

    return decoded(held, getpreferredencoding(do_setlocale=False))


def width() -> int:
    """The columns of the terminal that stdout is; more than any line has elsewhere."""
    return _width(terminal=is_terminal(sys.stdout))


def _width(*, terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    return get_terminal_size().columns if terminal else UNLIMITED


def _colour(*, terminal: bool) -> Literal["standard", "truecolor"] | None:
    """NO_COLOR wins over FORCE_COLOR; both count only when not empty (no-color.org)."""
    environ = os.environ
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or term == "dumb":
        return None
    if not terminal and not environ.get("FORCE_COLOR"):
        return None
    if terminal and system.WINDOWS:
        from ally_journal.cli.terminal.windows import obeys_escapes  # noqa: PLC0415 - there only

        if not obeys_escapes(sys.stdout):
            return None
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "truecolor"
    return "standard"
