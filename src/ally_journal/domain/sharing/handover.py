"""Obstacles as a note for the next person, and nobody's name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.sharing.anonymiser import unnamed
from ally_journal.domain.sharing.looking import UNLOOKED, Looked, Tell, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverNote:
    """The note; `looked` says what became of it before it was made."""

    obstacles: tuple[Obstacle, ...]
    looked: Looked = UNLOOKED

    def looking(self, looked: Looked) -> Self:
        """The same, of which something else is told."""
        return replace(self, looked=looked)

    def retold(self, tell: Tell) -> Self:
        """The note with each text told again, in its order; None leaves that part out."""
        told = tuple(one for obstacle in self.obstacles if (one := _told(obstacle, tell)))
        return replace(self, obstacles=told)


def _told(obstacle: Obstacle, tell: Tell) -> Obstacle | None:
    def note(what: str, text: str | None) -> str | None:
        return tell(Told(what, text, is_note=True)) if text else None

    text = tell(Told("An obstacle", obstacle.text))
    lever, next_ = note("What may move it", obstacle.lever), note("The next step", obstacle.next)
    ended = note("How it ended", obstacle.note)
    return (
        None if text is None else replace(obstacle, text=text, lever=lever, next=next_, note=ended)
    )


def with_whom(body: Mapping[str, object]) -> str:
    """Whom an obstacle's body names: who is with the person, and who carries it on."""
    said = body.get("who"), body.get("note") if body.get("state") == "handed-on" else None
    return "\n".join(one for one in said if isinstance(one, str))


def note_of(obstacles: Iterable[Obstacle], names: Names) -> HandoverNote:
    """The obstacles without names and days, who is with the person, and who carries them on."""
    given = tuple(
        replace(one, who=None, note=None if one.state == "handed-on" else one.note, others=())
        for one in obstacles
    )
    return HandoverNote(obstacles=given).retold(lambda told: unnamed(told.text, names))
