"""What Tab offers: words of the program and of the journal, never a person's name.

Nothing is asked, unlocked, made or said while completing; a journal that cannot be read offers
nothing. Help beside a number is the beginning of the entry's own words. Zsh evaluates what it is
told, and bash puts it on the command line as it is, so what a shell could obey is never offered.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from unicodedata import category

import typer

from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.entry import ASKED
from ally_journal.errors import AllyError
from ally_journal.render.clean import one_line

if TYPE_CHECKING:
    from ally_journal.store.journal.journal import Journal


_Found = TypeVar("_Found")
_NUMBERS = 30
_WORDS = 50


def harmless(offers: Callable[..., list[_Found]]) -> Callable[..., list[_Found]]:
    """The same completer, without values that have a sign which means something to a shell.

    Typer reads the signature of every completer at each start. This one is quickly read: without
    annotations it goes by the names.
    """
    of_journal = "ctx" in offers.__annotations__

    def offered(ctx: typer.Context, incomplete: str) -> list[_Found]:
        found = offers(ctx, incomplete) if of_journal else offers(incomplete)
        return [one for one in found if _is_harmless(one if isinstance(one, str) else one[0])]  # type: ignore[index]  # a value with its help

    offered.__annotations__ = {}
    return offered


def _is_harmless(value: str) -> bool:
    return (
        all(category(sign)[0] in "LMN" or sign in "-_.,:+@/%" for sign in value)
        and value[:1] != "-"
    )


def choices(values: list[str]) -> Callable[[str], list[str]]:
    """What offers these values, in their order."""

    def offered(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete.lower())]

    return offered


def kinds(incomplete: str) -> list[str]:
    """The four kinds, in their order."""
    return [kind.value for kind in KINDS if kind.startswith(incomplete.lower())]


def kind_first(ctx: typer.Context, incomplete: str) -> list[str]:
    """The four kinds, where none and no other word stands before."""
    return [] if ctx.params.get("words") or ctx.params.get("kind") else kinds(incomplete)


def ways(incomplete: str) -> list[str]:
    """The ways, alphabetically."""
    from ally_journal.domain import content  # noqa: PLC0415 - only when Tab is pressed

    return [way for way in content.ways() if way.startswith(incomplete.lower())]


def asked(incomplete: str) -> list[str]:
    """How it came about, in the order of the question."""
    return [how for how in ASKED if how.startswith(incomplete.lower())]


def sources(incomplete: str) -> list[str]:
    """Who may say how an entry landed, the surest first."""
    from ally_journal.domain.review.summary import HEARD_SOURCES  # noqa: PLC0415 - only for Tab

    return [source for source in HEARD_SOURCES if source.startswith(incomplete.lower())]


def topics(incomplete: str) -> list[str]:
    """What a person comes back to when they reflect."""
    from ally_journal.domain.records.reflection import TOPICS  # noqa: PLC0415 - only for Tab

    return [topic for topic in TOPICS if topic.startswith(incomplete.lower())]


def reaches(incomplete: str) -> list[str]:
    """How far an idea may reach."""
    from ally_journal.domain import content  # noqa: PLC0415 - only when Tab is pressed

    return [reach for reach in content.REACHES if reach.startswith(incomplete.lower())]


def moments(incomplete: str) -> list[str]:
    """The hard moments for which there are phrases, then the ways."""
    from ally_journal.domain import content  # noqa: PLC0415 - only when Tab is pressed

    words = dict.fromkeys([*content.moments(), *content.ways()])
    return [word for word in words if word.startswith(incomplete.lower())]


def shelf_titles(ctx: typer.Context, incomplete: str) -> list[str]:
    """The next word of what the sources of ally name, after the words that stand there."""
    from ally_journal.domain.content import shipped  # noqa: PLC0415 - only when Tab is pressed

    before: list[str] = ctx.params.get("title") or []
    typed = " ".join([*before, incomplete]).lower()
    titles = [one.title for one in shipped() if one.title.lower().startswith(typed)]
    return list(dict.fromkeys(title.split()[len(before)] for title in titles))


def said(incomplete: str) -> list[str]:
    """The hard moments for which there are phrases."""
    from ally_journal.domain import content  # noqa: PLC0415 - only when Tab is pressed

    return [word for word in content.moments() if word.startswith(incomplete.lower())]


def shelf_types(incomplete: str) -> list[str]:
    """What things on the shelf usually are."""
    from ally_journal.domain.records.shelf import WAYS  # noqa: PLC0415 - only when Tab is pressed

    return [type_ for type_ in WAYS if type_.startswith(incomplete.lower())]


def parts_of_year(incomplete: str) -> list[str]:
    """The parts of a year, in the order of a screen."""
    from ally_journal.render.views.overview import PARTS  # noqa: PLC0415 - only when Tab is pressed

    return [name for name in PARTS if name.startswith(incomplete.lower())]


def periods(incomplete: str) -> list[str]:
    """The words for a period, then this year, its quarter, its month and its week."""
    from ally_journal.cli.session import now  # noqa: PLC0415 - only when Tab is pressed
    from ally_journal.domain.calendar.periods import week_of  # noqa: PLC0415 - the same

    day = now().naive.date()
    quarter = (day.month + 2) // 3
    offered = ["this", "last", f"{day.year}", f"{day.year}-Q{quarter}", f"{day:%Y-%m}"]
    return [name for name in [*offered, week_of(day).name] if name.startswith(incomplete)]


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tags used in the journal."""
    from ally_journal.store.journal.tags import tags_beginning  # noqa: PLC0415 - only when Tab is pressed

    return _asked(ctx, lambda journal: list(tags_beginning(journal, incomplete)))


