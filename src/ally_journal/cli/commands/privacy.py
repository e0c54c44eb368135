"""ally privacy: who can read this."""

import os
import re
from pathlib import Path

from ally_journal.cli.arguments import App, AsJson, Run
from ally_journal.cli.terminal.streams import put, say_exactly
from ally_journal.cli.workflows.editor import command_and_choice, editor_words
from ally_journal.domain.privacy import JOURNAL, Typing, Unlocking
from ally_journal.domain.records.settings import Settings
from ally_journal.render.messages import privacy as shown
from ally_journal.store.privacy import privacy_of

app = App()


@app.command("ally privacy", "ally privacy --json")
def privacy(ctx: Run, json: AsJson = False) -> None:
    """Say who can read this journal, what protects it now, and what does not.

    Nothing is opened, unlocked or changed for that.
    """
    found = privacy_of(ctx.obj.path, _unlocking(), _typing())
    if json:
        say_exactly(shown.as_json(found))
        return
    open_anyway = found.state == JOURNAL and not found.encrypted
    screen = ctx.obj.screen_anyway() if open_anyway else ctx.obj.screen(Settings())
    put(shown.privacy(found, screen))


def _unlocking() -> Unlocking:
    """What this environment holds to open a journal with."""
    return Unlocking(
        bool(os.environ.get("ALLY_PASSPHRASE")), bool(os.environ.get("ALLY_PASSPHRASE_COMMAND"))
    )


def _typing() -> Typing:
    """The shell and the editor of this environment."""
    shell = Path(os.environ.get("SHELL", "")).name or None
    command, variable = command_and_choice()
    try:
        editor = Path(editor_words(command)[0]).name
    except (ValueError, IndexError, OSError):
        editor = command
    hides = shell == "fish" or bool(
        shell == "bash" and re.search("ignore(space|both)", os.environ.get("HISTCONTROL", ""))
    )
    return Typing(shell, hides, command, editor, variable or "EDITOR")
