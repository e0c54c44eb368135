"""How words reach a log, by arguments, stdin, an editor or questions, and how they are kept."""

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from ally_journal.cli.session import INTRODUCED, Session, note_on_zone, today
from ally_journal.cli.terminal.streams import can_ask, cleaned, from_stdin, say, say_exactly, warn
from ally_journal.cli.workflows.drafts import Kept
from ally_journal.domain.kind import KINDS_IN_WORDS, Kind
from ally_journal.domain.records.entry import Entry, NewEntry
from ally_journal.domain.records.plan import Plan, plan_for_next_time, plan_to_show
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render import phrases
from ally_journal.render.messages import answers as answers_messages
from ally_journal.render.screen import Screen
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.journal.tags import near_misses

if TYPE_CHECKING:  # only when asking
    from ally_journal.cli.terminal.prompts import Asker


class Manner:
    """How the person wants to tell it; a log without words is `guided`."""

    newcomer = False
    """Whether nothing was written yet, so that each kind says what it is."""

    def __init__(
        self, guided: bool = True, edit: bool = False, more: bool = False, json: bool = False
    ) -> None:
        self.guided, self.edit, self.more, self.json = guided, edit, more, json


def need_kind(kind: Kind | None, *, json: bool) -> None:
    """Raise WrongUsage when there is no kind and nobody to ask, before a journal is opened."""
    if kind is None and not can_ask(json=json):
        example = 'ally log act "I asked first"'
        raise WrongUsage(f"Say which kind it is, {KINDS_IN_WORDS}; for example: {example}")


def asked_named(words: str | None) -> str | None:
    """How it came about, also in the words of the question; what is none stays as it is."""
    if not words:
        return words
    from ally_journal.domain.choices import choice_named  # noqa: PLC0415 - only where it is said
    from ally_journal.domain.review.prompts import WANTED  # noqa: PLC0415 - the same

    shown = dict(zip(WANTED.offers, WANTED.choices, strict=True))
    return choice_named(words, WANTED.choices, shown) or words


def text_given(words: list[str], manner: Manner) -> str:
    """The words given as arguments, or all that waits on stdin; nothing where they come later."""
    if words and words != ["-"]:
        return " ".join(words)
    return from_stdin() if words or not (manner.guided or manner.edit) else ""


def tell(session: Session, settings: Settings, manner: Manner, kept: Kept[NewEntry]) -> None:
    """Gather text, kind and answers, asking on a terminal for what is missing.

    Each answer is on disk before the next question is asked.

    Raises:
        NothingToWrite: nothing was said, or the editor was left without a change.
    """
    if can_ask(json=manner.json) and (manner.guided or kept.value.kind is None):
        with session.journal() as journal:
            manner.newcomer = journal.is_empty()
    if manner.guided:
        kept.value = kept.value._replace(text=_asked_for(session, settings, manner))
    elif manner.edit:
        from ally_journal.cli.workflows.editor import compose  # noqa: PLC0415 - only for --edit

        kept.value = kept.value._replace(text=compose(kept, kept.value.text))
    if can_ask(json=manner.json):
        ask_the_rest(session.screen(settings).plain, manner, kept)


def ask_the_rest(plain: bool, manner: Manner, kept: Kept[NewEntry]) -> None:
    """Ask for the kind if it is open, and in a guided log what belongs to it and is not said yet.

    With a plan given, what comes of a missed moment or a mistake is said already.

    Raises:
        AllyError: the person stopped before there was a kind.
    """
    from ally_journal.cli.terminal.prompts import Asker, Stopped, ask_questions  # noqa: PLC0415 - only when asking
    from ally_journal.domain.review.prompts import GUESS, NEXT_TIME, questions_about  # noqa: PLC0415 - the same

    asker = Asker(plain)
    if kept.value.kind is None:
        _ask_for_kind(asker, manner, kept)
    new = kept.value
    if new.kind is None or not (manner.guided or manner.more):
        return
    kept.now()
    said = {key for key, text in {**new.said, **new.answers}.items() if text}
    said |= {NEXT_TIME.key} if new.next_time or new.plan is not None else set()
    said |= {GUESS.key} if new.guess else set()
    questions = (*questions_about(new.kind, new.went, more=manner.more), NEXT_TIME)
    missing = [
        one for one in questions if one.key not in said and (one != NEXT_TIME or new.went != "done")
    ]

    def keep(key: str, answer: str) -> None:
        if key == NEXT_TIME.key:
            kept.put(kept.value._replace(next_time=answer))
        elif key == GUESS.key:
            kept.put(kept.value._replace(guess=answer))
        else:
            kept.put(kept.value._replace(answers={**kept.value.answers, key: answer}))

    others = [one._replace(text=asker.phrase(one.text)) for one in missing if one != GUESS]
    with suppress(Stopped):
        ask_questions(asker, others, keep, partial(add_words, kept), rule="  (Enter skips)")
        if GUESS in missing and (kept.value.answers != new.answers or not others):
            ask_questions(asker, [GUESS], keep)  # whoever skips what comes before it is in a hurry


