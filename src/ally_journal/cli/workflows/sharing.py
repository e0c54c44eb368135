"""A copy of a year for others, and looking through what stands in it."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker, Stopped, kept_unless_short
from ally_journal.cli.terminal.streams import can_ask, cleaned, say, say_document, warn
from ally_journal.cli.workflows.output import Form, deliver
from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.sharing.anonymiser import Standing, to_look_at, unnamed
from ally_journal.domain.sharing.copy import (
    C,
    Copy,
    SharingYear,
    Told,
    opted_in,
    texts_of,
    waiting,
    with_texts,
    with_word,
    without_notes,
)
from ally_journal.domain.text.tags import fold
from ally_journal.errors import CannotKeep, WrongUsage
from ally_journal.render.messages import sharing as sharing_messages
from ally_journal.render.screen import Screen
from ally_journal.render.views import page
from ally_journal.render.views import sharing as sharing_view
from ally_journal.render.writers import csv_, html, json_, markdown
from ally_journal.store.files.atomic import refuse_taken
from ally_journal.store.journal.names import names_known
from ally_journal.store.review.year import year_of


class How(NamedTuple):
    """What was said of the copy: its form, and whether questions and an old file are in the way."""

    form: Form | None
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
    if form.path:
        refuse_taken(form.path, session.path, replace=how.replace)
    with session.journal() as journal:
        value = year_of(journal, year, today(settings), settings.week_starts)
        names = names_known(journal)
    copy = opted_in(value, names)
    if asks:
        try:
            copy = look_through(copy, names, session.screen(settings))
        except Stopped:
            say(sharing_messages.STOPPED)
            return
    elif any(plan.note for plan in copy.plans):
        copy = without_notes(copy)
        warn(sharing_messages.NOTES_LEFT)
    made = documents(copy, raw=how.raw)
    if asks and form.path is None:
        say("")
    try:
        deliver(session, made, form, replace=how.replace)
    except CannotKeep:
        if asks:  # what was rewritten is not lost to a full disk
            say_document(made[form.name]())
        raise
    _remark(copy, waiting(value))


def documents(copy: SharingYear, *, raw: bool) -> Mapping[str, Callable[[], str]]:
    """The copy in each of its forms, made when it is asked for."""
    return {
        "md": lambda: markdown.document(sharing_view.year(copy)),
        "html": lambda: html.document(page.sharing_year(copy)),
        "json": lambda: json_.sharing(copy),
        "csv": lambda: csv_.sharing(copy, raw=raw),
    }


def _remark(copy: SharingYear, left: tuple[str, ...]) -> None:
    if left:
        warn(sharing_messages.left_waiting(left))
    if not texts_of(copy):
        warn(sharing_messages.NOTHING_MARKED)
    if not copy.reviewed:
        warn(f"{sharing_view.NOT_REVIEWED} Read it before you pass it on.")


def look_through(copy: C, names: Names, screen: Screen) -> C:
    """The copy as the person left it, which it then says of itself; raises Stopped at q."""
    asker = Asker(screen.plain)
    texts = texts_of(copy)
    if texts:
        say(sharing_messages.RULE)
    copy = with_texts(copy, list(_texts(asker, texts, names)))
    asked: set[str] = set()
    while (standing := _next(copy, names, asked)) is not None:
        if not asked:
            say(sharing_messages.RULE_OF_WORDS)
        asked.add(fold(standing.word))
        words = _words_for(asker, standing, screen)
        if words:
            copy = with_word(copy, standing.word, unnamed(cleaned(words), names))
    return copy.looked_through()


def _texts(asker: Asker, texts: tuple[Told, ...], names: Names) -> Iterator[str | None]:
    """What becomes of each text; None leaves it out, and its notes go with it."""
    to_ask = sum(not told.is_shipped for told in texts)
    place, left_out = 0, False
    for told in texts:
        place += not told.is_shipped
        if told.is_shipped:
            yield told.text
        elif told.is_note and left_out:
            yield None
        else:
            answer = _look_at(asker, f"{place} of {to_ask}. ", told, names)
            left_out = left_out if told.is_note else answer is None
            yield answer


def _look_at(asker: Asker, place: str, told: Told, names: Names) -> str | None:
    text = told.text
    while True:
        question = sharing_messages.recognise(place, told._replace(text=text))
        answer = kept_unless_short(asker.line(question)).lower()
        if not answer:
            return text
        if answer in {"o", "out"}:
            return None
        if answer in {"e", "edit"}:
            words = asker.line(sharing_messages.REWRITE)
            text = unnamed(cleaned(words), names) if words else text
        else:
            say(sharing_messages.CHOICES)


def _next(copy: Copy, names: Names, asked: set[str]) -> Standing | None:
    """The first word to look at that was not asked about; titles were looked at whole."""
    texts = [told.text for told in texts_of(copy) if not told.is_title]
    return next((one for one in to_look_at(texts, names) if fold(one.word) not in asked), None)


def _words_for(asker: Asker, standing: Standing, screen: Screen) -> str:
    """What is to stand in the place of a word; nothing if it stays."""
    while True:
        words = asker.line(sharing_messages.still_stands(standing, screen))
        if standing.name and words.lower() == "c":
            return ANYONE
        if len(words) != 1 or not words.isalpha():  # one letter was meant for another question
            return words
        say(sharing_messages.ONE_LETTER)
