"""Which backups to keep: many of the last days, few of long ago, and always the newest."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from ally_journal.domain.backups import Backup

LAST, DAILY, WEEKLY, MONTHLY = 3, 7, 4, 12
MOST = LAST + DAILY + WEEKLY + MONTHLY
_ZONES = timedelta(hours=26)  # local time goes back that far when a person flies round the earth


def to_keep(backups: Iterable[Backup], now: datetime) -> frozenset[str]:
    """The names to keep: the last 3, and the newest of 7 days, 4 weeks and 12 months.

    Days, weeks (ISO) and months without a backup are not counted, so a pause costs nothing. Why a
    backup was made makes no difference; of the same second, the later in order is the newer.
    `now` is naive local time: what is dated after it comes from a clock that was wrong, then or
    now, and gives way to all others. At most 26.
    """

    def order(backup: Backup) -> tuple[bool, datetime]:
        return backup.made <= now + _ZONES, backup.made

    newest_first = sorted(backups, key=order)[::-1]
    kept = {backup.name for backup in newest_first[:LAST]}
    for most, span in _SPANS:
        seen: set[object] = set()
        for backup in newest_first:
            if (one := span(backup.made)) not in seen and len(seen) < most:
                seen.add(one)
                kept.add(backup.name)
    return frozenset(kept)


_SPANS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAILY, lambda made: made.date()),
    (WEEKLY, lambda made: made.isocalendar()[:2]),
    (MONTHLY, lambda made: (made.year, made.month)),
)
