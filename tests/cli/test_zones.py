"""Zones, clock changes and journeys: the day a person means is the day that is kept."""

import json
import re
from collections.abc import Callable

import pytest
from tests.conftest import Said

Program = Callable[..., Said]


def log(program: Program, when: str, zone: str) -> tuple[dict[str, str | None], str]:
    said = program("log", "act", "x", "--on", when, "--json", TZ=zone, ALLY_NOW="")
    assert said.code == 0, said.err
    return json.loads(said.out), said.err


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("zone", "when", "at"),
    [
        ("Europe/Zurich", "2026-07-01 14:30", "2026-07-01T14:30:00+02:00"),
        ("Europe/Zurich", "2026-01-15 14:30", "2026-01-15T14:30:00+01:00"),
        ("America/St_Johns", "2026-01-15 14:30", "2026-01-15T14:30:00-03:30"),
        ("Asia/Kathmandu", "2026-01-15 14:30", "2026-01-15T14:30:00+05:45"),
        ("Pacific/Kiritimati", "2026-01-15 00:30", "2026-01-15T00:30:00+14:00"),
        ("UTC", "2024-02-29 23:59", "2024-02-29T23:59:00+00:00"),
    ],
)
def test_a_time_gets_the_offset_of_its_own_day(
    program: Program, zone: str, when: str, at: str
) -> None:
    """Summer and winter, and odd offsets."""
    entry, note = log(program, when, zone)
    assert (entry["day"], entry["at"], note) == (when[:10], at, "")


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("zone", "when"),
    [
        ("Europe/Paris", "2026-03-29 02:30"),
        ("America/Sao_Paulo", "2018-11-04 00:00"),
        ("Asia/Beirut", "2022-03-27 00:15"),
        ("Pacific/Apia", "2011-12-30 10:00"),
    ],
)
def test_a_time_that_never_was_keeps_its_day(program: Program, zone: str, when: str) -> None:
    """A skipped hour, a missing midnight, and the day Samoa left out: said, and kept as meant."""
    entry, note = log(program, when, zone)
    assert entry["day"] == when[:10]
    assert f"The clocks skipped {when[11:]} that day; it is kept as " in note
    assert f"kept as {when[11:]}.\n" not in note


def test_a_time_that_was_twice_is_the_first_and_says_so(program: Program) -> None:
    """And how the second is typed."""
    entry, note = log(program, "2026-10-25 02:30", "Europe/Paris")
    assert (entry["at"], len(note.splitlines())) == ("2026-10-25T02:30:00+02:00", 1)
    (again,) = re.findall(r"twice that day; the first is kept, and --on (\S+) is the second", note)
    entry, note = log(program, again, "Europe/Paris")
    assert (entry["at"], note) == ("2026-10-25T02:30:00+01:00", "")


@pytest.mark.one_in(4)
@pytest.mark.parametrize("day", ["2018-11-04", "2022-03-27", "2011-12-30", "2024-02-29"])
def test_a_day_needs_no_midnight(program: Program, day: str) -> None:
    """Days are days: no zone can move or refuse them."""
    for zone in ("America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia"):
        entry, note = log(program, day, zone)
        assert (entry["day"], entry["at"], note) == (day, None, "")


def test_a_journey_moves_no_entry(program: Program) -> None:
    """What was written in one zone is shown with the same day and time in any other."""
    program("log", "act", "x", ALLY_NOW="2026-11-20T23:45:00+01:00")
    program("log", "act", "x", ALLY_NOW="2026-11-20T08:15:00-08:00")
    views = {program("list", TZ=zone).out for zone in ("UTC", "Asia/Tokyo", "America/Lima")}
    assert len(views) == 1
    weeks = {program("review", "2026-W47", "--json", TZ=zone).out for zone in ("UTC", "Asia/Tokyo")}
    assert len(weeks) == 1
    days = [entry["day"] for entry in json.loads(program("list", "--json").out)]
    assert days == ["2026-11-20", "2026-11-20"]


def test_a_clock_that_goes_back_loses_no_order(program: Program) -> None:
    """Entries keep their days and numbers when the computer's clock was wrong for a while."""
    for moment in ("2026-11-20T12:00", "2024-01-01T12:00", "2026-11-21T12:00"):
        assert program("log", "act", moment, ALLY_NOW=f"{moment}:00+00:00").code == 0
    entries = json.loads(program("list", "--json").out)
    assert [entry["number"] for entry in entries] == [2, 1, 3]
    stamps = {entry["number"]: entry["created"] for entry in entries}
    assert stamps[1] < stamps[2] < stamps[3]