def kinds_and_tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """The kinds, then the tags used in the journal."""
    return [*kinds(incomplete), *tags(ctx, incomplete)]


def numbers(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The newest entries' numbers, newest first, each with its first words."""
    return _numbered(ctx, "entry", incomplete)


def plans(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The newest plans' numbers, newest first, each with its first words."""
    return _numbered(ctx, "plan", incomplete)


def obstacles(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The newest open obstacles' numbers, newest first, each with its first words."""
    return _numbered(ctx, "obstacle", incomplete)


def shelf_items(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The numbers of what is on the shelf and not done, each with its title."""
    from ally_journal.domain.records.shelf import DONE  # noqa: PLC0415 - only when Tab is pressed
    from ally_journal.store.journal.shelf import shelf  # noqa: PLC0415 - the same

    found = _asked(ctx, lambda journal: list(shelf(journal)))
    return [
        (str(item.number), _harmless(item.title, ()))
        for item in found
        if item.state != DONE and str(item.number).startswith(incomplete)
    ]


def ideas(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The numbers of one's own ideas, newest first, each with its first words."""
    return _numbered(ctx, "idea", incomplete)


def backup_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """The names of the backups, newest first, and `last`."""
    from ally_journal.cli.session import begin, now  # noqa: PLC0415 - only when Tab is pressed
    from ally_journal.store.backup.catalog import names  # noqa: PLC0415 - the same

    with suppress(AllyError):
        session = begin(ctx.find_root().params.get("journal"), plain=False)
        found = ["last", *reversed(names(session.path, now().naive))]
        return [name for name in found if name.startswith(incomplete)]
    return []


def _numbered(ctx: typer.Context, type_: str, incomplete: str) -> list[tuple[str, str]]:
    from ally_journal.store.journal.search import first_words  # noqa: PLC0415 - only when Tab is pressed

    found = _asked(ctx, lambda journal: first_words(journal, type_, incomplete, _NUMBERS))
    return [(str(number), _harmless(text, names)) for number, text, names in found]


def _harmless(text: str, names: tuple[str, ...]) -> str:
    """The first words without marked names, and without any sign a shell could obey."""
    for name in names:
        text = re.sub(rf"(?i)(?<!\w)@?{re.escape(name)}(?!\w)", "…", text)
    return re.sub(r"[^\w .,…-]", "", one_line(text))[:_WORDS]


def _asked(ctx: typer.Context, question: "Callable[[Journal], list[_Found]]") -> list[_Found]:
    """What one short visit to the journal answers; nothing if it cannot be made."""
    from ally_journal.cli.session import begin  # noqa: PLC0415 - only when Tab is pressed

    with suppress(AllyError):
        session = begin(ctx.find_root().params.get("journal"), plain=False)
        with session.journal(asks=False) as journal:
            return question(journal)
    return []
