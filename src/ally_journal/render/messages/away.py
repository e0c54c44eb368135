"""What is said of pauses: days that are away and not unwritten."""

from collections.abc import Collection
from datetime import date

from ally_journal.domain.calendar.dates import day_short
from ally_journal.domain.records.away import Away


def listed(pauses: Collection[Away]) -> str:
    """Each pause, a line each."""
    if not pauses:
        return "No pause yet; ally away FROM UNTIL keeps one, such as ally away today friday."
    return "\n".join(map(_days, pauses))


def away(pause: Away, *, joined: bool) -> str:
    """What keeping a pause says, with what ends it where it has no end.

    One that was `joined` has days of others besides.
    """
    others = " It is one with what was kept before." if joined else ""
    ending = "" if pause.until else " ally away back ends it."
    return f"Away: {_days(pause)}.{others} Nothing is asked about these days.{ending}"


def back(before: Away, after: Away | None) -> str:
    """What coming back says."""
    if after is None:
        return f"The pause from {day_short(before.first)} is taken away; nothing is left of it."
    return f"Back. You were away: {_days(after)}."


def not_away(day: date) -> str:
    """The sentence for coming back on a day that is in no pause."""
    return f"{day_short(day)} is in no pause; ally away lists them."


def _days(pause: Away) -> str:
    if pause.until is None:
        return f"from {day_short(pause.first)}, without an end yet"
    return f"{day_short(pause.first)} to {day_short(pause.until)}"
