"""What is known about an entry besides its words, for every view that shows one whole."""

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import chain, islice
from typing import NamedTuple

from ally_journal.domain.calendar.dates import day_long
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.review.prompts import GUESS, MISTAKE, QUESTIONS, WANTED
from ally_journal.domain.text.query import Piece
from ally_journal.render.clean import clean, one_line


class Fact(NamedTuple):
    """Something known about an entry, cleaned; what a person answered gets lines of its own."""

    name: str
    text: str
    answered: bool = False


@cache
def _asked() -> dict[str, str]:
    """The questions that may have been answered, by key, in their turn."""
    return {one.key: one.text for one in (*chain.from_iterable(QUESTIONS.values()), *MISTAKE)}


@cache
def _wanted() -> dict[str, str]:
    """What may have been said about whether it was asked for, in words."""
    return dict(zip(WANTED.choices, WANTED.offers, strict=True))


def answered(entry: Entry) -> list[tuple[str, str]]:
    """What a person wrote about an entry besides its text, each with its name, not cleaned.

    The guess comes last.
    """
    asked, answers = _asked(), entry.answers
    turn = {**asked, **answers} if answers else {}  # unknown ones last
    told = [
        ("What stopped me", entry.because),
        (WANTED.text, entry.asked and _wanted()[entry.asked]),
        *((asked.get(key, key.capitalize()), answers[key]) for key in turn if key in answers),
        ("Lesson", entry.lesson),
        (GUESS.text, entry.guess),
    ]
    return [(name, text) for name, text in told if text]


def facts(entry: Entry) -> list[Fact]:
    """What else is known about an entry, each with its name; only what was written.

    The guess stands before what was heard.
    """
    told = [*answered(entry), *(_heard(heard) for heard in entry.heard)]
    known = [
        ("Way", entry.way),
        ("Tags", ", ".join(entry.all_tags)),
        ("With", ", ".join(entry.all_people)),
        ("Plan", str(entry.plan or "")),
        ("Starred", "to be seen in my year" if entry.star else ""),
        ("Sharing", "may appear in a sharing copy" if entry.share else ""),
        ("Again", f"on {day_long(entry.again)}" if entry.again else ""),
    ]
    return [
        Fact(_named(name), clean(text), own)
        for own, said in ((True, told), (False, known))
        for name, text in said
        if text
    ]


def found_in(value: Entry, sentence: Iterable[Piece]) -> str:
    """The name of what holds a sentence that was found, to stand before it; none for the text."""
    said = "".join(piece.text for piece in sentence)
    if said in value.text:
        return ""
    names = (fact.name for fact in facts(value) if fact.answered and clean(said) in fact.text)
    return "".join(f"{name} " for name in islice(names, 1))


@lru_cache(maxsize=100)  # names are few; for many entries that is a tenth
def _named(name: str) -> str:
    said = one_line(name)
    return said if said.endswith("?") else f"{said}:"


def _heard(heard: Heard) -> tuple[str, str]:
    """Who says how it landed, with the day; "not mine to ask" needs no words to be an answer."""
    day = day_long(heard.day) + (", in conflict" if heard.conflict else "")
    return heard_from(heard), f"{heard.text} ({day})" if heard.text else day


def heard_from(heard: Heard) -> str:
    """Who says how it landed, in words."""
    names = {
        "them": "Heard from them",
        "others": "Heard from others",
        "guess": "My guess",
        "not-mine": "Not mine to ask",
    }
    return names.get(heard.source, heard.source)


def what_kind_of_moment(entry: Entry) -> list[str]:
    """Sentences that must stand before the text of an entry for it to be read rightly."""
    said = []
    if entry.went != "done":
        said.append("A missed moment." if entry.went == "missed" else "A mistake.")
    if entry.conflict:
        number = entry.number
        said.append("There are several versions of this entry; this is one of them.")
        said.append(f"ally history {number} shows them, ally edit {number} makes one.")
    return said
