"""Answers that are longer than the screen: through a pager as git has it, or with pauses."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from shutil import get_terminal_size

from ally_journal.render.wrap import wrapped

_AT_ONCE = 1
"""Seconds after which a pager that ends was there to be read, whatever its exit code."""
_HELD = 1_000_000
"""Characters that are held in case that nobody sees them: more than a pipe takes unread."""
_ASKED = {"LESS": "FRX", "LV": "-c"}
"""What git asks of these pagers where the person asks for nothing else: colours, no pause for what
fits on the screen, and that it stays there."""
_KEEPING_NOTHING = {"LESSSECURE": "1", "LESSHISTFILE": "-"}
"""Less then writes no file, neither of what it shows nor of the words one looks for in it."""


def page(chunks: Iterator[str], command: str) -> None:
    """Show chunks of a view with a pager; print them where it is not there or does not work.

    Whoever has seen enough ends it, and the chunks that are left are not made.
    """
    sys.stdout.flush()
    held: list[str] = []
    if shutil.which(command.split(maxsplit=1)[0]) and _shown(chunks, command, held):
        return
    for chunk in chain(held, chunks):
        sys.stdout.write(chunk)
    sys.stdout.flush()


def pause(chunks: Iterable[str]) -> None:
    """Print chunks of a view, and wait for Enter after each screenful of whole lines."""
    columns, rows = get_terminal_size()
    question = wrapped("Enter for more, q ends.", columns)
    left = room = max(rows - question.count("\n") - 3, 1)  # and where it is answered
    for line in chain.from_iterable(chunk.splitlines(keepends=True) for chunk in chunks):
        if not left:
            sys.stdout.write(f"{question}\n> ")
            sys.stdout.flush()
            answer = sys.stdin.readline()  # without readline, which may send escape sequences
            if not answer:
                sys.stdout.write("\n")
            if not answer or answer.strip().lower() == "q":
                return
            left = room
        sys.stdout.write(line)
        left -= 1
    sys.stdout.flush()


def _shown(chunks: Iterator[str], command: str, held: list[str]) -> bool:
    """Whether a pager showed the chunks, as far as a person wanted; what it may not have is held.

    A shell reads the command, as with git. Ctrl-C is for the pager, once it has everything.
    """
    begun, length = time.monotonic(), 0
    reader = subprocess.Popen(  # noqa: S602 - the person's own choice
        command,
        shell=True,
        stdin=subprocess.PIPE,
        encoding=sys.stdout.encoding,
        errors=sys.stdout.errors,
        env={**_ASKED, **os.environ, **_KEEPING_NOTHING},
    )
    if reader.stdin is None:
        raise AssertionError(command)
    try:
        with suppress(BrokenPipeError), reader.stdin:
            for chunk in chunks:
                if length < _HELD:
                    held.append(chunk)
                    length += len(chunk)
                reader.stdin.write(chunk)
                reader.stdin.flush()
    except SystemExit:
        reader.terminate()
        raise
    finally:
        _wait(reader)
    return reader.returncode == 0 or time.monotonic() - begun > _AT_ONCE


def _wait(reader: "subprocess.Popen[str]") -> None:
    """Wait until the person has read enough; Ctrl-C is for the pager, other signals end it too."""
    while True:
        try:
            reader.wait()
        except KeyboardInterrupt:
            continue
        except SystemExit:
            reader.terminate()
            reader.wait()
            raise
        return
