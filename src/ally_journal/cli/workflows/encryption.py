"""What `ally encrypt` does: a new passphrase, the journal, its backups, and the keyring."""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ally_journal.cli.session import Session
from ally_journal.cli.terminal import passphrase
from ally_journal.cli.terminal.passphrase import unlock
from ally_journal.cli.terminal.prompts import YES_OR_NO, Asker, Stopped
from ally_journal.cli.terminal.streams import can_ask, say, warn
from ally_journal.cli.workflows.output import are_large, say_if_long, watched
from ally_journal.domain.passphrase import HINT, check
from ally_journal.errors import (
    AllyError,
    CannotKeep,
    EncryptedAlready,
    KeyringRefused,
    NotEncrypted,
    NotFound,
    WrongUsage,
)
from ally_journal.render.messages import encryption as words
from ally_journal.store.backup import rekey
from ally_journal.store.crypto import keyring, keys
from ally_journal.store.crypto.keys import Key
from ally_journal.store.crypto.sniff import salt_of
from ally_journal.store.crypto.strength import is_easy
from ally_journal.store.database.convert import convert
from ally_journal.store.database.creation import create
from ally_journal.store.database.file import look_at
from ally_journal.store.database.open import is_expected
from ally_journal.store.drafts.rekey import follow
from ally_journal.store.drafts.strays import seal, strays
from ally_journal.store.files import machine
from ally_journal.store.files.atomic import remove
from ally_journal.store.files.layout import machine_file
from ally_journal.store.files.system import leave_no_core

FOLLOW, REMOVE, KEEP = "follow", "remove", "keep"
"""What becomes of the backups."""


class Plan(NamedTuple):
    """What will be done: the key now and the key then, and what becomes of which backups.

    It is `accepted` where this computer knows another journal there, and is to go on with this one.
    """

    old: Key | None
    new: Key | None
    backups: tuple[Path, ...]
    becomes: str
    accepted: bool


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
    backups = tuple(
        copy for copy in rekey.every(path) if change or off == (salt_of(copy) is not None)
    )
    accepted = not is_expected(path, look_at(path))
    if not (accepted and (off or old) and not change):
        _refuse(path, encrypted=old is not None, left=bool(backups), change=change, off=off)
    new = None if off else old
    if change or not (off or old):
        new = keys.fresh(_new_passphrase(asker, path, change=change))
    if wanted is None and backups and can_ask():
        others = sum(salt_of(copy) != salt for copy in backups)
        offer = words.offer(len(backups), encrypted=not off, change=change, others=others)
        follow = "decrypt" if off else "the new one" if change else "encrypt"
        names = (FOLLOW, REMOVE, KEEP)
        also = {"encrypt": FOLLOW, "decrypt": FOLLOW, "leave": KEEP}
        options = (follow, "remove", "leave as is")
        wanted = asker.choice(offer, options, names, also, enter="Enter for 1")
    return Plan(old, new, backups, wanted or FOLLOW, accepted)


def carry_out(session: Session, plan: Plan) -> None:
    """Convert the journal, then its drafts and backups as is planned; say so, and what stayed."""
    path, is_new = session.path, not session.path.exists()
    old, new = plan.old, plan.new
    if new is not old:
        if is_new:
            create(path)
        say_if_long([path])
        confirmed = convert(path, old, new)
        say(words.now(encrypted=new is not None, before=old is not None), done=True)
        if not confirmed:
            session.tell_unconfirmed("Done")
    elif plan.accepted:
        _accept(path, new)
    if stay := follow(path):  # before the backups, which take their time
        warn(words.drafts(stay))
    seal(path)
    # Some may have come with the old key while the journal was copied.
    salt = old.salt if old else None
    came = () if new is old else [copy for copy in rekey.every(path) if salt_of(copy) == salt]
    _see_to_backups(session, new, tuple(dict.fromkeys((*plan.backups, *came))), plan.becomes)
    if new is not None and not is_new:
        _tell_what_is_left(path, changed=new is not old and old is not None)


def _accept(path: Path, key: Key | None) -> None:
    """Go on with what lies there, or begins there, as with the journal; raises CannotKeep."""
    known = machine_file(path)
    if not machine.expect(known, key.salt if key else None):
        raise CannotKeep(f"{known} could not be written, so nothing was changed.")
    say(words.accepted(str(path), encrypted=key is not None, there=path.exists()), done=True)


def see_to_keyring(path: Path, asker: Asker, *, wanted: bool | None, first: bool = False) -> None:
    """What becomes of the key in the system's keyring, now that the journal is as it will be.

    Unless something was `wanted`, the keyring gets the new key where it had the old one, and a
    person who encrypted the journal for the `first` time is asked.

    Raises:
        AllyError: what was wanted could not be done; see `remembering`.
    """
    if wanted is not None:
        (remember_key if wanted else forget_key)(path)
    elif first and can_ask():
        with suppress(Stopped):
            offer_to_remember(path, plain=asker.plain)
    elif keyring.is_used(path):
        try:
            (remember_key if salt_of(path) else forget_key)(path)
        except KeyringRefused as refused:
            warn(str(refused))


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


