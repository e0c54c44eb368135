"""A card for half an hour with one other ally: what to talk about, and nobody's name."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.sharing.anonymiser import unnamed
from ally_journal.domain.sharing.looking import UNLOOKED, Looked, Tell, Told

TALK = "talk"
"""The topic of what a person takes from one, and the source of a plan made in one."""

MISSED, GUESS, OBSTACLE = "missed", "guess", "obstacle"
_TITLES = {
    MISSED: "A moment when I did nothing",
    GUESS: "Something I only guess",
    OBSTACLE: "An obstacle that needs a second person",
}
_BECAUSE, _GUESS = "What stopped me", "My guess how it was for them"
_LEVER, _NEXT = "What I can do", "The next step"


class Subject(NamedTuple):
    """One thing to talk about: which of the three it is, its words, and what belongs to them."""

    what: str
    text: str
    more: tuple[Told, ...] = ()

    @property
    def title(self) -> str:
        """What it is, in words."""
        return _TITLES[self.what]


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkCard:
    """The card; `looked` says what became of it before it was made."""

    subjects: tuple[Subject, ...]
    looked: Looked = UNLOOKED

    def looking(self, looked: Looked) -> Self:
        """The same, of which something else is told."""
        return replace(self, looked=looked)

    def retold(self, tell: Tell) -> Self:
        """The card with each text told again, in its order; None leaves that part out."""
        told = tuple(one for subject in self.subjects if (one := _told(subject, tell)))
        return replace(self, subjects=told)


def _told(subject: Subject, tell: Tell) -> Subject | None:
    text = tell(Told(subject.title, subject.text))
    more = [(one, tell(one)) for one in subject.more]
    kept = tuple(one._replace(text=said) for one, said in more if said is not None)
    return None if text is None else subject._replace(text=text, more=kept)


def card_of(
    missed: Entry | None, guessed: Entry | None, obstacle: Obstacle | None, names: Names
) -> TalkCard:
    """What there is to talk about, as others may read it; who is with an obstacle stays away."""
    subjects = []
    if missed:
        subjects.append(_subject(MISSED, missed.text, {_BECAUSE: missed.because}))
    if guessed:
        subjects.append(_subject(GUESS, guessed.text, {_GUESS: guess_of(guessed)}))
    if obstacle:
        more = {_LEVER: obstacle.lever, _NEXT: obstacle.next}
        subjects.append(_subject(OBSTACLE, obstacle.text, more))
    card = TalkCard(subjects=tuple(subjects))
    return card.retold(lambda told: unnamed(told.text, names))


def guess_of(entry: Entry) -> str | None:
    """What the writer thinks how it was for the others, as long as nobody has said; or None."""
    if any(one.source != "guess" for one in entry.heard):
        return None
    said = [one.text for one in entry.heard if one.text.strip()]
    return said[-1] if said else entry.guess


def _subject(what: str, text: str, more: dict[str, str | None]) -> Subject:
    told = tuple(Told(name, said, is_note=True) for name, said in more.items() if said)
    return Subject(what, text, told)
