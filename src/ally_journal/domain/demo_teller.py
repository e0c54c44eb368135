"""Makes up the entries of an invented journal from sentences, names and the plans open then."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Generic, NamedTuple, TypeVar

from ally_journal.domain import demo_around as around
from ally_journal.domain import demo_practice
from ally_journal.domain import demo_words as words
from ally_journal.domain.answers import ASKED
from ally_journal.domain.demo_records import HeardBack, Later, Value
from ally_journal.domain.entries import Entry
from ally_journal.domain.kinds import KINDS, Kind
from ally_journal.domain.plans import Plan
from ally_journal.domain.prompts import MISTAKE, QUESTIONS
from ally_journal.domain.summaries import HEARD_SOURCES

_DONE = {
    Kind.LEARN: words.LEARN,
    Kind.CHALLENGE: words.CHALLENGE,
    Kind.EMPATHISE: words.EMPATHISE,
    Kind.ACT: words.ACT,
}
_Card = TypeVar("_Card")


class Deck(Generic[_Card]):
    """Cards in random order, mixed anew once all were drawn, so that none comes back too soon."""

    def __init__(self, random: Random, cards: list[_Card]) -> None:
        self._random = random
        self._cards = cards
        self._left: list[_Card] = []

    def draw(self) -> _Card:
        """The next card."""
        if not self._left:
            self._left = self._random.sample(self._cards, len(self._cards))
        return self._left.pop()


def items(block: str) -> list[str]:
    """The lines of a block of words, each joined with the indented ones that go on with it."""
    return block.replace("\n  ", " ").removesuffix("\n").split("\n")


def parts(block: str) -> list[list[str]]:
    """The same, each divided at its bars."""
    return [[part.strip() for part in item.split("|")] for item in items(block)]


class _Line(NamedTuple):
    kind: Kind
    way: str | None
    tags: tuple[str, ...]
    text: str


def _lines(block: str, kind: Kind | None = None) -> list[_Line]:
    """Lines of one known kind begin with their way, others with their kind."""
    found = []
    for head, text in parts(block):
        first, *tags = head.split()
        found.append(_Line(kind or Kind(first), first if kind else None, tuple(tags), text))
    return found


class Teller:
    """Makes up one entry after the other; tell it of plans, so that entries can belong to them."""

    def __init__(self, random: Random) -> None:
        def decks(blocks: Mapping[str, str]) -> dict[str, Deck[str]]:
            return {key: Deck(random, items(block)) for key, block in blocks.items()}

        self._random = random
        self._done = {kind: Deck(random, _lines(_DONE[kind], kind)) for kind in KINDS}
        self._missed = Deck(random, _lines(words.MISSED))
        self._mistakes = Deck(random, _lines(words.MISTAKES))
        self._slots = {key: Deck(random, text.split("; ")) for key, text in words.SLOTS.items()}
        self._second = decks(around.SECOND)
        self._answers = decks(around.ANSWERS)
        self._heard = decks(around.HEARD)
        self._heard_of_mistake = Deck(random, items(around.HEARD_OF_MISTAKE))
        self._paragraphs = Deck(random, items(around.SECOND_PARAGRAPHS))
        self._lessons = Deck(random, items(around.LESSONS))
        self._because = Deck(random, items(around.BECAUSE))
        self._tags = {text: tag for tag, text, *_ in parts(demo_practice.PLANS)}
        self._plans: dict[int, str] = {}
        self._plans_made = 0

    def notice(self, value: Value) -> None:
        """Remember a plan while it is open."""
        if isinstance(value, Plan):
            self._plans_made += 1
            self._plans[self._plans_made] = self._tags[value.text]
        elif isinstance(value, Later) and value.type == "plan":
            self._plans.pop(int(value.which))

    def entry(self, written: datetime) -> Entry:
        """The next entry; some are written down a day later, and then without their time."""
        dice = self._random.random
        luck = dice()
        went = "missed" if luck < 0.08 else "mistake" if luck < 0.16 else "done"
        line = self._line(went)
        text, people = self._filled(line.text)
        tags = line.tags if dice() < 0.8 else ()
        text = self._longer(text, line.kind, went)
        if tags and dice() < 0.2:
            text, tags = f"{text} #{tags[0]}", tags[1:]
        late = written.weekday() > 0 and dice() < 0.1
        return Entry(
            kind=line.kind,
            text=text,
            day=written.date() - timedelta(days=late),
            at=None if late else written,
            tags=tags,
            people=people,
            way=line.way if dice() < 0.8 else None,
            went=went,
            because=self._because.draw() if went == "missed" and dice() < 0.8 else None,
            lesson=self._lessons.draw() if dice() < (0.1 if went == "done" else 0.45) else None,
            asked=self._asked(line.kind, went),
            answers=self._answered(line.kind, went),
            share=not people and "@" not in text and dice() < 0.15,
            plan=self._plan(line.tags) if went == "done" else None,
        )

    def what_came_of(self, number: int, entry: Entry) -> Iterator[tuple[int, Value]]:
        """What is written about an entry afterwards, and how many days later."""
        dice = self._random.random
        some_day = self._random.randrange
        if entry.kind in {Kind.EMPATHISE, Kind.ACT} and entry.went != "missed" and dice() < 0.45:
            (source,) = self._random.choices(HEARD_SOURCES, (30, 15, 32, 23))
            yield some_day(5, 40), self._heard_back(number, entry, source)
            if source == "guess" and dice() < 0.25:
                yield some_day(40, 70), self._heard_back(number, entry, "them")
        if entry.lesson is None and dice() < 0.03:
            yield some_day(1, 7), Later("entry", number, {"lesson": self._lessons.draw()})

    def _heard_back(self, number: int, entry: Entry, source: str) -> HeardBack:
        mistake = entry.went == "mistake" and source == "them"
        deck = self._heard_of_mistake if mistake else self._heard[source]
        return HeardBack(number, source, deck.draw(), entry.day)

    def _line(self, went: str) -> _Line:
        if went != "done":
            return (self._missed if went == "missed" else self._mistakes).draw()
        (kind,) = self._random.choices(KINDS, (26, 19, 25, 30))
        return self._done[kind].draw()

    def _filled(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text with its slots filled, and the names that are not marked inside it."""
        slots = {slot: deck.draw() for slot, deck in self._slots.items() if f"{{{slot}}}" in text}
        if "{other}" in text:
            slots["other"] = self._slots["name"].draw()
            while slots["other"] == slots.get("name"):
                slots["other"] = self._slots["name"].draw()
        names = [slots[slot] for slot in ("name", "other") if slot in slots]
        if names and self._random.random() < 0.3:
            slots |= {slot: f"@{slots[slot]}" for slot in ("name", "other") if slot in slots}
            names = []
        filled = text.format_map(slots)
        return filled[0].upper() + filled[1:], tuple(names)

    def _longer(self, text: str, kind: Kind, went: str) -> str:
        luck = self._random.random()
        if luck < 0.04:
            return f"{text}\n\n{self._paragraphs.draw()}"
        return f"{text} {self._second[kind].draw()}" if went == "done" and luck < 0.4 else text

    def _asked(self, kind: Kind, went: str) -> str | None:
        if went == "missed" or self._random.random() > {"act": 0.75, "empathise": 0.1}.get(kind, 0):
            return None
        return self._random.choices(ASKED, (20, 20, 30, 30))[0]

    def _answered(self, kind: Kind, went: str) -> dict[str, str]:
        if went == "missed":
            return {}
        questions, share = (MISTAKE, 0.6) if went == "mistake" else (QUESTIONS[kind], 0.25)
        return {
            question.key: self._answers[question.key].draw()
            for question in questions
            if not question.choices and self._random.random() < share
        }

    def _plan(self, tags: tuple[str, ...]) -> int | None:
        """An open plan about the same thing, now and then."""
        if not tags or self._random.random() > 0.5:
            return None
        return next((number for number, tag in self._plans.items() if tag in tags), None)
