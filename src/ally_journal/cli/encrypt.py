"""ally encrypt: a passphrase for the journal, another one, or none again."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from ally_journal.cli.ask import Asker, Stopped
from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.session import Session
from ally_journal.cli.voice import can_ask, say
from ally_journal.errors import (
    EncryptedAlready,
    EncryptionMissing,
    NotEncrypted,
    NotFound,
    WrongUsage,
)
from ally_journal.render import encryption as words

app = new_app()

_BACKUPS = "encrypt|decrypt|remove|keep"


@app.command(
    epilog=examples(
        "ally encrypt",
        "ally encrypt --change",
        "ally encrypt --off",
        "ALLY_PASSPHRASE_COMMAND='cat key.txt' ally encrypt --backups remove",
    )
)
def encrypt(
    ctx: typer.Context,
    change: Annotated[bool, typer.Option("--change", help="Give it another passphrase.")] = False,
    off: Annotated[bool, typer.Option("--off", help="Take the encryption off.")] = False,
    backups: Annotated[
        str | None,
        typer.Option(
            metavar=_BACKUPS, help="What becomes of the backups; they follow, unless said."
        ),
    ] = None,
) -> None:
    """Encrypt the journal with a passphrase, which ally then asks for.

    Nobody can recover a passphrase that is lost. ally undo does not take this back; --off does.
    """
    session: Session = ctx.obj
    wanted = _wanted(backups, change=change, off=off)
    _refuse_without_libraries(session.path)
    from ally_journal.cli import encrypting  # noqa: PLC0415 - its libraries may be missing

    asker = Asker(session.screen(session.settings()).plain)  # this unlocks it
    old = encrypting.key_now(session.path)
    left = encrypting.backups_left(session.path, change=change, off=off)
    _refuse(session.path, encrypted=old is not None, left=bool(left), change=change, off=off)
    new = encrypting.key_then(asker, session.path, old, change=change, off=off)
    try:
        offer = words.offer(len(left), encrypted=not off, change=change)
        becomes = wanted or (_asked(asker, offer, off=off) if left and can_ask() else "follow")
    except Stopped:
        say("Nothing was changed.")
        return
    encrypting.carry_out(session, old, new, left, becomes)


def _wanted(backups: str | None, *, change: bool, off: bool) -> str | None:
    """What becomes of the backups: they follow, or "remove", or "keep"; None if nothing was said.

    Raises:
        WrongUsage: that, or those two options together, make no sense.
    """
    if change and off:
        raise WrongUsage("Say either --change or --off.")
    if backups is not None and backups not in _BACKUPS.split("|"):
        raise WrongUsage(f"--backups is one of {_BACKUPS.replace('|', ', ')}.")
    if backups == ("encrypt" if off else "decrypt"):
        raise WrongUsage(f"--backups {backups} does not go with what becomes of the journal.")
    return "follow" if backups in {"encrypt", "decrypt"} else backups


def _refuse_without_libraries(path: Path) -> None:
    try:
        import_module("ally_journal.store.cipher")
    except EncryptionMissing:
        raise EncryptionMissing(
            f"To encrypt {path}, ally needs two more libraries; "
            "run: pip install 'ally-journal[encryption]'."
        ) from None


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


def _asked(asker: Asker, offer: str, *, off: bool) -> str:
    """What the person wants to become of the backups; raises Stopped."""
    follow = "decrypt" if off else "encrypt"
    names = ("follow", "remove", "keep")
    return asker.choice(offer, (follow, "remove", "leave as is"), names) or "follow"
