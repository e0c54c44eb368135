"""The words of a review's questions; what is said with them comes from the journal."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.content import stories
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.plan import CHANGED, DONE, DROPPED, Plan
from ally_journal.domain.review.prompts import (
    DID,
    REVIEW_QUESTIONS,
    PlanTold,
    questions_about_moment,
)
from ally_journal.domain.review.questions import COMMITMENT, HEARD, MOMENT, THEN, Ask
from ally_journal.domain.review.summary import Summary
from ally_journal.domain.review.year import Year
from ally_journal.render import phrases
from ally_journal.render.clean import clean, one_line
from ally_journal.render.messages import answers
from ally_journal.render.screen import Screen

_DECEMBER = 12
_FROM_COURSE = "From a course: what did you say there that you would do? When …, I will …"


def question(ask: Ask, summary: Summary, screen: Screen) -> str:
    """One question of a review in words."""
    if ask.plans:
        return which_plans(ask.plans, summary.today)
    if ask.entry:
        return _about_entry(ask, ask.entry, summary, screen)
    if ask.text:
        return one_line(ask.text)
    if ask.key == COMMITMENT:
        return screen.phrase(_FROM_COURSE)
    known = {one.key: one.text.format(_named(summary)) for one in REVIEW_QUESTIONS}
    known |= {story.topic: story.question for story in stories()}
    # What was said last is told, so that it need not be thought up anew.
    last = summary.why if ask.key == "why" else None
    before = f" In {MONTHS[last.day.month - 1]}: {one_line(last.text)}" if last else ""
    return screen.phrase(known[ask.key]) + before


def which_plans(plans: tuple[Plan, ...], today: date) -> str:
    """The question which of the plans were acted on, and how to say that one has ended."""
    numbers = " ".join(str(plan.number) for plan in plans)
    listed = "".join(
        f"\n  {plan.number} {one_line(plan.text)}{phrases.when_past(plan, today)}" for plan in plans
    )
    return f"Which did you do?  {numbers}, or Enter for none.{listed}\n{how_to_end(plans)}"


def coming(questions: int) -> str:
    """How many questions there will be."""
    return f"{phrases.counted(questions, 'question')}."


def how_to_end(plans: tuple[Plan, ...]) -> str:
    """What to type about a plan that goes no further."""
    number = plans[0].number
    return (
        f"I am done with it: done {number}.  I change it: changed {number}.  "
        f"I drop it: dropped {number}."
    )


def no_such_plans(plans: tuple[Plan, ...]) -> str:
    """What is said to an answer that names no plan."""
    numbers = phrases.together((str(plan.number) for plan in plans), "or")
    said = f"Numbers of open plans, such as {numbers}, Enter for none, or q to stop."
    return f"{said}\n{how_to_end(plans)}"


def instead_of(number: int, screen: Screen) -> str:
    """The question what comes in the place of a plan."""
    return screen.phrase(f"Plan {number}: what will you do instead?  When …, I will …")


def told_of_plans(told: Iterable[PlanTold], followed: dict[int, Plan]) -> str:
    """What was kept of plans, the ones that follow others by the numbers of those."""
    words = {DID: "you did it", DONE: "done", DROPPED: "dropped", CHANGED: "still open"}
    said = [
        f"Plan {one.number}: changed; saved as plan {followed[one.number].number}."
        if one.number in followed
        else f"Plan {one.number}: {words[one.state]}."
        for one in told
    ]
    return "\n".join(said)


def offers_of_december(value: Year, today: date) -> str:
    """How to say in December what the year was and what the next is to be, unless it is said."""
    if today.month != _DECEMBER or value.year != today.year:
        return ""
    offers = {
        "year": "In December: ally reflect year keeps the year in your own words.",
        "next-year": "In December: ally reflect next-year keeps what you want of the next.",
    }
    told = {one.topic for one in value.reflections if one.day.month == _DECEMBER}
    return "\n".join(said for topic, said in offers.items() if topic not in told)


def starred_already(numbers: Sequence[int]) -> str:
    """Which moments of a year have a star before any is offered."""
    return f"Starred already: {_several(numbers)}. ally edit N --no-star takes a star away."


def shall_be_starred(entry: Entry, place: int, of: int, screen: Screen) -> str:
    """One moment to choose, whole, and how to answer."""
    went = {"missed": ", missed", "mistake": ", a mistake"}.get(entry.went, "")
    head = screen.dot.join(
        [f"Entry {entry.number}", entry.kind.label, screen.day(entry.day) + went]
    )
    lesson = f"\nLesson: {clean(entry.lesson)}" if entry.lesson else ""
    return (
        f"\n{place} of {of}. {head}\n{clean(entry.text)}{lesson}\n\n"
        f"Do you want to see it in your year?  {HOW_TO_STAR}"
    )


def starred_now(numbers: Sequence[int], year: int) -> str:
    """What has a star in the end, and where it is seen."""
    if not numbers:
        return f"No moment of {year} has a star. ally year shows the newest of each kind."
    return f"Starred: {_several(numbers)}. ally year {year} shows what you starred."


HOW_TO_STAR = "y stars it, Enter leaves it"
STOPPED_CHOOSING = "Stopped here; the stars stay. ally year --choose goes on with it."


def _several(numbers: Sequence[int]) -> str:
    return f"{'entry' if len(numbers) == 1 else 'entries'} {phrases.together(map(str, numbers))}"


def _about_entry(ask: Ask, entry: Entry, summary: Summary, screen: Screen) -> str:
    if ask.key == HEARD:
        return answers.have_you_heard(entry, screen)
    if ask.key == THEN:
        named = summary.named
        return phrases.then_line(entry, summary.today, screen, named=named)
    words = screen.quoted(phrases.short(entry.text, screen))
    if ask.key != MOMENT:
        return f"Entry {entry.number}, {words}: {_lower(ask.text)}"
    first = screen.phrase(questions_about_moment(entry)[0].text)
    return f"Entry {entry.number}, {entry.went}, {words}: {_lower(first)}"


def _named(summary: Summary) -> str:
    """How a person calls the period: this or last week, or that month."""
    period, today = summary.period, summary.today
    if today in period:
        return f"this {period.unit}"
    last = period.unit == "week" and today - timedelta(days=7) in period
    return "last week" if last else f"that {period.unit}"


def _lower(question: str) -> str:
    return f"{question[0].lower()}{question[1:]}"
