"""The guided log: what happened, which kind, and one question."""

from collections.abc import Iterable
from contextlib import suppress

from ally_journal.cli import ask
from ally_journal.cli.voice import say
from ally_journal.domain.kinds import KINDS, Kind
from ally_journal.domain.prompts import Question
from ally_journal.errors import NothingToWrite
from ally_journal.render.screen import Screen

FIRST_WORDS = """\
Your journal stays on this computer. It is not encrypted.
Write your part. What was told in confidence is theirs.
"""


def ask_text(*, first_time: bool) -> str:
    """Ask what happened; raises NothingToWrite when nothing is said."""
    if first_time:
        say(f"{FIRST_WORDS}\n")
    with suppress(ask.Stopped):
        if text := ask.line("What happened?"):
            return text
    raise NothingToWrite("Nothing was written.")


def ask_kind(screen: Screen) -> Kind:
    """Ask which of the four kinds it is, until one is chosen.

    Raises:
        Stopped: the person answered q.
    """
    labels = [kind.label for kind in KINDS]
    names = [kind.value for kind in KINDS]
    said, answer = "", ""
    while not answer:
        answer = ask.choice(said, labels, names, plain=screen.plain)
        said = "An entry needs a kind; q stops."
    return Kind(answer)


def ask_questions(questions: Iterable[Question], answers: dict[str, str], screen: Screen) -> None:
    """Put each answer given into `answers` under its question's key; q ends the asking."""
    with suppress(ask.Stopped):
        rule = "  (Enter skips)"
        for question in questions:
            said, rule = f"{question.text}{rule}", ""
            if question.choices:
                answer = ask.choice(said, question.choices, question.choices, plain=screen.plain)
            else:
                answer = ask.line(said)
            if answer:
                answers[question.key] = answer
