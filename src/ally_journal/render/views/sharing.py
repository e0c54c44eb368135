"""What a copy of a year for others says: its sections, and what it says about itself."""

from collections.abc import Iterable, Iterator

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.sharing.anonymiser import LEFT_OUT
from ally_journal.domain.sharing.copy import SharedPlan, SharingYear
from ally_journal.domain.sharing.looking import Looked
from ally_journal.render import phrases
from ally_journal.render.views import sections as sections_view
from ally_journal.render.views.document import After, Document, Listing, Part, Section, Sentences


def year(copy: SharingYear) -> Document:
    """The copy for a file: no day, number or tag, and the year as far as it has come, to the month.

    The last section tells about the copy itself.
    """
    upto = "" if copy.over else f", up to {MONTHS[copy.through.month - 1]}"
    items = (Part(sections_view.state(one.state), sections_view.work(one)) for one in copy.shelf)
    sections = (
        Section(sections_view.OWN_WORDS, _prose(copy.own_words)),
        sections_view.four_kinds(copy, counts=False),
        Section(sections_view.SAID, Listing(tuple(map(_plan, copy.plans)), "groups")),
        Section(sections_view.CHOSEN, sections_view.moments(copy.entries, chosen=True)),
        Section(sections_view.SHELF, Listing(tuple(items), "groups")),
        Section(sections_view.NEXT_YEAR, _prose(copy.next_year)),
        Section(sections_view.ABOUT, Sentences(tuple(about(copy)), apart=True)),
    )
    lead = "A copy for sharing: only what I chose for it stands here."
    return Document(f"{copy.year}{upto}", sections, "year", lead)


def moments(copy: SharingYear) -> list[dict[str, str]]:
    """What a file tells of each moment: its kind, its month such as 2026-03, and its text.

    The text of one that was missed, or a mistake, says so first.
    """
    return [
        {
            "kind": one.kind.value,
            "month": f"{copy.year}-{one.month:02}",
            "text": f"{phrases.went(one)}{one.text}",
        }
        for one in copy.entries
    ]


def about(copy: SharingYear) -> Iterator[str]:
    """Sentences: what stands in this copy, what was done, and what nobody can promise."""
    yield (
        "It holds the moments, plans and words that I marked for it one by one, and titles of what "
        "I read or heard."
    )
    yield "Months stand for days. A month says whether something was written, not how much."
    yield (
        "Left out: everything that is not marked, mistakes and missed moments too; exact days, "
        "weeks and the calendar; tags and groups; who was there; what I heard; obstacles; "
        "lessons, answers and what I took from a book; why I do this, stories, and the questions "
        "of reviews."
    )
    if copy.replaced:
        yield f"Every name that the journal knows was replaced by “{ANYONE}”, always the same."
    else:
        yield "No name that the journal knows stood in it."
    yield from looked(copy.looked)
    yield (
        "No program can catch every name, and somebody may be recognised by what happened alone. "
        "If you find someone here, tell me, and pass it no further."
    )


def looked(value: Looked) -> Iterator[str]:
    """Sentences of a copy about itself: who read it, and what was replaced unseen."""
    if not value.asked:
        yield "Nobody read it before it was made."
    elif value.bare:
        why = "; I stopped before the end" if value.stopped else "; I left each out"
        yield f"No text of mine stands here{why if value.texts else ''}."
    elif value.stopped:
        yield "I read each text that stands here, but stopped before the end."
    else:
        yield "I read every text of mine that stands here, and decided on each."
    if value.texts and not value.asked:
        yield "Titles and notes that I had not marked one by one do not stand in it."
    elif value.texts and not value.bare:
        yield f"Texts that I left out{', or had not read,' if value.stopped else ''} are not here."
    if value.unseen:
        yield (
            f"Words that may be names, or tell a day, became “{LEFT_OUT}” without a look at each."
        )
    elif value.kept or value.replaced:
        some = "; some were replaced" if value.replaced else ""
        yield f"I looked at each word that may be a name, or tell a day{some}."


def _prose(texts: Iterable[str]) -> Listing:
    return Listing(tuple(Part("", text) for text in texts), "prose")


def _plan(plan: SharedPlan) -> Part:
    after = (After("Note", plan.note),) if plan.note else ()
    return Part(sections_view.state(plan.state), plan.text, after)
