"""ally tags: the words for situations that entries carry."""

from ally_journal.cli.arguments import AllAsJson, App, Run
from ally_journal.cli.terminal.streams import put, say, say_exactly
from ally_journal.cli.workflows.output import listed
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.tags import uses_of_tags

app = App()


@app.command("ally tags", "ally tags --json")
def tags(ctx: Run, json: AllAsJson = False) -> None:
    """List the tags in use, alphabetically, and how many entries carry each."""
    with ctx.obj.journal() as journal:
        found, settings = uses_of_tags(journal), journal.settings()
    if json:
        say_exactly(json_.document([{"tag": tag, "entries": many} for tag, many in found.items()]))
        return
    screen = ctx.obj.screen(settings)
    if found:
        put(listed((items.tag(*one, counts=screen.counts) for one in found.items()), screen))
    else:
        say("There are no tags yet; -t hiring beside an entry gives it one.")
