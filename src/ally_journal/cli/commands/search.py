"""ally search: words in what was written."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import AnyText, App, Run, argument, option
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.session import Session
from ally_journal.cli.terminal.streams import cleaned, put, say_exactly, warn
from ally_journal.cli.workflows import output
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.number import count_named
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.text.tags import bare_tag, is_tag
from ally_journal.store.journal.entries import numbers_found
from ally_journal.store.journal.journal import Journal
from ally_journal.store.journal.search import Match, hits_in_batches
from ally_journal.store.journal.search import search as find

app = App()

SHOWN = 20


@app.command(
    "ally search shortlist criteria",
    "ally search '\"gave the floor back\"' --kind act",
    "ally search 'interrupt*' --since 2026-09-01",
    cls=AnyText,
)
@with_filters
def search(
    ctx: Run,
    query: Annotated[
        list[str],
        argument(
            "QUERY...", 'Words, "a phrase", or the beginning of a word: pre*; behind -- any sign.'
        ),
    ],
    *,
    asked: Asked,
    limit: Annotated[
        str | None, option("--limit -n N", f"The best N; {SHOWN} if not said.")
    ] = None,
    json: arguments.AsJson = False,
) -> None:
    """Find entries that have all these words, the closest match first.

    Where none has them whole, what begins so is found, and that is said.
    """
    most = count_named(limit) if limit else None if json else SHOWN
    settings, wanted = asked.read(ctx.obj, most)
    typed = cleaned(" ".join(query))
    chunks = _chunks(ctx.obj, settings, typed, wanted, most, json=json)
    (say_exactly if json else put)(chunks)


def _chunks(
    session: Session,
    settings: Settings,
    typed: str,
    wanted: Filter,
    most: int | None,
    *,
    json: bool,
) -> Iterator[str]:
    """What was found as it is read; the journal is open meanwhile, but locked only for a batch."""
    with session.journal() as journal:
        found = find(journal, typed, wanted)
        if not found and (found := find(journal, typed, wanted, begun=True)):
            warn("No entry has it as whole words; in these, words begin so.")
        tagged = _tagged(journal, typed, wanted, found)
        shown = found[:most]
        hits = hits_in_batches(journal, shown)
        if json:
            yield from output.as_json(hits)
        else:
            numbers = [one.number for one in shown]
            yield from output.as_list(hits, numbers, session.screen(settings))
    if not (shown or json):
        yield "Nothing found.\n"
    if len(found) > len(shown) and not json:
        these = "This is the closest one" if most == 1 else f"These are the closest {most}"
        warn(f"{these}; there are others (-n N shows more).")
    elif tagged and not json:
        warn(f"ally list -t {tagged} lists what has this tag.")


def _tagged(journal: Journal, typed: str, wanted: Filter, found: Iterable[Match]) -> str:
    """The tag that was typed, where entries have it that were not `found`; or nothing."""
    tag = bare_tag(typed.strip())
    if not is_tag(tag):
        return ""
    there = numbers_found(journal, replace(wanted, tags=(tag,), newest=None))
    return tag if set(there) - {one.number for one in found} else ""
