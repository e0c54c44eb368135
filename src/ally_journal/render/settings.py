"""The settings of a journal as lines."""

from collections.abc import Mapping

from ally_journal.domain.records.settings import Settings
from ally_journal.render.clean import one_line


def listed(
    values: Settings, others: Mapping[str, tuple[str | None, ...]], only: str | None = None
) -> str:
    """Each setting with its value, a line each; or the one asked for.

    Below one that is in conflict stands what it was set to in another place.
    """
    said = {
        "week_starts": values.week_starts,
        "day_starts_at": f"{values.day_starts_at:%H:%M}",
        "counts": str(values.counts).lower(),
        "plain": str(values.plain).lower(),
    }
    return "\n".join(
        f"{key} {value}{_also(key, others.get(key, ()))}"
        for key, value in said.items()
        if only in {None, key}
    )


def _also(key: str, others: tuple[str | None, ...]) -> str:
    if not others:
        return ""
    said = " and ".join(f"set to {one_line(one)}" if one else "set back" for one in others)
    return f"\nIn conflict: {key} was also {said}; setting it again decides."
