"""The questions after a review: how each is answered, and where the answer is kept at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from ally_journal.cli.session import Session, past, today
from ally_journal.cli.terminal.prompts import (
    GOES_WITH_IT,
    NOTHING_YET,
    SKIP_RULE,
    Asker,
    Stopped,
    ask_kind,
    ask_questions,
)
from ally_journal.cli.terminal.streams import cleaned, keep_words, say
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.entry import add_words
from ally_journal.cli.workflows.heard import ask_who_says_so
from ally_journal.cli.workflows.record_edit import keep
from ally_journal.domain import drafts
from ally_journal.domain.content import Question
from ally_journal.domain.records.entry import Entry, NewEntry
from ally_journal.domain.records.plan import CHANGED, Deed, Plan, review_source
from ally_journal.domain.records.reflection import ANSWERED, FORGOTTEN, SKIPPED, TOPICS, Asking
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.review.prompts import (
    DID,
    NEXT_TIME,
    QUESTIONS,
    WHEN_THEN,
    PlanTold,
    plans_told,
    questions_about_moment,
    review_topic,
    says_more,
)
from ally_journal.domain.review.questions import (
    COMMITMENT,
    ENDED,
    HEARD,
    MOMENT,
    OF_KIND,
    PLAN,
    THEN,
    UNWRITTEN,
    Ask,
    Practice,
    asks_of,
)
from ally_journal.domain.review.questions import PLANS as PLANS_ASKED
from ally_journal.domain.review.summary import PLANS_ENOUGH, Summary
from ally_journal.errors import CannotKeep, UnreadableDate
from ally_journal.render.messages import answers, review
from ally_journal.render.screen import Screen
from ally_journal.store.journal.entries import add_entry
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.plans import PLANS
from ally_journal.store.review.questions import note, renewed


def look_back(
    session: Session, summary: Summary, practice: Practice, screen: Screen, settings: Settings
) -> None:
    """Put the questions one after the other; q and Ctrl-C lose no answer."""
    asks = asks_of(summary, practice, settings.week_starts)
    sitting = Sitting(session, summary, screen, settings, asks)
    if asks:
        sitting.asker.say(f"\n{review.coming(len(asks))}", *SKIP_RULE)
    try:
        for place in range(len(asks)):
            sitting.put(place)
    except Stopped:
        period = summary.period
        this = summary.today in period and period.unit == "week"
        say(f"Stopped here. ally review{'' if this else f' {period.name}'} goes on with it.")
    else:
        if asks:
            say("Review finished.")
    sitting.note_end()


@dataclass
class Sitting:
    """One review as it is being answered; answers belong to its period and carry today's day.

    What ended it in a second question is its `end`, for the first answer is to be kept all the
    same.
    """

    session: Session
    summary: Summary
    screen: Screen
    settings: Settings
    asks: tuple[Ask, ...]
    place: int = 0
    fresh: dict[int, Ask | None] = field(default_factory=dict)
    noted: bool = False
    end: BaseException | None = None

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
        self.session, self.place, self.noted = self.session.apart(), place, False
        ask = self._question(place)
        if ask is None:
            return
        words = review.question(ask, self.summary, self.screen)
        answer = of_a_kind if ask.key.startswith(OF_KIND) else ANSWERS.get(ask.key, thought)
        outcome = answer(self, ask, f"{place + 1} of {len(self.asks)}. {words}")
        if self.end:
            raise self.end
        if self.noted or not self.session.path.exists():
            return
        with suppress(CannotKeep), self.visit(outcome):  # which stops nobody who skips
            pass

    def note_end(self) -> None:
        """Note that what was shown was looked back on, so that the next review begins there."""
        if self.session.path.exists():
            ended = Asking(ENDED, self.summary.period.name, self.summary.today, ANSWERED)
            with suppress(CannotKeep), self.session.apart().journal() as journal:
                note(journal, ended)

    def follow_up(self, question: str) -> str:
        """The answer to a second question; nothing where it was the `end`."""
        try:
            return self.asker.line(question)
        except (Stopped, KeyboardInterrupt) as end:
            self.end = end
            return ""

    @contextmanager
    def visit(self, outcome: str = ANSWERED) -> Iterator[Journal]:
        """One short visit, in which an answer is kept and its asking noted, or neither of them.

        The next question is looked at again in it, since nobody thinks in between.
        """
        ask = self.asks[self.place]
        noted = Asking(ask.key, self.summary.period.name, self.summary.today, outcome, ask.about)
        with self.session.journal(create=ask.about is None) as journal, journal.writing():
            yield journal
            note(journal, noted)
            for one in ask.plans:
                note(journal, noted._replace(question=PLAN, about=one.id))
            for later in self.asks[self.place + 1 : self.place + 2]:
                self.fresh[self.place + 1] = renewed(journal, later)
        self.noted = True

    def _question(self, place: int) -> Ask | None:
        """A question about what its entry or plans are now; None when they are gone, or enough."""
        planned = self.asks[place]
        if (planned.about or planned.plans) and place not in self.fresh:
            with self.session.journal() as journal:
                self.fresh[place] = renewed(journal, planned)
        return self.fresh.get(place, planned)


def unwritten(sitting: Sitting, _ask: Ask, said: str) -> str:
    """Take lines, each with its kind and day, until one is skipped."""
    outcome = SKIPPED
    while text := _something(sitting, said):
        with keeping(sitting.session.path, NewEntry(text)) as kept:
            kept.now()
            kind, went = ask_kind(sitting.asker, partial(add_words, kept))
            text = cleaned(kept.value.text)
            entry = Entry(kind=kind, went=went, text=text, day=_day(sitting))
            with sitting.session.journal(create=True) as journal:
                saved = add_entry(journal, entry)
        say(answers.saved(saved, sitting.screen))
        outcome = ANSWERED
        if sitting.end:
            break
        said = "Anything else?"
    return outcome


def _something(sitting: Sitting, said: str) -> str:
    """The words for an entry; yes alone is asked what it was, and no means nothing."""
    text = sitting.asker.line(said)
    if text.lower() in {"y", "yes"}:
        text = sitting.asker.line("What happened?")
    return NOTHING_YET.get(text.lower(), text)


def heard(sitting: Sitting, ask: Ask, said: str) -> str:
    """Who says how an entry landed, and then in which words."""
    if ask.entry is None:
        raise AssertionError(ask)
    with keeping(sitting.session.path, drafts.HeardOf(ask.entry.number, day=sitting.day)) as kept:
        if not ask_who_says_so(sitting.asker, kept, said, sitting.follow_up):
            return SKIPPED
        done = keep(sitting.visit(), kept.value)
    say(done.sentence)
    return ANSWERED


def moment(sitting: Sitting, ask: Ask, said: str) -> str:
    """The short sequence about a missed moment or a mistake; its last answer becomes a plan."""
    if ask.entry is None:
        raise AssertionError(ask)
    enough = len(sitting.summary.open_plans) >= PLANS_ENOUGH
    asked = [one for one in questions_about_moment(ask.entry) if not enough or one != NEXT_TIME]
    later = (one._replace(text=sitting.screen.phrase(one.text)) for one in asked[1:])
    return _answered(sitting, ask.entry, (asked[0]._replace(text=said), *later))


def of_a_kind(sitting: Sitting, ask: Ask, said: str) -> str:
    """One question of a kind about an entry that does not answer it yet."""
    if ask.entry is None:
        raise AssertionError(ask)
    (asked,) = (one for one in QUESTIONS[ask.entry.kind] if f"{OF_KIND}{one.key}" == ask.key)
    return _answered(sitting, ask.entry, (asked._replace(text=said),))


def _answered(sitting: Sitting, entry: Entry, questions: tuple[Question, ...]) -> str:
    """Ask about an entry and keep the answers with it."""
    with keeping(sitting.session.path, drafts.Answered(entry.number, day=sitting.day)) as kept:

        def put(key: str, answer: str) -> None:
            kept.put(replace(kept.value, answers={**kept.value.answers, key: answer}))

        try:
            ask_questions(sitting.asker, questions, put)
        except Stopped as end:
            sitting.end = end
        if kept.value.answers:
            say(keep(sitting.visit(), kept.value).sentence)
    return ANSWERED if kept.value.answers else SKIPPED


def which_plans(sitting: Sitting, ask: Ask, said: str) -> str:
    """Which plans were acted on, and which of them have ended; the others stay as they are."""
    numbers = {plan.number for plan in (*sitting.summary.open_plans, *ask.plans)}
    with keeping(sitting.session.path, "") as kept:

        def add(words: str) -> None:
            kept.put("\n".join(filter(None, (kept.value, words))))

        while (told := plans_told(typed := sitting.asker.line(said), numbers)) is None:
            if says_more(typed):
                add(typed)
                say(GOES_WITH_IT)
            said = review.no_such_plans(ask.plans)
        if not told:
            kept.stay()
            return SKIPPED
        note_, words = kept.value, dict[int, str]()
        for number, _ in (one for one in told if one.state == CHANGED):
            if text := sitting.follow_up(review.instead_of(number, sitting.screen)):
                words[number] = text
                add(text)
        followed = _carry_out(sitting, told, cleaned(note_), words)
    say(review.told_of_plans(told, followed))
    return ANSWERED


def _carry_out(
    sitting: Sitting, told: tuple[PlanTold, ...], note_: str, words: Mapping[int, str]
) -> dict[int, Plan]:
    """Do what was said of plans, as one change; the ones that follow, by those they follow.

    `words` are those of what comes in the place of a plan; without any it stays as it is.
    """
    followed: dict[int, Plan] = {}
    with sitting.visit() as journal:
        for number, state in told:
            if state == DID:
                PLANS.act(journal, number, Deed(sitting.day, note_))
            elif number in words:
                text = cleaned(words[number])
                followed[number] = PLANS.become(journal, number, text, sitting.day)[1]
            elif state != CHANGED:
                PLANS.end(journal, number, state, note_ or None, sitting.day)
    return followed


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
    _keep(sitting, _plan(sitting, answer, review_source(sitting.summary.period.name)))
    return ANSWERED


def commitment(sitting: Sitting, _ask: Ask, said: str) -> str:
    """What a person said at the end of a course that they would do, and which course it was."""
    answer = sitting.asker.line(said)
    if answer.lower() in {"", *NOTHING_YET}:
        return SKIPPED
    with keeping(sitting.session.path, _plan(sitting, answer, "")) as kept:
        kept.now()
        source = sitting.follow_up("Which course was it?")
        kept.value = _plan(sitting, answer, source or "a course")
        say(keep(sitting.visit(), kept.value).sentence)
    return ANSWERED


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
    PLANS_ASKED: which_plans,
    THEN: then,
    COMMITMENT: commitment,
    WHEN_THEN: plan,
}
"""What puts a question and keeps its answer, and says what became of it; others are thoughts."""

_LONGEST_DATE = 30
"""Characters of what may have been meant for a date."""
_AS_IT_IS, _NOT_AGAIN = "yes", "do not show it again"


def _day(sitting: Sitting) -> date:
    """The day of something not yet written.

    Enter, and q, mean today, or the last day of a period that is over.
    """
    usual = min(sitting.day, sitting.summary.period.last_day)
    said = f"Which day?  (Enter: {sitting.screen.day(usual)})"
    try:
        while words := sitting.asker.line(said):
            try:
                return past(words, sitting.settings)[0]
            except UnreadableDate as unread:
                said = f"{unread}\nA day, or Enter for {sitting.screen.day(usual)}."
                if len(words) > _LONGEST_DATE:
                    keep_words(words)
    except Stopped as end:
        sitting.end = end
    return usual


def _plan(sitting: Sitting, answer: str, source: str) -> drafts.Typed:
    return drafts.Typed(drafts.PLAN, fields={"text": answer, "source": source}, day=sitting.day)


def _keep_thought(sitting: Sitting, topic: str, answer: str) -> None:
    _keep(sitting, drafts.Reflected(topic, answer, day=sitting.day), "Saved.")


def _keep(sitting: Sitting, typed: object, sentence: str = "") -> None:
    with keeping(sitting.session.path, typed):
        done = keep(sitting.visit(), typed)
    say(sentence or done.sentence)
