"""The guided log: what happened, which kind, and one question; or a short sequence."""

from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress

from ally_journal.cli.ask import Asker, Stopped
from ally_journal.cli.voice import say
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.review.prompts import Question
from ally_journal.errors import NothingToWrite

FIRST_WORDS = """\
Your journal stays on this computer. {encrypted}
Write your part. What was told in confidence is theirs.
"""
_ENCRYPTED = {True: "It is encrypted.", False: "It is not encrypted (ally encrypt)."}


def ask_text(asker: Asker, *, first_time: bool, encrypted: bool) -> str:
    """Ask what happened; raises NothingToWrite when nothing is said."""
    if first_time:
        say(f"{FIRST_WORDS.format(encrypted=_ENCRYPTED[encrypted])}\n")
    with suppress(Stopped):
        if text := asker.line("What happened?"):
            return text
    raise NothingToWrite("Nothing was written.")


def ask_kind(asker: Asker) -> Kind:
    """Ask which of the four kinds it is, until one is chosen.

    Raises:
        Stopped: the person answered q.
    """
    labels = [kind.label for kind in KINDS]
    names = [kind.value for kind in KINDS]
    said, answer = "", ""
    while not answer:
        answer = asker.choice(said, labels, names)
        said = "An entry needs a kind; q stops."
    return Kind(answer)


def ask_questions(
    asker: Asker,
    questions: Iterable[Question],
    answers: MutableMapping[str, str],
    rule: str = "",
    kept: Callable[[], object] = str,
) -> None:
    """Put each answer given into `answers` under its question's key; `rule` stands once.

    After each answer `kept` is called, before the next question.

    Raises:
        Stopped: the person answered q; what was answered before is there.
    """
    for question in questions:
        said, rule = f"{question.text}{rule}", ""
        if question.choices:
            answer = asker.choice(said, question.choices, question.choices)
        else:
            answer = asker.offered(said, question.offers)
        if answer:
            answers[question.key] = answer
            kept()
