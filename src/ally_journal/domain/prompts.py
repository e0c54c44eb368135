"""The questions ally asks; each can be skipped, none is scored."""

from dataclasses import dataclass

from ally_journal.domain.answers import ASKED
from ally_journal.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `key` is an answer key, or "asked" for the one answered by a choice."""

    key: str
    text: str
    choices: tuple[str, ...] = ()


QUESTIONS = {
    Kind.LEARN: (
        Question("notice", "What will you notice differently now?"),
        Question("source", "Whom or what did you hear it from?"),
    ),
    Kind.CHALLENGE: (
        Question("assumed", "What had you assumed?"),
        Question("found", "What did you find out, or why do you want to look at this?"),
    ),
    Kind.EMPATHISE: (
        Question("understood", "What did you understand? Did you ask or assume?"),
        Question("received", "What did you receive from them?"),
    ),
    Kind.ACT: (
        Question("asked", "Was it asked for?", ASKED),
        Question("risked", "What did it risk, and for whom?"),
    ),
}
"""For each kind the first question, asked by the guided log, and the second, asked by --more."""

MISSED = (Question("because", "What stopped you?"),)
MISTAKE = (
    Question("impact", "What do you know of how it was for them?"),
    Question("did", "What did you do then?"),
)


def questions_about(kind: Kind, went: str, *, more: bool) -> tuple[Question, ...]:
    """What the guided log asks after the words: one question, or with `more` all that fit."""
    fitting = {"missed": MISSED, "mistake": MISTAKE}.get(went, QUESTIONS[kind])
    return fitting if more else fitting[:1]


TAKE_ALONG = "take-along"
WHEN_THEN = "when-then"
REVIEW_QUESTIONS = (
    Question("unwritten", "Anything not yet written?"),
    Question(TAKE_ALONG, "One thing to take along?"),
    Question(WHEN_THEN, "What will you do? When …, I will …"),
)
"""What a review asks, in order; the answers become an entry, a reflection and a plan."""


def review_topic(period_name: str, key: str) -> str:
    """The topic under which a review keeps the answer to one of its questions."""
    return f"review/{period_name}/{key}"


def review_source(period_name: str) -> str:
    """Where a plan made in a review says it comes from."""
    return f"review {period_name}"
