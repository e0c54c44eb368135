"""Typed words on their way into the journal, which no mishap on the way may take away."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ally_journal.cli.session import now
from ally_journal.cli.voice import warn
from ally_journal.errors import UnreadableDate
from ally_journal.render.clean import clean

if TYPE_CHECKING:  # only words that could not be saved need it
    from ally_journal.store.drafts import Held

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

    def now(self) -> None:
        """Put all words so far on disk, so that not even a closed terminal takes them away."""
        if str(self._words).strip():
            self.write(str(self._words), self._about())

    def write(self, words: str, about: Mapping[str, Any]) -> Path | None:
        """Put these very words on disk; None when no disk has them."""
        from ally_journal.store.drafts import Held  # noqa: PLC0415 - only when words must wait

        if self.held is None:
            self.held = Held(self._path, _stamp())
        return self.held.write(words, about)

    def about(self) -> Mapping[str, Any]:
        """What the words are for, as far as it is known by now."""
        return self._about()

    def leave(self) -> None:
        """Leave what is on disk to the next command, if anything is."""
        if self.held is not None:
            self.held.leave()

    def forget(self) -> None:
        """Write to a new file from now on, since another program took this one away."""
        if self.held is not None:
            self.held.remove()
        self.held = None

    def remove(self) -> None:
        """Take it off the disk, now that the journal has it; say so if that cannot be done."""
        if self.held is not None and not self.held.remove():
            warn(f"{self.held.path} could not be taken away; its words are saved.")

    def tell(self) -> None:
        """Keep the words where they can be found and say where; print them if no disk has them.

        They are printed too if the journal is locked: on a disk, anybody could read them.
        """
        typed = str(self._words)
        if not typed.strip():
            return
        if _is_locked(self._path):
            warn("Your words were not saved; here they are:")
            warn(clean(typed))
            return
        place = self.write(typed, self._about())
        if place is not None:
            warn(f"Your words are kept in {place}.")
        else:
            warn("No disk would take your words; here they are:")
            warn(clean(typed))


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


def _is_locked(journal: Path) -> bool:
    """Whether the journal is encrypted, or may have been, and this run has no key for it."""
    from ally_journal.store.sealed import may_be, salt_of  # noqa: PLC0415 - only in trouble

    if not may_be(journal):
        return False
    from ally_journal.store.keys import held  # noqa: PLC0415 - a plain journal needs no key

    return held(salt_of(journal) or b"") is None


def _stamp() -> str:
    """How the name of a draft begins; a clock that cannot be read stands in no word's way."""
    try:
        return f"{now().local:%Y%m%d-%H%M%S}"
    except UnreadableDate:
        return "undated"
