"""The questions ally asks; each can be skipped, none is scored."""

from collections.abc import Iterable

from ally_journal.domain import content
from ally_journal.domain.content import Question
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import ASKED, Entry
from ally_journal.domain.records.reflection import Reflection


def _questions(group: str) -> tuple[Question, ...]:
    return tuple(
        one._replace(choices=ASKED) if one.key == "asked" else one
        for one in content.questions(group)
    )


QUESTIONS = {kind: _questions(kind) for kind in KINDS}
"""For each kind the first question, asked by the guided log, and the second, asked by --more."""
WANTED = QUESTIONS[Kind.ACT][0]
"""Answered by one of `ASKED`, for which it has words."""

MISSED = _questions("missed")
MISTAKE = _questions("mistake")
(GUESS,) = _questions("guess")
"""Asked about something done with others; what is heard later stands beside the answer."""
(NEXT_TIME,) = _questions("next")
"""Asked after a missed moment or a mistake; the answer belongs to no entry, it is a plan."""


def questions_about(kind: Kind, went: str, *, more: bool) -> tuple[Question, ...]:
    """What the guided log asks after the words, without `NEXT_TIME`.

    About something done it is one question, or with `more` both, and then the guess where it was
    done with others. A missed moment or a mistake is always gone through whole, since it is short
    and its steps belong together; nobody else knows of the one, and the other asks the same.
    """
    if went == "done":
        guess = (GUESS,) if kind in {Kind.EMPATHISE, Kind.ACT} else ()
        return (*(QUESTIONS[kind] if more else QUESTIONS[kind][:1]), *guess)
    return {"missed": MISSED, "mistake": MISTAKE}[went]


def questions_about_moment(entry: Entry) -> tuple[Question, ...]:
    """What a review asks about a missed moment or a mistake, `NEXT_TIME` last.

    Once somebody said how it was, or it is not the person's to ask, that is not asked again.
    """
    questions = (*questions_about(entry.kind, entry.went, more=True), NEXT_TIME)
    return tuple(one for one in questions if one.key != "impact" or not entry.heard)


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


def then_named(topic: str) -> tuple[str, str] | None:
    """The period of a review and the entry's day in a topic of what was said of it then."""
    begins, _, day = topic.partition("/then/")
    name, _, period = begins.partition("/")
    return (period, day) if name == "review" and day else None


SEVEN = "seven/"
"""How the keys begin of the questions from the seven ways allyship goes wrong."""


def for_files(reflections: Iterable[Reflection]) -> tuple[Reflection, ...]:
    """Reflections without the answers to one of the seven, which leave the journal in no view."""
    return tuple(one for one in reflections if f"/{SEVEN}" not in one.topic)


def question_of_seven(topic: str) -> str:
    """The question that was answered under such a topic, in the words it was put in."""
    key, _, variant = topic.rpartition(f"/{SEVEN}")[2].partition("/")
    known = {one.key: one.variants for one in content.seven()}
    said = known.get(key, ())
    place = int(variant) - 1 if variant.isdecimal() else 0
    return said[place] if 0 <= place < len(said) else "One question"
