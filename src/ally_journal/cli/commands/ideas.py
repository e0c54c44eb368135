"""ally ideas: what one can do, words for hard moments, and one's own beside them."""

from typing import Annotated

from typer._click.core import Context
from typer._click.shell_completion import CompletionItem

from ally_journal.cli import arguments, completion
from ally_journal.cli.arguments import AllAsJson, App, AsJson, Group, Run, Words, argument, option
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import (
    cleaned,
    confirm,
    fitted,
    given,
    need_answer,
    put,
    say,
    say_exactly,
)
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import listed, views
from ally_journal.cli.workflows.record_edit import add_record, change
from ally_journal.domain.content import moments
from ally_journal.domain.drafts import IDEA, Typed, said
from ally_journal.domain.ideas import (
    Finding,
    found_by,
    ideas_for,
    moment_named,
    own_for,
    reach_named,
)
from ally_journal.domain.kind import kind_option
from ally_journal.domain.records.idea import PHRASE, QUESTION, OwnIdea
from ally_journal.domain.records.number import number_of
from ally_journal.domain.records.settings import Settings
from ally_journal.errors import UNOPENED, KeyNeeded, WrongPassphrase, WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.views import before, items
from ally_journal.render.writers import json_
from ally_journal.store.journal.ideas import IDEAS, delete_idea, own_ideas

_WORDS = "ally_journal.words"
"""Under this the context of the command holds the words that are looked for."""


_WORDS_OF_A_MOMENT = 2
"""A longer name without a text behind it is the text."""


class WordsOrCommand(Group):
    """A group whose first word, unless it names a command of it, begins what is looked for."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Take the words away, wherever the options stand, and read these as usual.

        A number alone is one of the person's own.
        """
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        first, *rest = self.word_first(ctx, args) or ["list"]
        if first.isdecimal() and all(one.startswith("-") for one in rest):
            first, rest = "show", [first, *rest]
        if first in self.commands:
            return super().parse_args(ctx, [first, *rest])
        behind = [*([] if first == "list" else [first]), *rest]
        options, words = arguments.sort_out(behind, arguments.valued(self, ctx))
        ctx.meta[_WORDS] = words
        return super().parse_args(ctx, options)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Moments and ways before the commands and options."""
        found = [CompletionItem(word) for word in completion.moments(incomplete)]
        return found + super().shell_complete(ctx, incomplete)


app = App(cls=WordsOrCommand, subcommand_metavar="[WORD]... | COMMAND [ARGS]...")

Number = Annotated[str, argument("N", "Its number, or last.", completion.ideas)]
Moment = Annotated[
    str, argument("MOMENT", f"What it is for: {', '.join(moments())}, or another.", completion.said)
]


@app.listing(
    "ally ideas",
    "ally ideas parents",
    "ally ideas meeting --kind act",
    "ally ideas --reach systems",
    'ally ideas add "Ask who is not in the room yet" --kind act',
)
def ideas(
    ctx: Run,
    kind: arguments.Kind = None,
    reach: Annotated[
        str | None,
        option("--reach REACH", "How far it reaches: self, people or systems.", completion.reaches),
    ] = None,
    all_: Annotated[bool, option("--all", "All of them.")] = False,
    json: Annotated[
        bool, option("--json", "Print them as JSON; all of them if none is named.")
    ] = False,
) -> None:
    """Show what one can do, one idea of each kind; with a word, what fits it.

    A word is a way, a situation or a hard moment, such as hiring, parents or call-in.
    """
    if ctx.invoked_subcommand is not None:
        return
    words = ctx.meta.get(_WORDS, [])
    typed = cleaned(" ".join(words))
    wanted = kind_option(kind) if kind else None, reach_named(reach) if reach else None
    own, settings = _known(ctx.obj)
    found = found_by(typed, own or (), *wanted)
    if json:
        say_exactly(json_.ideas(found.ideas, found.own))
        return
    screen = ctx.obj.screen(settings)
    few = not (typed.strip() or kind or reach or all_)
    if few:
        day = today(settings)
        found = Finding(ideas_for(day), tuple(filter(None, [own_for(own or (), day)])), ())
    groups = before.ideas(found, screen)
    if words:
        _refuse_command(ctx, words, found=bool(groups))
    if not groups:
        say(answers.no_idea(typed, screen))
    else:
        first = () if found.whole else (items.note(answers.FITS_IN_PART),)
        last = [answers.more_ideas(moments())] * few + [answers.OWN_ARE_LOCKED] * (own is None)
        put(views(screen).groups((*first, *groups, *map(items.note, last)), screen))


def _refuse_command(ctx: Context, words: list[str], *, found: bool) -> None:
    """Raise WrongUsage for words that are meant as a command, and are none of this group.

    They begin as a command of another group does, and fit nothing or have a number behind.
    """
    if found and not (len(words) == 2 and words[1].isdecimal()):
        return
    from ally_journal.cli.guesses import meant_by, unknown  # noqa: PLC0415 - seldom needed
    from ally_journal.cli.spelling import is_verb  # noqa: PLC0415 - the same

    known = ctx.command.commands if isinstance(ctx.command, Group) else ()
    meant = is_verb(words[0]) if found else meant_by("ideas", words, known)
    if meant and not words[0].startswith("-"):
        raise unknown("ideas", words, known)


def _known(session: Session) -> tuple[tuple[OwnIdea, ...] | None, Settings]:
    """The person's own, None where they are locked and nobody is asked; and the settings."""
    try:
        with session.journal(asks=session.is_given_a_passphrase()) as journal:
            return own_ideas(journal), journal.settings()
    except (KeyNeeded, WrongPassphrase):
        return None, Settings()
    except UNOPENED:  # what ally ships can be read all the same
        return (), Settings()


