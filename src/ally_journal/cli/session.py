"""One run of ally: the clock, the environment and the terminal, read here and handed down."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from shutil import get_terminal_size
from time import time_ns  # noqa: TID251 - the one place that reads the clock
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from ally_journal.domain.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    When,
    journal_day,
    parse_when,
    refuse_future,
)
from ally_journal.domain.moments import Moment
from ally_journal.domain.settings import Settings
from ally_journal.domain.texts import repair, without_final_newline
from ally_journal.errors import UnreadableDate, WrongUsage
from ally_journal.render.clean import clean
from ally_journal.render.screen import UNLIMITED, Screen
from ally_journal.store.journal import Journal, open_journal
from ally_journal.store.paths import default_journal

_ZONES = "/usr/share/zoneinfo"


class Session(NamedTuple):
    """What the words before the command decided; commands get it as `ctx.obj`.

    `change` groups everything one run of the program writes.
    """

    path: Path
    plain: bool
    change: UUID

    def journal(self, *, create: bool = False) -> AbstractContextManager[Journal]:
        """Open the journal for one short visit; only a command that writes may create it."""
        return open_journal(self.path, now(), create=create, change=self.change)

    def settings(self) -> Settings:
        """The journal's settings, by a short visit of its own."""
        with self.journal() as journal:
            return journal.settings()

    def screen(self, settings: Settings) -> Screen:
        """What views may use on this stdout."""
        terminal = sys.stdout.isatty()
        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        return Screen(
            width=_width(terminal=terminal),
            colour=_colour(terminal=terminal),
            ascii=ascii_only or os.environ.get("TERM") == "dumb",
            plain=self.plain or settings.plain or bool(os.environ.get("ALLY_PLAIN")),
            counts=settings.counts,
        )


def begin(path: Path | None, *, plain: bool) -> Session:
    """Start a session from what was typed before the command and from the environment."""
    chosen = path or os.environ.get("ALLY_JOURNAL")
    journal = Path(chosen).expanduser() if chosen else default_journal()
    return Session(journal, plain, uuid4())


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
        f"ALLY_NOW is “{pretended}”; it must be a date and time with an offset, such as "
        "2026-11-20T14:30:00+01:00."
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
    moment = now()
    day = journal_day(moment.naive, settings.day_starts_at)
    when = refuse_future(parse_when(words, day, settings.day_starts_at), moment.naive, day)
    return when.day, _aware(when, moment)


def past_day(words: str | None, settings: Settings) -> date | None:
    """The day that words of a filter name, past or future; None when nothing was said.

    Raises:
        UnreadableDate: the words are no date.
    """
    return parse_when(words, today(settings)).day if words else None


def _aware(when: When, moment: Moment) -> datetime | None:
    """Give a naive local time the offset this computer's zone has, or had, then."""
    if when.at is None:
        return None
    if os.environ.get("ALLY_NOW"):
        return when.at.replace(tzinfo=moment.local.tzinfo)
    return when.at.astimezone()


def say(text: str) -> None:
    """Put an answer on stdout, with its final newline."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def say_exactly(document: str) -> None:
    """Put a JSON document on stdout as UTF-8, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(document.encode())
    sys.stdout.buffer.flush()


def warn(text: str) -> None:
    """Put trouble, a note or a hint on stderr."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")


def can_ask(*, json: bool = False) -> bool:
    """Whether a person sits at both ends of this run."""
    return not json and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def cleaned(raw: str) -> str:
    """A text as it may be kept; what had to be repaired is said on stderr."""
    repaired = repair(raw)
    for note in repaired.notes:
        warn(note)
    return repaired.text


def cleaned_or_none(raw: str | None) -> str | None:
    """The same for an option that may not have been given, or was given empty."""
    return cleaned(raw).strip() or None if raw else None


def from_stdin() -> str:
    """All of stdin, without its final newline."""
    if sys.stdin is None:
        return ""
    raw = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    return without_final_newline(raw)


def note_on_zone() -> None:
    """Say so when TZ names a zone this computer does not know, since times are then in UTC."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if name.replace("/", "").replace("_", "").isalpha() and "/" in name and _zone() is None:
        warn(f"TZ is “{name}”, which this computer does not know; times are kept as UTC.")


@contextmanager
def keeping(path: Path, words: object) -> Iterator[None]:
    """Whatever goes wrong inside, put the typed words where they can be found, and say where.

    `words` is turned into text only then, so it may grow meanwhile.
    """
    try:
        yield
    except BaseException as trouble:
        typed = str(words)
        if isinstance(trouble, WrongUsage) or not typed.strip():
            raise
        from ally_journal.store.drafts import keep  # noqa: PLC0415 - only when something went wrong

        place = keep(path, typed, f"{now().local:%Y%m%d-%H%M%S}")
        if place is not None:
            warn(f"Your words are kept in {place}.")
        else:
            warn("No disk would take your words; here they are:")
            warn(clean(typed))
        raise


def _zone() -> str | None:
    """The IANA name of the local zone, if this computer tells it."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        with suppress(OSError):
            _, _, name = os.path.realpath("/etc/localtime").partition("zoneinfo/")
    return name if name and os.path.exists(f"{_ZONES}/{name}") else None  # noqa: PTH110 - start-up


def _real_ms() -> int:
    return time_ns() // 1_000_000


def _width(*, terminal: bool) -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    return get_terminal_size().columns if terminal else UNLIMITED


def _colour(*, terminal: bool) -> Literal["standard", "256", "truecolor"] | None:
    """NO_COLOR wins over FORCE_COLOR; both count only when not empty (no-color.org)."""
    environ = os.environ
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or term == "dumb":
        return None
    if not terminal and not environ.get("FORCE_COLOR"):
        return None
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "truecolor"
    return "256" if "256" in term else "standard"
