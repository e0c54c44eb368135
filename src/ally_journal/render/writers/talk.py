"""A talk card as Markdown, and what is said around it."""

from ally_journal.domain.sharing.talk import GUESS, MISSED, OBSTACLE, TalkCard
from ally_journal.render.views.sharing import looked
from ally_journal.render.writers.markdown import block

_QUESTIONS = {
    MISSED: "What could be said there? What would you have said?",
    GUESS: "How could I come to know? Is it mine to ask?",
    OBSTACLE: "Who else could carry it on? What is the smallest step for two?",
}
NOTHING = (
    "There is nothing to talk about yet: no missed moment, no guess and no open obstacle. "
    'To write a missed moment down, run: ally log act "…" --missed'
)
WHAT_TAKEN = "What do you take from it, in one line?  (Enter skips)"
WHICH_PLAN = "One plan for both of you?  When …, we will …  (Enter skips)"


def card(value: TalkCard) -> str:
    """The card as one document."""
    paragraphs = [
        "# Half an hour with another ally",
        "Ten minutes for each. Nobody this is about takes part, and nothing has to be solved.",
    ]
    for one in value.subjects:
        paragraphs += [f"## {one.title}", block(one.text)]
        paragraphs += [f"{told.what}:\n\n{block(told.text)}" for told in one.more]
        paragraphs.append(_QUESTIONS[one.what])
    paragraphs += [
        "## At the end",
        "One line that I take from it, and one plan for both of us: what we will do, and when.",
    ]
    return "\n\n".join([*paragraphs, " ".join(looked(value.looked))]) + "\n"
