"""Changing an entry by options: what is named changes, an empty value clears, the rest stays."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import ANSWER_KEYS, WENT, Entry, answer_pairs
from ally_journal.domain.text.repair import repaired
from ally_journal.domain.text.tags import fold, people_in, tags_in, unique
from ally_journal.errors import WrongUsage


class Wishes(NamedTuple):
    """What a person wants changed; None, or nothing in a collection, leaves a field alone.

    An empty text clears its field, an empty answer takes that answer away. `when` is a day and the
    aware moment, if one was given. `plan` is a number, LAST, or the empty text.
    """

    kind: Kind | None = None
    text: str | None = None
    when: tuple[date, datetime | None, str | None] | None = None
    tags: tuple[str, ...] = ()
    untag: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    way: str | None = None
    went: str | None = None
    because: str | None = None
    lesson: str | None = None
    asked: str | None = None
    plan: int | str | None = None
    answers: dict[str, str] | None = None
    share: bool | None = None
    guess: str | None = None
    star: bool | None = None
    again: date | str | None = None


def amended(entry: Entry, wishes: Wishes) -> Entry:
    """The entry as it is wished to be.

    Raises:
        WrongUsage: a tag or name to take away is not there or stands in the text, or the result
            is no entry.
    """
    fields: dict[str, Any] = {} if (wishes.went or entry.went) == "missed" else {"because": None}
    for name in (
        "kind",
        "text",
        "went",
        "share",
        "way",
        "because",
        "lesson",
        "asked",
        "plan",
        "guess",
        "star",
        "again",
    ):
        wish = getattr(wishes, name)
        if wish is not None:
            fields[name] = None if wish == "" and name != "text" else wish
    if wishes.when is not None:
        fields["day"], fields["at"], fields["zone"] = wishes.when
    text = entry.text if wishes.text is None else wishes.text
    answers = entry.answers | (wishes.answers or {})
    return replace(
        entry,
        tags=changed_words(entry.tags, wishes.tags, wishes.untag, tags_in(text), "tag"),
        people=changed_words(entry.people, wishes.people, wishes.without, people_in(text), "name"),
        answers={key: answer for key, answer in answers.items() if answer},
        **fields,
    )


def changed_words(
    had: tuple[str, ...],
    more: tuple[str, ...],
    away: tuple[str, ...],
    written: list[str],
    what: str,
) -> tuple[str, ...]:
    """Words given by option, with some added and some taken away.

    Raises WrongUsage for one to take away that is not there, or is also `written` in the text.
    """
    in_text = {fold(word) for word in written}
    known = {fold(word) for word in had}
    for word in away:
        if fold(word) in in_text:
            raise WrongUsage(f"The {what} “{word}” stands in the text; change the text instead.")
        if fold(word) not in known:
            others = f"its {what}s are {', '.join(had)}" if had else "there is none to take away"
            raise WrongUsage(f"It has no {what} “{word}”; {others}.")
    return unique((*had, *more), but=away)


def went_wished(*, missed: bool, mistake: bool, done: bool) -> str | None:
    """What three options say together, if anything; raises WrongUsage when two were given."""
    said = [name for name, given in zip(WENT, (done, missed, mistake), strict=True) if given]
    if len(said) > 1:
        raise WrongUsage("An entry is done, missed or a mistake; give one of the three.")
    return said[0] if said else None


def mark_wished(name: str, *, yes: bool, no: bool) -> bool | None:
    """What --share and --no-share, or another mark, say together; raises WrongUsage for both."""
    if yes and no:
        raise WrongUsage(f"Give --{name} or --no-{name}, not both.")
    return True if yes else False if no else None


def answers_wished(pairs: list[str]) -> dict[str, str] | None:
    """KEY=TEXT pairs, an empty text included; raises WrongUsage as `answer_pairs` does."""
    return {key: repaired(text).strip() for key, text in answer_pairs(pairs).items()} or None


BELOW = "=== Answers, each behind its name; one that is left empty is taken away. ==="
"""The line of an editor's file under which an entry's answers stand."""
_FIELDS = ("because", "lesson", "guess")
_NAMED = re.compile(rf"({'|'.join((*ANSWER_KEYS, *_FIELDS))}):(.*)")


def form_of(entry: Entry) -> str:
    """An entry as an editor shows it: the text, and below a mark its answers, if it has any.

    Those of keys that only others know are left out. Lines that go on with an answer begin with
    two spaces.
    """
    said = {key: entry.answers.get(key) for key in ANSWER_KEYS}
    said |= {name: getattr(entry, name) for name in _FIELDS}
    answers = [f"{key}: " + text.replace("\n", "\n  ") for key, text in said.items() if text]
    return "\n".join([entry.text, "", BELOW, *answers]) if answers else entry.text


def read_form(written: str) -> Wishes:
    """What such a file says now; what is not named in it any more stays as it was.

    A text that was emptied stays too. Below the mark, what stands behind no name goes with the
    text.
    """
    above, mark, below = f"\n{written}\n".partition(f"\n{BELOW}\n")
    answers: dict[str, list[str]] = {}
    lines = [above[1:].removesuffix("\n")] if above.strip() else []
    last = None
    for line in below.rstrip().split("\n") if mark else ():
        if (named := _NAMED.fullmatch(line)) and named[1] not in answers:
            last = answers[named[1]] = [named[2]]
        elif last is not None and (line.startswith("  ") or not line.strip()):
            last.append(line[2:])
        elif line.strip():
            lines, last = [*lines, line], None
    said = {key: "\n".join(told).strip() for key, told in answers.items()}
    fields = {name: said.pop(name) for name in _FIELDS if name in said}
    return Wishes(text="\n".join(lines) or None, answers=said or None, **fields)  # type: ignore[arg-type]  # these are texts
