"""Changing a record: what was typed about it, or which of its versions stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.streams import cleaned, cleaned_or_none, confirm
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.editor import compose_one
from ally_journal.domain.calendar.dates import parse_until
from ally_journal.domain.drafts import Rewritten
from ally_journal.domain.kind import kind_option
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.number import number_named
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.errors import NothingToWrite, WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.views.conflicts import Version
from ally_journal.render.writers import json_
from ally_journal.store.journal.entries import texts
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.merge import Seen, see

R = TypeVar("R", Plan, Obstacle, ShelfItem)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Changeable(Generic[R]):
    """Records of a numbered type, as the command that changes one sees them.

    `one` is what a sentence calls any of them, `see` the command that shows them. `words` is the
    field that an editor opens, and `stays` says why it cannot be emptied. `settle` keeps changed
    fields or the version that was chosen, and gives the record, or None when it is gone by that.
    """

    one: str
    see: str
    words: str
    stays: str
    read: Callable[[Journal, int], R]
    settle: Callable[[Journal, Seen[R], Mapping[str, Any], int | None], R | None]

    def number(self, said: str) -> int:
        """Which one a person named; raises WrongUsage for what is no number."""
        return number_named(said, self.one, self.see)

    def fields(self, typed: Typed, day: date) -> dict[str, str | None]:
        """What changes, cleaned and checked; None clears. Raises NothingToWrite, UnreadableDate."""
        fields = {name: cleaned_or_none(words) for name, words in typed.items()}
        if until := fields.get("until"):
            fields["until"] = parse_until(until, day).isoformat()
        if self.words in fields and fields[self.words] is None:
            raise NothingToWrite(self.stays)
        return fields


def change(
    session: Session,
    kind: Changeable[R],
    number: str,
    typed: Typed,
    keep: str | None,
    *,
    marked: Mapping[str, bool] | None = None,
    purpose: str = "",
    json: bool,
) -> None:
    """Change what was said of a record, or keep one version; with nothing said, in the editor.

    `marked` are fields that are no words, `purpose` is what a draft of the words would be for.
    """
    wanted, marks = kind.number(number), dict(marked or {})
    chosen = version_kept(keep, typed or marks, kind.see)
    about: dict[str, object] = {}
    if purpose:
        about |= {"for": purpose, "number": wanted, "until": typed.get("until")}
    with keeping(session.path, typed, about.copy) as kept:
        with session.journal() as journal:
            seen, settings = see(journal, kind.read(journal, wanted)), journal.settings()
        before = seen.value
        if purpose:
            about["number"] = before.number
        if not typed and not marks and chosen is None:
            typed[kind.words] = compose_one(kept, items.versions(before))
        fields = kind.fields(typed, today(settings)) | marks
        with session.journal(create=True) as journal:
            saved = kind.settle(journal, seen, fields, chosen)
    name = f"{kind.one.partition(' ')[2]} {before.number}"
    tell(saved, before, name, json=json)


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


def tell(saved: R | Reflection | None, before: R | Reflection, name: str, *, json: bool) -> None:
    """Say what became of a record; None when the version kept is that it was deleted."""
    sentence = answers.updated(name, there=saved is not None, same=saved == before)
    confirm("null\n" if saved is None else json_.record(saved), sentence, json=json)


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
