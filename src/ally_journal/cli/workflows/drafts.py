"""Typed words on their way into the journal, which no mishap on the way may take away."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ally_journal.cli.session import now
from ally_journal.cli.terminal.streams import warn
from ally_journal.errors import UnreadableDate
from ally_journal.render.clean import clean

if TYPE_CHECKING:  # only words that could not be saved need it
    from ally_journal.domain.drafts import Draft
    from ally_journal.store.drafts.drafts import Held
    from ally_journal.store.drafts.editor_file import Desk


About = Callable[[], Mapping[str, Any]]


class Kept:
    """Typed words on their way into the journal: a draft of them can be on disk meanwhile.

    `words` is turned into text, and `about` asked what they are for, only when that is needed.
    """

    def __init__(self, path: Path, words: object, about: About) -> None:
        self._path = path
        self._words = words
        self._about = about
        self.held: Held | None = None
        self._desk: Desk | None = None

    def now(self) -> None:
        """Put all words so far on disk, so that not even a closed terminal takes them away."""
        if str(self._words).strip():
            self.write(str(self._words), self._about())

    def write(self, words: str, about: Mapping[str, Any]) -> Path | None:
        """Put these very words on disk; None when no disk has them."""
        return self._draft().write(words, about)

    def lay_out(self, words: str, about: Mapping[str, Any]) -> Path | None:
        """Put these words into a file that an editor can open; None when no disk takes one.

        It is the draft itself, unless that is encrypted: then it is a file in memory.
        """
        held = self._draft()
        if not held.is_sealed():
            return held.write(words, about)
        self._desk = held.lay_out(words, about)
        if self._desk is not None and self._desk.on_disk:
            warn(f"No folder here is in memory only; the editor's file is {self._desk.file}.")
        return self._desk.file if self._desk else None

    def lay_out_again(self, draft: "Draft") -> Path | None:
        """The same with a draft that was left behind, whose own file an editor may open."""
        if draft.path.suffix == ".txt" and not self._draft().is_sealed():
            return draft.path
        return self.lay_out(f"{draft.words}\n", draft.about)

    def locks(self) -> tuple[int, ...]:
        """What an editor must hold as well, so that nobody takes its file from under it."""
        return (self._desk.lock,) if self._desk and self._desk.lock is not None else ()

    def take_in(self) -> Path | None:
        """Encrypt what the editor left in memory, and take that away; where the words are then.

        What the editor did not write yet is kept too. It stays in memory when no disk takes it.
        """
        held = self._draft()
        if self._desk is None:
            return held.path
        if not held.take_in(self._desk):
            return self._desk.file
        self._clear()
        return held.path

    def _draft(self) -> "Held":
        if self.held is None:
            from ally_journal.store.drafts.drafts import Held  # noqa: PLC0415 - only when words must wait

            self.held = Held(self._path, _stamp())
        return self.held

    def _clear(self) -> None:
        """Take away what an editor saw."""
        if self._desk is not None:
            self._desk.clear()
        self._desk = None

    def about(self) -> Mapping[str, Any]:
        """What the words are for, as far as it is known by now."""
        return self._about()

    def leave(self) -> None:
        """Leave what is on disk to the next command, if anything is."""
        if self.held is not None:
            self.held.leave()
        if self._desk is not None:
            self._desk.leave()

    def forget(self) -> None:
        """Write to a new file from now on, since another program took this one away."""
        if self.held is not None:
            self.held.remove()
        self.held = None
        self._clear()

    def remove(self) -> None:
        """Take it off the disk, now that the journal has it; say so if that cannot be done."""
        self._clear()
        if self.held is not None and not self.held.remove():
            warn(f"{self.held.path} could not be taken away; its words are saved.")

    def tell(self) -> None:
        """Keep the words where they can be found and say where; print them if no disk has them.

        They are printed too if the journal is locked: on a disk, anybody could read them.
        """
        typed = str(self._words)
        if not typed.strip():
            return
        place = self.write(typed, self._about())
        if place is not None:
            warn(kept_in(place))
            return
        if self.held is not None and self.held.keyless:
            warn("Your words were not saved; here they are:")
        else:
            warn("No disk would take your words; here they are:")
        warn(clean(typed))


def kept_in(place: Path) -> str:
    """Where words wait, in a sentence; those of an encrypted journal need ally to be read."""
    if place.suffix == ".txt":
        return f"Your words are kept in {place}."
    return f"Your words are kept, encrypted, in {place}; ally draft shows them."


@contextmanager
def keeping(
    path: Path, words: object, about: About = dict, held: "Held | None" = None
) -> Iterator[Kept]:
    """Whatever goes wrong inside, put the typed words where they can be found, and say where.

    `words` is turned into text only then, so it may grow meanwhile. What is on disk of them
    already, such as a draft that was taken up, is gone once all went well.
    """
    kept = Kept(path, words, about)
    kept.held = held
    try:
        yield kept
    except BaseException:
        kept.tell()
        kept.leave()
        raise
    kept.remove()


def _stamp() -> str:
    """How the name of a draft begins; a clock that cannot be read stands in no word's way."""
    try:
        return f"{now().local:%Y%m%d-%H%M%S}"
    except UnreadableDate:
        return "undated"
