"""Files a person asks for: private, and never in the place of another without being told."""

from collections.abc import Iterable
from pathlib import Path

from ally_journal.errors import CannotKeep, FileExists
from ally_journal.store.files import write_private
from ally_journal.store.refusals import reason_of


def write_output(path: Path, text: str | Iterable[str], *, replace: bool) -> None:
    """Write a 0600 file beside its name and rename it into place; chunks are taken one by one.

    Raises:
        FileExists: there is one already and `replace` is false.
        CannotKeep: the disk refused.
    """
    if not replace:
        refuse_existing(path)
    try:
        chunks = [text] if isinstance(text, str) else text
        write_private(path, (chunk.encode() for chunk in chunks))
    except OSError as refused:
        raise CannotKeep(f"{path} could not be written: {reason_of(refused)}.") from None


def refuse_existing(path: Path) -> None:
    """Say before any work is done that a name is taken; raises FileExists."""
    if path.exists():
        raise FileExists(f"{path} is already there; give another name, or replace it with --force.")
