"""Typed words on their way into the journal, which no mishap on the way may take away."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.streams import unsaved, warn
from ally_journal.errors import KeptAnyway, UnreadableDate
from ally_journal.render.clean import clean
from ally_journal.render.screen import Screen

if TYPE_CHECKING:  # only words that could not be saved need it
    from ally_journal.domain.drafts import Draft
    from ally_journal.store.drafts.drafts import Held


T = TypeVar("T")

_SAID = "drafts_said"


class Kept(Generic[T]):
    """Typed words on their way into the journal: a draft of them can be on disk meanwhile.

    `value` holds them, mere text or a command's own value; another takes its place as they grow.
    While the words are `edited`, those of the editor are newer.
    """

    def __init__(self, path: Path, value: T) -> None:
        self._path = path
        self.value = value
        self.held: Held | None = None
        self.edited = False

    def put(self, value: T) -> None:
        """Go on with this value; not even a closed terminal takes away the words it has."""
        self.value = value
        self.now()

    def now(self) -> None:
        """Put all words so far on disk."""
        if str(self.value).strip():
            self.write(str(self.value))

    def write(self, words: str) -> Path | None:
        """Put these very words on disk; None when no disk has them."""
        return self._draft().write(words, self.about())

    def about(self) -> Mapping[str, Any]:
        """What the words are for, as far as it is known by now."""
        from ally_journal.domain.drafts import about  # noqa: PLC0415 - only when words must wait

        return about(self.value)

    def lay_out(self, words: str, about: Mapping[str, Any]) -> Path | None:
        """Put these words into a file that an editor can open; None when no folder takes one."""
        from ally_journal.store.drafts.editor_file import is_in_memory  # noqa: PLC0415 - only for an editor

        held = self._draft()
        file = held.lay_out(words, about)
        if file is not None and held.sealed and not is_in_memory(file.parent):
            warn(f"No folder here is in memory only; the editor's file is {file}.")
        self.edited = file is not None
        return file

    def locks(self) -> tuple[int, ...]:
        """What an editor must hold as well, so that nobody takes its file from under it."""
        return self.held.handed_on() if self.held else ()

    def take_in(self, *, stays: bool = False) -> Path | None:
        """Take what the editor left into the draft; where the words are then, if anywhere.

        They stay where the editor wrote them when no disk takes them, and a file in plain when
        that `stays`.
        """
        held = self._draft()
        file = held.edited
        return held.path if held.take_in(stays=stays and not held.sealed) else file

    def _draft(self) -> "Held":
        if self.held is None:
            from ally_journal.store.drafts.drafts import Held  # noqa: PLC0415 - only when words must wait

            self.held = Held(self._path, _stamp())
        return self.held

    def leave(self) -> None:
        """Leave what is on disk to the next command, if anything is."""
        if self.held is not None:
            self.held.leave()

    def stay(self) -> None:
        """Leave the words where they can be found, whatever becomes of the rest, and say where."""
        self.tell()
        self.leave()
        self.held = None

    def remove(self) -> None:
        """Take it off the disk, now that the journal has it; say so if that cannot be done."""
        if self.held is not None and not self.held.remove():
            warn(f"{self.held.path} could not be taken away; its words are saved.")

    def tell(self) -> None:
        """Keep the words where they can be found and say where; print them if no disk has them.

        They are printed too if the journal is locked: on a disk, anybody could read them.
        """
        typed = str(self.value)
        if self.edited or not typed.strip():
            return
        place = self.write(typed)
        if place is not None:
            self.tell_place(place)
            return
        if self.held is not None and self.held.keyless:
            warn("Your words were not saved; here they are:")
        else:
            warn("No disk would take your words; here they are:")
        warn(clean(typed))

    def tell_place(self, place: Path) -> None:
        """Say where words wait; those of an encrypted journal need ally to be read."""
        if self.held and self.held.sealed and place == self.held.path:
            warn(f"Your words are kept, encrypted, in {place}; ally draft shows them.")
        else:
            warn(f"Your words are kept in {place}.")


@contextmanager
def keeping(path: Path, value: T, held: "Held | None" = None) -> Iterator[Kept[T]]:
    """Whatever goes wrong inside, put the typed words where they can be found, and say where.

    `value` is turned into text only then. What is on disk of it already, such as a draft that was
    taken up, is gone once all went well.
    """
    kept = Kept(path, value)
    kept.held = held
    unsaved.append(kept.tell)
    try:
        yield kept
    except KeptAnyway:
        kept.remove()
        raise
    except BaseException:
        kept.tell()
        kept.leave()
        raise
    finally:
        unsaved.remove(kept.tell)
    kept.remove()


def keep(path: Path, words: str) -> None:
    """Keep words that fit nowhere as a draft, and say where it is."""
    kept = Kept(path, words)
    kept.tell()
    kept.leave()


def mention(session: Session) -> None:
    """Say on stderr that there are words from before that were not saved, once for each draft."""
    new = _new(session, _SAID)
    if new:
        from ally_journal.render.messages.drafts import waiting  # noqa: PLC0415 - only when there are some

        warn(waiting(new, Screen()))


def _new(session: Session, told: str) -> "tuple[Draft, ...]":
    from ally_journal.store.drafts.drafts import new_among, sweep, waiting  # noqa: PLC0415 - the same

    found = waiting(session.path)
    with suppress(UnreadableDate):
        sweep(session.path, now().ms / 1_000)
    return new_among(session.path, found, told)


def _stamp() -> str:
    """How the name of a draft begins; a clock that cannot be read stands in no word's way."""
    try:
        return f"{now().local:%Y%m%d-%H%M%S}"
    except UnreadableDate:
        return "undated"
