"""Going on with a draft: back where its words were meant for, or as an entry."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ally_journal.cli.answering import keep_moment
from ally_journal.cli.ask import Asker
from ally_journal.cli.editor import compose_again
from ally_journal.cli.kept import About, Kept, keeping
from ally_journal.cli.rewriting import worded
from ally_journal.cli.saving import answer, save
from ally_journal.cli.session import Session, today
from ally_journal.cli.telling import Manner, Told, ask_the_rest
from ally_journal.cli.voice import can_ask, cleaned, say, say_exactly
from ally_journal.domain import drafts
from ally_journal.domain.amending import Wishes, amended
from ally_journal.domain.drafts import Draft
from ally_journal.domain.entries import Heard
from ally_journal.domain.kinds import KINDS_IN_WORDS, Kind
from ally_journal.domain.plans import Plan
from ally_journal.domain.prompts import NEXT_TIME
from ally_journal.domain.reflections import Reflection
from ally_journal.domain.summaries import HEARD_SOURCES
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render import drafts as shown
from ally_journal.render import json_, plain
from ally_journal.render.merging import without_marks
from ally_journal.store import editing, merging
from ally_journal.store.drafts import Held, read_again


def take_up(session: Session, draft: Draft, kind: Kind | None, *, edit: bool, json: bool) -> None:
    """Save a draft, asking on a terminal; its file goes when the journal has the words.

    A `kind` makes an entry of whatever the words were for. With `edit` the editor opens first.

    Raises:
        WrongUsage: it needs a kind and nobody can be asked.
        AllyError: it is being written just now, or the person stopped.
    """
    if draft.locked:
        draft = _unlocked(draft)
    goes_back = kind is None and _knows_its_way(draft)
    if goes_back and not edit and can_ask(json=json):
        screen = session.screen(session.settings())
        if not Asker(screen.plain).yes(shown.to_save(draft, screen)):
            say("Nothing was saved; the draft stays.")
            return
    held = Held(session.path, draft.path.stem.rpartition("-")[0])
    if not held.adopt(draft):
        raise AllyError("Another ally has this draft just now; finish there, or try again.")
    going = _Going(draft.words)
    with _editing(session, going, draft, held, edit=edit) as (written, kept):
        if goes_back:
            document, sentence = _BACK[written.purpose](session, written)
        else:
            _as_entry(session, going, written, kind, kept, json=json)
            return
    if json:
        say_exactly(document, done=True)
    else:
        say(sentence, done=True)


def _unlocked(draft: Draft) -> Draft:
    """A draft that was written under an earlier passphrase, with its words; asks for that.

    Raises:
        KeyNeeded, WrongPassphrase, JournalDamaged: it stays as it is.
    """
    from ally_journal.cli.apart import unlock_apart  # noqa: PLC0415 - rare

    unlock_apart(draft.path)
    return read_again(draft)


@dataclass(slots=True)
class _Going:
    """Words on their way, for the draft that they still are."""

    words: object
    about: About = dict

    def __str__(self) -> str:
        return str(self.words)

    def meant_for(self) -> Mapping[str, Any]:
        """What they are for by now."""
        return self.about()


@contextmanager
def _editing(
    session: Session, going: _Going, draft: Draft, held: Held, *, edit: bool
) -> Iterator[tuple[Draft, Kept]]:
    """The draft as it stands after the editor, if that was wanted; its file goes in the end."""
    going.about = draft.about.copy if isinstance(draft.about, dict) else dict
    if edit:
        going.words = ""  # what stands in the file is newer than what was read from it
    with keeping(session.path, going, going.meant_for, held) as kept:
        if edit:
            draft = draft._replace(words=compose_again(kept, draft))
            going.words = draft.words
        yield draft, kept


def _as_entry(
    session: Session, going: _Going, draft: Draft, kind: Kind | None, kept: Kept, *, json: bool
) -> None:
    """A new entry, as the guided log makes one, with the words already there."""
    text, said, answers, next_time = drafts.told_apart(draft)
    next_time = answers.pop(NEXT_TIME.key, next_time)
    fields = drafts.entry_fields(draft)
    so_far = Told(text, kind or draft.kind, said, fields, answers, next_time)
    going.words = so_far
    if draft.purpose in {"", drafts.LOG}:  # or else it still knows better what it is for
        going.about = so_far.about
    settings = session.settings()
    screen = session.screen(settings)
    if can_ask(json=json):
        say(shown.taken_up(draft, screen))
        given = frozenset([*said, *answers, *(["next"] if next_time or fields["plan"] else [])])
        manner = Manner(edit=False, more=False, json=json, went=fields["went"], given=given)
        ask_the_rest(screen.plain, so_far, manner, kept, guided=True)
    if so_far.kind is None:
        raise WrongUsage(f"Say which kind it is with --kind: {KINDS_IN_WORDS}.")
    answer(save(session, settings, so_far), screen, json=json)


def _knows_its_way(draft: Draft) -> bool:
    """Whether enough is known of a draft to put it where it was meant for."""
    return {
        drafts.EDIT: draft.entry is not None,
        drafts.HEARD: draft.entry is not None and draft.about.get("source") in HEARD_SOURCES,
        drafts.MOMENT: draft.entry is not None and drafts.answered(draft) is not None,
        drafts.PLAN: True,
        drafts.REFLECT: isinstance(draft.about.get("topic"), str),
    }.get(draft.purpose, False)


def _edit(session: Session, draft: Draft) -> tuple[str, str]:
    typed = drafts.rewritten(draft)
    with session.journal() as journal:
        settings, seen = journal.settings(), editing.see(journal, typed.entry)
        if len(seen.heads) > 1 and typed.text:
            typed.text = without_marks(typed.text)  # which stand between its versions
        wishes = Wishes()._replace(**worded(typed))
        saved = editing.edit(journal, seen, amended(seen.value, wishes))
    return json_.record(saved), plain.changed(saved, seen.value, session.screen(settings))


def _heard(session: Session, draft: Draft) -> tuple[str, str]:
    source, day = draft.about["source"], drafts.day_of(draft)
    with session.journal() as journal:
        entry = journal.hear(draft.entry or 0, Heard(source, cleaned(draft.words).strip(), day))
    return json_.record(entry), plain.heard_kept(entry.number, source)


def _moment(session: Session, draft: Draft) -> tuple[str, str]:
    told = drafts.answered(draft)
    if told is None:  # changed in the editor since it was looked at
        raise WrongUsage("The draft was changed; keep it as an entry with --kind.")
    with session.journal() as journal:
        entry = journal.entry(draft.entry or 0)
        sentence = keep_moment(journal, entry.number, told.answers, today(journal.settings()))
        return json_.record(journal.entry(entry.number)), sentence


def _plan(session: Session, draft: Draft) -> tuple[str, str]:
    if draft.plan is not None:
        return _plan_again(session, draft, draft.plan)
    with session.journal(create=True) as journal:
        new = Plan(text=cleaned(draft.words), **drafts.plan_fields(draft))
        kept = journal.add_plan(new)
    return json_.record(kept), plain.plan_kept(kept)


def _plan_again(session: Session, draft: Draft, number: int) -> tuple[str, str]:
    with session.journal() as journal:
        seen = merging.see(journal, journal.plan(number))
        text = without_marks(draft.words) if seen.value.conflict else draft.words
        until = drafts.plan_fields(draft)["until"]
        day = {"until": until.isoformat()} if until else {}
        merging.rewrite(journal, "plan", seen, {"text": cleaned(text).strip(), **day})
        saved = journal.plan(number)
    return json_.record(saved), plain.updated(
        f"plan {number}", there=True, same=saved == seen.value
    )


def _reflect(session: Session, draft: Draft) -> tuple[str, str]:
    about: dict[str, Any] = {"topic": draft.about["topic"], "day": drafts.day_of(draft)}
    sharing = draft.about.get("for_sharing") is True
    with session.journal(create=True) as journal:
        new = Reflection(text=cleaned(draft.words), for_sharing=sharing, **about)
        kept = journal.reflect(new)
    return json_.record(kept), plain.reflection_kept(kept)


_BACK = {
    drafts.EDIT: _edit,
    drafts.HEARD: _heard,
    drafts.MOMENT: _moment,
    drafts.PLAN: _plan,
    drafts.REFLECT: _reflect,
}
"""What keeps the words of a draft where they belong; gives a document and a sentence."""
