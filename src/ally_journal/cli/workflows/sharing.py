"""A copy of a year for others, and looking through what stands in it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker, Stopped, kept_unless_short
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned,
    on_terminal,
    say,
    say_document,
    warn,
)
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.output import Form, deliver
from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.sharing.anonymiser import LEFT_OUT, Standing, to_look_at, unnamed
from ally_journal.domain.sharing.copy import SharingYear, opted_in, waiting
from ally_journal.domain.sharing.looking import (
    MOST,
    C,
    Copy,
    Looked,
    Told,
    settled,
    texts_of,
    unlooked,
    with_texts,
    with_word,
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

_KEEP, _LEAVE_OUT, _REWRITE = "keep", "leave out", "rewrite"
_RECOGNISED = {
    **dict.fromkeys(("", "y", "yes"), _LEAVE_OUT),
    **dict.fromkeys(("n", "no"), _KEEP),
    **dict.fromkeys(("e", "edit"), _REWRITE),
}


class How(NamedTuple):
    """What was said of the copy: its form, and whether questions and an old file are in the way."""

    form: Form | None
    yes: bool = False
    raw: bool = False
    replace: bool = False


def share(session: Session, year: int, how: How, settings: Settings) -> None:
    """Make the copy and put it where it was wanted; the journal stays as it was.

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
        newest = max((one.number for one in value.entries), default=None)
    whole = opted_in(value, names)
    copy = looked_at(whole, names, session.screen(settings), session.path, asks=asks)
    if copy is None:
        return
    made = documents(copy, raw=how.raw)
    if asks and form.path is None:
        say("")
    try:
        deliver(session, made, form, replace=how.replace)
    except CannotKeep:
        if asks:  # what was rewritten is not lost to a full disk
            say_document(made[form.name]())
        raise
    if left := waiting(value):
        warn(sharing_messages.left_waiting(left))
    if not _marked(copy):
        warn(sharing_messages.nothing_shared(newest, left_out=_marked(whole)))
    warn_of_unread(copy.looked, form.path)


def warn_of_unread(looked: Looked, out: Path | None) -> None:
    """That a copy is to be read, unless it was, with what it says of that if it is not in sight."""
    if not looked.whole:
        said = () if out is None and on_terminal() else sharing_view.looked(looked)
        warn(" ".join([*said, "Read it before you pass it on."]))


def _marked(copy: SharingYear) -> bool:
    return any(told.marked for told in texts_of(copy))


def documents(copy: SharingYear, *, raw: bool) -> Mapping[str, Callable[[], str]]:
    """The copy in each of its forms, made when it is asked for."""
    return {
        "md": lambda: markdown.document(sharing_view.year(copy)),
        "html": lambda: html.document(page.sharing_year(copy)),
        "json": lambda: json_.sharing(copy),
        "csv": lambda: csv_.sharing(copy, raw=raw),
    }


def looked_at(copy: C, names: Names, screen: Screen, path: Path, *, asks: bool) -> C | None:
    """The copy as others may read it, and as it says of itself; None if nothing of it is left.

    What nobody looked at is left out or replaced, also behind q. What was rewritten is kept beside
    the journal at `path` if the copy comes to nothing.
    """
    if not asks:
        return unlooked(copy, names)
    asker, texts = Asker(screen.plain), texts_of(copy)
    if texts:
        say(sharing_messages.RULE)
    with keeping(path, "") as rewritten:
        decided, stopped = _decided(asker, texts, names, rewritten)
        copy = with_texts(copy, decided)
        there = texts_of(copy)
        if not there and (stopped or not isinstance(copy, SharingYear)):  # a year has its months
            say(sharing_messages.nothing_left(stopped=stopped))
            return None
        bare = all(told.is_shipped for told in there)
        looked = Looked(asked=True, stopped=stopped, texts=None in decided, bare=bare)
        return _without_words(asker, copy.looking(looked), names, screen)


def _decided(
    asker: Asker, texts: tuple[Told, ...], names: Names, rewritten: Kept[str]
) -> tuple[list[str | None], bool]:
    """What becomes of each text, and whether q came before the end; None leaves a text out.

    Its notes go with it.
    """
    to_ask = sum(not told.is_shipped for told in texts)
    place, stopped = 0, False
    decided: list[str | None] = []
    left_out = False
    for told in texts:
        place += not told.is_shipped
        answer: str | None = told.text
        if (told.is_note and left_out) or (stopped and not told.is_shipped):
            answer = None
        elif not told.is_shipped:
            try:
                answer = _look_at(asker, f"{place} of {to_ask}. ", told, names, rewritten)
            except Stopped:
                answer, stopped = None, True
        left_out = left_out if told.is_note else answer is None
        decided.append(answer)
    return decided, stopped


def _look_at(
    asker: Asker, place: str, told: Told, names: Names, rewritten: Kept[str]
) -> str | None:
    text = told.text
    while True:
        question = sharing_messages.recognise(place, told._replace(text=text))
        meant = asker.meant(question, sharing_messages.CHOICES, _RECOGNISED)
        if meant != _REWRITE:
            return text if meant == _KEEP else None
        words = asker.line(sharing_messages.REWRITE)
        rewritten.value = f"{rewritten.value}\n{words}".strip()
        text = unnamed(cleaned(words), names) if words else told.text


def _without_words(asker: Asker, copy: C, names: Names, screen: Screen) -> C:
    """The copy without the words that may be names or tell a day, but for those that were kept."""
    kept: set[str] = set()
    gone: set[str] = set()
    looked = copy.looked
    while not looked.stopped and (standing := _next(copy, names, kept | gone)) is not None:
        if not (kept or gone):
            say(sharing_messages.RULE_OF_WORDS)
        try:
            words = _words_for(asker, standing, screen)
        except Stopped:
            looked = looked._replace(stopped=True)
            break
        if words is None:
            kept.add(fold(standing.word))
            continue
        gone.add(fold(standing.word))
        copy = with_word(copy, standing.word, cleaned(words), names)
    looked = looked._replace(kept=bool(kept), replaced=bool(gone))
    return settled(copy.looking(looked), names, kept)


def _next(copy: Copy, names: Names, asked: set[str]) -> Standing | None:
    """The first word to look at that was not asked about; titles were looked at whole."""
    texts = [told.text for told in texts_of(copy) if not told.is_title]
    return next((one for one in to_look_at(texts, names) if fold(one.word) not in asked), None)


def _words_for(asker: Asker, standing: Standing, screen: Screen) -> str | None:
    """What is to stand in the place of a word; None if it stays."""
    question = sharing_messages.still_stands(standing, screen)
    while True:
        words = asker.line(question)
        if words.lower() in {"k", "keep"}:
            return None
        if words.lower() == "c":
            return ANYONE
        if not words:
            return LEFT_OUT
        is_answer = len(words) == 1 and words.isalpha()  # to another question
        if not is_answer and len(words.split()) <= MOST and words.lower() not in {"yes", "no"}:
            return words
        kept_unless_short(words)
        question = sharing_messages.WORD_CHOICES
