"""ally remind: what others' programs make of the calendar file and of the lines to copy."""

import plistlib
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from configparser import ConfigParser
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Alarm, Calendar, Event
from tests.conftest import Said

Ally = Callable[..., Said]

FROM_SUNDAY = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
CLOCKS = ("0:00", "9:05", "16:00", "23:59")


@pytest.fixture
def written(ally: Ally, tmp_path: Path) -> Callable[..., bytes]:
    """The calendar file that ally writes for a day and a time."""

    def write(day: str, clock: str) -> bytes:
        path = tmp_path / "notes.ics"
        assert ally("remind", day, clock, "-o", str(path), "--force").code == 0
        return path.read_bytes()

    return write


def event_of(document: bytes) -> Event:
    (event,) = Calendar.from_ical(document).walk("VEVENT")
    assert isinstance(event, Event)
    return event


def times(document: bytes, zone: ZoneInfo) -> list[datetime]:
    """When a calendar in that zone reminds in the year from 1 January 2027, in its local time."""
    first = datetime(2027, 1, 1, tzinfo=zone)
    found = recurring_ical_events.of(Calendar.from_ical(document)).between(
        first, first.replace(year=2028)
    )
    starts = [event.decoded("DTSTART") for event in found]
    # RFC 5545, 3.3.5: a time without a zone is that of whoever looks at it.
    return [
        start.astimezone(zone) if start.tzinfo else start.replace(tzinfo=zone) for start in starts
    ]


def steps(text: str) -> dict[str, list[str]]:
    """What there is to copy, by the first word of each numbered way."""
    found: dict[str, list[str]] = {}
    name = ""
    for block in text.rstrip("\n").split("\n\n")[1:]:
        if block[0].isdigit() and block[1] == ".":
            name = block.split()[1].rstrip(",")
            found[name] = []
        elif not block.endswith(":"):
            found[name].append(block)
    return found


@pytest.mark.parametrize("day", FROM_SUNDAY)
@pytest.mark.parametrize("clock", CLOCKS)
def test_a_calendar_reads_the_event(
    written: Callable[..., bytes], day: str, clock: str, tmp_path: Path
) -> None:
    """Weekly, from the next such time on, in floating time, with an alarm when it begins."""
    document = written(day, clock)
    event = event_of(document)
    start = event.decoded("DTSTART")
    assert start.tzinfo is None
    assert f"{start:%A}".lower() == day
    assert f"{start:%H:%M}" == clock.zfill(5)
    assert timedelta(0) < start - datetime.fromisoformat("2026-11-20T14:30") <= timedelta(days=7)
    assert f"\r\nRRULE:FREQ=WEEKLY;BYDAY={day[:2].upper()}\r\n".encode() in document
    assert event.decoded("DTSTAMP") == datetime(2026, 11, 20, 13, 30, tzinfo=UTC)
    assert event.decoded("DURATION") == timedelta(minutes=15)
    assert event["CLASS"] == "PRIVATE"
    (alarm,) = event.walk("VALARM")
    assert isinstance(alarm, Alarm)
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", timedelta(0))
    assert {event["SUMMARY"], alarm["DESCRIPTION"]} == {"Notes"}
    for told in ("ally", "journal", str(tmp_path)):
        assert told.encode() not in document.lower()