def _ask_for_kind(asker: "Asker", manner: Manner, kept: Kept[NewEntry]) -> None:
    """Ask for the kind, and how it went unless that was said."""
    from ally_journal.cli.terminal.prompts import Stopped, ask_kind  # noqa: PLC0415 - only when asking

    kept.now()
    said = kept.value.went
    alone = said != "done"
    try:
        kind, went = ask_kind(
            asker, partial(add_words, kept), explained=manner.newcomer, alone=alone
        )
    except Stopped:
        raise AllyError("Nothing was saved, because an entry needs a kind.") from None
    kept.value = kept.value._replace(kind=kind, went=said if alone else went)


def add_words(kept: Kept[NewEntry], words: str) -> None:
    """Take a sentence that was typed at a question as one more of the entry's own, and say so."""
    kept.put(kept.value._replace(text=f"{kept.value.text}\n{words}"))
    say("Added to your words.")


def save(
    session: Session, settings: Settings, new: NewEntry
) -> tuple[Entry, str, list[tuple[str, str]]]:
    """Keep what was told, with the plan that came of it.

    Gives the entry as stored, the line about a plan or nothing, and hints about its tags.

    Raises:
        NothingToWrite, WrongUsage, TooLong: it is no entry.
        NotFound: the plan it belongs to is unknown.
    """
    entry, made = _entry(new), None
    if new.next_time:
        made = plan_for_next_time(cleaned(new.next_time), entry.went, today(settings))
    with session.journal(create=True) as journal:
        saved = add_entry(journal, entry, made)
        hints, open_plans = near_misses(journal, saved), PLANS.open(journal)
    return saved, _about_plans(saved, made, open_plans), hints


def answer(
    saved: Entry, plan_line: str, hints: list[tuple[str, str]], screen: Screen, *, json: bool
) -> None:
    """Say what was kept, then hints on stderr."""
    if json:
        from ally_journal.render.writers import json_  # noqa: PLC0415 - seldom wanted of a log

        say_exactly(json_.record(saved), done=True)
    else:
        lines = (answers_messages.saved(saved, screen), plan_line)
        say("\n".join(filter(None, lines)), done=True)
    for new, known in hints:
        warn(answers_messages.near_miss(new, known))
    note_on_zone()


def _asked_for(session: Session, settings: Settings, manner: Manner) -> str:
    from ally_journal.cli.terminal.prompts import Asker, ask_text, introduction  # noqa: PLC0415 - only when asking

    asker = Asker(session.screen(settings).plain)
    if manner.newcomer:
        say(introduction(plain=asker.plain, encrypted=session.is_encrypted()))
        session.visits.add(INTRODUCED)
    return ask_text(asker)


def _entry(new: NewEntry) -> Entry:
    """Everything told and given by option, cleaned and checked."""
    told = new._asdict()
    everything = told.pop("said") | told["answers"]
    answers = {key: cleaned(text).strip() for key, text in everything.items() if text}
    because, asked = answers.pop("because", None), answers.pop("asked", None)
    del told["on"], told["next_time"]
    told["guess"] = cleaned(new.guess).strip() or None if new.guess else None
    told |= {"text": cleaned(new.text), "because": because, "asked": asked, "answers": answers}
    return Entry(**told)


def _about_plans(saved: Entry, made: Plan | None, open_plans: tuple[Plan, ...]) -> str:
    """That a plan came of the entry; otherwise one open plan, or nothing."""
    if made is not None:
        plan = next(one for one in open_plans if one.number == saved.plan)
        return answers_messages.kept(plan, "plan")
    shown = plan_to_show(open_plans, saved)
    return phrases.plan_line(shown) if shown else ""
