"""How to be reminded every week: a calendar file, and what cron, systemd and launchd are told.

Nothing that the computer keeps or shows names the journal; whoever looks over a shoulder, or
into a shared calendar, reads `TITLE`.
"""

import plistlib
import re
from datetime import UTC, datetime
from uuid import UUID, uuid5

from ally_journal.domain.calendar.dates import WEEKDAYS, day_long
from ally_journal.domain.review.reminder import Reminder
from ally_journal.render.clean import clean
from ally_journal.render.screen import Screen
from ally_journal.render.wrap import wrapped

TITLE = "Notes"
"""All that a reminder says."""

_NAME = "weekly-notes"
_UNITS = "~/.config/systemd/user"
_AGENTS = "~/Library/LaunchAgents"
_SERVICE = f"[Unit]\nDescription={TITLE}\n[Service]\nType=oneshot\nExecStart=notify-send {TITLE}\n"
_UIDS = UUID("598de3db-1c7e-46b3-a918-52cba92dac0b")  # drawn at random, once


def calendar(reminder: Reminder, first: datetime, now: datetime) -> str:
    """An iCalendar file (RFC 5545) with one weekly event; `first` is naive and `now` aware.

    The event is in floating time, so it stays at its time of day wherever the clock changes. The
    same reminder always has the same UID: imported again, it takes its own place.
    """
    # Fixed words and three values, all ASCII and none long enough to be folded: a calendar
    # library would be many times this text.
    code = WEEKDAYS[reminder.weekday][:2].upper()
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{TITLE}//{TITLE}//EN",
        "BEGIN:VEVENT",
        f"UID:{uuid5(_UIDS, f'{code} {reminder.at:%H:%M}')}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{first:%Y%m%dT%H%M%S}",
        "DURATION:PT15M",
        f"RRULE:FREQ=WEEKLY;BYDAY={code}",
        f"SUMMARY:{TITLE}",
        "CLASS:PRIVATE",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{TITLE}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines)


def cron_line(reminder: Reminder) -> str:
    """A line for a person's own crontab on Linux."""
    # cron knows nothing of the desktop; notify-send finds its bus in the run-time folder.
    shown = f"XDG_RUNTIME_DIR=/run/user/$(id -u) notify-send {TITLE}"
    at = reminder.at
    return f"{at.minute} {at.hour} * * {_from_sunday(reminder)} {shown}"


def systemd_timer(reminder: Reminder) -> str:
    """The unit that says when (systemd.timer); it starts the service of the same name."""
    when = f"{WEEKDAYS[reminder.weekday][:3]} {reminder.at:%H:%M}"
    return (
        f"[Unit]\nDescription={TITLE}\n"
        f"[Timer]\nOnCalendar={when}\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def launchd_plist(reminder: Reminder) -> str:
    """A property list for a person's own launch agent (launchd.plist)."""
    told = {
        "Label": _NAME,
        "ProgramArguments": [
            "/usr/bin/osascript",
            "-e",
            f'display notification "{TITLE}" with title "{TITLE}"',
        ],
        "StartCalendarInterval": {
            "Weekday": _from_sunday(reminder),
            "Hour": reminder.at.hour,
            "Minute": reminder.at.minute,
        },
    }
    said = plistlib.dumps(told, sort_keys=False).decode().expandtabs(2)
    return re.sub(r"</key>\n *", "</key> ", said)


def ways(reminder: Reminder, screen: Screen) -> str:
    """Every way to be reminded; sentences end where the screen does, what is copied stays whole."""
    day, at = WEEKDAYS[reminder.weekday], f"{reminder.at:%H:%M}"
    steps = (
        (
            "1. A calendar file, for any calendar; deleting the event ends it. This makes it:",
            f"ally remind {day.lower()} {at} -o review.ics",
        ),
        (
            "2. cron, on Linux. In crontab -e add this line, which you delete there to end it:",
            cron_line(reminder),
        ),
        (f"3. systemd, on Linux. Put this into {_UNITS}/{_NAME}.service:", _SERVICE),
        (f"Put this into {_UNITS}/{_NAME}.timer:", systemd_timer(reminder)),
        (
            "Switch it on; with disable in the place of enable it ends:",
            f"systemctl --user enable --now {_NAME}.timer",
        ),
        (f"4. launchd, on macOS. Put this into {_AGENTS}/{_NAME}.plist:", launchd_plist(reminder)),
        (
            "Switch it on; deleting the file ends it at your next login:",
            f"launchctl bootstrap gui/$(id -u) {_AGENTS}/{_NAME}.plist",
        ),
    )
    head = (
        f"Every {day} at {at}. The reminder says only {screen.quoted(TITLE)}, so that nobody who "
        "sees your screen learns more, and opens nothing. There are four ways; the last three work "
        "while you are logged in."
    )
    parts = [wrapped(head, screen.width)]
    for sentence, copied in steps:
        parts += [wrapped(sentence, screen.width), copied.rstrip("\n")]
    return "\n\n".join(parts)


def wrote(path: str, reminder: Reminder, first: datetime) -> str:
    """What writing a calendar file says; `first` is the naive local moment it begins."""
    day = WEEKDAYS[reminder.weekday]
    return (
        f"Wrote {clean(path)}: “{TITLE}”, every {day} at {reminder.at:%H:%M}, the first on "
        f"{day_long(first.date())}. Open it with your calendar."
    )


def _from_sunday(reminder: Reminder) -> int:
    """The weekday as cron and launchd count it, Sunday being 0."""
    return (reminder.weekday + 1) % 7
