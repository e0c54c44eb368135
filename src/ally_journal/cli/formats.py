"""Which form a view takes when it is wanted as a file or as a document, and where it goes."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from ally_journal.cli.outside import note_on_stdout, wrote
from ally_journal.cli.session import Session
from ally_journal.cli.voice import say_document, say_exactly
from ally_journal.errors import WrongUsage
from ally_journal.store.files.atomic import write_output

FORMATS = ("md", "html", "json", "csv")
_STDOUT = Path("-")
_ENDINGS = "a file that ends in .md, .html, .json or .csv"

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Write FILE: .md, .html, .json or .csv."),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="md|html|json|csv", help="The form, if not said by FILE."),
]
Raw = Annotated[bool, typer.Option("--raw", help="In CSV, leave what looks like a formula.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")]


class Form(NamedTuple):
    """A form by its name, one of `FORMATS`, and the file it goes to, or None for stdout."""

    name: str
    path: Path | None


def wanted(out: Path | None, said: str | None, *, json: bool) -> Form | None:
    """What -o, --format and --json ask for together; None for the view on the screen.

    Raises:
        WrongUsage: they contradict each other, or name no form that ally writes.
    """
    name = said if said is not None else out.suffix.removeprefix(".") if out else ""
    name = "html" if name.lower() == "htm" else name.lower()
    if json and (out is not None or (said is not None and name != "json")):
        raise WrongUsage("--json prints JSON; give it without -o and without another --format.")
    if json:
        return Form("json", None)
    if out is None and said is None:
        return None
    if name not in FORMATS:
        raise WrongUsage(
            f"“{out if said is None else said}” is no form that ally writes; name {_ENDINGS}."
        )
    return Form(name, None if out == _STDOUT else out)


def deliver(
    session: Session, documents: Mapping[str, Callable[[], str]], form: Form, *, replace: bool
) -> None:
    """Make the one document asked for; write its file and say so, or put it on stdout as it is.

    Raises:
        FileExists: there is such a file and `replace` is false.
        CannotKeep: the disk refused.
    """
    text = documents[form.name]()
    if form.path is None:
        (say_exactly if form.name == "json" else say_document)(text)
        note_on_stdout(session)
        return
    write_output(form.path, text, replace=replace)
    wrote(session, form.path)
