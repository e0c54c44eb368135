"""What Tab offers: words of the program and of the journal, never a person's name.

Nothing is asked, unlocked, made or said while completing; a journal that cannot be read offers
nothing. Help beside a number is the beginning of the entry's own words.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

import typer  # noqa: TC002 - Typer reads the annotations when Tab is pressed

from ally_journal.domain.kinds import KINDS
from ally_journal.domain.ways import WAYS
from ally_journal.errors import AllyError
from ally_journal.render.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from ally_journal.store.journal import Journal

_Found = TypeVar("_Found")
_NUMBERS = 30
_WORDS = 50


def kinds(incomplete: str) -> list[str]:
    """The four kinds, in their order."""
    return [kind.value for kind in KINDS if kind.startswith(incomplete.lower())]


def ways(incomplete: str) -> list[str]:
    """The ways, alphabetically."""
    return [way for way in WAYS if way.startswith(incomplete.lower())]


def periods(incomplete: str) -> list[str]:
    """The words for a period, then this year, its quarter, its month and its week."""
    from ally_journal.cli.session import now  # noqa: PLC0415 - only when Tab is pressed
    from ally_journal.domain.periods import week_of  # noqa: PLC0415 - the same

    day = now().naive.date()
    quarter = (day.month + 2) // 3
    offered = ["this", "last", f"{day.year}", f"{day.year}-Q{quarter}", f"{day:%Y-%m}"]
    return [name for name in [*offered, week_of(day).name] if name.startswith(incomplete)]


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tags used in the journal."""
    return _asked(ctx, lambda journal: list(journal.tags_beginning(incomplete)))


def numbers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The newest entries' numbers, newest first, each with its first words."""
    return _numbered(ctx, "entry", incomplete)


def plans(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The newest plans' numbers, newest first, each with its first words."""
    return _numbered(ctx, "plan", incomplete)


def _numbered(ctx: typer.Context, type_: str, incomplete: str) -> list[tuple[str, str]]:
    found = _asked(ctx, lambda journal: journal.first_words(type_, incomplete, _NUMBERS))
    return [(str(number), _harmless(text, names)) for number, text, names in found]


def _harmless(text: str, names: tuple[str, ...]) -> str:
    """The first words without marked names, and without any sign a shell could obey.

    Zsh evaluates what Tab is told.
    """
    for name in names:
        text = re.sub(rf"(?i)(?<!\w)@?{re.escape(name)}(?!\w)", "…", text)
    return re.sub(r"[^\w .,…-]", "", one_line(text))[:_WORDS]


def _asked(ctx: typer.Context, question: Callable[[Journal], list[_Found]]) -> list[_Found]:
    """What one short visit to the journal answers; nothing if it cannot be made."""
    from ally_journal.cli.session import begin  # noqa: PLC0415 - only when Tab is pressed

    with suppress(AllyError):
        session = begin(ctx.find_root().params.get("journal"), plain=False)
        with session.journal() as journal:
            return question(journal)
    return []
