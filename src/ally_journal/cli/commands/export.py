"""ally export: everything, or what matches, to a file or to stdout."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.filters import Asked, with_filters
from ally_journal.cli.session import Session, now
from ally_journal.cli.terminal.streams import say_document, say_exactly, warn
from ally_journal.cli.workflows.output import (
    Force,
    Raw,
    form_said,
    note_on_stdout,
    stdout_is_a_file,
    watched,
    write,
)
from ally_journal.domain.records.filter import Filter
from ally_journal.domain.records.number import count_named
from ally_journal.domain.transfer import archive
from ally_journal.errors import WrongUsage
from ally_journal.render.messages.transfer import ideas_left
from ally_journal.render.writers import csv_, markdown
from ally_journal.store.database.file import SCHEMA
from ally_journal.store.journal.names import ideas_with_a_name
from ally_journal.store.transfer import export as exports

app = App()

FORMATS = ("jsonl", "csv", "md")
_INSTEAD = {
    "json": "jsonl is everything, an object a line; for entries alone write: ally list --json",
    "html": "for the page of a year write: ally year -o year.html",
}
_TAKES_LONG = 10_000  # revisions or entries; from here on a person would wonder


@app.command(
    "ally export journal.jsonl",
    "ally export 2026.md --since 2026-01-01",
    "ally export --format csv --kind act -t hiring",
    "ally export ideas.jsonl --ideas",
)
@with_filters
def export(
    ctx: Run,
    path: Annotated[
        Path | None, argument("[FILE]", "A new .jsonl, .csv or .md; stdout if not said.")
    ] = None,
    said: Annotated[
        str | None, option("--format jsonl|csv|md", "The form, if FILE does not say it.")
    ] = None,
    *,
    asked: Asked,
    limit: Annotated[str | None, option("--limit -n N", "The newest N only.")] = None,
    ideas: Annotated[
        bool, option("--ideas", "Your own ideas, phrases and questions alone, for others.")
    ] = False,
    raw: Raw = False,
    force: Force = False,
) -> None:
    """Write the journal to a file.

    As .jsonl and without filters it is complete and can be imported: every version, setting and
    number. The other forms are for reading; .csv is for other tools too, such as sqlite-utils, also
    where the journal is encrypted.
    """
    session = ctx.obj
    target = None if path == Path("-") else path
    form = _form(target, said)
    if ideas and (form != "jsonl" or limit or asked != Asked()):
        raise WrongUsage("--ideas takes all of your own as .jsonl; give it without filters.")
    most = count_named(limit) if limit else None
    _, wanted = asked.read(session, most)
    drawn = target is not None or stdout_is_a_file()
    if ideas:
        chunks = _ideas(session)
    else:
        chunks = _chunks(session, form, replace(wanted, newest=most), raw=raw, drawn=drawn)
    if target is None:
        for chunk in chunks:
            (say_exactly if form == "jsonl" else say_document)(chunk)
        note_on_stdout(session)
        return
    write(session, target, chunks, replace=force)


def _ideas(session: Session) -> Iterator[str]:
    """The person's own ideas, as a small archive that any ally can import; none names somebody."""
    with session.journal() as journal:
        named = ideas_with_a_name(journal)
        if named:
            warn(ideas_left(named))
        yield from archive.written(SCHEMA, _made(), exports.ideas(journal, named))


def _made() -> str:
    return f"{now().local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _form(path: Path | None, said: str | None) -> str:
    """The form asked for by --format, by the ending of the file, or the archive.

    Raises:
        WrongUsage: they contradict each other, or name no form of an export.
    """
    name = "jsonl" if path is None and said is None else form_said(path, said)
    if name not in FORMATS:
        instead = _INSTEAD.get(
            name, "name a file that ends in .jsonl, .csv or .md, or say --format."
        )
        raise WrongUsage(f"“{path if said is None else said}” is no form of an export; {instead}")
    return name


def _chunks(
    session: Session, form: str, wanted: Filter, *, raw: bool, drawn: bool
) -> Iterator[str]:
    """The document; the journal is open meanwhile, but locked only while a batch is read.

    If it takes long, a bar may be `drawn`.
    """
    shown = partial(watched, session=session, words="Exporting", each=exports.EACH)
    with session.journal() as journal:
        if exports.is_demo(journal):
            warn("This is a demo journal: everything in it is invented.")
        if form == "jsonl":
            total = exports.how_many_revisions(journal)
            long = drawn and total >= _TAKES_LONG
            revisions = shown(exports.archived(journal, wanted), total=total, long=long)
            yield from archive.written(SCHEMA, _made(), revisions, demo=exports.is_demo(journal))
            return
        total = exports.how_many_entries(journal, wanted)
        long = drawn and total >= _TAKES_LONG
        entries = shown(exports.entries(journal, wanted), total=total, long=long)
        if form == "csv":
            yield from csv_.entries_in_chunks(entries, raw=raw)
        else:
            yield from markdown.entries(entries)
