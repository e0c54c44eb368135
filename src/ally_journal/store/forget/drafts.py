"""Forgetting in drafts: words that were not saved, and what an editor left beside them."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from time import sleep
from typing import Any, NamedTuple

from ally_journal.domain.drafts import Content, Draft, fingerprint
from ally_journal.domain.forget import ELSEWHERE, Done, Wanted
from ally_journal.domain.names.erasure import Person, may_name, places, without
from ally_journal.store.drafts import drafts
from ally_journal.store.drafts.earlier import copies
from ally_journal.store.drafts.files import lying
from ally_journal.store.drafts.strays import Stray, strays
from ally_journal.store.files.atomic import remove
from ally_journal.store.files.system import read_regular

_STRUCTURE = {"format", "version", "for", "journal", "known", "day", "on", "at", "topic", "source"}
"""What a draft remembers besides words; `source` of something heard is one of four."""


class Fitting(NamedTuple):
    """The drafts that fit what is wanted, those being written now, and editors' own copies."""

    drafts: tuple[Draft, ...]
    busy: tuple[Path, ...]
    copies: tuple[Path, ...]


def are_any(journal: Path) -> bool:
    """Whether there is anything to look into."""
    return bool(lying(journal) or strays(journal))


def fitting(journal: Path, wanted: Wanted) -> Fitting:
    """What lies in all places where drafts of this journal may be."""
    there, busy = drafts.waiting_and_busy(journal)
    waiting = [one for one in there if _fits(one, wanted)]
    beside = [copy for one in waiting for copy in copies(one.path)]
    if wanted.whom:
        beside = [one for one in beside if _names(one, wanted.whom)]
    beside += [one.path for one in strays(journal) if one.own and _holds(one, wanted)]
    return Fitting(tuple(waiting), busy, tuple(dict.fromkeys(beside)))


def erase_drafts(journal: Path, wanted: Wanted, done: Done) -> None:
    """Take the drafts away, or rewrite them where a name is to go; an editor's copy always goes.

    A draft that is about something else loses only what an editor left with it. What another ally
    has just then, if only to see what is waiting, is tried again for a second.
    """
    for _ in range(_TRIES):
        if not (stuck := _erase(journal, wanted, done)):
            break
        sleep(_PAUSE)
    done.stuck |= stuck
    for stray in strays(journal):
        done.stuck[str(stray.path)] = _STRAY if stray.own else ELSEWHERE
    for draft in drafts.waiting(journal):
        if draft.locked:
            done.stuck[str(draft.path)] = "it is encrypted with another passphrase"


_TRIES, _PAUSE = 20, 0.05


def _erase(journal: Path, wanted: Wanted, done: Done) -> dict[str, str]:
    """The same once: what went is noted, and what did not is given, with the reason."""
    found = fitting(journal, wanted)
    drafts.sweep(journal)
    gone: dict[Path, bool] = {}
    for one in found.drafts:
        if wanted.whom:
            gone[one.path] = _without(journal, one, wanted.whom)
        elif _goes(one, wanted):
            gone[one.path] = drafts.remove(journal, one)
        else:
            left = {name: copy for name, copy in one.left.items() if not wanted.traces.are_in(copy)}
            gone[one.path] = _rewrite(journal, one, one._replace(left=left))
    gone |= {copy: not remove(copy) for copy in found.copies}
    done.drafts += [path.name for path, is_gone in gone.items() if is_gone]
    stuck = {path: "the disk refused" for path, is_gone in gone.items() if not is_gone}
    stuck |= dict.fromkeys(found.busy, "it is being written just now")
    return {str(path): why for path, why in stuck.items()}


_STRAY = "an editor left it among the drafts, and it may hold it"


def _fits(draft: Draft, wanted: Wanted) -> bool:
    if wanted.whom:
        is_past = wanted.before is None or draft.kept.date() < wanted.before
        return is_past and wanted_in(draft, wanted.whom)
    return _goes(draft, wanted) or any(map(wanted.traces.are_in, draft.left.values()))


def _goes(draft: Draft, wanted: Wanted) -> bool:
    """Whether a draft goes whole: it is past, about what goes, or says the same."""
    if wanted.before and draft.kept.date() < wanted.before:
        return True
    if draft.entry is not None and draft.entry in wanted.numbers.get("entry", ()):
        return True
    return wanted.traces.repeated_in(draft.words.encode("utf-8", "surrogateescape"))


def _holds(stray: Stray, wanted: Wanted) -> bool:
    """Whether a stray holds what goes; by its day, like a draft, where all that is past goes."""
    with suppress(OSError):
        written = date.fromtimestamp(stray.path.stat().st_mtime)  # noqa: DTZ012 - as drafts are kept
        is_past = wanted.before is not None and written < wanted.before
        if wanted.whom:
            return (is_past or not wanted.before) and _named_in(stray.held(), wanted.whom)
        return is_past or wanted.traces.are_in(stray.held())
    return False


def wanted_in(draft: Draft, whom: Person) -> bool:
    """Whether the person is named in a draft, or in what is known of it, or by an editor's copy."""
    return (
        bool(places(draft.words, whom))
        or _about(draft, whom) != draft.about
        or any(_names(copy, whom) for copy in copies(draft.path))
        or any(_named_in(copy, whom) for copy in draft.left.values())
    )


def _without(journal: Path, draft: Draft, whom: Person) -> bool:
    """Write the words anew, without the name, and what is known of them too."""
    words = without(draft.words, whom)
    about = _about(draft, whom)
    if about.get("known") == fingerprint(draft.words):
        about["known"] = fingerprint(words)
    left = {name: copy for name, copy in draft.left.items() if not _named_in(copy, whom)}
    return _rewrite(journal, draft, draft._replace(words=words, about=about, left=left))


def _rewrite(journal: Path, draft: Draft, new: Draft) -> bool:
    """Write a draft as it is to be; where nothing is left of it, it goes."""
    held = drafts.Held(journal, draft.path.stem)
    try:
        if not held.adopt(draft.path):
            return False
        if not drafts.is_new(Content(new.words, new.about, new.left)):
            return held.remove()
        return held.write(new.words, new.about, new.left) is not None
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
