"""What changed, line by line, for every screen."""

from collections.abc import Iterable
from datetime import date, datetime

from ally_journal.domain.calendar.moment import from_utc_ms
from ally_journal.domain.history import Happening, Reverted, Version
from ally_journal.render import records
from ally_journal.render.clean import one_line
from ally_journal.render.screen import Screen

_SILENT = {"text", "offset", "zone", "arrived"}  # shown already, or nothing a person wrote
_NAMES = {"at": "time", "people": "with", "because": "what stopped you"}
_SAID = {"delete": "deleted", "erase": "its words erased"}

_FEW = 10
"""Records that are each named."""
_REVERTED = {
    "removed": ("Took back {}.", "Took {} away again."),
    "restored": ("Brought back {}.", "Brought {} back again."),
    "changed": ("Put {} back as it was.", "Changed {} again."),
}


def changes(values: Iterable[Happening], now: datetime, screen: Screen) -> str:
    """The newest changes, oldest first, in the time zone of `now`; empty when there are none."""
    said = ((one, " by undo or redo" if one.undoes else "") for one in values)
    return "".join(
        f"{_when(one.at, now, screen)}{screen.dot}{one_line(one.name)} {one.verb}{back}\n"
        for one, back in said
    )


def versions(values: Iterable[Version], now: datetime, screen: Screen) -> str:
    """Every version of an entry, oldest first, in the time zone of `now`, with its whole text."""
    all_ = tuple(values)
    return "".join(
        _version(one, now, screen, back=before is not None and before.op == "delete")
        for before, one in zip((None, *all_), all_, strict=False)
    )


def _version(one: Version, now: datetime, screen: Screen, *, back: bool) -> str:
    """One of them; what is `back` after it was deleted has its text alone."""
    became = "brought back" if back else "changed"
    said = _SAID.get(one.op) or ("written" if one.ordinal == 1 else became)
    if one.op == "put" and one.text is None:
        said += ", its words erased since"
    if one.undoes:
        said += " by undo or redo"
    number = f"Version {one.ordinal}, " if screen.plain else f"{one.ordinal:>3}  "
    lines = [f"{number}{_when(one.at, now, screen)}{screen.dot}{said}"]
    if one.text is not None:
        lines.append(one_line(one.text))
    if one.op == "put" and one.ordinal > 1 and not back:
        fields = {name: value for name, value in one.changed.items() if name not in _SILENT}
        lines += [
            f"{_NAMES.get(name) or one_line(name)}: {_value(name, value, now, screen)}"
            for name, value in fields.items()
        ]
    return ("\n" if screen.plain else "\n     ").join(lines) + "\n"


def _value(name: str, value: object, now: datetime, screen: Screen) -> str:
    """What a field became, in words; a moment in the time zone of `now`."""
    if value is None:
        return "none"
    if name in {"day", "again"}:
        value = screen.day(date.fromisoformat(str(value)))
    elif name == "at" and isinstance(value, int):
        value = _when(value, now, screen)
    elif name == "plan":
        value = "another one"
    if isinstance(value, list):
        return one_line(", ".join(map(str, value)))
    if isinstance(value, dict):
        return one_line("; ".join(f"{key}: {said}" for key, said in value.items()))
    return "yes" if value is True else one_line(str(value))


def _when(at: int, now: datetime, screen: Screen) -> str:
    local = from_utc_ms(at).astimezone(now.tzinfo)
    return f"{screen.day(local.date())} {local:%H:%M}"


def reverted(done: list[Reverted], *, again: bool = False) -> str:
    """What undo says, or `again` redo: a line for each record, or of many how many there were."""
    if len(done) <= _FEW:
        return "\n".join(_REVERTED[one.what][again].format(one.name) for one in done)
    types: dict[str, list[str]] = {}
    for one in done:
        types.setdefault(one.what, []).append(one.type)
    lines = []
    for what, some in types.items():
        said = _REVERTED[what][again].format(records.counted(some))
        lines.append(said.replace("it was", "they were") if len(some) > 1 else said)
    return "\n".join(lines)
