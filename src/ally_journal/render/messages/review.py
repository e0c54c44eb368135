"""The words of a review's questions; what is said with them comes from the journal."""

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.content import stories
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.review.prompts import REVIEW_QUESTIONS, questions_about_moment
from ally_journal.domain.review.questions import COMMITMENT, HEARD, THEN, Ask
from ally_journal.domain.review.summary import Summary
from ally_journal.render import phrases
from ally_journal.render.clean import one_line
from ally_journal.render.messages import answers
from ally_journal.render.screen import Screen


def question(ask: Ask, summary: Summary, screen: Screen) -> str:
    """One question of a review in words."""
    if ask.text:
        return f"In what you wrote: {_lower(ask.text)}"
    if ask.plan:
        return f"Plan {ask.plan.number}, {screen.quoted(one_line(ask.plan.text))}: did you?"
    if ask.entry:
        return _about_entry(ask.key, ask.entry, summary, screen)
    if ask.key == COMMITMENT:
        return "From a course: what did you say there that you would do? When …, I will …"
    known = {one.key: one.text for one in REVIEW_QUESTIONS}
    known |= {story.topic: story.question for story in stories()}
    # What was said last is told, so that it need not be thought up anew.
    last = summary.why if ask.key == "why" else None
    before = f" In {MONTHS[last.day.month - 1]}: {one_line(last.text)}" if last else ""
    return known[ask.key] + before


def _about_entry(key: str, entry: Entry, summary: Summary, screen: Screen) -> str:
    if key == HEARD:
        return answers.have_you_heard(entry, screen)
    words = screen.quoted(phrases.short(entry.text, screen))
    if key == THEN:
        ago = phrases.ago(entry, summary.today)
        return f"{ago}, entry {entry.number}: {words} Would you write it so today?"
    first = questions_about_moment(entry)[0].text
    return f"Entry {entry.number}, {entry.went}, {words}: {_lower(first)}"


def _lower(question: str) -> str:
    return f"{question[0].lower()}{question[1:]}"
