"""Looking through a copy for others with the person: each text, then each word that may be a name.

What is rewritten is for this copy alone; the journal keeps its own words.
"""

from collections.abc import Iterator
from dataclasses import replace

from ally_journal.cli.ask import Asker
from ally_journal.cli.voice import cleaned, say
from ally_journal.domain.opting_in import Told, texts_of, with_texts, with_word
from ally_journal.domain.ordinary import Names
from ally_journal.domain.redaction import ANYONE
from ally_journal.domain.sharing import SharingYear
from ally_journal.domain.texts import fold
from ally_journal.domain.unnamed import Standing, to_look_at, unnamed
from ally_journal.render import asking_others
from ally_journal.render.screen import Screen


def look_through(copy: SharingYear, names: Names, screen: Screen) -> SharingYear:
    """The copy as the person left it, which it then says of itself; raises Stopped at q."""
    asker = Asker(screen.plain)
    texts = texts_of(copy)
    if texts:
        say(asking_others.RULE)
    copy = with_texts(copy, list(_texts(asker, texts, names)))
    asked: set[str] = set()
    while (standing := _next(copy, names, asked)) is not None:
        if not asked:
            say(asking_others.RULE_OF_WORDS)
        asked.add(fold(standing.word))
        words = _words_for(asker, standing, screen)
        if words:
            copy = with_word(copy, standing.word, unnamed(cleaned(words), names))
    return replace(copy, reviewed=True)


def _texts(asker: Asker, texts: tuple[Told, ...], names: Names) -> Iterator[str | None]:
    """What becomes of each text; None leaves it out, and a plan takes its note along."""
    to_ask = sum(not told.is_shipped for told in texts)
    place, answer = 0, None
    for told in texts:
        place += not told.is_shipped
        if told.is_shipped:
            answer = told.text
        elif not told.is_note or answer is not None:
            answer = _look_at(asker, f"{place} of {to_ask}. ", told, names)
        yield answer


def _look_at(asker: Asker, place: str, told: Told, names: Names) -> str | None:
    text = told.text
    while True:
        answer = asker.line(asking_others.recognise(place, told._replace(text=text))).lower()
        if not answer:
            return text
        if answer in {"o", "out"}:
            return None
        if answer in {"e", "edit"}:
            words = asker.line(asking_others.REWRITE)
            text = unnamed(cleaned(words), names) if words else text
        else:
            say(asking_others.CHOICES)


def _next(copy: SharingYear, names: Names, asked: set[str]) -> Standing | None:
    """The first word to look at that was not asked about; titles were looked at whole."""
    texts = [told.text for told in texts_of(copy) if not told.is_title]
    return next((one for one in to_look_at(texts, names) if fold(one.word) not in asked), None)


def _words_for(asker: Asker, standing: Standing, screen: Screen) -> str:
    """What is to stand in the place of a word; nothing if it stays."""
    while True:
        words = asker.line(asking_others.still_stands(standing, screen))
        if standing.name and words.lower() == "c":
            return ANYONE
        if len(words) != 1 or not words.isalpha():  # one letter was meant for another question
            return words
        say(asking_others.ONE_LETTER)
