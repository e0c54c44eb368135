"""What forgetting would take, and what around a journal can hold the same words."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from ally_journal.domain.forget import NUMBERED, Around, Beyond, Foreseen, Found, Wanted
from ally_journal.domain.names.erasure import places, texts_of
from ally_journal.domain.text.tags import unique
from ally_journal.store.database.connection import noted
from ally_journal.store.database.file import is_locked
from ally_journal.store.files.disk import carried_by
from ally_journal.store.files.layout import Role, conflict_copies, files_in_role
from ally_journal.store.forget.backups import ODD, backups
from ally_journal.store.forget.drafts import fitting
from ally_journal.store.forget.selection import (
    ORDER,
    Mentions,
    Said,
    Target,
    bodies,
    chosen_in,
)
from ally_journal.store.journal.journal import Journal
from ally_journal.store.revisions.projections import id_of, number_of


def surroundings(path: Path, wanted: Wanted) -> Around:
    """The backups, drafts and leftovers of the journal at this path, to which no visit is open."""
    drafts, copies = fitting(path, wanted), backups(path)
    return Around(
        backups=copies,
        drafts=(*(one.path for one in drafts.drafts), *drafts.copies),
        busy=drafts.busy,
        left=files_in_role(path, Role.UNFINISHED),
        odd=files_in_role(path, *ODD),
        locked=tuple(copy for copy in copies if is_locked(copy)),
    )


def beyond(journal: Journal, path: Path) -> Beyond:
    """What is known of places out of reach.

    Which files were ever exported is not noted anywhere: such a list would itself be a trace.
    """
    imported = noted(journal.connection, "imported") is not None
    copies = tuple(copy.name for copy in conflict_copies(path))
    return Beyond(carried_by(Path(os.path.realpath(path)).parent), imported, copies)


_INSIDE = 20


def foresee(connection: sqlite3.Connection, target: Target, *, words: bool = True) -> Foreseen:
    """Everything that would go, by type, then number or day, and what stays though it belongs.

    Without `words` those of what goes are left out: to find them takes long where nobody sees them.
    """
    chosen = chosen_in(connection, target)
    mentions = target.mentions
    return Foreseen(
        erased=_found(connection, chosen.whole, None, words=words),
        rewritten=_found(connection, chosen.rewritten, mentions, words=words),
        stays=_staying(connection, chosen.whole, target),
        inside=unique(mentions.inside)[:_INSIDE] if mentions else (),
        forgotten=_forgotten(connection, target.records, chosen.whole),
    )


def _found(
    connection: sqlite3.Connection,
    records: dict[bytes, str],
    mentions: Mentions | None,
    *,
    words: bool = True,
) -> tuple[Found, ...]:
    found: dict[bytes, Found] = {}
    for said in bodies(connection, records=records):
        if mentions and said.record in found and not _is_named(said, mentions):
            continue  # the newest version that has the name is the one to show
        body = said.told
        known = body if said.type in ORDER else {}
        day = known.get("day") or known.get("opened")
        told = _words(said.type, body, mentions) if words else ("", 0)
        found[said.record] = Found(said.type, number_of(connection, said.record), day, *told)
    return tuple(sorted(found.values(), key=_in_order))


def _is_named(said: Said, mentions: Mentions) -> bool:
    return mentions.of(said.revision, said.type, said.body).without is not None


def _words(type_: str, body: dict[str, Any], mentions: Mentions | None) -> tuple[str, int]:
    """A record's own words; with a person those that name them, and where, or nothing."""
    for text in texts_of(type_, body) if type_ != "asked" else ():
        if mentions is None:
            return text, 0
        if named := places(text, mentions.whom):
            return text, named[0][0]
    return "", 0


def _in_order(one: Found) -> tuple[int, int, str]:
    place = ORDER.index(one.type) if one.type in ORDER else len(ORDER)
    return place, one.number or 0, one.day or ""


def _staying(
    connection: sqlite3.Connection, whole: dict[bytes, str], target: Target
) -> tuple[Found, ...]:
    """Plans that entries name, things on the shelf they came from, and what is not over yet."""
    plans, sources, texts = set(), set(), set()
    gone = [record for record, type_ in whole.items() if type_ == "entry"]
    for said in bodies(connection, records=gone):
        body = said.told
        plans.add(body.get("plan"))
        sources.add((body.get("answers") or {}).get("source"))
        texts.add(body["text"])
    records: dict[bytes, str] = {}
    for said in bodies(connection, "plan", "obstacle", "shelf"):
        if said.record in whole or not said.is_head:
            continue
        body = said.told
        named = id_of(said.record) in plans
        learnt = said.type == "shelf" and bool(body.get("takeaway"))
        if learnt:
            learnt = body.get("title") in sources or body.get("takeaway") in texts
        if named or learnt or (target.before and _began(said.type, body) < target.before):
            records[said.record] = said.type
    return _found(connection, records, None)


def _began(type_: str, body: dict[str, Any]) -> str:
    """The day something began that can be over; a day after all others for what cannot."""
    field = {"plan": "opened", "obstacle": "opened", "shelf": "day"}.get(type_, "")
    return body.get(field) or "9999"


def _forgotten(
    connection: sqlite3.Connection, asked: dict[bytes, str], whole: dict[bytes, str]
) -> tuple[int, ...]:
    """The numbers of entries that have no words any more."""
    bare = [one for one, type_ in asked.items() if type_ == NUMBERED[0] and one not in whole]
    return tuple(sorted(number for one in bare if (number := number_of(connection, one))))
