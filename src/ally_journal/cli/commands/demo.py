"""ally demo: an invented journal, to look at before writing one."""

from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, argument
from ally_journal.cli.session import now
from ally_journal.cli.terminal.streams import put, say
from ally_journal.domain.demo.tale import told
from ally_journal.domain.records.entry import Entry
from ally_journal.render.clean import shell_word
from ally_journal.store.demo import make_demo

app = App()


@app.command("ally demo demo.db", 'ally demo "an invented year.db"')
def demo(path: Annotated[Path, argument("PATH", "Where it goes; a new file.")]) -> None:
    """Make an invented journal of the last twelve months."""
    moment = now()
    tale = told(moment.local)
    make_demo(path, tale, moment.real_ms)
    entries = sum(isinstance(written.value, Entry) for written in tale)
    say(f"Made {path} with {entries} invented entries. Look at it with:")
    put(f"ally --journal {shell_word(str(path))} review")
