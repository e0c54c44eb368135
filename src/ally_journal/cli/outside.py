"""Files that leave an encrypted journal, and are not encrypted themselves."""

from pathlib import Path

from ally_journal.cli.session import Session
from ally_journal.cli.voice import say, warn
from ally_journal.cli.waiting import stdout_is_a_file
from ally_journal.render.messages import answers


def wrote(session: Session, path: Path, *, done: bool = False) -> None:
    """Say that a file was written, and on stderr that it is not encrypted where the journal is."""
    say(answers.wrote(str(path)), done=done)
    if session.is_encrypted():
        warn(f"{path} is not encrypted, though the journal is.")


def note_on_stdout(session: Session) -> None:
    """The same of what went into a file by way of stdout."""
    if stdout_is_a_file() and session.is_encrypted():
        warn("What was written out is not encrypted, though the journal is.")
