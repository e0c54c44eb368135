"""What a copy for others says about itself, and the words that all of its forms share."""

from collections.abc import Iterator

from ally_journal.domain.dates import MONTHS
from ally_journal.domain.redaction import ANYONE
from ally_journal.domain.sharing import SharedEntry, SharedItem, SharedPlan, SharingYear

OWN_WORDS = "In my own words"
BY_MONTH = "Four kinds, month by month"
PLANS = "What I said I would do"
MOMENTS = "Moments I chose"
SHELF = "What I learned from"
COMING = "Next year"
ABOUT = "About this copy"
"""The sections, in their order; those without anything in them are left out."""

NOT_REVIEWED = "Nobody has looked through the names that the journal does not know."


def title(copy: SharingYear) -> str:
    """The heading, which says how far the year has come, to the month."""
    return f"{copy.year}" if copy.over else f"{copy.year}, up to {MONTHS[copy.through.month - 1]}"


def nothing_written(copy: SharingYear) -> str:
    """What stands in the place of the months when nothing was written in them."""
    return f"Nothing was written in {copy.year}{'' if copy.over else ' yet'}."


def begun(copy: SharingYear) -> int:
    """How many months have begun, or tell of something written though they have not."""
    told = [
        place
        for of in copy.months.values()
        for place, written in enumerate(of, start=1)
        if written is not None
    ]
    return max(told, default=0)


def moment(entry: SharedEntry) -> str:
    """The text of a moment; one that was missed, or a mistake, says so first."""
    return entry.text if entry.went == "done" else f"{entry.went}: {entry.text}"


def month(copy: SharingYear, entry: SharedEntry) -> str:
    """The year and month of a moment as ISO 8601, such as 2026-03."""
    return f"{copy.year}-{entry.month:02}"


def state(one: SharedPlan | SharedItem) -> str:
    """Where a plan or a thing on the shelf stands, in words."""
    return "still open" if one.state == "open" else one.state.replace("-", " ")


def item(one: SharedItem) -> str:
    """A thing on the shelf, with whoever made it."""
    return f"{one.title}, {one.by}" if one.by else one.title


def about(copy: SharingYear) -> Iterator[str]:
    """Sentences: what stands in this copy, what was left out, and what nobody can promise."""
    yield (
        "It holds the moments, plans and words that I marked for it one by one, and the titles of "
        "what I read or heard."
    )
    yield "Months stand for days. A month says whether something was written, not how much."
    yield (
        "Left out: everything that is not marked, mistakes and missed moments too; exact days, "
        "weeks and the calendar; tags and groups; who was there; what came back; obstacles; "
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
