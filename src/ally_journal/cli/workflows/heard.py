"""Who says how an entry landed, and then in which words; also a question of a review."""

from collections.abc import Callable

from ally_journal.cli.terminal.prompts import NOTHING_YET, Asker
from ally_journal.cli.terminal.streams import keep_words
from ally_journal.domain.review.summary import HEARD_SOURCES
from ally_journal.render import phrases
from ally_journal.render.messages import answers


def ask_who_says_so(
    asker: Asker, question: str, follow_up: Callable[[str], str]
) -> tuple[str, str]:
    """One of `HEARD_SOURCES` and the words, which may be empty; no source where it is skipped.

    What was heard is asked by `follow_up`, unless it was typed already.

    Raises:
        Stopped: the person answered q.
    """
    shown = phrases.SOURCES_TO_CHOOSE
    source, words = asker.choice_and_words(question, shown, HEARD_SOURCES, NOTHING_YET)
    if source == "not-mine":
        if words:
            keep_words(words)
        return source, ""
    if source and not words:
        words = follow_up(answers.what_was_heard(source))
    return source, words
