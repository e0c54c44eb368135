"""ally obstacle: what stands in the way in a process, and what may move it."""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated

from ally_journal.cli import completion
from ally_journal.cli.arguments import (
    AllAsJson,
    App,
    AsJson,
    Keep,
    Note,
    Run,
    Words,
    argument,
    option,
)
from ally_journal.cli.terminal.prompts import SKIP_RULE, Asker, Stopped
from ally_journal.cli.terminal.streams import put, say_exactly
from ally_journal.cli.workflows.drafts import Kept
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.record_edit import add_record, change, end, show_all
from ally_journal.domain.drafts import OBSTACLE, Typed, said
from ally_journal.domain.records.number import number_of
from ally_journal.errors import NothingToWrite
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.obstacles import OBSTACLES

app = App()

All = Annotated[bool, option("--all", "The ended ones too.")]
Number = Annotated[str, argument("N", "Its number, or last.", completion.obstacles)]
Lever = Annotated[str | None, option("--lever TEXT", "What you can do about it.")]
Who = Annotated[str | None, option("--who TEXT", "Who is with you on it.")]
Next = Annotated[str | None, option("--next TEXT", "The next step.")]

_QUESTIONS = {
    "lever": "What can you do about it?",
    "who": "Who is with you on it?",
    "next": "What is the next step?",
}


@app.listing(
    "ally obstacle", 'ally obstacle add "Panels are picked by habit" --next "Propose a rota"'
)
def obstacle(ctx: Run, all_: All = False, json: AllAsJson = False) -> None:
    """List what stands in the way: a process, such as recruitment, and not a person."""
    if ctx.invoked_subcommand is None:
        show_all(ctx.obj, OBSTACLE, closed_too=all_, json=json)


@app.command("ally obstacle list", "ally obstacle list --all", name="list")
def list_(ctx: Run, all_: All = False, json: AllAsJson = False) -> None:
    """List them; the same as without a word."""
    show_all(ctx.obj, OBSTACLE, closed_too=all_, json=json)


@app.command("ally obstacle show 2", "ally obstacle show last")
def show(ctx: Run, number: Number, json: AsJson = False) -> None:
    """Show one obstacle with everything about it."""
    wanted = number_of(OBSTACLE, number)
    with ctx.obj.journal() as journal:
        found, settings = OBSTACLES.find(journal, wanted), journal.settings()
    screen = ctx.obj.screen(settings)
    shown = json_.record(found) if json else listed([items.obstacle(found, screen.day)], screen)
    (say_exactly if json else put)(shown)


@app.text_command(
    "ally obstacle add",
    'ally obstacle add "Panels are picked by habit" --lever "I book the rooms"',
    'ally obstacle add "The criteria say presence" --who "the staff council"',
)
def add(
    ctx: Run,
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
    typed = Typed(OBSTACLE, fields=said(lever=lever, who=who, next=next_))
    question = "What stands in the way? A process, not a person."
    add_record(ctx.obj, typed, text, question, json=json, then=_ask)


@app.text_command(
    'ally obstacle update 2 --next "Show the list at the next planning"',
    'ally obstacle update last --lever "I lead one of the teams" --who ""',
)
def update(
    ctx: Run,
    number: Number,
    text: Annotated[str | None, option("--text TEXT", "What stands in the way.")] = None,
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


@app.text_command("ally obstacle changed 2", 'ally obstacle changed 2 "The rota stands"')
def changed(ctx: Run, number: Number, note: Note = None, json: AsJson = False) -> None:
    """End an obstacle: the process is another one now."""
    end(ctx.obj, OBSTACLE, number, "changed", note, json=json)


@app.text_command(
    "ally obstacle unchanged 2", 'ally obstacle unchanged 2 "No money for it this year"'
)
def unchanged(ctx: Run, number: Number, note: Note = None, json: AsJson = False) -> None:
    """End an obstacle: the process stays as it was."""
    end(ctx.obj, OBSTACLE, number, "unchanged", note, json=json)


@app.text_command(
    "ally obstacle handed-on 2", 'ally obstacle handed-on 2 "the staff council"', name="handed-on"
)
def handed_on(
    ctx: Run,
    number: Number,
    note: Annotated[
        list[str] | None, argument("[NOTE]...", "Who carries it on, in quotes.")
    ] = None,
    json: AsJson = False,
) -> None:
    """End an obstacle: others carry it on.

    ally handover writes them a note.
    """
    end(ctx.obj, OBSTACLE, number, "handed-on", note, json=json, question="Who carries it on?")


def _ask(asker: Asker, kept: Kept[Typed]) -> None:
    """Ask for whatever was not given; each answer is kept at once.

    Raises NothingToWrite without words.
    """
    if not kept.value.fields["text"]:
        raise NothingToWrite("Nothing was saved.")
    missing = [name for name in _QUESTIONS if name not in kept.value.fields]
    if missing:
        asker.say(*SKIP_RULE)
    with suppress(Stopped):
        for name in missing:
            answered = {name: asker.line(_QUESTIONS[name])}
            kept.value = replace(kept.value, fields={**kept.value.fields, **answered})
