"""A person's own ideas, phrases and questions, which take their turns with those ally ships."""

from typing import Annotated

from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records import fields
from ally_journal.domain.records.record import Mergeable

WHAT = IDEA, PHRASE, QUESTION = "idea", "phrase", "question"
"""What a person can add: something to do, words for a moment, something a review asks."""


class OwnIdea(Mergeable):
    """One of them; a phrase has the `moment` it is for, an idea may have a kind.

    They hold no name and no story, so that a network can hand them on.
    """

    id: str = ""
    number: int = 0
    what: Annotated[str, fields.Choice(*WHAT, needed=True)]
    text: fields.NeededWords
    moment: fields.OptionalWords = None
    kind: Annotated[Kind | None, fields.Choice(*KINDS)] = None
    others: "tuple[OwnIdea | None, ...]" = ()

    if_empty = "There is nothing to add; give the text in quotes."
