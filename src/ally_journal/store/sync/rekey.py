"""Going on with another key, so that who has the old one reads nothing from now on."""

from ally_journal.domain.sync.computers import Exchanged
from ally_journal.domain.sync.content import CLOSED as CLOSING
from ally_journal.domain.sync.content import packed
from ally_journal.store.database.connection import KEY, NEXT_KEY, note
from ally_journal.store.files.atomic import make_folder
from ally_journal.store.files.layout import sync_cache
from ally_journal.store.revisions.erasure import UNFINISHED
from ally_journal.store.sync.carrier import folder
from ally_journal.store.sync.carrier.cache import CLOSED, MISNAMED, SOUND, Said
from ally_journal.store.sync.exchange import receive, send
from ally_journal.store.sync.part import Part, together
from ally_journal.store.sync.reading import refresh
from ally_journal.store.sync.run import Run
from ally_journal.store.sync.setup import computer_of


def rekeyed(old: Part, key: bytes) -> Exchanged:
    """Go on with `key`, wherever an earlier run of this was stopped.

    All is sealed anew before the old folder is closed, and the journal takes the new key only
    then; so at any moment one of both leads every computer on.

    Raises:
        As `Part.exchange`.
    """
    new, place, done = old._replace(key=key), old.place(), Exchanged()
    with old.noting_trouble(), old.cache() as before, new.cache() as after:
        for _ in old.until_pushed(place):
            base = place.pull()
            there, fresh = base / old.name, base / new.name
            if not fresh.is_dir():
                old.folder(place)  # which says what is wrong where that is not there either
            if closing := there.is_dir():
                run = old.run(before, there)
                done = together(done, receive(run, old.key, old.intent, goes_to=new.name))
            make_folder(fresh)
            resealed = new.run(after, fresh)
            refresh(resealed)
            send(resealed)
            if closing:
                _close(run, new.name)
    connection = old.journal.connection
    with old.journal.writing():
        note(connection, KEY, key.hex())
        note(connection, UNFINISHED, "1")  # backups have the old one still
        connection.execute("DELETE FROM meta WHERE key = ?", (NEXT_KEY,))
    sync_cache(old.path, old.name).unlink(missing_ok=True)
    return together(done, new.exchange())


def _close(run: Run, goes_to: str) -> None:
    """Say in a folder that another one is used now, and take out what was read of it."""
    said = list(run.cache.all())
    if not any(one.state == CLOSED for one in said):
        sealed = run.seal.seal(packed(goes_to.encode(), CLOSING))
        run.cache.keep(Said(folder.put(run.folder, sealed, computer_of(run.path)), CLOSED, goes_to))
    for one in said:
        if one.state in {SOUND, MISNAMED} and folder.take_out(run.folder, one.look.name) is None:
            run.cache.drop(one.look.name)
