"""ally obstacle: what stands in the way in a process, and what may move it."""

from contextlib import suppress
from typing import Annotated

import typer

from ally_journal.cli import completion
from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import AllAsJson, AsJson, Keep, Note, TextFirst, Words
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import SKIP_RULE, Asker, Stopped
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned,
    cleaned_or_none,
    confirm,
    given,
    put,
    say,
    say_exactly,
)
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.record_edit import Changeable, Typed, change
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.errors import NothingToWrite
from ally_journal.render.messages import answers
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal import obstacles
from ally_journal.store.journal.merge import settling

app = new_app()

OBSTACLES = Changeable(
    one="an obstacle",
    see="ally obstacle --all",
    words="text",
    stays="An obstacle keeps its text; give --text other words, in quotes.",
    read=obstacles.obstacle,
    settle=settling("obstacle", obstacles.obstacle),
)

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
        found, settings = obstacles.obstacles(journal, closed_too=all_), journal.settings()
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
    told = Typed.of(text=words, lever=lever, who=who, next=next_)
    with keeping(session.path, told):
        settings = session.settings()
        if asking:
            _ask(Asker(session.screen(settings).plain), told)
        new = Obstacle(
            text=cleaned(told["text"]),
            opened=today(settings),
            lever=cleaned_or_none(told.get("lever")),
            who=cleaned_or_none(told.get("who")),
            next=cleaned_or_none(told.get("next")),
        )
        with session.journal(create=True) as journal:
            kept = obstacles.add_obstacle(journal, new)
    confirm(json_.record(kept), answers.kept(f"obstacle {kept.number}"), json=json)


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
    told = Typed.of(text=text, lever=lever, who=who, next=next_)
    change(ctx.obj, OBSTACLES, number, told, keep, json=json)


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


def _ask(asker: Asker, told: Typed) -> None:
    """Ask for the words, then for whatever was not given; `told` grows with each answer.

    Raises NothingToWrite without words.
    """
    told["text"], _ = asker.follow_up("What stands in the way? A process, not a person.")
    if not told["text"]:
        raise NothingToWrite("Nothing was kept.")
    missing = _QUESTIONS.keys() - told.keys()
    if missing:
        say(SKIP_RULE)
    with suppress(Stopped):
        for name, question in _QUESTIONS.items():
            if name in missing:
                told[name] = asker.line(question)


def _end(
    session: Session,
    number: str,
    state: str,
    note: list[str] | None,
    *,
    json: bool,
    question: str = "",
) -> None:
    wanted, words = OBSTACLES.number(number), given(note)
    if question and not words and can_ask(json=json):
        with session.journal() as journal:
            obstacles.obstacle(journal, wanted)  # nobody is asked about what is not there
            settings = journal.settings()
        words, _ = Asker(session.screen(settings).plain).follow_up(f"{question}  (Enter skips)")
    with keeping(session.path, words), session.journal() as journal:
        day = today(journal.settings())
        ended = obstacles.end_obstacle(journal, wanted, state, cleaned_or_none(words), day)
    confirm(json_.record(ended), answers.obstacle_ended(ended), json=json)
