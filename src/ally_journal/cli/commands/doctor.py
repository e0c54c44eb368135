"""ally doctor: look the journal over."""

import sys
from contextlib import suppress
from typing import Annotated

import typer

from ally_journal.cli.arguments import App, AsJson, Run, option
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.streams import fitted, is_terminal, put, say_exactly, warn
from ally_journal.domain.doctor import Finding, has_problem
from ally_journal.errors import (
    CannotKeep,
    EncryptionMissing,
    JournalDamaged,
    JournalNewer,
    KeyNeeded,
    NotAJournal,
    WrongPassphrase,
)
from ally_journal.render.messages import doctor as shown
from ally_journal.store.doctor.checks import is_large, steps

app = App()


@app.command("ally doctor", "ally doctor --json", "ally doctor --rebuild")
def doctor(
    ctx: Run,
    rebuild: Annotated[
        bool, option("--rebuild", "First work out again, from the history, what views show.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Check the journal, and say what to do about what is found; it changes nothing.

    The exit code is 1 when there is a problem.
    """
    session = ctx.obj
    locked = _locked(session, needed=rebuild)
    rebuilt = _rebuilt(session) if rebuild else None
    found = _found(session, locked=locked)
    if json:
        say_exactly(shown.as_json(found))
    else:
        before = [] if rebuilt is None else [shown.rebuilt(rebuilt)]
        lines = [*before, *shown.lines(found)]
        put("\n".join(line if shown.is_command(line) else fitted(line) for line in lines))
    if has_problem(found):
        newer = any(one.what == "newer" for one in found)
        raise typer.Exit(JournalNewer.exit_code if newer else 1)


def _locked(session: Session, *, needed: bool) -> bool:
    """Whether the key cannot be had, which is said; around the journal there is still much to see.

    What damage keeps from being unlocked is for the checks to say.
    """
    try:
        with suppress(JournalDamaged, JournalNewer, NotAJournal, CannotKeep):
            session.unlock()
    except (EncryptionMissing, KeyNeeded, WrongPassphrase) as trouble:
        if needed:
            raise
        warn(str(trouble))
        return True
    return False


def _rebuilt(session: Session) -> int:
    from ally_journal.store.doctor.rebuild import rebuild_journal  # noqa: PLC0415 - only when asked for

    moment = now()
    stamp = f"{moment.local:%Y%m%d-%H%M%S}-{session.change.hex[:8]}"  # two in a second are two
    return rebuild_journal(session.path, moment, stamp)


def _found(session: Session, *, locked: bool) -> list[Finding]:
    """What each step finds, with a bar on a terminal when it takes long."""
    looks = steps(session.path, now())
    long = is_large(session.path) and is_terminal(sys.stderr) and not locked
    screen = session.screen_anyway() if long else None
    if screen and not (screen.plain or screen.ascii):
        from ally_journal.render.writers.progress import watched  # noqa: PLC0415 - Rich, only to draw

        bar = watched(looks, "Looking it over", len(looks), 1, sys.stderr)
        return [one for look in bar for one in look()]
    return [one for look in looks for one in look()]
