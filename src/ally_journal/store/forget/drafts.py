"""Forgetting in drafts: words that were not saved, and what an editor left beside them."""

from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ally_journal.domain.drafts import Draft, fingerprint
from ally_journal.domain.forget import Done, Wanted
from ally_journal.domain.names.erasure import Person, may_name, places, without
from ally_journal.store.drafts import drafts
from ally_journal.store.drafts.earlier import copies
from ally_journal.store.drafts.files import lying, strays
from ally_journal.store.drafts.locks import in_use
from ally_journal.store.files.atomic import read_regular, remove

_STRUCTURE = {"format", "version", "for", "journal", "known", "day", "on", "at", "topic", "source"}
"""What a draft remembers besides words; `source` of something heard is one of four."""


class Fitting(NamedTuple):
    """The drafts that fit what is wanted, those being written now, and editors' own copies."""

    drafts: tuple[Draft, ...]
    busy: tuple[Path, ...]
    copies: tuple[Path, ...]


def fitting(journal: Path, wanted: Wanted) -> Fitting:
    """What lies in all places where drafts of this journal may be."""
    waiting = [one for one in drafts.waiting(journal) if _fits(one, wanted)]
    beside = [copy for one in waiting for copy in copies(one.path)]
    if wanted.whom:
        beside = [one for one in (*beside, *strays(journal)) if _names(one, wanted.whom)]
    busy = tuple(filter(in_use, lying(journal)))
    return Fitting(tuple(waiting), busy, tuple(dict.fromkeys(beside)))


def erase_drafts(journal: Path, wanted: Wanted, done: Done) -> None:
    """Take the drafts away, or rewrite them where a name is to go; an editor's copy always goes."""
    found = fitting(journal, wanted)
    drafts.sweep(journal)
    for one in found.drafts:
        gone = _rewrite(journal, one, wanted.whom) if wanted.whom else drafts.remove(journal, one)
        _note(one.path, done, gone=gone)
    for copy in found.copies:
        _note(copy, done, gone=not remove(copy))
    for path in found.busy:
        done.stuck[str(path)] = "it is being written just now"
    for stray in strays(journal):
        done.stuck[str(stray)] = "an editor left it among the drafts, and it may hold it"
    for draft in drafts.waiting(journal):
        if draft.locked:
            done.stuck[str(draft.path)] = "it is encrypted with another passphrase"


def _fits(draft: Draft, wanted: Wanted) -> bool:
    if wanted.before and not draft.kept.date() < wanted.before:
        return False
    if wanted.whom:
        return wanted_in(draft, wanted.whom)
    if wanted.before:
        return True
    return draft.entry is not None and draft.entry in wanted.numbers.get("entry", ())


def wanted_in(draft: Draft, whom: Person) -> bool:
    """Whether the person is named in a draft, or in what is known of it, or by an editor's copy."""
    return (
        bool(places(draft.words, whom))
        or _about(draft, whom) != draft.about
        or any(_names(copy, whom) for copy in copies(draft.path))
        or any(_named_in(copy, whom) for copy in draft.left.values())
    )


def _rewrite(journal: Path, draft: Draft, whom: Person) -> bool:
    """Write the words anew, without the name, and what is known of them too."""
    words = without(draft.words, whom)
    about = _about(draft, whom)
    if about.get("known") == fingerprint(draft.words):
        about["known"] = fingerprint(words)
    left = {name: copy for name, copy in draft.left.items() if not _named_in(copy, whom)}
    held = drafts.Held(journal, draft.path.stem)
    try:
        return held.adopt(draft.path) and held.write(words, about, left) is not None
    finally:
        held.leave()


def _about(draft: Draft, whom: Person) -> dict[str, Any]:
    """What is known of a draft, without the name."""
    about = draft.about.items()
    return {name: value if name in _STRUCTURE else _told(value, whom) for name, value in about}


def _told(value: Any, whom: Person) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return without(value, whom)
    if isinstance(value, list):
        return [one for one in value if not (isinstance(one, str) and places(one, whom))]
    if isinstance(value, dict):
        return {key: _told(one, whom) for key, one in value.items()}
    return value


def _names(file: Path, whom: Person) -> bool:
    """Whether a file of whatever form has the letters of the name in it."""
    with suppress(OSError):
        return _named_in(read_regular(file), whom)
    return False


def _named_in(held: bytes, whom: Person) -> bool:
    return may_name(held.decode("utf-8", "replace"), whom)


def _note(path: Path, done: Done, *, gone: bool) -> None:
    if gone:
        done.drafts.append(path.name)
    else:
        done.stuck[str(path)] = "the disk refused"
