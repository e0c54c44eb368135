"""What a copy of a year for others says: its sections, and what it says about itself."""

from collections.abc import Iterable, Iterator

from ally_journal.domain.calendar.dates import MONTHS
from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.sharing.copy import SharedPlan, SharingYear
from ally_journal.render import phrases
from ally_journal.render.views import sections as sections_view
from ally_journal.render.views.document import After, Document, Listing, Part, Section, Sentences

NOT_REVIEWED = "Nobody has looked through the names that the journal does not know."


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
    """Sentences: what stands in this copy, what was left out, and what nobody can promise."""
    yield (
        "It holds the moments, plans and words that I marked for it one by one, and the titles of "
        "what I read or heard."
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
    if copy.reviewed:
        yield "I looked at each text, and at each word with a capital letter that still stands."
    else:
        yield NOT_REVIEWED
    yield (
        "No program can catch every name, and somebody may be recognised by what happened alone."
    )


def _prose(texts: Iterable[str]) -> Listing:
    return Listing(tuple(Part("", text) for text in texts), "prose")


def _plan(plan: SharedPlan) -> Part:
    after = (After("Note", plan.note),) if plan.note else ()
    return Part(sections_view.state(plan.state), plan.text, after)
