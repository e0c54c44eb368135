"""A copy of a year for others: choosing what may stand in it, and looking through what does."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ally_journal.cli.ask import Asker, Stopped
from ally_journal.cli.choosing import mark
from ally_journal.cli.formats import Form, deliver
from ally_journal.cli.looking_through import look_through
from ally_journal.cli.session import Session, today
from ally_journal.cli.voice import can_ask, say, say_document, warn
from ally_journal.domain.opting_in import opted_in, texts_of, waiting
from ally_journal.domain.settings import Settings
from ally_journal.domain.sharing import SharingYear
from ally_journal.errors import CannotKeep, WrongUsage
from ally_journal.render import (
    asking_others,
    csv_,
    html,
    json_sharing,
    markdown,
    pages,
    sharing_parts,
)
from ally_journal.store.outputs import refuse_existing
from ally_journal.store.sharing import names_known
from ally_journal.store.yearly import entries_of, year_of


class How(NamedTuple):
    """What was said of the copy: its form, and whether questions and an old file are in the way."""

    form: Form | None
    sharing: bool = False
    yes: bool = False
    raw: bool = False
    replace: bool = False


def share(session: Session, year: int, how: How, settings: Settings) -> None:
    """Make the copy and put it where it was wanted; q leaves everything as it was.

    Raises:
        WrongUsage: nobody can be asked, and `yes` was not said.
        FileExists, CannotKeep: see `deliver`.
    """
    form = how.form or Form("md", None)
    asks = not how.yes and can_ask() and (form.path is not None or form.name == "md")
    if not asks and not how.yes:
        raise WrongUsage(
            "Nobody can be asked about names here; make the copy on a terminal with -o, or give "
            "--yes, and the copy says that nobody looked."
        )
    if form.path and not how.replace:
        refuse_existing(form.path)
    with session.journal() as journal:
        value = year_of(journal, year, today(settings), settings.week_starts)
        names = names_known(journal)
    copy = opted_in(value, names)
    if asks:
        try:
            copy = look_through(copy, names, session.screen(settings))
        except Stopped:
            say(asking_others.STOPPED)
            return
    _deliver(session, documents(copy, raw=how.raw), form, replace=how.replace, asked=asks)
    _remark(copy, waiting(value))


def documents(copy: SharingYear, *, raw: bool) -> Mapping[str, Callable[[], str]]:
    """The copy in each of its forms, made when it is asked for."""
    return {
        "md": lambda: markdown.document(sharing_parts.year(copy)),
        "html": lambda: html.document(pages.sharing_year(copy)),
        "json": lambda: json_sharing.sharing(copy),
        "csv": lambda: csv_.sharing(copy, raw=raw),
    }


def choose(session: Session, year: int, how: How, settings: Settings) -> None:
    """Go through moments of the year and mark some of them for a copy.

    Raises:
        WrongUsage: nobody can be asked, or something else was wanted as well.
    """
    if how != How(None):
        raise WrongUsage("--choose only asks; make the copy afterwards with ally year --sharing.")
    if not can_ask():
        raise WrongUsage("Choosing takes a terminal; elsewhere ally edit N --share marks an entry.")
    with session.journal() as journal:
        entries = entries_of(journal, year)
    if not entries:
        say(f"Nothing was written in {year}, so there is nothing to choose from.")
        return
    screen = session.screen(settings)
    mark(session, entries, Asker(screen.plain), screen)
    say(asking_others.marked_now(_marked(session, year)))


def _marked(session: Session, year: int) -> list[int]:
    with session.journal() as journal:
        return [entry.number for entry in entries_of(journal, year) if entry.share]


def _deliver(
    session: Session,
    made: Mapping[str, Callable[[], str]],
    form: Form,
    *,
    replace: bool,
    asked: bool,
) -> None:
    """Put the copy where it was wanted; what was rewritten for it is not lost to a full disk."""
    if asked and form.path is None:
        say("")
    try:
        deliver(session, made, form, replace=replace)
    except CannotKeep:
        if asked:
            say_document(made[form.name]())
        raise


def _remark(copy: SharingYear, left: tuple[str, ...]) -> None:
    if left:
        warn(asking_others.left_waiting(left))
    if not texts_of(copy):
        warn(asking_others.NOTHING_MARKED)
    if not copy.reviewed:
        warn(f"{sharing_parts.NOT_REVIEWED} Read it before you pass it on.")
