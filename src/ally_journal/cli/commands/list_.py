"""ally list: the newest entries, or those that match."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import kinds_and_tags
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.session import Session, now, refuse_unreadable, today
from ally_journal.cli.terminal.streams import fitted, put, say_exactly, warn
from ally_journal.cli.workflows import output
from ally_journal.domain.calendar.when import parse_when
from ally_journal.domain.kind import KINDS
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.number import count_named
from ally_journal.domain.records.settings import Settings
from ally_journal.render.messages.answers import nothing_listed
from ally_journal.store.journal.entries import in_batches, numbers_found
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.tags import uses_of_tags

app = App()

SHOWN = 20


@app.command(
    "ally list",
    "ally list act hiring",
    "ally list 2026-11",
    "ally list --kind act -t hiring --since 2026-09-01",
    "ally list --on-day today",
)
@with_filters
def list_(
    ctx: Run,
    words: Annotated[
        list[str] | None,
        argument("[WORD]...", "A kind, a day or a period, or else a tag.", kinds_and_tags),
    ] = None,
    *,
    asked: Asked,
    on_day: Annotated[
        str | None, option("--on-day WHEN", "Only of that day, in every year: today, 2026-11-20.")
    ] = None,
    limit: Annotated[
        str | None, option("--limit -n N", f"The newest N; {SHOWN} if not said.")
    ] = None,
    json: Annotated[bool, option("--json", "Print them as JSON; all of them without -n.")] = False,
) -> None:
    """List the newest entries, oldest first."""
    refuse_unreadable(on_day)
    asked, many = asked.with_words(words or [])
    limit = limit or many
    newest = count_named(limit) if limit else None if json else SHOWN
    settings, wanted = asked.read(ctx.obj, newest)
    if on_day:
        wanted = replace(wanted, on_day=parse_when(on_day, today(settings), now=now().local).day)
    chunks = _chunks(ctx.obj, settings, wanted, newest, json=json)
    (say_exactly if json else put)(chunks)


def _meant(journal: Journal, tags: tuple[str, ...]) -> str | None:
    """The list that may be meant by a word that is no tag in use: another one, or nearly it."""
    from ally_journal.cli.guesses import list_named  # noqa: PLC0415 - only for no hit
    from ally_journal.cli.spelling import is_slip, near_to  # noqa: PLC0415 - the same

    used = [*KINDS, *uses_of_tags(journal)]
    known = {one.casefold() for one in used}
    for tag in tags:
        if tag.casefold() not in known:
            near = [f"list {one}" for one in near_to(tag, used)[:1] if is_slip(tag, one)]
            return next(iter([*list_named(tag), *near]), None)
    return None


def _chunks(
    session: Session, settings: Settings, wanted: Filter, newest: int | None, *, json: bool
) -> Iterator[str]:
    """The list as it is read; the journal is open meanwhile, but locked only for a batch."""
    with session.journal() as journal:
        found = numbers_found(journal, wanted)
        shown = found[-newest:] if newest else found
        hits = ([(one, ()) for one in batch] for batch in in_batches(journal, shown))
        if json:
            yield from output.as_json(hits)
        elif shown:
            yield from output.as_list(hits, shown, session.screen(settings))
        else:
            nothing = nothing_listed(wanted.tags, _meant(journal, wanted.tags))
            yield f"{fitted(nothing)}\n"
    if len(found) > len(shown) and not json:
        these = "This is the newest one" if newest == 1 else f"These are the newest {newest}"
        warn(f"{these}; there are older ones (-n N lists more).")
