"""ally on Windows, as far as Wine is that: it reads, writes, asks and refuses as elsewhere."""

import json
import shlex
from collections.abc import Iterator

import pytest
from tests.conftest import finish
from tests.support.wine import Windows, native, windows

pytestmark = [pytest.mark.wine, pytest.mark.xdist_group("wine")]

RIGHT = "Ümlauts and five plain words"
EDITOR = "import sys; open(sys.argv[1], 'a', encoding='utf-8').write('A line from the editor')\n"


@pytest.fixture(scope="module")
def made() -> Iterator[Windows]:
    with windows() as there:
        yield there


SMOKE = """\
log act "Asked for the criteria – 日本 #hiring" -t panel -w Sam | Saved 1 · act · Fri 20 Nov 2026
log learn "Read about captions" --json | "number": 2
log act "Let a joke pass" --missed --because Rank | Saved 3
log empathise "Talked over someone" --mistake --lesson Wait | Saved 4
edit 1 --text "Asked for the criteria first" -t later | 1
heard 1 them "It helped" | 1
delete 3 --yes | 3
undo | 3
redo | 3
undo | 3
list | Asked for the criteria first
list --json | [
show 1 | It helped
search criteria | criteria
tags | later
history | changed
config week_starts sunday | sunday
plan add "When someone is talked over, I give the floor back" | plan 1
plan did 1 twice | you did it
plan | talked over
obstacle add "Panels are picked by habit" --lever "I book" | obstacle 1
obstacle | Panels
handover 1 -o C:\\kept\\panels.md | Wrote C:\\kept\\panels.md. It holds what you wrote.
shelf add "Captions for all" --type talk | shelf item 1
shelf done 1 "Ask first" | Captions
away 2026-12-19 2027-01-06 | Dec
reflect why "I stayed quiet for years." | Saved
rehearse 3 "What do you mean by that?" | Say it aloud once
talk --yes | smallest step for two
before hiring | Ready
review | November
review -o C:\\kept\\week.html | Wrote
year | 2026
year -o C:\\kept\\year.html | Wrote
year --sharing --yes -o C:\\kept\\others.md | Wrote
remind friday 16:00 | Every Friday at 16:00
export C:\\kept\\all.jsonl | Wrote
import C:\\kept\\all.jsonl | Nothing is new
demo C:\\kept\\demo\\demo.db | ally --journal C:\\kept\\demo\\demo.db review
backup | Backed up 4 entries
backup list | by hand
backup restore last --yes | Restored
doctor | No problems found
doctor --rebuild | Worked out again
privacy | Who can read it is not told here.
forget 2 --yes | history of your shell
help all | remind
"""


def test_a_day_with_every_command(made: Windows) -> None:
    """Each ends well and says what it says elsewhere, in UTF-8."""
    lines = [(line, *line.rpartition(" | ")[::2]) for line in SMOKE.splitlines()]
    said = made.ally(*(tuple(shlex.split(words.replace("\\", "\\\\"))) for _, words, _ in lines))
    assert len(said) >= 44
    for (line, _, expected), one in zip(lines, said, strict=True):
        assert (one.code, one.err.count("Traceback")) == (0, 0), (line, one)
        assert expected in one.out, (line, one)
    (ideas,) = made.ally(("ideas", "credit"))  # Wine stands still at it in one process with others
    assert (ideas.code, "Ready to say" in ideas.out) == (0, True)


def test_editors_and_commands_keep_their_backslashes(made: Windows) -> None:
    """And NUL is nobody to ask: what has no passphrase ends at once, with the words."""
    script, held = made.folder / "an editor.py", made.folder / "pass.txt"
    script.write_text(EDITOR)
    held.write_text(RIGHT, encoding="utf-8")
    command = f'cmd /c type "{native(held)}"'
    sealed = ("--journal", "C:\\kept\\sealed.db")
    saved, changed, encrypted, listed, again = made.ally(
        (*sealed, "log", "act", "-e"),
        (*sealed, "edit", "1"),
        (*sealed, "encrypt"),
        (*sealed, "list"),
        (*sealed, "edit", "1"),
        EDITOR=f'{native(made.python)} "{native(script)}"',
        ALLY_PASSPHRASE_COMMAND=command,
    )
    assert saved == ("Saved 1 · act · Fri 20 Nov 2026\n", "", 0)
    assert changed == ("Changed 1 · act · Fri 20 Nov 2026\n", "", 0)
    assert (encrypted.code, "is encrypted" in encrypted.out) == (0, True), encrypted
    assert "from the editor" in listed.out
    assert (again.code, "could not be taken away" in again.err) == (0, False), again
    refused, nothing = made.ally((*sealed, "log", "act", "Words"), ("log", "act"))
    assert (refused.code, refused.out) == (1, "")
    assert "Words" in refused.err
    assert "set ALLY_PASSPHRASE_COMMAND" in refused.err
    assert nothing.code == 2


