"""The questions after a review: how each is answered, and where the answer is kept at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date

from ally_journal.cli.session import Session, past, today
from ally_journal.cli.terminal.prompts import SKIP_RULE, Asker, Stopped, ask_kind, ask_questions
from ally_journal.cli.terminal.streams import cleaned, cleaned_or_none, say
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.domain import drafts
from ally_journal.domain.calendar.dates import day_short
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.plan import CLOSED_STATES, Plan, plan_for_next_time, review_source
from ally_journal.domain.records.reflection import (
    ANSWERED,
    FORGOTTEN,
    SKIPPED,
    TOPICS,
    Asking,
    Reflection,
)
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.review.prompts import (
    NEXT_TIME,
    WHEN_THEN,
    questions_about_moment,
    review_topic,
)
from ally_journal.domain.review.questions import (
    COMMITMENT,
    HEARD,
    MOMENT,
    PLAN,
    THEN,
    UNWRITTEN,
    Ask,
    Practice,
    asks_of,
)
from ally_journal.domain.review.summary import HEARD_SOURCES, Summary
from ally_journal.errors import CannotKeep, UnreadableDate
from ally_journal.render import phrases
from ally_journal.render.messages import answers as answers_messages
from ally_journal.render.messages import review
from ally_journal.render.screen import Screen
from ally_journal.store.journal.entries import add_entry, add_heard, edit, see
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.plans import add_plan, close_plan
from ally_journal.store.journal.reflections import add_reflection
from ally_journal.store.review.questions import note, renewed


def look_back(
    session: Session, summary: Summary, practice: Practice, screen: Screen, settings: Settings
) -> None:
    """Put the questions one after the other; q and Ctrl-C lose no answer."""
    asks = asks_of(summary, practice, settings.week_starts)
    sitting = Sitting(session, summary, screen, settings, asks)
    say(f"\n{SKIP_RULE}")
    try:
        for place in range(len(asks)):
            sitting.put(place)
    except Stopped:
        period = summary.period
        this = summary.today in period and period.unit == "week"
        say(f"Stopped here. ally review{'' if this else f' {period.name}'} goes on with it.")
    else:
        say("That is the week." if summary.period.unit == "week" else "That is all.")


class Sitting:
    """One review as it is being answered; answers belong to its period and carry today's day."""

    def __init__(
        self,
        session: Session,
        summary: Summary,
        screen: Screen,
        settings: Settings,
        asks: tuple[Ask, ...],
    ) -> None:
        self.session, self.summary, self.screen = session, summary, screen
        self.settings, self._asks = settings, asks
        self._place = 0
        self._fresh: dict[int, Ask | None] = {}
        self._noted = False

    @property
    def asker(self) -> Asker:
        """How this person is asked."""
        return Asker(self.screen.plain)

    @property
    def day(self) -> date:
        """The journal's day now."""
        return today(self.settings)

    def put(self, place: int) -> None:
        """Put one question, counted from 0, and see that its asking is noted."""
        self.session, self._place, self._noted = self.session.apart(), place, False
        ask = self._question(place)
        if ask is None:
            return
        words = review.question(ask, self.summary, self.screen)
        answer = ANSWERS.get(ask.key, thought)
        outcome = answer(self, ask, f"{place + 1} of {len(self._asks)}. {words}")
        if self._noted or ask.key == UNWRITTEN or not self.session.path.exists():
            return
        with suppress(CannotKeep), self.visit(outcome):  # which stops nobody who skips
            pass

    @contextmanager
    def visit(self, outcome: str = ANSWERED) -> Iterator[Journal]:
        """One short visit, in which an answer is kept and its asking noted, or neither of them.

        The next question is looked at again in it, since nobody thinks in between.
        """
        ask = self._asks[self._place]
        noted = Asking(ask.key, self.summary.period.name, self.summary.today, outcome, ask.about)
        with self.session.journal(create=ask.about is None) as journal, journal.writing():
            yield journal
            note(journal, noted)
            for later in self._asks[self._place + 1 : self._place + 2]:
                self._fresh[self._place + 1] = renewed(journal, later)
        self._noted = True

    def _question(self, place: int) -> Ask | None:
        """A question about what its entry or plan is now; None when that is gone, or answered."""
        planned = self._asks[place]
        if planned.about is not None and place not in self._fresh:
            with self.session.journal() as journal:
                self._fresh[place] = renewed(journal, planned)
        return self._fresh.get(place, planned)


