"""Which questions were put to the person: so that none is put again that should not be.

It holds no words of theirs. What was answered is kept where it belongs, as an entry, a plan or a
reflection; this only remembers the asking.
"""

from typing import Annotated, NamedTuple

from ally_journal.domain.records.fields import NeededDay, NeededLabel, Record

SKIPPED, ANSWERED, FORGOTTEN = "skipped", "answered", "forgotten"
"""What became of a question; forgotten means that it is not to come again."""


class Asking(NamedTuple):
    """One question put in a review of the period, on the local day `day`.

    `question` is its key; `about` the record id of the entry or plan it is about, if any.
    """

    question: NeededLabel
    period: NeededLabel
    day: NeededDay
    outcome: NeededLabel = SKIPPED
    about: Annotated[str | None, Record()] = None
