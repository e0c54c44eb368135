"""How words reach a log: as arguments, from stdin, from an editor, or by asking."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from ally_journal.cli.session import Session, keeping
from ally_journal.cli.voice import can_ask, from_stdin
from ally_journal.domain.kinds import KINDS_IN_WORDS, Kind
from ally_journal.domain.settings import Settings
from ally_journal.errors import AllyError, WrongUsage


@dataclass(slots=True)
class Told:
    """What a person typed, not yet checked; as text it is a draft of everything."""

    text: str = ""
    kind: Kind | None = None
    answers: dict[str, str] = field(default_factory=dict)
    next_time: str = ""

    def __str__(self) -> str:
        """All typed words, for a draft."""
        answers = [f"{key}: {said}" for key, said in self.answers.items()]
        return "\n".join(filter(None, [self.text, *answers, self.next_time]))


class Typed(NamedTuple):
    """Words that have not been read yet, for a draft if the journal cannot even be opened."""

    words: list[str]
    edit: bool
    json: bool

    def __str__(self) -> str:
        """The words given as arguments, or all that waits on stdin; nothing if ally would ask."""
        if self.words and self.words != ["-"]:
            return " ".join(self.words)
        return "" if self.edit or can_ask(json=self.json) else from_stdin()


class Manner(NamedTuple):
    """How the person wants to tell it; `given` are the keys already answered by options.

    With a plan given, what comes of a missed moment or a mistake is said already.
    """

    edit: bool
    more: bool
    json: bool
    went: str
    given: frozenset[str]


def told(
    session: Session, settings: Settings, kind: Kind | None, words: list[str], manner: Manner
) -> Told:
    """Gather text and kind, asking on a terminal for what is missing.

    Raises:
        WrongUsage: there is no kind and nobody to ask.
        NothingToWrite: nothing was said, or the editor was left without a change.
    """
    asking = can_ask(json=manner.json)
    if kind is None and not asking:
        raise WrongUsage(f'Say which kind it is, {KINDS_IN_WORDS}; for example ally log act "…".')
    guided = asking and not words and not manner.edit
    so_far = Told(_text(session, settings, words, edit=manner.edit, guided=guided), kind)
    if asking:
        with keeping(session.path, so_far):
            _ask_the_rest(session.screen(settings).plain, so_far, manner, guided=guided)
    return so_far


def _ask_the_rest(plain: bool, so_far: Told, manner: Manner, *, guided: bool) -> None:
    from ally_journal.cli.ask import Asker, Stopped  # noqa: PLC0415 - only when asking
    from ally_journal.cli.guide import ask_kind, ask_questions  # noqa: PLC0415 - the same
    from ally_journal.domain.prompts import NEXT_TIME, questions_about  # noqa: PLC0415 - the same

    asker = Asker(plain)
    try:
        so_far.kind = so_far.kind or ask_kind(asker)
    except Stopped:
        raise AllyError("Nothing was saved, because an entry needs a kind.") from None
    if guided or manner.more:
        questions = questions_about(so_far.kind, manner.went, more=manner.more)
        if manner.went != "done":
            questions = (*questions, NEXT_TIME)
        missing = [one for one in questions if one.key not in manner.given]
        with suppress(Stopped):
            ask_questions(asker, missing, so_far.answers, rule="  (Enter skips)")
        so_far.next_time = so_far.answers.pop(NEXT_TIME.key, "")


def _text(
    session: Session, settings: Settings, words: list[str], *, edit: bool, guided: bool
) -> str:
    if guided:
        from ally_journal.cli.ask import Asker  # noqa: PLC0415 - only when asking
        from ally_journal.cli.guide import ask_text  # noqa: PLC0415 - the same

        with session.journal() as journal:
            first_time = journal.is_empty()
        return ask_text(Asker(session.screen(settings).plain), first_time=first_time)
    piped = words == ["-"] or not (words or edit)
    text = from_stdin() if piped else " ".join(words)
    if edit:
        from ally_journal.cli.editor import compose  # noqa: PLC0415 - only for --edit

        return compose(session.path, text)
    return text
