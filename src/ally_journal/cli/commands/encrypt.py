"""ally encrypt: a passphrase for the journal, another one, or none again."""

from importlib import import_module
from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, option
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.prompts import Asker, Stopped
from ally_journal.cli.terminal.streams import say
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import AnotherJournal, EncryptionMissing, WrongUsage

app = App()

_BACKUPS = "encrypt|decrypt|remove|keep"


@app.command(
    "ally encrypt",
    "ally encrypt --change",
    "ally encrypt --off",
    "ally encrypt --keyring",
    "ALLY_PASSPHRASE_COMMAND='cat key.txt' ally encrypt --backups remove",
)
def encrypt(
    ctx: Run,
    change: Annotated[bool, option("--change", "Give it another passphrase.")] = False,
    off: Annotated[bool, option("--off", "Take the encryption off.")] = False,
    backups: Annotated[
        str | None,
        option(f"--backups {_BACKUPS}", "What becomes of the backups; they follow, unless said."),
    ] = None,
    keyring: Annotated[
        bool | None, option("--keyring/--no-keyring", "Keep the key in the keyring, or no longer.")
    ] = None,
) -> None:
    """Encrypt the journal with a passphrase, which ally then asks for.

    With --keyring the keyring of this system keeps the key and ally need not ask; whoever uses your
    session can then open the journal.

    Nobody can recover a passphrase that is lost. ally undo does not take this back; --off does.
    """
    session = ctx.obj
    wanted = _wanted(backups, change=change, off=off, keyring=keyring)
    _refuse_without_libraries(session.path)
    from ally_journal.cli.workflows import encryption  # noqa: PLC0415 - its libraries may be missing

    asker = Asker(session.screen(_settings(session)).plain)
    if keyring is not None and not (change or off) and session.is_encrypted():
        encryption.see_to_keyring(session.path, asker, wanted=keyring)
        return
    try:
        plan = encryption.planned(session.path, asker, wanted, change=change, off=off)
    except Stopped:
        say("Nothing was changed.")
    else:
        encryption.carry_out(session, plan)
        first = plan.old is None and plan.new is not None
        encryption.see_to_keyring(session.path, asker, wanted=keyring, first=first)


def _settings(session: Session) -> Settings:
    """Those of the journal, which this unlocks; the usual ones if it is not the one expected."""
    try:
        return session.settings()
    except AnotherJournal:
        session.unlock()
        return Settings()


def _wanted(backups: str | None, *, change: bool, off: bool, keyring: bool | None) -> str | None:
    """What becomes of the backups: they follow, or "remove", or "keep"; None if nothing was said.

    Raises:
        WrongUsage: that, or those two options together, make no sense.
    """
    if change and off:
        raise WrongUsage("Say either --change or --off.")
    if off and keyring:
        raise WrongUsage("Without encryption there is no key, so --keyring does not go with --off.")
    if backups is not None and backups not in _BACKUPS.split("|"):
        raise WrongUsage(f"--backups is one of {_BACKUPS.replace('|', ', ')}.")
    if backups == ("encrypt" if off else "decrypt"):
        raise WrongUsage(f"--backups {backups} does not go with what becomes of the journal.")
    return "follow" if backups in {"encrypt", "decrypt"} else backups


def _refuse_without_libraries(path: Path) -> None:
    try:
        import_module("ally_journal.store.crypto.cipher")
    except EncryptionMissing:
        from ally_journal.store.files.installation import needs  # noqa: PLC0415 - seldom

        raise EncryptionMissing(needs(f"To encrypt {path}", "encryption")) from None
