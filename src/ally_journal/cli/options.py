"""The options of an entry, which `ally log` and `ally edit` share, and those of a filter."""

from typing import Annotated

import typer

from ally_journal.cli.completing import asked, kinds, plans, tags, ways
from ally_journal.domain.answers import ANSWER_KEYS

Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        "-k",
        metavar="KIND",
        help="The kind, or its first letter.",
        autocompletion=kinds,
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", metavar="WHEN", help='When it was: friday, "3 days ago", 2026-11-20.'),
]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        "-t",
        metavar="TAG",
        help="A word for the situation; repeatable.",
        autocompletion=tags,
    ),
]
People = Annotated[
    list[str] | None,
    typer.Option("--with", "-w", metavar="NAME", help="Marks a name, so it can be forgotten."),
]
Way = Annotated[
    str | None,
    typer.Option(
        "--way", metavar="WORD", help="How: ask, credit, speak-up, …", autocompletion=ways
    ),
]
Missed = Annotated[bool, typer.Option("--missed", help="A moment you let pass.")]
Because = Annotated[
    str | None, typer.Option("--because", metavar="TEXT", help="With --missed: what stopped you.")
]
Mistake = Annotated[bool, typer.Option("--mistake", help="Something that went wrong.")]
Lesson = Annotated[
    str | None, typer.Option("--lesson", metavar="TEXT", help="What you take from it.")
]
Asked = Annotated[
    str | None,
    typer.Option(
        "--asked",
        metavar="HOW",
        help="asked, invited, together or unasked.",
        autocompletion=asked,
    ),
]
Plan = Annotated[
    str | None,
    typer.Option(
        "--plan", metavar="N", help="The plan it belongs to, or last.", autocompletion=plans
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        "-a",
        metavar="KEY=TEXT",
        help=f"An answer; the keys are {', '.join(ANSWER_KEYS)}.",
    ),
]
Share = Annotated[bool, typer.Option("--share", help="It may appear in a sharing copy.")]
NoShare = Annotated[bool, typer.Option("--no-share", help="It may not appear in a sharing copy.")]
Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="K", help="In conflict: make this version the only one."),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEXT]...", help="The words, in quotes; - reads them from stdin."),
]
Note = Annotated[
    list[str] | None, typer.Argument(metavar="[NOTE]...", help="A word about it, in quotes.")
]
AllAsJson = Annotated[bool, typer.Option("--json", help="Print them as JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]

OnlyKinds = Annotated[
    list[str] | None,
    typer.Option(
        "--kind",
        "-k",
        metavar="KIND",
        help="Only this kind; repeatable.",
        autocompletion=kinds,
    ),
]
OnlyTags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", "-t", metavar="TAG", help="Only with this tag; repeatable.", autocompletion=tags
    ),
]
OnlyWays = Annotated[
    list[str] | None,
    typer.Option(
        "--way", metavar="WORD", help="Only done in this way; repeatable.", autocompletion=ways
    ),
]
Since = Annotated[str | None, typer.Option("--since", metavar="WHEN", help="From this day on.")]
Until = Annotated[
    str | None, typer.Option("--until", metavar="WHEN", help="Up to and including this day.")
]
OnlyMissed = Annotated[bool, typer.Option("--missed", help="Only missed moments.")]
OnlyMistakes = Annotated[bool, typer.Option("--mistake", help="Only mistakes.")]
