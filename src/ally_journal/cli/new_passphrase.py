"""Getting a passphrase that a journal will have: from the environment, or asked for twice."""

import os
from collections.abc import Callable
from pathlib import Path

from ally_journal.cli import unlocking
from ally_journal.cli.ask import Asker
from ally_journal.cli.voice import can_ask, say, warn
from ally_journal.domain.passphrase import HINT, check, is_easy
from ally_journal.errors import AllyError, WrongUsage

_TRIES = 5


def first(asker: Asker, path: Path, before: str) -> str:
    """The passphrase for a journal that has none, from where it will be looked for later.

    `before` is said before it is asked for. Raises WrongUsage when nobody can be asked.
    """
    unlocking.dump_no_core()
    given = os.environ.get("ALLY_PASSPHRASE")
    name = "ALLY_PASSPHRASE" if given else "ALLY_PASSPHRASE_COMMAND"
    return _chosen(given or unlocking.from_command(), name, asker, path, before)


def changed(asker: Asker, path: Path) -> str:
    """The passphrase that takes the place of another; never the one that ALLY_PASSPHRASE holds."""
    name = "ALLY_NEW_PASSPHRASE"
    return _chosen(os.environ.get(name), name, asker, path, "")


def _chosen(given: str | None, name: str, asker: Asker, path: Path, before: str) -> str:
    if given:
        check(given)
        warn(f"The passphrase is the one of {name}.")
        if is_easy(given):
            warn(HINT)
        return given
    if not can_ask():
        raise WrongUsage(f"Set {name}, or run this on a terminal, to give the passphrase.")
    if before:
        say(before)
    return _asked(asker, path)


def _asked(asker: Asker, path: Path) -> str:
    """Ask until both times are the same and the person is content with it."""
    for _ in range(_TRIES):
        typed = _unseen("New passphrase (it is not shown): ", path)
        trouble = _trouble(check, typed)
        if trouble:
            warn(trouble)
        elif is_easy(typed) and not _all_the_same(asker):
            continue
        elif _unseen("The same once more: ", path) == typed:
            return typed
        else:
            warn("Those two were not the same; once more from the beginning.")
    raise AllyError("No passphrase was chosen, so nothing was changed; run it again.")


def _unseen(question: str, path: Path) -> str:
    return unlocking.asked_for(question, path)


def _all_the_same(asker: Asker) -> bool:
    say(HINT)
    return asker.yes("Use it all the same?", "another one")


def _trouble(look: Callable[[str], None], typed: str) -> str | None:
    try:
        look(typed)
    except WrongUsage as wrong:
        return str(wrong)
    return None
