"""What was typed to change an entry, as wishes."""

from typing import Any

from ally_journal.cli.voice import cleaned
from ally_journal.domain.drafts import Rewritten
from ally_journal.domain.kinds import kind_option


def worded(typed: Rewritten) -> dict[str, Any]:
    """The wishes that consist of words, cleaned, with the kind and how it went.

    Raises:
        WrongUsage: there is no such kind.
        TooLong: a text is longer than an entry may be.
    """
    words = {"text": typed.text, "because": typed.because, "lesson": typed.lesson}
    said = {name: cleaned(text) if text else text for name, text in words.items()}
    kind = kind_option(typed.kind) if typed.kind else None
    return said | {"kind": kind, "went": typed.went, "answers": typed.answers}
