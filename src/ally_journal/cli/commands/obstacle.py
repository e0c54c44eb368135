"""ally obstacle: what stands in the way in a process, and what may move it."""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated

import typer

from ally_journal.cli import completion
from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AllAsJson, AsJson, Keep, Note, TextFirst, Words
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import SKIP_RULE, Asker, Stopped
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned_or_none,
    confirm,
    given,
    put,
    say,
    say_exactly,
)
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.record_edit import carry_out, change, number_of
from ally_journal.domain.drafts import OBSTACLE, Typed, said
from ally_journal.errors import NothingToWrite
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.obstacles import OBSTACLES

app = new_app()

Number = Annotated[
    str,
    typer.Argument(metavar="N", help="Its number, or last.", autocompletion=completion.obstacles),
]
Lever = Annotated[
    str | None, typer.Option("--lever", metavar="TEXT", help="What you can do about it.")
]
Who = Annotated[str | None, typer.Option("--who", metavar="TEXT", help="Who is with you on it.")]
Next = Annotated[str | None, typer.Option("--next", metavar="TEXT", help="The next step.")]

_QUESTIONS = {
    "lever": "What can you do about it?",
    "who": "Who is with you on it?",
    "next": "What is the next step?",
}


@app.callback(
    invoke_without_command=True,
    epilog=examples(
        "ally obstacle",
        'ally obstacle add "Panels are picked by habit" --next "Propose a rota"',
    ),
)
def obstacle(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="The ended ones too.")] = False,
    json: AllAsJson = False,
) -> None:
    """List what stands in the way: a process, such as recruitment, and not a person."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    with session.journal() as journal:
        found, settings = OBSTACLES.listed(journal, closed_too=all_), journal.settings()
    if json:
        say_exactly(json_.records(found))
    else:
        screen = session.screen(settings)
        put(listed(map(items.obstacle, found), screen) or "No open obstacles.")


@app.command(
    cls=TextFirst,
    epilog=examples(
        "ally obstacle add",
        'ally obstacle add "Panels are picked by habit" --lever "I book the rooms"',
        'ally obstacle add "The criteria say presence" --who "the staff council"',
    ),
)
def add(
    ctx: typer.Context,
    text: Words = None,
    lever: Lever = None,
    who: Who = None,
    next_: Next = None,
    json: AsJson = False,
) -> None:
    """Keep an obstacle in a process.

    A process is how people are recruited, assigned or promoted; not a person. Without words, ally
    asks.
    """
    session: Session = ctx.obj
    asking = not text and can_ask(json=json)
    words = "" if asking else given(text or ["-"])
    typed = Typed(OBSTACLE, fields=said(text=words, lever=lever, who=who, next=next_))
    with keeping(session.path, typed) as kept:
        settings = session.settings()
        kept.value = replace(typed, day=today(settings))
        if asking:
            _ask(Asker(session.screen(settings).plain), kept)
        done = carry_out(session, kept.value)
    confirm(*done, json=json)


@app.command(
    cls=TextFirst,
    epilog=examples(
        'ally obstacle update 2 --next "Show the list at the next planning"',
        'ally obstacle update last --lever "I lead one of the teams" --who ""',
    ),
)
def update(
    ctx: typer.Context,
    number: Number,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="What stands in the way.")
    ] = None,
    lever: Lever = None,
    who: Who = None,
    next_: Next = None,
    keep: Keep = None,
    json: AsJson = False,
) -> None:
    """Change what is said about an obstacle; with nothing said, its text in your editor.

    An empty value takes away what was there; only the text has to stay. An obstacle that was
    changed in two places at once becomes one; --keep says which version that is.
    """
    typed = Typed(OBSTACLE, fields=said(text=text, lever=lever, who=who, next=next_))
    change(ctx.obj, typed, number, keep, json=json)


@app.command(
    cls=TextFirst,
    epilog=examples("ally obstacle changed 2", 'ally obstacle changed 2 "The rota stands"'),
)
def changed(ctx: typer.Context, number: Number, note: Note = None, json: AsJson = False) -> None:
    """End an obstacle: the process is another one now."""
    _end(ctx.obj, number, "changed", note, json=json)


@app.command(
    cls=TextFirst,
    epilog=examples(
        "ally obstacle unchanged 2", 'ally obstacle unchanged 2 "No money for it this year"'
    ),
)
def unchanged(ctx: typer.Context, number: Number, note: Note = None, json: AsJson = False) -> None:
    """End an obstacle: the process stays as it was."""
    _end(ctx.obj, number, "unchanged", note, json=json)


@app.command(
    "handed-on",
    cls=TextFirst,
    epilog=examples("ally obstacle handed-on 2", 'ally obstacle handed-on 2 "the staff council"'),
)
def handed_on(
    ctx: typer.Context,
    number: Number,
    note: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NOTE]...", help="Who carries it on, in quotes."),
    ] = None,
    json: AsJson = False,
) -> None:
    """End an obstacle: others carry it on.

    ally handover writes them a note.
    """
    _end(ctx.obj, number, "handed-on", note, json=json, question="Who carries it on?")


def _ask(asker: Asker, kept: Kept[Typed]) -> None:
    """Ask for the words, then for whatever was not given; each answer is kept at once.

    Raises NothingToWrite without words.
    """
    words, _ = asker.follow_up("What stands in the way? A process, not a person.")
    if not words:
        raise NothingToWrite("Nothing was kept.")
    kept.value = kept.value.saying(words)
    missing = [name for name in _QUESTIONS if name not in kept.value.fields]
    if missing:
        say(SKIP_RULE)
    with suppress(Stopped):
        for name in missing:
            answered = {name: asker.line(_QUESTIONS[name])}
            kept.value = replace(kept.value, fields={**kept.value.fields, **answered})


def _end(
    session: Session,
    number: str,
    state: str,
    note: list[str] | None,
    *,
    json: bool,
    question: str = "",
) -> None:
    wanted, words = number_of(OBSTACLE, number), given(note)
    if question and not words and can_ask(json=json):
        with session.journal() as journal:
            OBSTACLES.find(journal, wanted)  # nobody is asked about what is not there
            settings = journal.settings()
        words, _ = Asker(session.screen(settings).plain).follow_up(f"{question}  (Enter skips)")
    with keeping(session.path, words), session.journal() as journal:
        day = today(journal.settings())
        ended = OBSTACLES.end(journal, wanted, state, cleaned_or_none(words), day)
    confirm(json_.record(ended), answers.obstacle_ended(ended), json=json)