HOLDER = """\
import sys
from pathlib import Path
from ally_journal.store.drafts.drafts import Held
held = Held(Path(sys.argv[1]), "20261117-091500")
print(held.write("Words that wait", {"for": "log"}), held.write("More", {"for": "log"}), flush=True)
sys.stdin.readline()
"""
LOG = "import runpy; runpy.run_module('ally_journal', run_name='__main__')"


def test_two_programs_know_of_each_other(made: Windows) -> None:
    """A draft is somebody's until that program ends, and logs at once are all saved."""
    two = ("--journal", "C:\\kept\\two.db")
    with made.start(HOLDER, two[1]) as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline().strip().endswith(b".draft")
        logged, drafts = made.ally((*two, "log", "act", "x"), (*two, "draft", "--json"))
        assert (logged.code, drafts.out.strip()) == (0, "[]"), (logged, drafts)
        holder.stdin.close()
        holder.wait(60)
    drafts, used, later, listed = made.ally(
        (*two, "draft"),
        (*two, "draft", "use", "--kind", "act"),
        (*two, "draft", "--json"),
        (*two, "list", "--json"),
    )
    assert "More" in drafts.out
    assert (used.code, later.out.strip()) == (0, "[]")
    started = [made.start(LOG, *two, "log", "act", f"At once {one}") for one in range(2)]
    for one in started:
        assert b"Saved" in one.communicate(timeout=60)[0]
    assert list(made.drive.rglob("*.lock")) == []
    assert [one["text"] for one in json.loads(listed.out)] == ["More", "x"]


OPEN = "import sys; there = open(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"


def test_what_windows_refuses_is_said(made: Windows) -> None:
    """A file that is open elsewhere, and names that are no files."""
    out = made.drive / "kept/open.md"
    out.parent.mkdir(exist_ok=True)
    out.write_text("old")
    names = [f"C:\\kept\\{name}" for name in ("a:b.md", "nul.md", "COM1.md", "what?.md", "x./y.md")]
    with made.start(OPEN, "C:\\kept\\open.md") as holder:
        assert holder.stdin
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"open"
        first, *others = made.ally(
            ("export", "C:\\kept\\open.md", "--force"),
            *(("export", name) for name in names),
            *(("--journal", name, "log", "act", "x") for name in names),
        )
        holder.stdin.close()
    assert (first.code, first.out, out.read_text()) == (1, "", "old")
    assert "another program has it open; the file that was there still is." in first.err
    assert [one for one in others if one.code != 2 or "cannot be a file" not in one.err] == []
    assert not (made.drive / "kept/a").exists()


def test_a_console_asks_and_shows_letters(made: Windows) -> None:
    """The guided log in a window, and a passphrase that is not shown."""
    asked = ("--journal", "C:\\kept\\asked.db")
    child = made.console(*asked, "log")
    for expected, typed in (
        ("What happened", "Gave the floor back – ümlaut"),
        ("Which kind", "4"),
        ("Enter skips", ""),
    ):
        child.expect_exact(expected)
        child.expect(r">\x1b\[K")
        child.send(f"{typed}\r")
    finish(child)
    listed, sealed = made.ally(
        (*asked, "list", "--json"), (*asked, "encrypt"), ALLY_PASSPHRASE=RIGHT
    )
    assert json.loads(listed.out)[0]["text"] == "Gave the floor back – ümlaut"
    assert sealed.code == 0
    child = made.console(*asked, "list", "--json")
    child.expect(r"d\x1b\[\?25h.*b\x1b\[\?25h.*:")
    child.send(f"{RIGHT}\r")
    shown, code = finish(child)
    assert code == 0
    assert RIGHT not in shown
