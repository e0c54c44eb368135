"""ally ideas: what one can do, and words for hard moments."""

from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import AnyText, App, Run, argument, option
from ally_journal.cli.completion import moments, reaches
from ally_journal.cli.session import today
from ally_journal.cli.terminal.streams import cleaned, put, say_exactly
from ally_journal.cli.workflows.output import views
from ally_journal.domain.content import moments as moments_named
from ally_journal.domain.ideas import ideas_for, ideas_matching, phrases_matching, reach_named
from ally_journal.domain.kind import kind_option
from ally_journal.render.messages import answers
from ally_journal.render.views import before, items
from ally_journal.render.writers import json_

app = App()


@app.text_command(
    "ally ideas",
    "ally ideas credit",
    "ally ideas meeting --kind act",
    "ally ideas --reach systems",
    cls=AnyText,
)
def ideas(
    ctx: Run,
    words: Annotated[
        list[str] | None,
        argument(
            "[WORD]...",
            f"A way, a word of the text, or a hard moment: {', '.join(moments_named())}.",
            moments,
        ),
    ] = None,
    kind: arguments.Kind = None,
    reach: Annotated[
        str | None, option("--reach REACH", "How far it reaches: self, people or systems.", reaches)
    ] = None,
    all_: Annotated[bool, option("--all", "All of them.")] = False,
    json: Annotated[
        bool, option("--json", "Print them as JSON; all of them if none is named.")
    ] = False,
) -> None:
    """Show what one can do, one idea of each kind; with a word, what fits it."""
    typed = cleaned(" ".join(words or []))
    found = ideas_matching(typed, kind_option(kind) if kind else None, reach and reach_named(reach))
    if json:
        say_exactly(json_.ideas(found))
        return
    settings = ctx.obj.settings_anyway()
    few = not (typed.strip() or kind or reach or all_)
    shown = ideas_for(today(settings)) if few else found
    groups = before.ideas(
        shown, [one.text for one in phrases_matching(typed)] if typed.strip() else ()
    )
    if few:
        groups = (*groups, items.note(answers.more_ideas(moments_named())))
    screen = ctx.obj.screen(settings)
    view = views(screen).groups(groups, screen)
    put(view or "No idea fits; ally ideas --all shows all of them.")
