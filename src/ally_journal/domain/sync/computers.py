"""The computers of one journal, and what an exchange between them came to."""

from typing import NamedTuple

from ally_journal.domain.forget import Wanted
from ally_journal.domain.history import Conflict
from ally_journal.domain.sync.address import shown
from ally_journal.domain.transfer.result import Tally


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
