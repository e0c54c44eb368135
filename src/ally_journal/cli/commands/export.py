"""ally export: everything, or what matches, to a file or to stdout."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Annotated, NamedTuple, TypeVar

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.streams import say_exactly
from ally_journal.cli.workflows.output import (
    Force,
    Raw,
    note_on_stdout,
    stdout_is_a_file,
    watched,
    wrote,
)
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.number import count_named
from ally_journal.domain.transfer import archive
from ally_journal.errors import WrongUsage
from ally_journal.render.writers import csv_, markdown
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.files.atomic import write_output
from ally_journal.store.transfer import export as transfer_export

app = new_app()

FORMATS = ("jsonl", "csv", "md")
_TAKES_LONG = 10_000  # revisions or entries; from here on a person would wonder
T = TypeVar("T")


class _Wanted(NamedTuple):
    filter: Filter
    form: str
    raw: bool
    path: Path | None


@app.command(
    epilog=examples(
        "ally export journal.jsonl",
        "ally export 2026.md --since 2026-01-01",
        "ally export --format csv --kind act -t hiring",
    )
)
@with_filters
def export(
    ctx: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A new .jsonl, .csv or .md; stdout if not said."),
    ] = None,
    said: Annotated[
        str | None,
        typer.Option("--format", metavar="jsonl|csv|md", help="The form, if FILE does not say it."),
    ] = None,
    *,
    asked: Asked,
    limit: Annotated[
        str | None, typer.Option("--limit", "-n", metavar="N", help="The newest N only.")
    ] = None,
    raw: Raw = False,
    force: Force = False,
) -> None:
    """Write the journal to a file.

    As .jsonl and without filters it is complete and can be imported: every version, setting and
    number. The other forms are for reading.
    """
    session: Session = ctx.obj
    target = None if path == Path("-") else path
    form = _form(target, said, session)
    most = count_named(limit) if limit else None
    _, wanted = asked.read(session, most)
    chunks = _chunks(session, _Wanted(replace(wanted, newest=most), form, raw, target))
    if target is None:
        for chunk in chunks:
            say_exactly(chunk)
        note_on_stdout(session)
        return
    write_output(target, chunks, replace=force)
    wrote(session, target)


def _form(path: Path | None, said: str | None, session: Session) -> str:
    """The form asked for by --format, by the ending of the file, or the archive."""
    name = (
        said if said is not None else path.suffix.removeprefix(".") if path else "jsonl"
    ).lower()
    if name not in FORMATS:
        raise WrongUsage(
            f"“{path if said is None else said}” is no form of an export; name a file that ends in "
            ".jsonl, .csv or .md, or say --format."
        )
    if path and path.exists() and session.path.exists() and path.samefile(session.path):
        raise WrongUsage(f"{path} is the journal itself; name another file.")
    return name


def _chunks(session: Session, wanted: _Wanted) -> Iterator[str]:
    """The document; the journal is open meanwhile, but locked only while a batch is read."""
    with session.journal() as journal:
        if wanted.form == "jsonl":
            total = transfer_export.how_many_revisions(journal)
            revisions = transfer_export.archived(journal, wanted.filter)
            made = f"{now().local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
            yield from archive.written(SCHEMA, made, _shown(revisions, session, wanted, total))
            return
        total = transfer_export.how_many_entries(journal, wanted.filter)
        entries = _shown(transfer_export.entries(journal, wanted.filter), session, wanted, total)
        if wanted.form == "csv":
            yield from csv_.entries_in_chunks(entries, raw=wanted.raw)
        else:
            yield from markdown.entries(entries)


def _shown(batches: Iterable[T], session: Session, wanted: _Wanted, total: int) -> Iterable[T]:
    if total < _TAKES_LONG or not (wanted.path or stdout_is_a_file()):
        return batches
    return watched(batches, session, "Exporting", total, transfer_export.EACH)
