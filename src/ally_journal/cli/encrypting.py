"""Carrying out what `ally encrypt` was asked for: the journal first, then its backups."""

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.cli import new_passphrase, remembering
from ally_journal.cli.ask import Asker, Stopped
from ally_journal.cli.session import Session
from ally_journal.cli.voice import can_ask, say, warn
from ally_journal.cli.waiting import watched
from ally_journal.errors import EncryptedAlready, KeyringRefused, NotEncrypted, NotFound
from ally_journal.render.messages import encryption as words
from ally_journal.store.backup import rekey
from ally_journal.store.crypto import keyring, keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.database.convert import convert
from ally_journal.store.database.creation import create
from ally_journal.store.drafts.rekey import follow

FOLLOW, REMOVE, KEEP = "follow", "remove", "keep"
"""What becomes of the backups."""

_LARGE = 20_000_000  # bytes; from here on it takes a second or more


class Plan(NamedTuple):
    """What will be done: the key now and the key then, and what becomes of which backups."""

    old: Key | None
    new: Key | None
    backups: tuple[Path, ...]
    becomes: str


def planned(path: Path, asker: Asker, wanted: str | None, *, change: bool, off: bool) -> Plan:
    """Gather what is to be done, asking where something is missing; the journal is unlocked.

    `wanted` is what becomes of the backups, if that was said.

    Raises:
        EncryptedAlready, NotEncrypted, NotFound: there is nothing to do.
        WrongUsage, AllyError: no passphrase was chosen.
        Stopped: the person has had enough.
    """
    salt = salt_of(path)
    old = keys.needed(path, salt) if salt else None
    backups = _backups_left(path, change=change, off=off)
    _refuse(path, encrypted=old is not None, left=bool(backups), change=change, off=off)
    new = _key_then(asker, path, old, change=change, off=off)
    if wanted is None and backups and can_ask():
        others = sum(salt_of(copy) != salt for copy in backups)
        offer = words.offer(len(backups), encrypted=not off, change=change, others=others)
        follow = "decrypt" if off else "the new one" if change else "encrypt"
        names = (FOLLOW, REMOVE, KEEP)
        also = {"encrypt": FOLLOW, "decrypt": FOLLOW, "leave": KEEP}
        wanted = asker.choice(offer, (follow, "remove", "leave as is"), names, also)
    return Plan(old, new, backups, wanted or FOLLOW)


def carry_out(session: Session, plan: Plan) -> None:
    """Convert the journal, then its drafts and backups as is planned; say so, and what stayed."""
    path, is_new = session.path, not session.path.exists()
    old, new = plan.old, plan.new
    if new is not old:
        if is_new:
            create(path)
        _say_if_long(path)
        convert(path, old, new)
        say(words.now(encrypted=new is not None, before=old is not None), done=True)
    if stay := follow(path):  # before the backups, which take their time
        warn(words.drafts(stay))
    _see_to_backups(session, new, _with_the_newest(path, plan), plan.becomes)
    if new is not None and not is_new:
        _tell_what_is_left(path, changed=new is not old and old is not None)


def see_to_keyring(path: Path, asker: Asker, *, wanted: bool | None, first: bool = False) -> None:
    """What becomes of the key in the system's keyring, now that the journal is as it will be.

    Unless something was `wanted`, the keyring gets the new key where it had the old one, and a
    person who encrypted the journal for the `first` time is asked.

    Raises:
        AllyError: what was wanted could not be done; see `remembering`.
    """
    if wanted is not None:
        (remembering.remember if wanted else remembering.forget)(path)
    elif first and can_ask():
        with suppress(Stopped):
            remembering.offer(path, plain=asker.plain)
    elif keyring.is_used(path):
        try:
            (remembering.remember if salt_of(path) else remembering.forget)(path)
        except KeyringRefused as refused:
            warn(str(refused))


def _with_the_newest(path: Path, plan: Plan) -> tuple[Path, ...]:
    """The backups of the plan, and any that came with the old key while the journal was copied."""
    if plan.new is plan.old:
        return plan.backups
    came = rekey.with_salt(path, plan.old.salt if plan.old else None)
    return tuple(dict.fromkeys((*plan.backups, *came)))


def _refuse(path: Path, *, encrypted: bool, left: bool, change: bool, off: bool) -> None:
    """Say so when there is nothing to do."""
    if encrypted and not (change or off or left):
        raise EncryptedAlready(
            f"{path} is encrypted already; ally encrypt --change gives it another passphrase, and "
            "--off takes the encryption off."
        )
    if not encrypted and (change or off):
        if not path.exists():
            raise NotFound(f"There is no journal at {path} yet; ally encrypt begins one.")
        raise NotEncrypted(f"{path} is not encrypted, so nothing was changed; see ally encrypt.")


def _backups_left(path: Path, *, change: bool, off: bool) -> tuple[Path, ...]:
    """The backups that are not yet as the journal will be."""
    if change:
        return rekey.every(path)
    return rekey.sealed(path) if off else rekey.plain(path)


def _key_then(asker: Asker, path: Path, old: Key | None, *, change: bool, off: bool) -> Key | None:
    """The key that the journal will have; asks for a passphrase where it must."""
    if off:
        return None
    if change:
        return keys.fresh(new_passphrase.changed(asker, path))
    return old or keys.fresh(new_passphrase.first(asker, path, words.BEFORE))


def _see_to_backups(
    session: Session, new: Key | None, backups: Sequence[Path], becomes: str
) -> None:
    """Give each the key, or remove each; every one is said that stayed as it was."""
    if becomes == KEEP:
        if backups and any(salt_of(copy) for copy in backups):
            say(words.kept(len(backups), encrypted=new is not None), done=True)
        return
    each: Iterable[tuple[Path, str | None]] = (
        (copy, rekey.remove(copy) if becomes == REMOVE else rekey.follow(copy, new))
        for copy in backups
    )
    if sum(copy.stat().st_size for copy in backups if copy.exists()) > _LARGE:
        each = watched(each, session, "Backups", len(backups), 1)
    stayed = {copy: trouble for copy, trouble in each if trouble}
    for copy, trouble in stayed.items():
        warn(words.spoilt(copy.stem, trouble))
    if done := len(backups) - len(stayed):
        removed = becomes == REMOVE
        say(words.became(done, removed=removed, encrypted=new is not None), done=True)


def _tell_what_is_left(path: Path, *, changed: bool) -> None:
    """Name what is not encrypted, or not with the new passphrase, and what nobody can reach."""
    if readable := rekey.plain_copies(path):
        warn(words.readable([os.fspath(one) for one in readable]))
    if changed and os.environ.get("ALLY_PASSPHRASE"):
        warn(words.OLD_IN_ENVIRONMENT)
    say(words.OLD_ONES if changed else words.NOT_REACHED, done=True)


def _say_if_long(path: Path) -> None:
    with suppress(OSError):
        if sys.stderr.isatty() and path.stat().st_size > _LARGE:
            warn("Copying and checking; this takes a moment.")
