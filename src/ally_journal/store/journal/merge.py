"""How several versions of a record become one: rewritten, or one of them chosen."""

import json
from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, Protocol, TypeVar
from uuid import UUID

from ally_journal.domain.records.revision import Head, shown, versions
from ally_journal.errors import NotFound
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import heads_of


class _Kept(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Kept)


class Seen(NamedTuple, Generic[T]):
    """A record as a person saw it, with the heads they saw; what they decide is about these."""

    value: T
    heads: tuple[Head, ...]


def see(journal: Journal, value: T) -> Seen[T]:
    """What was read, with its heads."""
    return Seen(value, tuple(heads_of(journal.connection, UUID(value.id).bytes)))


def rewrite(journal: Journal, type_: str, seen: Seen[T], fields: Mapping[str, Any]) -> None:
    """Change some fields of what was seen; several heads become one.

    When somebody changed it elsewhere meanwhile, both stay and are flagged. What is as it was is
    no change, and nothing is written. Raises NotFound.
    """
    if len(seen.heads) == 1:
        said = json.loads(shown(seen.heads).body or b"{}")
        if all((said.get(name) or None) == (value or None) for name, value in fields.items()):
            return
    with journal.writing() as change:
        change.amend(type_, UUID(seen.value.id), fields, seen.heads)


def settle(  # noqa: PLR0913 - what was seen, and either of two decisions about it
    journal: Journal,
    type_: str,
    seen: Seen[T],
    *,
    name: str,
    fields: Mapping[str, Any],
    chosen: int | None,
) -> bool:
    """Rewrite what was seen, or make the version that was chosen the only one.

    Versions count from 1, the one that is shown. Says whether the record is then still there.
    Raises NotFound, with the record's `name`.
    """
    if chosen is None:
        rewrite(journal, type_, seen, fields)
        return True
    among = versions(seen.heads)
    if not 1 <= chosen <= len(among):
        count = f"{len(among)} versions" if len(among) > 1 else "one version"
        raise NotFound(f"There is no version {chosen} to keep: {name} has {count}.")
    kept = among[chosen - 1]
    if len(seen.heads) > 1:
        with journal.writing() as change:
            change.put_over(type_, UUID(seen.value.id), [kept.body], seen.heads)
    return kept.op == "put"
