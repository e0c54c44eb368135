"""From a year to what others may see of it: only what was marked, and each text looked at."""

from dataclasses import dataclass, replace
from typing import Self

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.kind import Kind
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.domain.review.year import Months, Year
from ally_journal.domain.sharing.anonymiser import has_a_name, unnamed
from ally_journal.domain.sharing.looking import TITLE, UNLOOKED, Looked, Tell, Told, texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPlan:
    """A plan that was marked, without its days."""

    text: str
    state: str
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEntry:
    """An entry that was marked; `month` is 1 to 12, `went` is done, missed or mistake."""

    kind: Kind
    month: int
    text: str
    went: str = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedItem:
    """A thing on the shelf; what was taken from it stays private."""

    title: str
    by: str | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingYear(Months):
    """A year for others.

    `months` tells for each kind and month whether something was written, None after `through`.
    `own_words` and `next_year` are oldest first. `looked` says what became of it before it was
    made, `replaced` that some known name was replaced.
    """

    months: dict[Kind, tuple[bool | None, ...]]
    own_words: tuple[str, ...] = ()
    next_year: tuple[str, ...] = ()
    plans: tuple[SharedPlan, ...] = ()
    entries: tuple[SharedEntry, ...] = ()
    shelf: tuple[SharedItem, ...] = ()
    looked: Looked = UNLOOKED
    replaced: bool = False

    def looking(self, looked: Looked) -> Self:
        """The same, of which something else is told."""
        return replace(self, looked=looked)

    def retold(self, tell: Tell) -> Self:
        """The copy with each text told again, in its order; None leaves that part out."""

        def words(texts: tuple[str, ...], what: str) -> tuple[str, ...]:
            return tuple(said for one in texts if (said := tell(Told(what, one))) is not None)

        own = words(self.own_words, _OWN)
        plans = tuple(one for plan in self.plans if (one := _plan(plan, tell)))
        entries = tuple(
            replace(one, text=said)
            for one in self.entries
            if (said := tell(Told(_moment(one), one.text))) is not None
        )
        shelf = tuple(
            replace(one, title=said)
            for one in self.shelf
            if (said := tell(Told(TITLE, one.title, one.by, marked=False))) is not None
        )
        coming = words(self.next_year, _NEXT)
        return replace(
            self, own_words=own, plans=plans, entries=entries, shelf=shelf, next_year=coming
        )


def opted_in(year: Year, names: Names) -> SharingYear:
    """What of a year may stand in a copy: the marked entries, plans and words, without names.

    What was changed in two places at once waits until it is one again. Of the words for a copy the
    newest count, since they were written in the place of the others.
    """
    entries = [entry for entry in year.shared if entry.share and not entry.conflict]
    plans = [plan for plan in year.plans_by_state if plan.share and not plan.conflict]
    shelf = [item for item in year.shelf if not item.conflict]
    words = {topic: _newest(year, topic) for topic in ("year", "next-year")}
    copy = SharingYear(
        year=year.year,
        through=year.through,
        months={kind: _presence(year, kind) for kind in year.months},
        own_words=words["year"],
        next_year=words["next-year"],
        plans=tuple(SharedPlan(text=one.text, state=one.state, note=one.note) for one in plans),
        entries=tuple(
            SharedEntry(kind=one.kind, month=one.day.month, text=one.text, went=one.went)
            for one in entries
        ),
        shelf=tuple(_item(item, names) for item in shelf),
    )
    replaced = any(has_a_name(told.text, names) for told in texts_of(copy)) or any(
        one.by and has_a_name(one.by, names) for one in shelf
    )
    bare = copy.retold(lambda told: unnamed(told.text, names))
    return replace(bare, replaced=replaced)


def waiting(year: Year) -> tuple[str, ...]:
    """What was marked but is left out, since it was changed in two places at once."""
    named = [
        f"{noun} {one.number}"
        for noun, marked in (("entry", year.shared), ("plan", year.plans))
        for one in marked
        if one.share and one.conflict
    ]
    words = [one for one in year.reflections if one.for_sharing and one.conflict]
    return (*named, *(f"what you wrote for {one.topic}" for one in words))


_OWN, _NEXT = "In my own words", "Next year"
_NOTE = "What was said of that plan"


def _plan(plan: SharedPlan, tell: Tell) -> SharedPlan | None:
    state = "still open" if plan.state == "open" else plan.state
    text = tell(Told(f"A plan, {state}", plan.text))
    note = tell(Told(_NOTE, plan.note, is_note=True, marked=False)) if plan.note else None
    return None if text is None else replace(plan, text=text, note=note)


def _moment(entry: SharedEntry) -> str:
    how = {"missed": ", missed", "mistake": ", a mistake"}.get(entry.went, "")
    return f"A moment in {MONTHS[entry.month - 1]}, {entry.kind.value}{how}"


def _presence(year: Year, kind: Kind) -> tuple[bool | None, ...]:
    return tuple(
        None if place > year.through.month and not count else count > 0
        for place, count in enumerate(year.months[kind], start=1)
    )


def _newest(year: Year, topic: str) -> tuple[str, ...]:
    of_topic = [one for one in year.reflections if one.for_sharing and one.topic == topic]
    said = [one for one in of_topic if one.day.year == year.year]
    return tuple(one.text for one in said[-1:] if not one.conflict)


def _item(item: ShelfItem, names: Names) -> SharedItem:
    """A thing on the shelf; whoever made it stays away if that is a name of the journal."""
    by = unnamed(item.by, names) if item.by and not has_a_name(item.by, names) else None
    return SharedItem(title=item.title, by=by, state=item.state)
