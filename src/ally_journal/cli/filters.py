"""What a person asked a list or a search to be limited to."""

from typing import TypedDict, Unpack

from ally_journal.cli.session import Session, past_day, refuse_unreadable
from ally_journal.domain.kind import kind_option
from ally_journal.domain.records.filter import Filter, went_named
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.text.tags import bare_tag


class Asked(TypedDict):
    """The options of a filter as they were typed; see `options`."""

    kinds: list[str] | None
    tags: list[str] | None
    ways: list[str] | None
    since: str | None
    until: str | None
    missed: bool
    mistake: bool


def filter_asked(
    session: Session, most: int | None, **asked: Unpack[Asked]
) -> tuple[Settings, Filter]:
    """The filter, for at most one entry more than `most`, to know whether there are others.

    Dates are read as the settings say, which come with it.

    Raises:
        WrongUsage: a kind or a date cannot be read; the journal was not opened.
    """
    kinds = tuple(map(kind_option, asked["kinds"] or ()))
    refuse_unreadable(asked["since"])
    refuse_unreadable(asked["until"])
    settings = session.settings()
    return settings, Filter(
        kinds=kinds,
        tags=tuple(map(bare_tag, asked["tags"] or ())),
        ways=tuple(asked["ways"] or ()),
        went=went_named(missed=asked["missed"], mistake=asked["mistake"]),
        since=past_day(asked["since"], settings),
        until=past_day(asked["until"], settings),
        newest=most and most + 1,
    )
