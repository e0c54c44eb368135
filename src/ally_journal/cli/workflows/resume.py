"""Going on with a draft: back where its words were meant for, or as an entry."""

from typing import Any

from ally_journal.cli.session import Session
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import can_ask, confirm, say
from ally_journal.cli.workflows import entry, record_edit
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.editor import compose_again
from ally_journal.domain.drafts import Draft, as_entry, meant
from ally_journal.domain.kind import KINDS_IN_WORDS, Kind
from ally_journal.domain.records.entry import NewEntry
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render.messages import drafts as shown
from ally_journal.store.drafts.drafts import Held, read_again


def take_up(session: Session, draft: Draft, kind: Kind | None, *, edit: bool, json: bool) -> None:
    """Save a draft, asking on a terminal; its file goes when the journal has the words.

    A `kind` makes an entry of whatever the words were for. With `edit` the editor opens first.

    Raises:
        WrongUsage: it needs a kind and nobody can be asked.
        AllyError: it is being written just now, or the person stopped.
    """
    if draft.locked:
        draft = _unlocked(session, draft)
    goes_back = kind is None and not isinstance(meant(draft), NewEntry)
    if goes_back and not edit and can_ask(json=json):
        screen = session.screen(session.settings())
        if not Asker(screen.plain).yes(shown.to_save(draft, screen)):
            say("Nothing was saved; the draft stays.")
            return
    held = Held(session.path, draft.path.stem.rpartition("-")[0])
    if not held.adopt(draft.path):
        raise AllyError("Another ally has this draft just now; finish there, or try again.")
    kept: Kept[Any]
    with keeping(session.path, meant(draft), held) as kept:
        if edit:
            draft = draft._replace(words=compose_again(kept, draft))
            kept.value = meant(draft)
        if kind is None and not isinstance(kept.value, NewEntry):
            done = record_edit.carry_out(session, kept.value)
        else:
            _as_entry(session, draft, kept, kind, json=json)
            return
    confirm(*done, json=json)


def _unlocked(session: Session, draft: Draft) -> Draft:
    """A draft that was written under an earlier passphrase, with its words; asks for that.

    Raises:
        KeyNeeded, WrongPassphrase, JournalDamaged: it stays as it is.
    """
    from ally_journal.cli.terminal.passphrase import unlock_apart  # noqa: PLC0415 - rare

    unlock_apart(draft.path)
    return read_again(session.path, draft)


def _as_entry(
    session: Session, draft: Draft, kept: Kept[Any], kind: Kind | None, *, json: bool
) -> None:
    """A new entry, as the guided log makes one, with the words already there."""
    new = as_entry(draft)
    new = new._replace(kind=kind or new.kind)
    settings = session.settings()
    screen = session.screen(settings)
    if can_ask(json=json):
        say(shown.taken_up(draft, screen))
        kept.value = new
        entry.ask_the_rest(screen.plain, entry.Manner(json=json), kept)
        new = kept.value
    if new.kind is None:
        raise WrongUsage(f"Say which kind it is with --kind: {KINDS_IN_WORDS}.")
    entry.answer(*entry.save(session, settings, new), screen, json=json)
