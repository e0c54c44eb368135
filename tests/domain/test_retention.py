"""Retention: few are kept, the newest always, and letting go never loses what later is needed."""

from datetime import datetime, timedelta
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from ally_journal.domain.backup import KEEP_DAILY as DAILY
from ally_journal.domain.backup import KEEP_LAST as LAST
from ally_journal.domain.backup import KEEP_MONTHLY as MONTHLY
from ally_journal.domain.backup import KEEP_MOST as MOST
from ally_journal.domain.backup import KEEP_WEEKLY as WEEKLY
from ally_journal.domain.backup import Backup, to_keep

NOW = datetime(2026, 11, 20, 14, 30)  # noqa: DTZ001 - names carry local time
MOMENTS = st.datetimes(datetime(2023, 1, 1), NOW)  # noqa: DTZ001 - names hold local time
REASONS = st.sampled_from(["daily", "by-hand", "before-restore", "before-migration"])


def backup(made: datetime, reason: str = "daily") -> Backup:
    return Backup(f"{made:%Y%m%d-%H%M%S-%f}-{reason}", made, reason, 1, 1, None)


def kept(backups: list[Backup], now: datetime = NOW) -> list[Backup]:
    names = to_keep(backups, now)
    return [one for one in backups if one.name in names]


BACKUPS = st.lists(st.builds(backup, MOMENTS, REASONS), max_size=80, unique_by=lambda one: one.made)


@given(BACKUPS)
def test_few_are_kept_and_the_newest_are_among_them(backups: list[Backup]) -> None:
    """At most 26; the last three, and the newest of each of the last seven days with any."""
    left = kept(backups)
    newest = sorted(backups, key=lambda one: one.made, reverse=True)
    assert len(left) <= MOST == LAST + DAILY + WEEKLY + MONTHLY == 26
    assert set(newest[:LAST]) <= set(left)
    assert bool(left) == bool(backups)
    days = sorted({one.made.date() for one in backups}, reverse=True)[:DAILY]
    for day in days:
        assert next(one for one in newest if one.made.date() == day) in left
    months = {(one.made.year, one.made.month) for one in backups}
    for month in sorted(months, reverse=True)[:MONTHLY]:
        assert any((one.made.year, one.made.month) == month for one in left)


@given(BACKUPS)
def test_letting_go_twice_lets_go_of_nothing_more(backups: list[Backup]) -> None:
    """What was kept is kept, whatever was deleted beside it."""
    left = kept(backups)
    assert kept(left) == left


@given(BACKUPS, st.randoms())
def test_order_and_reason_make_no_difference(
    backups: list[Backup],
    chance: Random,
) -> None:
    """Backups before a change count like any others."""
    mixed = list(backups)
    chance.shuffle(mixed)
    assert to_keep(mixed, NOW) == to_keep(backups, NOW)


@given(BACKUPS, REASONS)
def test_a_new_backup_brings_nothing_back(backups: list[Backup], reason: str) -> None:
    """Two runs that tidy at once, one of which knows a newer backup, agree on what may go."""
    new = backup(NOW + timedelta(hours=1), reason)
    assert to_keep([*backups, new], NOW) <= to_keep(backups, NOW) | {new.name}


@given(BACKUPS, MOMENTS)
def test_the_one_just_made_is_kept_whatever_the_clock_says(
    backups: list[Backup], now: datetime
) -> None:
    """With a clock set back by years, all others come from the future, and the new one stays."""
    new = backup(now, "by-hand")
    assume(not any(now < one.made <= now + timedelta(hours=26) for one in backups))
    assert new.name in to_keep([*backups, new], now)


def test_a_year_of_days() -> None:
    """One a day for two years leaves a week of days, a month of weeks and a year of months."""
    backups: list[Backup] = []
    for day in range(730):
        now = NOW + timedelta(days=day)
        backups = kept([*backups, backup(now)], now)
    ages = sorted((now - one.made).days for one in backups)
    assert ages[:7] == list(range(7))
    assert len(ages) in {7 + 3 + 10, 7 + 3 + 11}
    assert 300 < ages[-1] < 366


def test_a_clock_that_was_wrong_for_a_day_costs_little() -> None:
    """Three copies dated 2099 do not push out the newest true ones."""
    wrong = [backup(datetime(2099, 1, 1, hour)) for hour in range(3)]  # noqa: DTZ001 - names hold local time
    true = [backup(NOW - timedelta(days=day)) for day in range(5)]
    assert {one.name for one in true} <= to_keep([*wrong, *true], NOW)


def test_of_the_same_second_the_last_are_kept() -> None:
    """A script may make many at once; the newest of them is never the one to go."""
    many = [Backup(f"{number}", NOW, "before-import", 1, 1, None) for number in range(9)]
    assert to_keep(many, NOW) == {"6", "7", "8"}