def _see_to_backups(
    session: Session, new: Key | None, backups: Sequence[Path], becomes: str
) -> None:
    """Give each the key, or remove each; every one is said that stayed as it was."""
    if becomes == KEEP:
        if backups and any(salt_of(copy) for copy in backups):
            say(words.kept(len(backups), encrypted=new is not None), done=True)
        return
    long = are_large(backups)
    stayed = {}
    for copy in watched(backups, session, "Backups", len(backups), 1, long=long):
        if trouble := remove(copy) if becomes == REMOVE else rekey.follow(copy, new):
            stayed[copy] = trouble
    for copy, trouble in stayed.items():
        warn(words.spoilt(copy.stem, trouble))
    if done := len(backups) - len(stayed):
        removed = becomes == REMOVE
        say(words.became(done, removed=removed, encrypted=new is not None), done=True)


def _tell_what_is_left(path: Path, *, changed: bool) -> None:
    """Name what is not encrypted, or not with the new passphrase, and what nobody can reach."""
    if readable := [*rekey.plain_copies(path), *(one.path for one in strays(path))]:
        warn(words.readable([os.fspath(one) for one in readable]))
    if changed and os.environ.get("ALLY_PASSPHRASE"):
        warn(words.OLD_IN_ENVIRONMENT)
    say(words.OLD_ONES if changed else words.NOT_REACHED, done=True)


def remember_key(path: Path) -> None:
    """Keep the key of the encrypted journal at `path` in the keyring; asks for it where it must.

    Call it again after its passphrase was changed.

    Raises:
        AllyError: the journal is not encrypted.
        KeyringRefused: the keyring cannot be used; nothing changed.
        KeyNeeded, WrongPassphrase, NoPassphrase, EncryptionMissing: see `unlocking.unlock`.
    """
    salt = salt_of(path)
    if salt is None:
        raise AllyError(f"{path} is not encrypted, so it has no key; ally encrypt gives it one.")
    unlock(path)
    try:
        keyring.remember(path, keys.needed(path, salt))
    except KeyringRefused as refused:
        raise KeyringRefused(refused.why, "the key was not kept in it") from None
    say(
        "The key is in your keyring: whoever uses your session can open the journal. "
        "ally encrypt --no-keyring takes it out."
    )


def forget_key(path: Path) -> None:
    """Take the key of the journal at `path` out of the keyring; it need not be encrypted any more.

    Raises:
        KeyringRefused: ally does not use it from now on, but the key could not be taken out.
    """
    try:
        used = keyring.forget(path)
    except KeyringRefused as refused:
        raise KeyringRefused(
            refused.why,
            f"ally does not use it for this journal any more, but a key under {keyring.SERVICE} "
            "may still be in it",
        ) from None
    say("The key is not in your keyring any more." if used else "Your keyring was not in use.")


def offer_to_remember(path: Path, *, plain: bool) -> None:
    """Ask whether to keep the key of a journal just encrypted; what the keyring refuses is said.

    Nothing is asked where there is no keyring that ally would use.
    """
    if not keyring.can_keep():
        return
    question = (
        "Keep the key in this computer's keyring? "
        "Anyone who uses your session could then open the journal."
    )
    if Asker(plain).yes(question):
        try:
            remember_key(path)
        except KeyringRefused as refused:
            warn(str(refused))


_TRIES = 5


def _new_passphrase(asker: Asker, path: Path, *, change: bool) -> str:
    """The passphrase for a journal, from where it will be looked for later, or from the person.

    One that takes the place of another is never the one that ALLY_PASSPHRASE holds. Raises
    WrongUsage when nobody can be asked.
    """
    leave_no_core()
    name = "ALLY_NEW_PASSPHRASE" if change else "ALLY_PASSPHRASE"
    given = os.environ.get(name)
    if not given and not change:
        name, given = passphrase.COMMAND, passphrase.from_command()
    if given:
        check(given)
        warn(f"The passphrase is the one of {name}.")
        if is_easy(given, path):
            warn(HINT)
        return given
    if not can_ask():
        raise WrongUsage(f"Set {name}, or run this on a terminal, to give the passphrase.")
    if not change:
        say(words.BEFORE)
    return _asked(asker, path)


def _asked(asker: Asker, path: Path) -> str:
    """Ask until both times are the same and the person is content with it; raises Stopped."""
    for _ in range(_TRIES):
        typed = _unseen("New passphrase (it is not shown; Enter or q stops):", path)
        try:
            check(typed)
        except WrongUsage as wrong:
            warn(str(wrong))
            continue
        if is_easy(typed, path):
            say(HINT)
            how = "y, Enter for another one, or q to stop"
            question = f"Use it all the same?  {how}"
            if not asker.meant(question, f"{how}.", YES_OR_NO | {"": False}):
                continue
        if _unseen("The same once more:", path) == typed:
            return typed
        warn("Those two were not the same; once more from the beginning.")
    raise AllyError("No passphrase was chosen, so nothing was changed; run it again.")


def _unseen(question: str, path: Path) -> str:
    """What is typed unseen; raises Stopped for nothing, and for q."""
    typed = passphrase.asked_for(question, path)
    if typed.lower() in {"", "q"}:
        raise Stopped
    return typed
