"""The settings a journal carries, with what holds when nothing was set."""

from datetime import time
from typing import NamedTuple

from ally_journal.domain.calendar.dates import WEEKDAYS, parse_clock, weekday_named
from ally_journal.errors import WrongUsage

CHOICES = {
    "week_starts": ("monday", "sunday", "saturday"),
    "counts": ("true", "false"),
    "plain": ("true", "false"),
}
"""What a setting can be; `day_starts_at` is a time instead."""

MEANINGS = {
    "week_starts": "monday, sunday or saturday: the first day of a week",
    "day_starts_at": "a time: what you write before it is of the day before",
    "counts": "true or false: whether numbers are shown",
    "plain": "true or false: sentences, for a screen reader",
}
"""Every setting with what it can be and what it does."""


class Settings(NamedTuple):
    """How this journal counts days and shows itself."""

    week_starts: str = "monday"
    day_starts_at: time = time(0)
    counts: bool = True
    plain: bool = False


_TRUE, _FALSE = {"on", "yes", "y", "1"}, {"off", "no", "n", "0"}


def setting_named(words: str) -> str:
    """The name of a setting, for what people type, such as Week-Starts.

    Raises WrongUsage if there is none.
    """
    key = words.strip().lower().replace("-", "_")
    if key not in Settings._fields:
        raise WrongUsage(f"There is no setting “{words}”; ally config lists those there are.")
    return key


def checked_setting(key: str, value: str) -> str:
    """The value of a setting as kept, for what people type, such as Sun, 4am or off.

    Raises WrongUsage if there is no such value.
    """
    said = value.strip().lower()
    if key == "day_starts_at":
        return "00:00" if said == "midnight" else f"{parse_clock(said):%H:%M}"
    if key == "week_starts" and (day := weekday_named(said)) is not None:
        said = WEEKDAYS[day].lower()
    elif key != "week_starts":
        said = "true" if said in _TRUE else "false" if said in _FALSE else said
    if said not in CHOICES[key]:
        raise WrongUsage(f"{key} is one of {', '.join(CHOICES[key])}, not “{value}”.")
    return said


def setting_read(key: str | None, value: str | None) -> tuple[str | None, str | None]:
    """The setting and its value as kept, for what people type: `list`, `get NAME`, `NAME=VALUE`.

    Raises WrongUsage for what is none.
    """
    if key in {"get", "set"} and value:
        key, value = value, None
    if key and value is None and "=" in key:
        key, _, value = key.partition("=")
    if key in {None, "list"}:
        return None, None
    named = setting_named(key)
    return named, None if value is None else checked_setting(named, value)
