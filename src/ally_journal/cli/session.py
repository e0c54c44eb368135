"""One run of ally: the clock, the environment and the terminal, read here and handed down."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from time import time_ns  # noqa: TID251 - the one place that reads the clock
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from ally_journal.cli.terminal.streams import manner, on_terminal, screen, warn
from ally_journal.domain.calendar.dates import FIRST_YEAR, LAST_YEAR, day_long, journal_day
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import (
    UNOPENED,
    CannotKeep,
    JournalNewer,
    KeptAnyway,
    KeyNeeded,
    NotAJournal,
    UnreadableDate,
    WrongUsage,
)
from ally_journal.render.clean import shell_word
from ally_journal.render.screen import Screen
from ally_journal.store.database.file import Found, is_locked, look_at
from ally_journal.store.files import machine
from ally_journal.store.files.layout import default_journal, machine_file, may_have_drafts
from ally_journal.store.files.system import unusable
from ally_journal.store.journal.journal import Journal, open_journal

if TYPE_CHECKING:
    from ally_journal.domain.calendar.when import When

_OFF = {"", "0", "false", "no", "off"}
_ZONES = "/usr/share/zoneinfo"
NOWHERE = Path(os.devnull) / "ally" / "journal.db"
"""The path where none was named and there is no home folder: no journal is or can be there."""
OPENED, WROTE, FIRST_TODAY, INTRODUCED = "opened", "wrote", "first today", "introduced"


class Session:
    """What the words before the command decided; commands get it as `ctx.obj`.

    The path `is_named` where a person gave it, by option or environment. `change` groups everything
    one run of the program writes. `visits` is filled by what was done in them: `OPENED`, `WROTE`,
    and `FIRST_TODAY` by the first that wrote on its day; and by `INTRODUCED`, where a newcomer was
    told what there is to know.
    """

    def __init__(
        self, path: Path, plain: bool, visits: set[str] | None = None, *, is_named: bool = True
    ) -> None:
        self.path, self.plain, self.is_named = path, plain, is_named
        self.change = uuid4()
        self.visits = set[str]() if visits is None else visits

    @contextmanager
    def journal(self, *, create: bool = False, asks: bool = True) -> Iterator[Journal]:
        """Open the journal for one short visit; only a command that writes may create it.

        An encrypted one is unlocked first, once in a run; unless it `asks`, KeyNeeded is raised.
        What cannot be read any more after something was kept, as KeptAnyway.
        """
        if self.path == NOWHERE:
            raise no_home()
        begins, journal = create and not os.path.lexists(self.path), None
        try:
            with ExitStack() as visit:
                opening = partial(open_journal, self.path, now(), create=create, change=self.change)
                try:
                    journal = visit.enter_context(opening())
                except KeyNeeded:
                    if not asks:
                        raise
                    self.unlock()
                    journal = visit.enter_context(opening())
                yield journal
                if begins:
                    self._note_beginning()
                if journal.unconfirmed:
                    self.tell_unconfirmed()
                self._note_visit(journal, asks=asks)
        except UNOPENED as trouble:
            if journal is None or not journal.kept:
                raise
            raise KeptAnyway(f"Saved, but then: {trouble}") from None

    def _note_visit(self, journal: Journal, *, asks: bool) -> None:
        """Keep in mind what was done; a visit that asks nobody is on the way to something else."""
        done = {OPENED: asks, WROTE: journal.kept, FIRST_TODAY: journal.backup_due}
        self.visits.update(name for name, is_so in done.items() if is_so)

    def _note_beginning(self) -> None:
        """Say where a journal was begun, and on a terminal what a person should know of it."""
        from ally_journal.store.files.layout import Role, files_in_role  # noqa: PLC0415 - once for each journal

        if files_in_role(self.path, Role.BACKUP):
            warn(
                f"There was no journal at {self.path}, but backups of one; this began a new one, "
                "and ally backup restore last puts the old one back."
            )
        elif on_terminal():
            warn(f"A new journal was begun at {self.path}.")
            if INTRODUCED not in self.visits:
                from ally_journal.cli.terminal.prompts import introduction  # noqa: PLC0415 - the same

                warn(introduction(plain=self.plain, encrypted=False))

    @staticmethod
    def tell_unconfirmed(done: str = "Saved") -> None:
        """Say that something is `done`, which a script must not do again, but not for sure."""
        from ally_journal.render.messages.answers import unconfirmed  # noqa: PLC0415 - rare

        warn(unconfirmed(done))

    def unlock(self) -> None:
        """Have the key of the journal at hand, if it needs one; asks once a run, where it must.

        Raises:
            KeyNeeded, NoPassphrase, WrongPassphrase, JournalDamaged, EncryptionMissing: see
                `unlocking.unlock`.
        """
        if look_at(self.path) is Found.ENCRYPTED and is_locked(self.path):
            from ally_journal.cli.terminal import passphrase  # noqa: PLC0415 - a plain journal needs no key

            passphrase.unlock(self.path)

    def is_encrypted(self) -> bool:
        """Whether the journal is; call it between visits, since it reads bytes."""
        with suppress(NotAJournal, JournalNewer, CannotKeep):
            return look_at(self.path) is Found.ENCRYPTED
        return False

    def apart(self) -> Self:
        """The same session, for a change that is undone by itself."""
        return type(self)(self.path, self.plain, self.visits)

    def settings(self) -> Settings:
        """The journal's settings, by a short visit of its own."""
        with self.journal() as journal:
            return journal.settings()

    def screen(self, settings: Settings) -> Screen:
        """What views may use on this stdout."""
        plain = self.plain or settings.plain
        manner.plain |= plain
        return screen(plain=plain, counts=settings.counts)

    def is_given_a_passphrase(self) -> bool:
        """Whether the environment has one, so that unlocking asks nobody and runs nothing."""
        return bool(os.environ.get("ALLY_PASSPHRASE"))

    def settings_anyway(self) -> Settings:
        """The settings where the answer needs no journal: the usual ones if it cannot be opened.

        Nobody is asked for a passphrase.
        """
        try:
            with self.journal(asks=False) as journal:
                return journal.settings()
        except UNOPENED:
            return Settings()

    def screen_anyway(self) -> Screen:
        """What views may use where the answer needs no journal, which perhaps cannot be opened."""
        return self.screen(self.settings_anyway())