def unwritten(sitting: Sitting, _ask: Ask, said: str) -> str:
    """Take lines, each with its kind and day, until one is skipped."""
    while text := sitting.asker.line(said):
        with keeping(sitting.session.path, text, _meant_for(drafts.LOG)) as kept:
            kept.now()
            kind = ask_kind(sitting.asker)
            day, stopped = _day(sitting)
            entry = Entry(kind=kind, text=cleaned(text), day=day)
            with sitting.session.journal(create=True) as journal:
                saved = add_entry(journal, entry)
        say(answers_messages.saved(saved, sitting.screen))
        if stopped:
            raise Stopped
        said = "Anything else?"
    return SKIPPED


def heard(sitting: Sitting, ask: Ask, said: str) -> str:
    """Who says how an entry landed, and then in which words."""
    if ask.entry is None:
        raise AssertionError(ask)
    source = sitting.asker.choice(said, phrases.SOURCES_TO_CHOOSE, HEARD_SOURCES, NOTHING_YET)
    if not source:
        return SKIPPED
    text, end = "", None
    if source != "not-mine":
        text, end = _follow_up(sitting, answers_messages.what_was_heard(source))
    about = _meant_for(drafts.HEARD, entry=ask.entry.number, source=source)
    with keeping(sitting.session.path, text, about), sitting.visit() as journal:
        add_heard(journal, ask.entry.number, Heard(source, cleaned(text), sitting.day))
    say(answers_messages.heard_kept(ask.entry.number, source))
    return _answered(end)


def moment(sitting: Sitting, ask: Ask, said: str) -> str:
    """The short sequence about a missed moment or a mistake; its last answer becomes a plan."""
    if ask.entry is None:
        raise AssertionError(ask)
    first, *rest = questions_about_moment(ask.entry)
    questions = (first._replace(text=said), *rest)
    told, stopped = drafts.Answered(ask.entry.number), False
    with keeping(sitting.session.path, told, told.about) as kept:
        try:
            ask_questions(sitting.asker, questions, told.answers, kept=kept.now)
        except Stopped:
            stopped = True
        if told.answers:
            with sitting.visit() as journal:
                kept_as = keep_moment(journal, ask.entry.number, told.answers, sitting.day)
            say(kept_as)
    if stopped:
        raise Stopped
    return ANSWERED if told.answers else SKIPPED


def did_you(sitting: Sitting, ask: Ask, said: str) -> str:
    """How a plan ended, if it did, and a word about it; without an answer it stays open."""
    if ask.plan is None:
        raise AssertionError(ask)
    question = f"{said}  (Enter: still open)"
    state = sitting.asker.choice(question, CLOSED_STATES, CLOSED_STATES, _YES_OR_NO)
    if not state:
        return SKIPPED
    words, end = _follow_up(sitting, "A word about it?")
    with keeping(sitting.session.path, words), sitting.visit() as journal:
        closed = close_plan(journal, ask.plan.number, state, cleaned_or_none(words), sitting.day)
    say(answers_messages.plan_closed(closed))
    return _answered(end)


def then(sitting: Sitting, ask: Ask, said: str) -> str:
    """What is different now about an old entry, or that it is not to come again."""
    answer = sitting.asker.offered(said, (_AS_IT_IS, _NOT_AGAIN))
    if answer in {"", _AS_IT_IS, _NOT_AGAIN}:
        return {"": SKIPPED, _AS_IT_IS: ANSWERED}.get(answer, FORGOTTEN)
    if ask.entry is None:
        raise AssertionError(ask)
    key = f"{ask.key}/{ask.entry.day}"
    _keep_thought(sitting, review_topic(sitting.summary.period.name, key), answer)
    return ANSWERED


def plan(sitting: Sitting, _ask: Ask, said: str) -> str:
    """A plan for the time to come."""
    if not (answer := sitting.asker.line(said)):
        return SKIPPED
    _keep_plan(sitting, answer, review_source(sitting.summary.period.name))
    return ANSWERED


