"""The present is one moment, however it is asked for."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.calendar.moment import Moment

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MILLISECONDS = st.integers(-2_208_988_800_000, 7_289_567_999_000)
"""From 1900 to 2200."""


def moment(iso: str) -> Moment:
    return Moment(datetime.fromisoformat(iso), None, 0)


@pytest.mark.parametrize(
    ("iso", "ms"),
    [
        ("1970-01-01T00:00:00+00:00", 0),
        ("1970-01-01T01:00:00.001+01:00", 1),
        ("2026-11-20T14:30:00.250+01:00", 1_795_181_400_250),
        ("1969-12-31T23:59:59+00:00", -1000),
    ],
)
def test_milliseconds_count_from_1970_in_utc(iso: str, ms: int) -> None:
    assert moment(iso).ms == ms


@given(MILLISECONDS, ZONES)
def test_milliseconds_are_exact_in_every_zone(ms: int, zone: timezone) -> None:
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)
    assert Moment(utc.astimezone(zone), None, 0).ms == ms


def test_the_clock_on_the_wall_shows_no_offset_and_no_split_seconds() -> None:
    shown = moment("2026-11-20T14:30:05.999+01:00").naive
    assert shown.isoformat() == "2026-11-20T14:30:05"
