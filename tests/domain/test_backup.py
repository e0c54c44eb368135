"""Backups by name, by number and by `last`."""

from datetime import date, datetime

import pytest

from ally_journal.domain.backup import (
    BEFORE_RESTORE,
    Backup,
    a_year_ago,
    in_order,
    made_and_reason,
    named,
)
from ally_journal.errors import NotFound

FIRST = Backup(
    "20261119-080000-0a1b2c3d-daily",
    datetime(2026, 11, 19, 8),  # noqa: DTZ001 - names carry local time
    "daily",
    143_360,
    3,
    date(2026, 11, 19),
)
LAST = Backup(
    "20261120-143000-ffffffff-before-restore",
    datetime(2026, 11, 20, 14, 30),  # noqa: DTZ001 - names hold local time
    "before-restore",
    143_360,
    4,
    None,
)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("1", FIRST),
        ("2", LAST),
        ("last", LAST),
        ("LAST", LAST),
        (FIRST.name, FIRST),
        (f"{LAST.name}.db", LAST),
    ],
)
def test_one_is_meant(words: str, meant: Backup) -> None:
    """By its place in the list, by its name with or without the ending, or the newest."""
    assert named([FIRST, LAST], words) is meant


@pytest.mark.parametrize("words", ["0", "3", "-1", "", "2026", "/etc/passwd", "../journal"])
def test_none_is_meant(words: str) -> None:
    """Nothing else is guessed."""
    with pytest.raises(NotFound, match="ally backup list"):
        named([FIRST, LAST], words)
    with pytest.raises(NotFound, match="no backup yet"):
        named([], words)


def test_a_name_says_when_and_why() -> None:
    """And a name that ally never gives says nothing."""
    assert made_and_reason(LAST.name) == (LAST.made, LAST.reason)
    for name in (
        "20261120",
        "20261320-143000-ffffffff-daily",
        "20261120-143000-fffffff-daily",
        "20261120-143000-ffffffff-",
        "x20261120-143000-ffffffff-daily",
        "20261120-143000-ffffffff-daily\n",
    ):
        assert made_and_reason(name) is None, name


def a_backup(name: str, revisions: int, reason: str = "daily") -> Backup:
    made = datetime.strptime(name, "%Y%m%d")  # noqa: DTZ007 - local, as in names
    return Backup(name, made, reason, 1, 1, None, revisions=revisions)


def test_the_newest_is_the_one_that_holds_most() -> None:
    """Whatever the clock that named it said; after a restore less is held, and still newer."""
    now = datetime(2026, 11, 20)  # noqa: DTZ001 - local
    ahead, first, second = (
        a_backup("20990505", 1),
        a_backup("20261118", 2),
        a_backup("20261119", 4),
    )
    assert in_order([first, second, ahead], now) == (ahead, first, second)
    assert in_order([first, second, ahead], None) == (ahead, first, second)
    before = a_backup("20261120", 4, BEFORE_RESTORE)
    after = a_backup("20261121", 2)
    assert in_order([after, before, second, first], now) == (first, second, before, after)
    assert in_order([before, ahead], now)[-1] == before


def test_equals_are_in_the_order_of_their_names() -> None:
    """Two that hold the same were made when their names say."""
    first, second = a_backup("20261118", 2), a_backup("20261119", 2)
    assert in_order([second, first], None) == (first, second)


def test_a_year_is_counted_by_days_with_backups() -> None:
    """A clock that is years ahead for a day or two does not make everything old."""
    now = datetime(2026, 11, 20)  # noqa: DTZ001 - local
    days = [a_backup(f"202611{day}", 1) for day in (17, 18, 19)]
    wrong = [a_backup("20300105", 1), a_backup("20300106", 1)]
    assert a_year_ago([], now) == a_year_ago(days[:2], now) < datetime(1, 1, 2)  # noqa: DTZ001 - local
    assert a_year_ago(days, now) == datetime(2025, 11, 16)  # noqa: DTZ001 - local
    assert a_year_ago([*days, *wrong], now) == datetime(2025, 11, 16)  # noqa: DTZ001 - local
    assert a_year_ago([*days, *wrong], wrong[-1].made) == datetime(2025, 11, 18)  # noqa: DTZ001 - local