def commitment(sitting: Sitting, _ask: Ask, said: str) -> str:
    """What a person said at the end of a course that they would do, and which course it was."""
    answer = sitting.asker.line(said)
    if answer.lower() in {"", *NOTHING_YET}:
        return SKIPPED
    with keeping(sitting.session.path, answer, _meant_for(drafts.PLAN)) as kept:
        kept.now()
        source, end = _follow_up(sitting, "Which course was it?")
        _add_plan(sitting, answer, source or "a course")
    return _answered(end)


def thought(sitting: Sitting, ask: Ask, said: str) -> str:
    """An answer that is kept as a reflection: under its own topic if it has one."""
    if not (answer := sitting.asker.line(said)):
        return SKIPPED
    name = sitting.summary.period.name
    _keep_thought(sitting, ask.key if ask.key in TOPICS else review_topic(name, ask.key), answer)
    return ANSWERED


ANSWERS: dict[str, Callable[[Sitting, Ask, str], str]] = {
    UNWRITTEN: unwritten,
    HEARD: heard,
    MOMENT: moment,
    PLAN: did_you,
    THEN: then,
    COMMITMENT: commitment,
    WHEN_THEN: plan,
}
"""What puts a question and keeps its answer, and says what became of it; others are thoughts."""

NOTHING_YET = {"n": "", "no": ""}
"""What else skips a question that sounds like one for yes or no."""
_YES_OR_NO = {"y": "kept", "yes": "kept", **NOTHING_YET}
_AS_IT_IS, _NOT_AGAIN = "yes", "do not show it again"


def keep_moment(journal: Journal, number: int, answers: Mapping[str, str], day: date) -> str:
    """Keep the answers on the entry, and next time as a plan that the entry names; say so."""
    told = {key: cleaned(text) for key, text in answers.items()}
    next_time, because = told.pop(NEXT_TIME.key, ""), told.pop("because", None)
    with journal.writing():
        seen = see(journal, number)
        after = replace(seen.value, answers={**seen.value.answers, **told})
        if because:
            after = replace(after, because=because)
        if next_time:
            kept = add_plan(journal, plan_for_next_time(next_time, after.went, day))
            after = replace(after, plan=kept.number)
        edit(journal, seen, after)
    return answers_messages.plan_kept(kept) if next_time else "Kept."


def _follow_up(sitting: Sitting, question: str) -> tuple[str, BaseException | None]:
    """The answer to a second question, or what ended it; the first is to be kept all the same."""
    try:
        return sitting.asker.line(question), None
    except (Stopped, KeyboardInterrupt) as end:
        return "", end


def _answered(end: BaseException | None) -> str:
    """That a question was answered, or go on with what ended it."""
    if end is not None:
        raise end
    return ANSWERED


def _day(sitting: Sitting) -> tuple[date, bool]:
    """The day of something not yet written, and whether the person then had enough.

    Enter, and q, mean today, or the last day of a period that is over.
    """
    usual = min(sitting.day, sitting.summary.period.last_day)
    said = f"Which day?  (Enter: {day_short(usual)})"
    with suppress(Stopped):
        while words := sitting.asker.line(said):
            try:
                return past(words, sitting.settings)[0], False
            except UnreadableDate as unread:
                said = str(unread)
        return usual, False
    return usual, True


def _keep_plan(sitting: Sitting, answer: str, source: str) -> None:
    with keeping(sitting.session.path, answer, _meant_for(drafts.PLAN, source=source)):
        _add_plan(sitting, answer, source)


def _add_plan(sitting: Sitting, answer: str, source: str) -> None:
    new = Plan(text=cleaned(answer), source=cleaned(source), opened=sitting.day)
    with sitting.visit() as journal:
        kept = add_plan(journal, new)
    say(answers_messages.plan_kept(kept))


def _keep_thought(sitting: Sitting, topic: str, answer: str) -> None:
    about = _meant_for(drafts.REFLECT, topic=topic)
    with keeping(sitting.session.path, answer, about):
        new = Reflection(topic=topic, text=cleaned(answer), day=sitting.day)
        with sitting.visit() as journal:
            add_reflection(journal, new)
    say("Kept.")


def _meant_for(purpose: str, **fields: object) -> Callable[[], Mapping[str, object]]:
    """What a draft remembers of the words it holds."""
    return {"for": purpose, **fields}.copy
