"""What is said of drafts: words that were not saved."""

from collections.abc import Collection

from ally_journal.domain.calendar.dates import day_long
from ally_journal.domain.drafts import (
    EDIT,
    HEARD,
    IDEA,
    LOG,
    MOMENT,
    OBSTACLE,
    PLAN,
    REFLECT,
    REHEARSE,
    SHELF,
    Draft,
    Typed,
    meant,
)
from ally_journal.render import phrases
from ally_journal.render.screen import Screen
from ally_journal.render.views.items import Item
from ally_journal.render.writers import json_

_LOCKED = "Encrypted with another passphrase; ally draft use asks for it."

_UNWRITTEN = "Nothing was written; ally draft use -e lets your editor offer what it kept."

_FOR = {
    LOG: "for a new entry",
    EDIT: "to change entry {}",
    HEARD: "heard about entry {}",
    MOMENT: "about entry {}",
    REHEARSE: "to say after entry {}",
    PLAN: "for a plan",
    OBSTACLE: "for an obstacle",
    SHELF: "for the shelf",
    IDEA: "for your own ideas",
    REFLECT: "for ally reflect",
}
_RECORDS = {PLAN: "plan", OBSTACLE: "obstacle", SHELF: "shelf item", IDEA: "your own idea"}


def waiting(drafts: tuple[Draft, ...], screen: Screen) -> str:
    """That there are such words, said once by whatever command comes next."""
    them = "them all" if len(drafts) > 1 else "them"
    return f"{_there_are(drafts, screen)} ally draft shows {them}."


def item(draft: Draft, number: int | str = "") -> Item:
    """One draft in a list, with all its words."""
    when = f"{day_long(draft.kept.date())}, {draft.kept:%H:%M}"
    words = _LOCKED if draft.locked else (draft.words if draft.words.strip() else _UNWRITTEN)
    return Item("Draft", str(number), words, (when, *_purpose(draft), f"in {draft.path}"))


def taken_up(draft: Draft, screen: Screen) -> str:
    """The words a person goes on with, before they are asked anything."""
    purpose = "".join(f", {said}" for said in _purpose(draft))
    return f"From {day_long(draft.kept.date())}{purpose}: {_beginning(draft, screen)}"


def to_save(draft: Draft, screen: Screen) -> str:
    """The question before words go back where they were meant for."""
    question = _QUESTIONS[draft.purpose].format(draft.entry)
    if draft.purpose in _RECORDS and draft.number:
        question = f"Change {_RECORDS[draft.purpose]} {draft.number} so?"
    if before := _plan_before(draft):
        question = f"Change plan {before} into this?"
    return f"{taken_up(draft, screen)}\n{question}"


def dropped(draft: Draft, before: tuple[Draft, ...]) -> str:
    """What taking a draft away says, and that later ones of those `before` have new numbers."""
    said = f"The draft from {day_long(draft.kept.date())} is gone."
    later = before.index(draft) + 1 < len(before)
    return f"{said} Others have new numbers now; ally draft shows them." if later else said


def as_json(drafts: tuple[Draft, ...], chosen: Collection[Draft]) -> str:
    """Those that were chosen as an array, the oldest first, with their numbers among all."""
    listed = [
        {
            "number": number,
            "kept": draft.kept.isoformat(timespec="seconds"),
            "for": draft.purpose or None,
            "entry": draft.entry,
            "kind": draft.kind and draft.kind.value,
            "words": None if draft.locked else _exact(draft.words),
            "path": _exact(str(draft.path)),
        }
        for number, draft in enumerate(drafts, start=1)
        if draft in chosen
    ]
    return json_.document(listed)


_QUESTIONS = {
    EDIT: "Change entry {} so?",
    HEARD: "Save this with entry {}?",
    MOMENT: "Save this with entry {}?",
    REHEARSE: "Save this with entry {}?",
    PLAN: "Save this as a plan?",
    OBSTACLE: "Save this as an obstacle?",
    SHELF: "Put this on the shelf?",
    IDEA: "Save this with your own ideas?",
    REFLECT: "Save this?",
}


def _there_are(drafts: tuple[Draft, ...], screen: Screen) -> str:
    newest = drafts[-1]
    many = "There are words" if len(drafts) == 1 else f"There are {len(drafts)} drafts, the newest"
    day = day_long(newest.kept.date())
    said = f"{many} from {day}{' that were not saved' if len(drafts) == 1 else ''}"
    if newest.locked or not newest.words.strip():  # only what an editor kept
        return f"{said}."
    return f"{said}: {_beginning(newest, screen)}."


def _beginning(draft: Draft, screen: Screen) -> str:
    return screen.quoted(phrases.short(draft.words, screen))


def _purpose(draft: Draft) -> tuple[str, ...]:
    """What it was for, where that is known."""
    said = _FOR.get(draft.purpose, "")
    if draft.purpose in _RECORDS and draft.number:
        said = f"to change {_RECORDS[draft.purpose]} {draft.number}"
    if before := _plan_before(draft):
        said = f"to take the place of plan {before}"
    if "{}" in said and draft.entry is None:
        return ()
    kind = f" ({draft.kind})" if draft.kind and draft.purpose == LOG else ""
    return (f"{said.format(draft.entry)}{kind}",) if said else ()


def _plan_before(draft: Draft) -> int | None:
    """The plan whose place the words are to take, if they are for such a plan."""
    typed = meant(draft)
    return typed.follows if isinstance(typed, Typed) else None


def _exact(text: str) -> str:
    """Bytes that were not UTF-8 have no place in JSON."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
