"""The words ally has ready for people: questions, ways, ideas, phrases, stories and a shelf.

They lie beside this module as JSON, a line for each item, so that a person can edit them. Only
this module knows the files; each is read when first asked for.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ally_journal.domain.kind import KINDS, Kind

REACHES = ("self", "people", "systems")
"""How far an idea reaches, in the order they are offered and without rank."""


class Question(NamedTuple):
    """One question; `key` is an answer key, or "asked" for the one answered by a choice.

    Only `choices` can answer it where there are some, and `offers` are words for them; otherwise
    `offers` may be picked, or own words used.
    """

    key: str
    text: str
    offers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class Way(NamedTuple):
    """One way of doing it, with what it means in a few words."""

    name: str
    means: str


class Idea(NamedTuple):
    """Something to do, in one sentence; its way is one of its kind's.

    `words` are what people may look for it by, besides its text and way; they are never shown.
    """

    text: str
    kind: Kind
    way: str
    reach: str
    words: str = ""


class Phrase(NamedTuple):
    """Something to say in a hard moment; "…" stands for what a person fills in.

    `words` as those of an idea.
    """

    moment: str
    text: str
    words: str = ""


class Seven(NamedTuple):
    """One of the seven ways allyship goes wrong, as questions that mean the same.

    It fits an entry of which one of the words `fits` is the kind, the way, a tag or how it went.
    """

    key: str
    variants: tuple[str, ...]
    fits: tuple[str, ...] = ()


class Story(NamedTuple):
    """A topic to reflect on; the question may be two sentences."""

    topic: str
    title: str
    question: str


class Shipped(NamedTuple):
    """Something to read or hear; nothing is fetched, so there is no link."""

    title: str
    by: str
    type: str


# The package is an ordinary folder, and importlib.resources would cost start-up.
@cache
def _read(name: str) -> Any:  # noqa: ANN401 - JSON can be anything; the functions below say what
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


@cache
def questions(group: str) -> tuple[Question, ...]:
    """What is asked about a kind, by its name, or about "missed", "mistake" or "next"."""
    return tuple(
        Question(one["key"], one["text"], tuple(one.get("offers", ())))
        for one in _read("questions")[group]
    )


@cache
def ways() -> tuple[str, ...]:
    """The names of all ways, alphabetically and each once; any other word will do as well."""
    return tuple(sorted({way.name for kind in KINDS for way in ways_of(kind)}))


@cache
def ways_of(kind: Kind) -> tuple[Way, ...]:
    """The ways of one kind, alphabetically; some names belong to several kinds."""
    return tuple(sorted(Way(one["way"], one["means"]) for one in _read("ways")[kind]))


@cache
def ideas() -> tuple[Idea, ...]:
    """All ideas, in the order of their kinds and, within a kind, of their reach."""
    known = [Idea(**one | {"kind": Kind(one["kind"])}) for one in _read("ideas")]
    return tuple(sorted(known, key=lambda one: (KINDS.index(one.kind), REACHES.index(one.reach))))


@cache
def phrases() -> tuple[Phrase, ...]:
    """All phrases, those of a moment together."""
    return tuple(Phrase(**one) for one in _read("phrases"))


@cache
def moments() -> tuple[str, ...]:
    """The names of the hard moments, in their order."""
    return tuple(dict.fromkeys(one.moment for one in phrases()))


@cache
def seven() -> tuple[Seven, ...]:
    """The questions of which a review asks one, in the order in which they take turns."""
    return tuple(
        Seven(one["key"], tuple(one["variants"]), tuple(one["fits"].split()))
        for one in _read("seven")
    )


@cache
def stories() -> tuple[Story, ...]:
    """The topics of reflection, in the order they are offered."""
    return tuple(Story(one["topic"], one["title"], one["question"]) for one in _read("stories"))


@cache
def shipped() -> tuple[Shipped, ...]:
    """What the sources of ally name; `ally shelf add` knows the rest of each by its title."""
    return tuple(Shipped(**one) for one in _read("shelf"))