def wants_plain() -> bool:
    """Whether the environment asks for sentences; a terminal that draws nothing does, too."""
    for name in ("ALLY_PLAIN", "ACCESSIBLE"):
        if said := os.environ.get(name):
            return said.lower() not in _OFF
    return os.environ.get("TERM") == "dumb" and on_terminal()


def begin(path: Path | None, *, plain: bool) -> Session:
    """Start a session from what was typed before the command and from the environment.

    Raises:
        WrongUsage: the path is none of a file, or names a home folder that is not there.
    """
    chosen = path or os.environ.get("ALLY_JOURNAL")
    try:
        journal = Path(chosen).expanduser() if chosen else default_journal()
    except RuntimeError:
        if not chosen:
            return Session(NOWHERE, plain)
        raise WrongUsage(
            f"{chosen} names a home folder that is not there; write the whole path."
        ) from None
    if not journal.name:
        raise WrongUsage(f"“{chosen}” is not a file; give the path of a journal with --journal.")
    if trouble := unusable(journal):
        raise WrongUsage(f"{journal} cannot be a file: {trouble}; give another path.")
    return Session(journal, plain, is_named=bool(chosen))


def no_home() -> WrongUsage:
    """The error for a journal that is named nowhere, where there is no home folder for one."""
    return WrongUsage("There is no home folder; name the journal with --journal or ALLY_JOURNAL.")


def after_answering(session: Session) -> None:
    """See to the daily backup, and to an exchange with other computers; the answer is out already.

    What an editor of an encrypted journal left in memory becomes a draft, now that there is a key,
    and drafts that are still as the journal was before become as it is now. Where no journal is
    at the path that was given, because of a slip or of a disk that is away, it is said.
    """
    path, read = session.path, OPENED in session.visits and WROTE not in session.visits
    if read and session.is_named and not os.path.lexists(path):
        begin = f"ally --journal {shell_word(str(path))} log"
        warn(f"There is no journal at {path}; look at the path, or begin one there: {begin}")
    if may_have_drafts(session.path):
        from ally_journal.store.drafts.rekey import follow  # noqa: PLC0415 - only where some may lie

        follow(session.path)
    if FIRST_TODAY in session.visits:
        _back_up(session.path)
    if OPENED in session.visits and machine.read(machine_file(session.path)).get("sync"):
        _exchange(session)


def _back_up(path: Path) -> None:
    """Let the backup of today be made; ALLY_DAILY_BACKUP=off leaves it, =wait makes it here."""
    how = os.environ.get("ALLY_DAILY_BACKUP", "on").lower()
    if how in _OFF:
        return
    from ally_journal.store.backup import daily  # noqa: PLC0415 - once a day
    from ally_journal.store.crypto import background  # noqa: PLC0415 - the same

    if daily.take_on(path, now()):
        if how == "wait":
            daily.make(path, now())
        else:
            background.start(path, "backup", "daily")


def _exchange(session: Session) -> None:
    """Tell a person what came of the last, and let one begin if it is due.

    ALLY_AUTO_SYNC=off leaves the second.
    """
    from ally_journal.store.crypto import background  # noqa: PLC0415 - only where it is set up
    from ally_journal.store.sync.setup import take_on, told_now  # noqa: PLC0415 - the same

    for line in told_now(session.path) if on_terminal() else ():
        warn(line)
    off = os.environ.get("ALLY_AUTO_SYNC", "on").lower() in _OFF
    if not off and take_on(session.path, now(), wrote=WROTE in session.visits):
        background.start(session.path, "sync", "background")


