"""Who says how an entry landed, and then in which words; also a question of a review."""

from collections.abc import Callable
from dataclasses import replace

from ally_journal.cli.terminal.prompts import GOES_WITH_IT, NOTHING_YET, Asker
from ally_journal.cli.terminal.streams import say
from ally_journal.cli.workflows.drafts import Kept
from ally_journal.domain.drafts import HeardOf
from ally_journal.domain.review.summary import GUESS, HEARD_SOURCES
from ally_journal.render import phrases
from ally_journal.render.messages import answers


def ask_who_says_so(
    asker: Asker, kept: Kept[HeardOf], question: str, follow_up: Callable[[str], str]
) -> bool:
    """Whether it was said who says so; that and the words, which a guess needs, are in `kept` then.

    What was heard is asked by `follow_up`, unless it was typed at the first question. Words that go
    with no answer stay a draft.

    Raises:
        Stopped: the person answered q.
    """

    def add(words: str) -> None:
        said = filter(None, (kept.value.words, words))
        kept.put(replace(kept.value, words="\n".join(said)))
        say(GOES_WITH_IT)

    source = asker.choice(question, phrases.SOURCES_TO_CHOOSE, HEARD_SOURCES, NOTHING_YET, add)
    if source in {"", "not-mine"}:
        kept.stay()
        words = ""
    else:
        words = kept.value.words or follow_up(answers.what_was_heard(source))
    kept.value = replace(kept.value, source=source or None, words=words)
    return bool(source) and (source != GUESS or bool(words))
