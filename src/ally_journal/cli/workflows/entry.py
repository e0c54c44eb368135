"""How words reach a log, by arguments, stdin, an editor or questions, and how they are kept."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ally_journal.cli.session import Session, note_on_zone, today
from ally_journal.cli.terminal.streams import can_ask, cleaned, from_stdin, say, say_exactly, warn
from ally_journal.cli.workflows.drafts import Kept
from ally_journal.domain.kind import KINDS_IN_WORDS, Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import Plan, plan_for_next_time, plan_to_show
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render import phrases
from ally_journal.render.messages import answers as answers_messages
from ally_journal.render.screen import Screen
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.plans import find_plans
from ally_journal.store.journal.tags import near_misses


@dataclass(slots=True)
class Told:
    """What a person typed for an entry, not yet checked; as text it is a draft of everything.

    `said` are answers by option, `fields` what else the entry will have, checked already.
    """

    text: str = ""
    kind: Kind | None = None
    said: Mapping[str, str | None] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    next_time: str = ""

    def __str__(self) -> str:
        """All typed words, for a draft; options alone are no words to keep."""
        from ally_journal.domain.drafts import all_words  # noqa: PLC0415 - only for a draft

        spoken = {**self.said, "lesson": self.fields.get("lesson"), **self.answers}
        typed = self.text.strip() or self.answers or self.next_time
        return all_words(self.text, spoken, self.next_time) if typed else ""

    def about(self) -> Mapping[str, Any]:
        """What the draft remembers, so that it can go on from there."""
        from ally_journal.domain.drafts import LOG, remembered  # noqa: PLC0415 - only for a draft

        known: dict[str, Any] = {"kind": self.kind and self.kind.value, "next_time": self.next_time}
        known |= {"said": remembered(self.said), "answers": self.answers, "text": self.text}
        return {"for": LOG} | remembered({**self.fields, **known})


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


def tell(
    session: Session,
    settings: Settings,
    so_far: Told,
    words: list[str],
    manner: Manner,
    kept: Kept,
) -> None:
    """Gather text, kind and answers into `so_far`, asking on a terminal for what is missing.

    Each answer is on disk before the next question is asked.

    Raises:
        NothingToWrite: nothing was said, or the editor was left without a change.
    """
    asking = can_ask(json=manner.json)
    guided = asking and not words and not manner.edit
    so_far.text = _text(session, settings, words, kept, edit=manner.edit, guided=guided)
    if asking:
        ask_the_rest(session.screen(settings).plain, so_far, manner, kept, guided=guided)


def need_kind(kind: Kind | None, *, json: bool) -> None:
    """Raise WrongUsage when there is no kind and nobody to ask, before a journal is opened."""
    if kind is None and not can_ask(json=json):
        raise WrongUsage(f'Say which kind it is, {KINDS_IN_WORDS}; for example ally log act "…".')


def ask_the_rest(plain: bool, so_far: Told, manner: Manner, kept: Kept, *, guided: bool) -> None:
    """Ask for the kind if it is open, and in a guided log what belongs to it.

    Raises:
        AllyError: the person stopped before there was a kind.
    """
    from ally_journal.cli.terminal.prompts import Asker, Stopped, ask_kind, ask_questions  # noqa: PLC0415 - only when asking
    from ally_journal.domain.review.prompts import NEXT_TIME, questions_about  # noqa: PLC0415 - the same

    asker = Asker(plain)
    if so_far.kind is None:
        kept.now()
    try:
        so_far.kind = so_far.kind or ask_kind(asker)
    except Stopped:
        raise AllyError("Nothing was saved, because an entry needs a kind.") from None
    if guided or manner.more:
        kept.now()
        questions = questions_about(so_far.kind, manner.went, more=manner.more)
        if manner.went != "done":
            questions = (*questions, NEXT_TIME)
        missing = [one for one in questions if one.key not in manner.given]
        with suppress(Stopped):
            ask_questions(asker, missing, so_far.answers, rule="  (Enter skips)", kept=kept.now)
        so_far.next_time = so_far.answers.pop(NEXT_TIME.key, so_far.next_time)


def _text(
    session: Session,
    settings: Settings,
    words: list[str],
    kept: Kept,
    *,
    edit: bool,
    guided: bool,
) -> str:
    if guided:
        from ally_journal.cli.terminal.prompts import Asker, ask_text  # noqa: PLC0415 - only when asking
        from ally_journal.store.crypto.sniff import salt_of  # noqa: PLC0415 - the same

        with session.journal() as journal:
            first_time = journal.is_empty()
        encrypted = salt_of(session.path) is not None
        asker = Asker(session.screen(settings).plain)
        return ask_text(asker, first_time=first_time, encrypted=encrypted)
    piped = words == ["-"] or not (words or edit)
    text = from_stdin() if piped else " ".join(words)
    if edit:
        from ally_journal.cli.workflows.editor import compose  # noqa: PLC0415 - only for --edit

        return compose(kept, text)
    return text


class Saved(NamedTuple):
    """An entry as stored, the line about a plan or nothing, and hints about its tags."""

    entry: Entry
    plan_line: str
    hints: list[tuple[str, str]]


def save(session: Session, settings: Settings, told: Told) -> Saved:
    """Keep what was told, with the plan that came of it.

    Raises:
        NothingToWrite, WrongUsage, TooLong: it is no entry.
        NotFound: the plan it belongs to is unknown.
    """
    entry = _entry(told)
    made = _made(told.next_time, entry, settings)
    with session.journal(create=True) as journal:
        saved = add_entry(journal, entry, made)
        hints, open_plans = near_misses(journal, saved), find_plans(journal)
    return Saved(saved, _about_plans(saved, made, open_plans), hints)


def answer(saved: Saved, screen: Screen, *, json: bool) -> None:
    """Say what was kept, then hints on stderr."""
    if json:
        from ally_journal.render.writers import json_  # noqa: PLC0415 - seldom wanted of a log

        say_exactly(json_.record(saved.entry), done=True)
    else:
        lines = (answers_messages.saved(saved.entry, screen), saved.plan_line)
        say("\n".join(filter(None, lines)), done=True)
    for new, known in saved.hints:
        warn(answers_messages.near_miss(new, known))
    note_on_zone()


def _entry(told: Told) -> Entry:
    """Everything told and given by option, cleaned and checked."""
    everything = {**told.said, **told.answers}
    answers = {key: cleaned(text).strip() for key, text in everything.items() if text}
    because, asked = answers.pop("because", None), answers.pop("asked", None)
    if told.kind is None:
        raise AssertionError  # telling never leaves it out
    return Entry(
        kind=told.kind,
        text=cleaned(told.text),
        because=because,
        asked=asked,
        answers=answers,
        **told.fields,
    )


def _made(next_time: str, entry: Entry, settings: Settings) -> Plan | None:
    """The plan for next time, if the person named one."""
    if not next_time:
        return None
    return plan_for_next_time(cleaned(next_time), entry.went, today(settings))


def _about_plans(saved: Entry, made: Plan | None, open_plans: tuple[Plan, ...]) -> str:
    """That a plan came of the entry; otherwise one open plan, or nothing."""
    if made is not None:
        return answers_messages.plan_kept(
            next(one for one in open_plans if one.number == saved.plan)
        )
    shown = plan_to_show(open_plans, saved)
    return phrases.plan_line(shown) if shown else ""
