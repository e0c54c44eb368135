"""Backups as a person knows them: a name that says when and why, and what is inside.

A name is `YYYYMMDD-HHMMSS-<8 hex>-<reason>`: local time, then chance, so that none is made twice.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ally_journal.errors import NotFound

DAILY = "daily"
BY_HAND = "by-hand"
BEFORE_MIGRATION = "before-migration"
BEFORE_RESTORE = "before-restore"
_NAME = re.compile(r"(\d{8}-\d{6})-[0-9a-f]{8}-([a-z][a-z-]*)")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was checked: `made` is naive local time, `size` bytes, `newest` an entry's day.

    `newest` is None when there is no entry in it; `encrypted` says what the file itself is.
    `revisions` are all changes it holds.
    """

    name: str
    made: datetime
    reason: str
    size: int
    entries: int
    newest: date | None
    encrypted: bool = False
    revisions: int = 0


def made_and_reason(name: str) -> tuple[datetime, str] | None:
    """What a name says, in naive local time; None for a name that ally does not give."""
    with suppress(ValueError):
        if match := _NAME.fullmatch(name):
            return datetime.strptime(match[1], "%Y%m%d-%H%M%S"), match[2]  # noqa: DTZ007 - local
    return None


def in_order(backups: Iterable[Backup], now: datetime | None) -> tuple[Backup, ...]:
    """Oldest first, by what is inside: journals grow, so the one that holds more is the newer.

    Only a restore makes them smaller, so what was made after one comes behind what was before.
    The name decides between equals, since the clock that made it may have been wrong; what it
    dates after `now`, in naive local time, comes first of all.
    """
    restores, placed = 0, []
    for place, one in enumerate(sorted(backups, key=lambda one: one.made)):
        stretch = -1 if now and is_ahead(one.made, now) else restores
        placed.append((stretch, one.revisions, place, one))
        restores += one.reason == BEFORE_RESTORE
    return tuple(placed_one[-1] for placed_one in sorted(placed, key=lambda it: it[:-1]))


def is_ahead(made: datetime, now: datetime) -> bool:
    """Whether a backup was made, in naive local time, with a clock that was ahead of this one."""
    return made > now + _ZONES


def named(backups: Sequence[Backup], words: str) -> Backup:
    """The one meant by its name, its place in the list from 1, or `last`; raises NotFound."""
    if not backups:
        raise NotFound("There is no backup yet; ally backup makes one.")
    if words.lower() == "last":
        return backups[-1]
    wanted = words.removesuffix(".db")
    for place, backup in enumerate(backups, start=1):
        if wanted in {backup.name, str(place)}:
            return backup
    raise NotFound(f"There is no backup {words}; ally backup list shows what there is.")


KEEP_LAST, KEEP_DAILY, KEEP_WEEKLY, KEEP_MONTHLY = 3, 7, 4, 12
KEEP_MOST = KEEP_LAST + KEEP_DAILY + KEEP_WEEKLY + KEEP_MONTHLY
_ZONES = timedelta(hours=26)  # local time goes back that far when a person flies round the earth


def to_keep(backups: Iterable[Backup], now: datetime) -> frozenset[str]:
    """The names to keep: the last 3, and the newest of 7 days, 4 weeks and 12 months.

    Days, weeks (ISO) and months without a backup are not counted, so a pause costs nothing. Why a
    backup was made makes no difference; of the same second, the later in order is the newer.
    `now` is naive local time: what is dated after it comes from a clock that was wrong, then or
    now, and gives way to all others. At most 26.
    """

    def order(backup: Backup) -> tuple[bool, datetime]:
        return not is_ahead(backup.made, now), backup.made

    newest_first = sorted(backups, key=order)[::-1]
    kept = {backup.name for backup in newest_first[:KEEP_LAST]}
    for most, span in _SPANS:
        seen: set[object] = set()
        for backup in newest_first:
            if (one := span(backup.made)) not in seen and len(seen) < most:
                seen.add(one)
                kept.add(backup.name)
    return frozenset(kept)


def a_year_ago(backups: Iterable[Backup], now: datetime) -> datetime:
    """Until when words of a backup that are nowhere else may go; naive local time, as `now` is.

    The clock may be wrong just now, and a year ahead, so the last three days count on which backups
    were made; while there are fewer, nothing is that old.
    """
    days = sorted({backup.made.date() for backup in backups if not is_ahead(backup.made, now)})
    if len(days) < KEEP_LAST:
        return datetime.min  # noqa: DTZ901 - local
    return min(now, datetime.combine(days[-KEEP_LAST], time())) - _YEAR


_YEAR = timedelta(days=366)
_SPANS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (KEEP_DAILY, lambda made: made.date()),
    (KEEP_WEEKLY, lambda made: made.isocalendar()[:2]),
    (KEEP_MONTHLY, lambda made: (made.year, made.month)),
)
