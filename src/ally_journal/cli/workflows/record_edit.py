"""What was typed to change something, and which of its versions stays."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ally_journal.cli.terminal.streams import cleaned, say, say_exactly
from ally_journal.domain.drafts import Rewritten
from ally_journal.domain.kind import kind_option
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.number import number_named
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views.conflicts import Version
from ally_journal.store.journal.entries import texts
from ally_journal.store.journal.merge import Seen

T = TypeVar("T")


class Typed(dict[str, str]):
    """What was said of a record, by the names of its fields; as text it is a draft of its words.

    A day is not among these, as a draft remembers it apart.
    """

    @classmethod
    def of(cls, **given: str | None) -> "Typed":
        """What was given at all; an empty text clears its field."""
        return cls({name: text for name, text in given.items() if text is not None})

    def __str__(self) -> str:
        said = {name: text for name, text in self.items() if text.strip() and name != "until"}
        return "\n".join(
            text if name in {"text", "title"} else f"{name}: {text}" for name, text in said.items()
        )


def worded(typed: Rewritten) -> dict[str, Any]:
    """The wishes that consist of words, cleaned, with the kind and how it went.

    Raises:
        WrongUsage: there is no such kind.
        TooLong: a text is longer than an entry may be.
    """
    words = {"text": typed.text, "because": typed.because, "lesson": typed.lesson}
    said = {name: cleaned(text) if text else text for name, text in words.items()}
    kind = kind_option(typed.kind) if typed.kind else None
    return said | {"kind": kind, "went": typed.went, "answers": typed.answers}


def versions(seen: Seen[Entry]) -> tuple[Version | None, ...]:
    """What an entry says in each of its versions; None for having been deleted."""
    return tuple(None if text is None else Version(text) for text in texts(seen))


def tell(
    saved: T | None, before: T, name: str, document: Callable[[T], str], *, json: bool
) -> None:
    """Say what became of a record; None when the version kept is that it was deleted."""
    if json:
        say_exactly("null\n" if saved is None else document(saved), done=True)
    else:
        say(answers.updated(name, there=saved is not None, same=saved == before), done=True)


def version_kept(keep: str | None, typed: Mapping[str, object], see: str) -> int | None:
    """Which version --keep names, if it was given; `see` is the command that shows them.

    Raises:
        WrongUsage: it is no number of a version, or new words were given too.
    """
    if keep is None:
        return None
    if typed:
        raise WrongUsage("Give --keep, or what is to change, not both.")
    ordinal = number_named(keep, "a version", see)
    if not ordinal:
        raise WrongUsage(f"--keep takes the number of a version; {see} shows them.")
    return ordinal
