"""What changed, line by line, for every screen."""

from collections.abc import Iterable
from datetime import datetime

from ally_journal.domain.changes import Happening, Version
from ally_journal.domain.dates import day_short
from ally_journal.domain.moments import from_utc_ms
from ally_journal.render.clean import one_line
from ally_journal.render.screen import Screen

_SILENT = {"offset", "zone"}  # they only ever change with the moment


def changes(values: Iterable[Happening], now: datetime, screen: Screen) -> str:
    """The newest changes, oldest first, in the time zone of `now`; empty when there are none."""
    return "".join(f"{_when(one.at, now)}{screen.dot}{_what(one)}\n" for one in values)


def versions(values: Iterable[Version], now: datetime, screen: Screen) -> str:
    """Every version of an entry, oldest first, in the time zone of `now`, with its whole text."""
    return "".join(_version(one, now, screen) for one in values)


def _version(one: Version, now: datetime, screen: Screen) -> str:
    said = "deleted" if one.op == "delete" else "written" if one.ordinal == 1 else "changed"
    if one.undoes:
        said += " by undo or redo"
    if said == "changed":
        said += f" ({', '.join(name for name in one.changed if name not in _SILENT)})"
    text = f"\n   {one_line(one.text)}" if one.text is not None else ""
    return f"{one.ordinal}  {_when(one.at, now)}{screen.dot}{one_line(said)}{text}\n"


def _what(one: Happening) -> str:
    name = f"{one.type} {one.number}" if one.number is not None else one.type
    back = " by undo or redo" if one.undoes else ""
    return f"{one_line(name)} {one.verb}{back}"


def _when(at: int, now: datetime) -> str:
    local = from_utc_ms(at).astimezone(now.tzinfo)
    return f"{day_short(local.date())} {local:%H:%M}"
