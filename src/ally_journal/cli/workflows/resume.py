"""Going on with a draft: back where its words were meant for, or as an entry."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import can_ask, cleaned, say, say_exactly, warn
from ally_journal.cli.workflows.drafts import About, Kept, keeping
from ally_journal.cli.workflows.editor import compose_again
from ally_journal.cli.workflows.entry import Manner, Told, answer, ask_the_rest, save
from ally_journal.cli.workflows.record_edit import worded
from ally_journal.cli.workflows.review import keep_moment
from ally_journal.domain import drafts
from ally_journal.domain.drafts import Draft
from ally_journal.domain.kind import KINDS_IN_WORDS, Kind
from ally_journal.domain.records.entry import Heard
from ally_journal.domain.records.entry_edit import Wishes, amended
from ally_journal.domain.records.plan import Plan
from ally_journal.domain.records.reflection import Reflection
from ally_journal.domain.review.prompts import NEXT_TIME
from ally_journal.domain.review.summary import HEARD_SOURCES
from ally_journal.errors import AllyError, WrongUsage
from ally_journal.render.messages import answers as answers_messages
from ally_journal.render.messages import drafts as shown
from ally_journal.render.screen import Screen
from ally_journal.render.views.conflicts import without_marks
from ally_journal.render.writers import json_
from ally_journal.store.drafts.drafts import Held, new_among, read_again, waiting
from ally_journal.store.journal import entries, merge
from ally_journal.store.journal.entries import add_heard, find_entry
from ally_journal.store.journal.plans import add_plan, find_plan
from ally_journal.store.journal.reflections import add_reflection


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
    from ally_journal.cli.terminal.passphrase import unlock_apart  # noqa: PLC0415 - rare

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
        settings, seen = journal.settings(), entries.see(journal, typed.entry)
        if len(seen.heads) > 1 and typed.text:
            typed.text = without_marks(typed.text)  # which stand between its versions
        wishes = Wishes()._replace(**worded(typed))
        saved = entries.edit(journal, seen, amended(seen.value, wishes))
    return json_.record(saved), answers_messages.changed(
        saved, seen.value, session.screen(settings)
    )


def _heard(session: Session, draft: Draft) -> tuple[str, str]:
    source, day = draft.about["source"], drafts.day_of(draft)
    with session.journal() as journal:
        entry = add_heard(
            journal, draft.entry or 0, Heard(source, cleaned(draft.words).strip(), day)
        )
    return json_.record(entry), answers_messages.heard_kept(entry.number, source)


def _moment(session: Session, draft: Draft) -> tuple[str, str]:
    told = drafts.answered(draft)
    if told is None:  # changed in the editor since it was looked at
        raise WrongUsage("The draft was changed; keep it as an entry with --kind.")
    with session.journal() as journal:
        entry = find_entry(journal, draft.entry or 0)
        sentence = keep_moment(journal, entry.number, told.answers, today(journal.settings()))
        return json_.record(find_entry(journal, entry.number)), sentence


def _plan(session: Session, draft: Draft) -> tuple[str, str]:
    if draft.plan is not None:
        return _plan_again(session, draft, draft.plan)
    with session.journal(create=True) as journal:
        new = Plan(text=cleaned(draft.words), **drafts.plan_fields(draft))
        kept = add_plan(journal, new)
    return json_.record(kept), answers_messages.plan_kept(kept)


def _plan_again(session: Session, draft: Draft, number: int) -> tuple[str, str]:
    with session.journal() as journal:
        seen = merge.see(journal, find_plan(journal, number))
        text = without_marks(draft.words) if seen.value.conflict else draft.words
        until = drafts.plan_fields(draft)["until"]
        day = {"until": until.isoformat()} if until else {}
        merge.rewrite(journal, "plan", seen, {"text": cleaned(text).strip(), **day})
        saved = find_plan(journal, number)
    return json_.record(saved), answers_messages.updated(
        f"plan {number}", there=True, same=saved == seen.value
    )


def _reflect(session: Session, draft: Draft) -> tuple[str, str]:
    about: dict[str, Any] = {"topic": draft.about["topic"], "day": drafts.day_of(draft)}
    sharing = draft.about.get("for_sharing") is True
    with session.journal(create=True) as journal:
        new = Reflection(text=cleaned(draft.words), for_sharing=sharing, **about)
        kept = add_reflection(journal, new)
    return json_.record(kept), answers_messages.reflection_kept(kept)


_BACK = {
    drafts.EDIT: _edit,
    drafts.HEARD: _heard,
    drafts.MOMENT: _moment,
    drafts.PLAN: _plan,
    drafts.REFLECT: _reflect,
}
"""What keeps the words of a draft where they belong; gives a document and a sentence."""


_SAID, _OFFERED = "drafts_said", "drafts_offered"


def mention(session: Session) -> None:
    """Say on stderr that there are drafts, once for each of them."""
    new = new_among(session.path, waiting(session.path), _SAID)
    if new:
        warn(shown.waiting(new, Screen()))


def offered(session: Session, screen: Screen) -> Draft | None:
    """Ask once whether to take up the newest of them; None if not, or if there is none new."""
    new = new_among(session.path, waiting(session.path), _OFFERED)
    new_among(session.path, new, _SAID)
    if new and Asker(screen.plain).yes(shown.offer(new, screen), "later"):
        return new[-1]
    return None