@app.command("ally ideas own", "ally ideas own --json")
def own(ctx: Run, json: AllAsJson = False) -> None:
    """List your own ideas, phrases and questions with their numbers."""
    with ctx.obj.journal() as journal:
        found, settings = own_ideas(journal), journal.settings()
    if json:
        say_exactly(json_.records(found))
    else:
        screen = ctx.obj.screen(settings)
        shown = listed(map(items.own_idea, found), screen)
        put(shown or fitted(screen.phrase(answers.NO_OWN_IDEAS)))


@app.command("ally ideas show 2", "ally ideas show last --json")
def show(ctx: Run, number: Number, json: AsJson = False) -> None:
    """Show one of your own."""
    wanted = number_of(IDEA, number)
    with ctx.obj.journal() as journal:
        found, settings = IDEAS.find(journal, wanted), journal.settings()
    if json:
        say_exactly(json_.record(found))
    else:
        put(listed([items.own_idea(found)], ctx.obj.screen(settings)))


@app.text_command(
    'ally ideas add "Ask who is not in the room yet" --kind act',
    'ally ideas add "Read the minutes of the staff council"',
)
def add(ctx: Run, text: Words = None, kind: arguments.Kind = None, json: AsJson = False) -> None:
    """Keep an idea of your own; it takes its turn with the others."""
    named = kind_option(kind).value if kind else None
    typed = Typed(IDEA, fields=said(what="idea", kind=named))
    add_record(ctx.obj, typed, text, "What can one do? One sentence, no names.", json=json)


@app.text_command(
    'ally ideas phrase call-out "Stop. I want to hear the rest of it."',
    'ally ideas phrase standup "One at a time: you were first."',
)
def phrase(ctx: Run, moment: Moment, text: Words = None, json: AsJson = False) -> None:
    """Keep words of your own for a hard moment, yours or one that ally knows."""
    name = moment_named(cleaned(moment))
    if not name or (not text and name.count("-") > _WORDS_OF_A_MOMENT):
        with keeping(ctx.obj.path, moment):
            raise WrongUsage(f"Say what moment it is for, such as {moments()[0]}; then the words.")
    typed = Typed(IDEA, fields=said(what=PHRASE, moment=name))
    add_record(ctx.obj, typed, text, "What do you want to have ready to say?", json=json)


@app.text_command(
    'ally ideas question "Who spoke least this week?"', "ally ideas question - < question.txt"
)
def question(ctx: Run, text: Words = None, json: AsJson = False) -> None:
    """Keep a question of your own; a review asks it in its turn."""
    typed = Typed(IDEA, fields=said(what=QUESTION))
    add_record(ctx.obj, typed, text, "What do you want to be asked?", json=json)


@app.text_command(
    "ally ideas edit 2",
    'ally ideas edit 2 "Ask who has not spoken yet"',
    "ally ideas edit last --kind learn",
)
def edit(
    ctx: Run,
    number: Number,
    text: Words = None,
    kind: arguments.Kind = None,
    moment: Annotated[
        str | None, option("--moment WORD", "What moment a phrase is for.", completion.said)
    ] = None,
    keep: arguments.Keep = None,
    json: AsJson = False,
) -> None:
    """Change one of your own; with nothing said, in your editor. An empty --kind "" takes it away.

    One that was changed in two places at once becomes one; --keep says which version that is.
    """
    named = kind and kind_option(kind).value
    place = None if moment is None else moment_named(cleaned(moment))
    fields = said(text=given(text) if text else None, kind=named, moment=place)
    change(ctx.obj, Typed(IDEA, fields=fields), number, keep, json=json)


@app.command("ally ideas delete 2", "ally ideas delete 2 --yes")
def delete(ctx: Run, number: Number, yes: arguments.Yes = False, json: AsJson = False) -> None:
    """Delete one of your own; undo brings it back."""
    wanted = number_of(IDEA, number)
    if not yes:
        need_answer("Deleting", json=json)
    with ctx.obj.journal() as journal:
        found, screen = IDEAS.find(journal, wanted), ctx.obj.screen(journal.settings())
    if not yes:
        put(listed([items.own_idea(found)], screen))
        if not Asker(screen.plain).yes("Delete this?"):
            say("Nothing was deleted.")
            return
    with ctx.obj.journal() as journal:
        gone = delete_idea(journal, found.number)
    told = answers.updated(f"{gone.what} {gone.number}", there=False, same=False)
    confirm(json_.record(gone), told, json=json)
