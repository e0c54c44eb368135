"""The computers of one journal, and what an exchange between them came to."""

import re
from typing import NamedTuple

from ally_journal.domain.forget import Wanted
from ally_journal.domain.history import Conflict
from ally_journal.domain.transfer.result import Tally

_SECRET = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s]*@)?([^?#\s'\"]*)([?#][^\s'\"]*)?")
_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)


class Setup(NamedTuple):
    """How this computer takes part; moments are UTC milliseconds.

    `where` is a folder or the URL of a git repository. `auto` says that exchanges run by
    themselves, `last` when one ended well, and `trouble` why the newest did not.
    """

    where: str
    name: str
    git: bool = False
    auto: bool = False
    last: int | None = None
    trouble: str | None = None

    @property
    def place(self) -> str:
        """What it is exchanged through, as it is shown: without a password or a token."""
        return shown(self.where)


class Moved(NamedTuple):
    """A record that has another number from now on."""

    type: str
    before: int
    number: int


class Forgotten(NamedTuple):
    """A record of this journal, as people name it, and the computer it was forgotten `on`."""

    name: str
    on: str


class Exchanged(NamedTuple):
    """What an exchange came to.

    `came` are records of others, by what became of them; `sent` counts the revisions that no file
    said before. `conflicts` are records with several versions now, as commands name them,
    `forgotten` are those of this journal that were forgotten elsewhere. `waiting` revisions came
    before what they were written over, `unread` files do not open, and `newer` ones are for a
    newer ally. `cleaning` says that backups and drafts are still to be looked through, and `gone`
    is what drafts are looked through for: worked out before its words went.
    """

    came: Tally = Tally()
    sent: int = 0
    moved: tuple[Moved, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()
    waiting: int = 0
    unread: tuple[str, ...] = ()
    newer: int = 0
    cleaning: bool = False
    gone: Wanted = Wanted()


class Computer(NamedTuple):
    """One computer as the others know it.

    `wrote` is when it wrote last, in UTC milliseconds and by its own clock. It still has to take
    `unclean` of the erasures out of its backups. `here` is this one.
    """

    name: str
    wrote: int | None
    encrypted: bool
    unclean: int
    here: bool


class Status(NamedTuple):
    """How several computers stand, as far as this one knows; nothing is exchanged for that.

    `unsent` counts revisions that no file says, as far as files were read; the other counts are
    those of `Exchanged` after the newest exchange.
    """

    setup: Setup
    computers: tuple[Computer, ...]
    unsent: int
    waiting: int
    unread: tuple[str, ...]
    newer: int


class Foreseen(NamedTuple):
    """What joining would bring together; days are ISO dates, None where there are no entries.

    `there` entries lie in the folder, from `first` to `last`, written by `computers`; `here`
    entries are in this journal, which `shares` records with the folder already or not.
    """

    there: int
    first: str | None
    last: str | None
    computers: tuple[str, ...]
    here: int
    shares: bool


def shown(url: str) -> str:
    """An address, or a sentence with some in it, without passwords, tokens and control signs."""
    return _CONTROL.sub(" ", _SECRET.sub(_without_secret, url)).strip()


def _without_secret(found: re.Match[str]) -> str:
    scheme, account, rest, _ = found.groups()
    name = (account or "").rpartition("@")[0].partition(":")[0]
    # Over ssh a name is how one is let in, and no secret; elsewhere it may be a token.
    return f"{scheme}{name}@{rest}" if name and "ssh" in scheme else f"{scheme}{rest}"
