"""The guided log: what happened, which kind, and one question; or a short sequence."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from ally_journal.cli.ask import Asker, Stopped
from ally_journal.cli.voice import say
from ally_journal.domain.kinds import KINDS, Kind
from ally_journal.domain.prompts import Question
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
    asker: Asker, questions: Iterable[Question], keep: Callable[[str, str], object], rule: str = ""
) -> None:
    """Hand each answer given to `keep`, with its question's key, before the next question.

    `rule` stands once.

    Raises:
        Stopped: the person answered q; what was answered before is kept.
    """
    for question in questions:
        said, rule = f"{question.text}{rule}", ""
        if question.choices:
            answer = asker.choice(said, question.choices, question.choices)
        else:
            answer = asker.offered(said, question.offers)
        if answer:
            keep(question.key, answer)
