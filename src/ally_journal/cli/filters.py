"""What a person asked a list, a search or an export to be limited to."""

import re
from collections.abc import Callable
from contextlib import suppress
from inspect import Parameter, signature
from shlex import join
from typing import Annotated, NamedTuple, Self

from ally_journal.cli import completion
from ally_journal.cli.arguments import option
from ally_journal.cli.session import Session, filter_day
from ally_journal.cli.terminal.streams import cleaned
from ally_journal.domain.calendar.dates import day_long
from ally_journal.domain.kind import kind_named, kind_option
from ally_journal.domain.records.filter import Filter, went_named
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.text.tags import bare_tag, is_tag
from ally_journal.errors import UnknownDate, UnreadableDate, WrongUsage

Words = list[str] | None
_FROM, _UNTIL = ("since", "from"), "until"
"""What before a day or a period makes it an end of the days."""


class Asked(NamedTuple):
    """The options of a filter as they were typed; see `with_filters`."""

    kinds: Annotated[
        Words, option("--kind -k KIND", "Only this kind; repeatable.", completion.kinds)
    ] = None
    tags: Annotated[
        Words, option("--tag -t TAG", "Only with this tag; repeatable.", completion.tags)
    ] = None
    ways: Annotated[
        Words, option("--way WORD", "Only done in this way; repeatable.", completion.ways)
    ] = None
    since: Annotated[str | None, option("--since WHEN", "From this day on.")] = None
    until: Annotated[str | None, option("--until WHEN", "Up to and including this day.")] = None
    missed: Annotated[bool, option("--missed", "Only missed moments.")] = False
    mistake: Annotated[bool, option("--mistake", "Only mistakes.")] = False

    def with_words(self, words: list[str]) -> tuple[Self, str | None]:
        """The same, with what bare words ask for besides, and how many: -5 are the newest five.

        Each is a kind, missed or mistake, a day or a period, or else a tag. Several together may
        be one day or period, as last friday is; since, from or until before it makes it an end.

        Raises:
            WrongUsage: a word has two readings, or there is more than one stretch of days.
        """
        said, many = self, None
        rest = iter(_times_together(words))
        for word in rest:
            if word.lower() in {*_FROM, _UNTIL} and (day := next(rest, None)):
                is_first = word.lower() in _FROM
                said = said._replace(since=day) if is_first else said._replace(until=day)
                continue
            went = word.lower().removesuffix("s")
            if word.lower() == "last" or re.fullmatch(r"\d{1,3}", word, re.ASCII):
                raise WrongUsage(_two_readings(word))
            if re.fullmatch(r"-\d+", word, re.ASCII):
                many = word[1:]
            elif kind_named(word):
                said = said._replace(kinds=[*(said.kinds or ()), word])
            elif went in {"missed", "mistake"}:
                missed, mistake = (
                    said.missed or went == "missed",
                    said.mistake or went != "missed",
                )
                said = said._replace(missed=missed, mistake=mistake)
            elif not _is_time(word):
                said = said._replace(tags=[*(said.tags or ()), _tag(word)])
            elif said.since or said.until:
                raise WrongUsage(f"Give one stretch of days; “{word}” is another one.")
            else:
                said = said._replace(since=word, until=word)
        return said, many

    def read(self, session: Session, most: int | None) -> tuple[Settings, Filter]:
        """The filter, for at most one entry more than `most`, to know whether there are others.

        Dates are read as the settings say, which come with it.

        Raises:
            WrongUsage: a kind or a date cannot be read, and the journal was not opened; or the days
            are the wrong way round.
        """
        kinds = tuple(map(kind_option, self.kinds or ()))
        for words in (self.since, self.until):
            filter_day(words, Settings())  # what is no date needs no journal to be told so
        settings = session.settings()
        since = filter_day(self.since, settings)
        until = filter_day(self.until, settings, last=True)
        if since and until and since > until:
            with suppress(UnreadableDate):  # such as 24 Dec and 3 Jan, over the new year
                days = f"{self.since} to {self.until}"
                since, until = filter_day(days, settings), filter_day(days, settings, last=True)
        if since and until and since > until:
            raise WrongUsage(
                f"--since is {day_long(since)} and --until before it, {day_long(until)}; give the "
                "earlier day to --since."
            )
        return settings, Filter(
            kinds=kinds,
            tags=tuple(bare_tag(cleaned(tag)) for tag in self.tags or ()),
            ways=tuple(map(cleaned, self.ways or ())),
            went=went_named(missed=self.missed, mistake=self.mistake),
            since=since,
            until=until,
            newest=most and most + 1,
        )


def _times_together(words: list[str]) -> list[str]:
    """The words, with as many as there are of one day or period made one, and last 3 made -3."""
    for many in range(min(len(words), 9), 1, -1):
        for at in range(len(words) - many + 1):
            if _is_time(whole := " ".join(words[at : at + many])):
                return [*words[:at], whole, *words[at + many :]]
    is_newest = re.fullmatch(r"last \d{1,3}", " ".join(words), re.ASCII)
    return [f"-{words[-1]}"] if is_newest else words


def _tag(word: str) -> str:
    """The word, which has to be a tag if it is nothing else."""
    if word.startswith("@"):
        raise WrongUsage(f"There is no list by person; write: ally search {word}")
    if not is_tag(bare_tag(word)):
        searched = join(["ally", "search", *["--"] * word.startswith("-"), word])
        raise WrongUsage(f"“{word}” is no kind, day, period or tag; for a text: {searched}")
    return word


def _is_time(word: str) -> bool:
    """Whether it is read as a day or a period, or refused as one that cannot be."""
    try:
        filter_day(word, Settings())
    except UnknownDate:
        return False
    except UnreadableDate:
        return True
    return True


def _two_readings(word: str) -> str:
    if word.lower() == "last":
        return (
            "“last” can be the newest entry (ally show last) or last week "
            "(ally list --since last --until last)."
        )
    return f"“{word}” can be one entry (ally show {word}) or so many (ally list -n {word})."


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command every option of `Asked` in place of its parameter `asked`."""
    own = signature(command).parameters.values()
    each = [
        Parameter(
            name,
            Parameter.KEYWORD_ONLY,
            default=Asked._field_defaults[name],
            annotation=Asked.__annotations__[name],
        )
        for name in Asked._fields
    ]
    several = [each if one.name == "asked" else [one] for one in own]
    parameters = [one for some in several for one in some]

    def run(**typed: object) -> None:
        asked = {name: typed.pop(name) for name in Asked._fields}
        command(**typed, asked=Asked(**asked))  # type: ignore[arg-type]  # as Typer has read them

    run.__doc__ = command.__doc__
    run.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]  # where Typer looks
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run
