"""A copy of a year for others as Markdown, in the order of the page."""

from collections.abc import Iterable, Iterator

from ally_journal.domain.dates import MONTHS
from ally_journal.domain.kinds import KINDS
from ally_journal.domain.sharing import SharedEntry, SharedPlan, SharingYear
from ally_journal.render import sharing_parts as parts
from ally_journal.render.markdown import block, inline, section


def sharing(copy: SharingYear) -> str:
    """The copy as one document: no HTML, one table, and no day, number or tag."""
    return "\n".join(_copy(copy)) + "\n"


def _copy(copy: SharingYear) -> Iterator[str]:
    yield f"# {inline(parts.title(copy))}"
    yield from ("", "A copy for sharing: only what I chose for it stands here.")
    yield from section(parts.OWN_WORDS, _paragraphs(copy.own_words))
    nothing = inline(parts.nothing_written(copy))
    yield from section(parts.BY_MONTH, list(_table(copy)) if copy.written else [nothing])
    yield from section(parts.PLANS, [_plan(plan) for plan in copy.plans])
    yield from section(parts.MOMENTS, [_moment(entry) for entry in copy.entries])
    items = [f"{parts.state(one)}: {parts.item(one)}" for one in copy.shelf]
    yield from section(parts.SHELF, [f"- {inline(one)}" for one in items])
    yield from section(parts.COMING, _paragraphs(copy.next_year))
    yield from section(parts.ABOUT, [f"- {inline(one)}" for one in parts.about(copy)])


def _table(copy: SharingYear) -> Iterator[str]:
    yield "| Month | " + " | ".join(kind.label for kind in KINDS) + " |"
    yield "| :-- |" + " :-- |" * len(KINDS)
    for place, name in enumerate(MONTHS[: parts.begun(copy)]):
        cells = ("written" if copy.months[kind][place] else "" for kind in KINDS)
        yield f"| {name} | " + " | ".join(cells) + " |"


def _plan(plan: SharedPlan) -> str:
    return _item(parts.state(plan), [plan.text, *([plan.note] if plan.note else [])])


def _moment(entry: SharedEntry) -> str:
    return _item(f"{MONTHS[entry.month - 1]}, {entry.kind.label}", [parts.moment(entry)])


def _item(before: str, texts: Iterable[str]) -> str:
    """A list item; several lines of text stay lines of their own."""
    lines = "\\\n".join(map(block, texts)).replace("\n", "\n  ")
    return f"- {inline(before)}: {lines}"


def _paragraphs(texts: Iterable[str]) -> list[str]:
    return "\n\n".join(map(block, texts)).split("\n") if texts else []