def now() -> Moment:
    """The one reading of the clock; ALLY_NOW stands in for it, but never for record ids.

    Raises:
        UnreadableDate: ALLY_NOW is not an ISO date-time with an offset.
    """
    pretended = os.environ.get("ALLY_NOW")
    if not pretended:
        local = datetime.now().astimezone()  # noqa: TID251 - this is the one place
        return Moment(local, _zone(), _real_ms())
    with suppress(ValueError):
        local = datetime.fromisoformat(pretended)
        if local.tzinfo is not None and FIRST_YEAR <= local.year <= LAST_YEAR:
            return Moment(local, None, _real_ms())
    raise UnreadableDate(
        f"ALLY_NOW is “{pretended}”; it must be a date and time with an offset, of a year from "
        f"{FIRST_YEAR} to {LAST_YEAR}, such as 2026-11-20T14:30:00+01:00."
    )


def today(settings: Settings) -> date:
    """The journal's day now: before `day_starts_at` it is still the day before."""
    return journal_day(now().naive, settings.day_starts_at)


def past(words: str | None, settings: Settings) -> tuple[date, datetime | None]:
    """The day and the aware moment of something that happened; nothing said means just now.

    Raises:
        UnreadableDate: the words are no date, or one that has not come yet.
    """
    if words is None:
        return today(settings), now().local.replace(microsecond=0)
    from ally_journal.domain.calendar.when import parse_when, refuse_future  # noqa: PLC0415 - most entries are about now

    moment = now()
    day = journal_day(moment.naive, settings.day_starts_at)
    when = here = parse_when(words, day, settings.day_starts_at, moment.local)
    if when.at and when.at.tzinfo:
        here = when._replace(at=when.at.astimezone(moment.local.tzinfo).replace(tzinfo=None))
    refuse_future(here, moment.naive, day)
    return when.day, _aware(when, moment)


def ahead(words: str | None, settings: Settings | None = None) -> date | None:
    """The day to come that words name; None when nothing was said, or an empty text.

    Without `settings` it is counted from the usual start of a day.

    Raises:
        UnreadableDate: the words are no date, or one that is not ahead.
    """
    if not words:
        return None
    from ally_journal.domain.calendar.when import parse_day  # noqa: PLC0415 - seldom wanted

    day = today(settings or Settings())
    named = parse_day(words, day)
    if named <= day:
        raise UnreadableDate(
            f"{day_long(named)} is not ahead; --again takes a day to come, such as tomorrow or "
            '"in 3 months".'
        )
    return named


def filter_day(words: str | None, settings: Settings, *, last: bool = False) -> date | None:
    """The day that words of a filter name, past or future; None when nothing was said.

    Of a period, or of days such as "9 to 30 July", it is the first day, or the last.

    Raises:
        UnreadableDate: the words are neither a date nor several.
    """
    from ally_journal.domain.calendar.periods import days_named, period_named  # noqa: PLC0415 - for a filter, not for a log
    from ally_journal.domain.calendar.when import parse_when  # noqa: PLC0415 - the same

    if not words:
        return None
    day = today(settings)
    if period := period_named(words, day, settings.week_starts):
        return period.last_day if last else period.first_day
    if days := days_named(words, day, settings.week_starts):
        return days[last]
    return parse_when(words, day, settings.day_starts_at, now().local).day


def refuse_unreadable(words: str | None) -> None:
    """Raise UnreadableDate for what is no date under any settings, before a journal is opened."""
    if words:
        from ally_journal.domain.calendar.when import parse_when  # noqa: PLC0415 - most entries are about now

        moment = now()
        parse_when(words, moment.naive.date(), now=moment.local)


def _aware(when: "When", moment: Moment) -> datetime | None:
    """Give a naive local time the offset this computer's zone has, or had, then."""
    if when.at is None or when.at.tzinfo:
        return when.at
    if os.environ.get("ALLY_NOW"):
        return when.at.replace(tzinfo=moment.local.tzinfo)
    aware = when.at.astimezone()
    again = when.at.replace(fold=1).astimezone()
    if aware.replace(tzinfo=None) != when.at:
        kept = f"{aware:%H:%M}"
        if aware.date() != when.at.date():
            kept += f" on {day_long(aware.date())}"
        warn(f"The clocks skipped {when.at:%H:%M} that day; it is kept as {kept}.")
    elif aware.utcoffset() != again.utcoffset():
        second = again.isoformat(timespec="minutes")
        warn(
            f"The clocks showed {when.at:%H:%M} twice that day; the first is kept, and "
            f"--on {second} is the second."
        )
    return aware


def note_on_zone() -> None:
    """Say so when TZ names a zone this computer does not know, since times are then in UTC."""
    name = os.environ.get("TZ", "").removeprefix(":")
    rule = any(character.isdigit() for character in name) and "/" not in name  # such as CET-1CEST
    if name and not rule and _zone() is None:
        warn(f"TZ is “{name}”, which this computer does not know; times are kept as UTC.")


def _zone() -> str | None:
    """The IANA name of the local zone, if this computer tells it."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        with suppress(OSError):
            _, _, name = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    return name if name and ".." not in name and os.path.exists(f"{_ZONES}/{name}") else None  # noqa: PTH110 - start-up


def _real_ms() -> int:
    return time_ns() // 1_000_000