@pytest.mark.parametrize("day", FROM_SUNDAY)
@pytest.mark.parametrize("clock", CLOCKS)
def test_lines_are_as_rfc_5545_wants_them(
    written: Callable[..., bytes], day: str, clock: str
) -> None:
    """Each ends in CRLF, and none has more than 75 octets."""
    document = written(day, clock)
    assert document.endswith(b"END:VCALENDAR\r\n")
    assert document.count(b"\n") == document.count(b"\r") == document.count(b"\r\n")
    assert max(map(len, document.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_the_time_stays_when_the_clocks_change(written: Callable[..., bytes], zone: str) -> None:
    """16:00 on every Sunday of a year, also on the two days that have 23 and 25 hours."""
    here = ZoneInfo(zone)
    document = written("sunday", "16:00")
    found = times(document, here)
    assert [f"{start:%A %H:%M}" for start in found] == ["Sunday 16:00"] * 52
    hours = [start.astimezone(UTC).hour for start in found]
    assert len(set(hours)) == 2
    assert sum(one != after for one, after in pairwise(hours)) == 2
    fixed = times(document.replace(b"T160000\r\n", b"T160000Z\r\n"), here)
    assert len({start.hour for start in fixed}) == 2, "a time in UTC moves, and this would see it"


def test_the_same_reminder_takes_its_own_place(
    written: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its UID stays, whenever it is made; another day or time has another."""
    uid = event_of(written("friday", "16:00"))["UID"]
    others = {event_of(written(*one))["UID"] for one in (("fri", "16:01"), ("thu", "16:00"))}
    assert len(others | {uid}) == 3
    monkeypatch.setenv("ALLY_NOW", "2027-03-01T09:00:00-05:00")
    later = event_of(written("Fri", "16:00"))
    assert later["UID"] == uid
    assert later.decoded("DTSTAMP") == datetime(2027, 3, 1, 14, tzinfo=UTC)
    assert later.decoded("DTSTART").isoformat() == "2027-03-05T16:00:00"


def test_a_leap_day(written: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """It can be the first time."""
    monkeypatch.setenv("ALLY_NOW", "2028-02-28T12:00:00+01:00")
    assert (
        event_of(written("tuesday", "0:00")).decoded("DTSTART").isoformat() == "2028-02-29T00:00:00"
    )


def test_a_file_is_private_and_never_replaced_unasked(ally: Ally, tmp_path: Path) -> None:
    """The answer names the file, the title and the first time; stdout gets the same bytes."""
    path = tmp_path / "review.ICS"
    assert ally("remind", "friday", "16:00", "-o", str(path)) == Said(
        f"Wrote {path}: “Notes”, every Friday at 16:00, the first on Friday 20 November 2026. "
        "Open it with your calendar.\n",
        "",
        0,
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = ally("remind", "monday", "9:00", "-o", str(path))
    assert (again.code, again.out) == (1, "")
    assert "--force" in again.err
    printed = subprocess.run(
        [sys.executable, "-m", "ally_journal", "remind", "fri", "16:00", "-o", "-"],
        capture_output=True,
        check=True,
    )
    assert printed.stdout == path.read_bytes()
    assert ally("remind", "monday", "9:00", "-o", str(path), "--force").code == 0
    assert event_of(path.read_bytes()).decoded("DTSTART").isoformat() == "2026-11-23T09:00:00"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("someday", "16:00"), "not a day of the week"),
        (("16:00", "friday"), "not a day of the week"),
        (("friday", "later"), "not a time"),
        (("friday", "24:00"), "not a time"),
        (("friday", "16:00", "-o", "x.txt"), "ends in .ics"),
        (("friday", "16:00", "-o", "x"), "ends in .ics"),
        (("friday", "16:00", "-o", ".ics"), "ends in .ics"),
        (("friday", "16:00", "-o", ""), "-o needs a file behind it"),
    ],
)
def test_wrong_usage(
    ally: Ally,
    args: tuple[str, ...],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One sentence, exit 2, and no file."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    said = ally("remind", *args)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert list(Path.cwd().iterdir()) == []


def test_a_folder_that_is_not_there(ally: Ally, tmp_path: Path) -> None:
    """The disk's refusal is a sentence too."""
    said = ally("remind", "friday", "16:00", "-o", str(tmp_path / "none" / "x.ics"))
    assert (said.code, said.out) == (1, "")
    assert "could not be written" in said.err


def test_there_are_four_ways(ally: Ally) -> None:
    """The first is ally's own; what the others keep and show does not name the journal."""
    text = ally("remind", "Fri", "16:00").out
    ways = steps(text)
    assert list(ways) == ["A", "cron", "systemd", "launchd"]
    assert ways["A"] == ["ally remind friday 16:00 -o review.ics"]
    others = text.split("2. cron")[1].lower()
    assert "ally" not in others
    assert "journal" not in others


@pytest.mark.parametrize(("number", "day"), list(enumerate(FROM_SUNDAY)))
@pytest.mark.parametrize("clock", CLOCKS)
def test_cron(ally: Ally, number: int, day: str, clock: str) -> None:
    """Five fields, Sunday being 0, and then a command that a shell can read."""
    (line,) = steps(ally("remind", day, clock).out)["cron"]
    *fields, command = line.split(maxsplit=5)
    hour, minute = map(int, clock.split(":"))
    assert fields == [str(minute), str(hour), "*", "*", str(number)]
    assert "%" not in command, "to cron it is the end of the line"
    assert command.endswith(" notify-send Notes")
    subprocess.run(["sh", "-n", "-c", command], check=True)


def test_systemd_units(ally: Ally) -> None:
    """A timer, and the service of the same name."""
    text = ally("remind", "friday", "16:00").out
    service, timer, command = steps(text)["systemd"]
    units = []
    for unit in (service, timer):
        parser = ConfigParser(interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]  # as its manual says
        parser.read_string(unit)
        units.append({name: dict(parser[name]) for name in parser.sections()})
    assert units[0] == {
        "Unit": {"Description": "Notes"},
        "Service": {"Type": "oneshot", "ExecStart": "notify-send Notes"},
    }
    assert units[1] == {
        "Unit": {"Description": "Notes"},
        "Timer": {"OnCalendar": "Fri 16:00"},
        "Install": {"WantedBy": "timers.target"},
    }
    assert command == "systemctl --user enable --now weekly-notes.timer"
    for ending in ("service", "timer"):
        assert f"~/.config/systemd/user/weekly-notes.{ending}:\n" in text


@pytest.mark.one_in(4)
@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="this computer has no systemd to ask"
)
@pytest.mark.parametrize("day", FROM_SUNDAY)
@pytest.mark.parametrize("clock", CLOCKS)
def test_systemd_understands_the_time(ally: Ally, day: str, clock: str) -> None:
    """What it makes of OnCalendar is that day of every week."""
    timer = steps(ally("remind", day, clock).out)["systemd"][1]
    when = timer.split("OnCalendar=")[1].splitlines()[0]
    done = subprocess.run(
        ["systemd-analyze", "calendar", when], capture_output=True, text=True, check=True
    )
    assert f"{day[:3].title()} *-*-* {clock.zfill(5)}:00" in done.stdout


@pytest.mark.parametrize(("number", "day"), list(enumerate(FROM_SUNDAY)))
@pytest.mark.parametrize("clock", CLOCKS)
def test_launchd(ally: Ally, number: int, day: str, clock: str) -> None:
    """A property list that shows one notification, Sunday being 0."""
    text = ally("remind", day, clock).out
    document, command = steps(text)["launchd"]
    hour, minute = map(int, clock.split(":"))
    assert plistlib.loads(document.encode()) == {
        "Label": "weekly-notes",
        "ProgramArguments": [
            "/usr/bin/osascript",
            "-e",
            'display notification "Notes" with title "Notes"',
        ],
        "StartCalendarInterval": {"Weekday": number, "Hour": hour, "Minute": minute},
    }
    path = "~/Library/LaunchAgents/weekly-notes.plist"
    assert f"{path}:\n" in text
    assert command == f"launchctl bootstrap gui/$(id -u) {path}"


def test_what_is_copied_stays_whole(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a narrow window only sentences are broken, and never inside a path."""
    whole = ally("remind", "friday", "16:00").out
    monkeypatch.setenv("COLUMNS", "40")
    narrow = ally("remind", "friday", "16:00").out
    copied = [
        line for blocks in steps(whole).values() for block in blocks for line in block.split("\n")
    ]
    for line in narrow.splitlines():
        assert len(line) <= 40 or line in copied or " " not in line
    assert steps(narrow) == steps(whole)


def test_ascii(program: Ally) -> None:
    """Where nothing else can be shown."""
    said = program("remind", "friday", "16:00", PYTHONIOENCODING="ascii")
    assert (said.code, said.err) == (0, "")
    assert said.out.isascii()
    assert 'says only "Notes"' in said.out


def test_the_journal_is_not_opened(ally: Ally, journal_path: Path, tmp_path: Path) -> None:
    """A reminder needs nothing of it: none is made, and one that cannot be read is no trouble."""
    assert ally("remind", "friday", "16:00").code == 0
    assert not journal_path.parent.exists()
    journal_path.parent.mkdir()
    journal_path.write_bytes(b"no journal at all")
    path = tmp_path / "review.ics"
    assert ally("--plain", "remind", "friday", "16:00", "-o", str(path)).code == 0
    assert journal_path.read_bytes() == b"no journal at all"
