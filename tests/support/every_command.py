"""Every command of ally at work, on a terminal and off, for what must hold for all of them.

A command that is missing here is missed by a test.
"""

import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pexpect
from tests.conftest import NOW
from tests.generated import ROOT
from tests.support.daily_children import wait_for_children
from tests.support.waiting import keep


class World:
    """A home with a journal to be made in it, and all that ally may write to, under `folder`.

    `out` is a folder that the person has already, and so is the one for temporary files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal = folder / "kept/deeper/journal.db"
        self.out = folder / "out"
        for one in (self.out, folder / "tmp", folder / "home"):
            one.mkdir(parents=True)
            one.chmod(0o755)
        self.editor = folder / "home/editor"
        self.editor.write_text(
            f"#!{sys.executable} -IS\n"  # a shell's >> asks for a new file, even where there is one
            "import sys\n"
            "with open(sys.argv[1], 'r+') as file:\n"
            "    file.seek(0, 2), file.write('A line from the editor\\n')\n"
        )
        self.editor.chmod(0o755)

    def made(self) -> Iterator[Path]:
        """Every file and folder there is that the person did not make."""
        had = {self.out, self.folder / "tmp", self.folder / "home"}
        for path in self.folder.rglob("*"):
            if path not in had and self.editor.parent not in path.parents:
                yield path

    @property
    def environ(self) -> dict[str, str]:
        """The whole environment of a run: nothing of the person who runs the tests."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'src'}",
            **{name: os.environ[name] for name in ("PYTHONPYCACHEPREFIX",) if name in os.environ},
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_STATE_HOME": str(self.folder / "state"),
            "ALLY_JOURNAL": str(self.journal),
            "ALLY_NOW": NOW,
            "EDITOR": str(self.editor),
            "SHELL": "/bin/bash",
            "TERM": "xterm-256color",
            "ALLY_PAGER": "",  # nobody is there to leave one
            "LANG": "C.UTF-8",
        }


OF_ANOTHER_JOURNAL = {
    "ALLY_PASSPHRASE": "of another journal",
    "ALLY_PASSPHRASE_COMMAND": "false",
    "PYTHON_KEYRING_BACKEND": "nowhere",
}
"""What a plain journal has no use for, and no command with one even looks at."""


class Step(NamedTuple):
    """One run of ally: its words, what stdin holds, and how it ends off a terminal.

    `before` changes the world first. With `key` it may load what an encrypted journal needs.
    On a terminal each question is answered with Enter, and
    `code` need not hold.
    """

    args: tuple[str, ...]
    stdin: str = ""
    code: int = 0
    before: Callable[[World], object] = lambda _world: None
    key: bool = False


def step(
    *args: str,
    stdin: str = "",
    code: int = 0,
    before: Callable[[World], object] = lambda _world: None,
    key: bool = False,
) -> Step:
    return Step(args, stdin, code, before, key)


def _spoil(world: World) -> None:
    """Damage the journal so that it must be set aside, with something of SQLite's beside it."""
    wait_for_children(world.journal)
    _lose(world)
    world.journal.write_bytes(b"spoilt " * 5000)


def _lose(world: World) -> None:
    """Take the journal away and leave what SQLite had beside it."""
    world.journal.unlink()
    left = world.journal.with_name("journal.db-journal")
    left.write_bytes(b"left")
    left.chmod(0o600)


def leave_a_draft(world: World) -> None:
    """Words that an earlier run could not save, and what they were for."""
    keep(world.journal, "Words that waited", "20261119-140000", {"for": "log"})


def _bring_an_old_one(world: World) -> None:
    old = gzip.decompress((ROOT / "tests/store/journals/schema-1.db.gz").read_bytes())
    (world.out / "old.db").write_bytes(old)
    (world.out / "old.db").chmod(0o600)


def _bring_a_jrnl(world: World) -> None:
    (world.out / "jrnl.txt").write_text("[2026-11-02 09:00] Gave the floor back.\nAnd waited.\n")
    (world.out / "jrnl.txt").chmod(0o600)


STEPS = (
    step("log", "act", "Asked for the criteria @Priya #hiring", "-t", "panel", "-w", "Sam"),
    step("log", "learn", "-", stdin="Read about captions\nand transcripts"),
    step("log", "act", "Let a joke pass", "--missed", "--because", "Rank", "--json"),
    step("log", "empathise", "Talked over someone", "--mistake", "--lesson", "Wait"),
    step("log", "act", "--edit"),
    step("log", code=2),
    step("log", stdin="Words without a kind", code=2),
    step("--journal", "{out}", "log", "act", "Words that no disk takes as a journal", code=1),
    step("draft"),
    step("draft", "list"),
    step("draft", "show", "--json"),
    step("--journal", "{out}", "draft"),
    step("draft", "use", "--kind", "act", before=leave_a_draft),
    step("--journal", "{out}", "draft", "drop", "1", "--yes"),
    step("edit", "1", "--text", "Asked for the criteria first", "-t", "later"),
    step("edit", "2"),
    step("delete", "3", "--yes"),
    step("undo"),
    step("redo"),
    step("undo"),
    step("heard", "1", "them", "It helped"),
    step("heard", "4", code=2),
    step("config"),
    step("config", "week_starts", "sunday"),
    step("plan", "add", "When someone is talked over, I give the floor back", "--until", "friday"),
    step("plan"),
    step("plan", "edit", "1", "When someone is cut off, I give the floor back"),
    step("plan", "did", "1", "twice"),
    step("plan", "list", "--all"),
    step("plan", "show", "1"),
    step("plan", "kept", "1", "by itself"),
    step("plan", "done", "1"),
    step("plan", "add", "When a, I b"),
    step("plan", "changed", "2", "c"),
    step("plan", "add", "When c, I d"),
    step("plan", "dropped", "3", "4"),
    step("obstacle", "add", "Panels are picked by habit", "--lever", "I book", "--next", "Ask"),
    step("obstacle", "update", "1", "--who", "The network"),
    step("obstacle"),
    step("handover", "1"),
    step("handover", "1", "-o", "{out}/panels.md"),
    step("obstacle", "list"),
    step("obstacle", "show", "1"),
    step("obstacle", "changed", "1"),
    step("obstacle", "add", "Second"),
    step("obstacle", "unchanged", "2"),
    step("obstacle", "add", "Third"),
    step("obstacle", "handed-on", "3"),
    step("shelf"),
    step("shelf", "add", "Captions for all", "--type", "talk"),
    step("shelf", "list"),
    step("shelf", "show", "1"),
    step("shelf", "start", "1"),
    step("shelf", "edit", "1", "--type", "book"),
    step("shelf", "done", "1", "Ask first"),
    step("away", "2026-12-19", "2027-01-06"),
    step("away"),
    step("reflect", "why", "I stayed quiet for years."),
    step("reflect"),
    step("ideas"),
    step("ideas", "credit", "--json"),
    step("ideas", "add", "Ask who is missing", "--kind", "act"),
    step("ideas", "phrase", "call-in", "One minute?"),
    step("ideas", "question", "Who spoke least?"),
    step("ideas", "own"),
    step("ideas", "show", "1", "--json"),
    step("ideas", "edit", "1", "Ask who is not there"),
    step("ideas", "delete", "3", "--yes"),
    step("rehearse"),
    step("rehearse", "3", "What do you mean by that?"),
    step("talk", "--yes"),
    step("talk", "--yes", "-o", "{out}/talk.md"),
    step("talk", "after", "Ask first", "--plan", "When x, we will y"),
    step("before", "hiring"),
    step("list"),
    step("list", "--json", "-t", "hiring"),
    step("list", "--on-day", "today"),
    step("tags"),
    step("show", "1"),
    step("search", "criteria"),
    step("history"),
    step("history", "1", "--restore", "1"),
    step("review"),
    step("review", "2026-11", "--no-input"),
    step("review", "-o", "{out}/week.md"),
    step("year"),
    step("year", "--only", "deeds"),
    step("year", "-o", "{out}/year.md"),
    step("year", "-o", "{out}/year.csv"),
    step("year", "--sharing", "--yes", "-o", "{out}/others.md"),
    step("year", "--sharing", "--yes", "-o", "{out}/others.html"),
    step("year", "-o", "{out}/year.html"),
    step("review", "-o", "{out}/week.html"),
    step("remind", "friday", "16:00"),
    step("remind", "friday", "16:00", "-o", "{out}/remind.ics"),
    step("export", "{out}/all.jsonl"),
    step("export", "{out}/read.md", "--kind", "act"),
    step("export", "{out}/read.csv"),
    step("export", "{out}/ideas.jsonl", "--ideas"),
    step("import", "{out}/all.jsonl"),
    step("--journal", "{new}/of/a/journal.db", "import", "{out}/all.jsonl"),
    step("import", "{out}/jrnl.txt", "--kind", "act", "--dry-run", before=_bring_a_jrnl),
    step("import", "{out}/jrnl.txt", "--kind", "act"),
    step("sync", "init", "{out}/carried", "--name", "laptop"),
    step("sync"),
    step("sync", "join", "{out}/carried", stdin="no key", code=2),
    step("sync", "status"),
    step("sync", "key"),
    step("sync", "key", "--new"),
    step("sync", "off"),
    step("sync", "background", code=1),
    step("--journal", "{out}/old.db", "list", before=_bring_an_old_one),
    step("demo", "{new}/demo/demo.db"),
    step("backup"),
    step("backup", "list"),
    step("backup", "show", "last"),
    step("backup", "restore", "last", "--yes"),
    step("doctor"),
    step("doctor", "--rebuild"),
    step("privacy"),
    step("privacy", "--json"),
    step("forget", "2", "--dry-run"),
    step("forget", "2", "--yes"),
    step("forget", "--idea", "2", "--yes"),
    step("forget", "--with", "Priya", "--yes", "--backups", "remove"),
    step("forget", "--before", "2026-01-01", "--yes", "--json"),
    step("encrypt", code=2, key=True),
    step("backup", "restore", "last", "--yes", before=_spoil),
    step("log", "act", "After everything went", before=_lose),
    step("backup", "daily"),
    step("help"),
    step("help", "all"),
    step("help", "log"),
    step("help", "kinds"),
    step("--version"),
    step(),
)
"""In this order on one journal; `{out}` and `{new}` are folders, there already and not yet."""


def commands_run() -> set[str]:
    """The commands, and a command with its subcommand, that the steps run."""
    found: set[str] = set()
    for one in STEPS:
        words = [*one.args[2:]] if one.args[:1] == ("--journal",) else [*one.args]
        found |= {" ".join(words[:1]), " ".join(words[:2])}
    return found


def live(
    world: World,
    *,
    terminal: Callable[[int], bool] = lambda _place: False,
    around: Callable[[int], Sequence[str]] = lambda _place: (),
    environ: Mapping[str, str] | None = None,
    steps: Sequence[Step] = STEPS,
    start: Callable[[list[str], dict[str, str], str], tuple[int, str]] | None = None,
) -> Iterator[Step]:
    """Run each step with a umask of 0, by the program given in front of it; give it afterwards.

    `terminal`, which says whether one is there, and `around` get the step's place from 0; `start`
    runs it another way.
    """
    for place, one in enumerate(steps):
        of_another = {} if one.key else OF_ANOTHER_JOURNAL
        environment = of_another | world.environ | dict(environ or {})
        one.before(world)
        names = {"out": str(world.out), "new": str(world.folder / "new")}
        args = [word.format(**names) for word in one.args]
        command = [*around(place), sys.executable, "-m", "ally_journal", *args]
        if terminal(place):
            _on_a_terminal(command, environment)
        elif start:
            code, said = start(args, environment, one.stdin)
            assert code == one.code, (args, said)
        else:
            done = subprocess.run(
                command,
                input=one.stdin.encode(),
                capture_output=True,
                env=environment,
                cwd=world.folder / "home",
                umask=0,
                check=False,
                timeout=120,
            )
            assert done.returncode == one.code, (args, done.stdout, done.stderr)
        yield one
    wait_for_children(world.journal)


@contextmanager
def starts(
    world: World, environ: Mapping[str, str]
) -> Iterator[Callable[[list[str], dict[str, str], str], tuple[int, str]]]:
    """A way to run ally off a terminal that does not begin with Python each time."""
    streams = [str(world.folder.parent / name) for name in ("stdin", "stdout", "stderr")]
    command = [sys.executable, "-m", "tests.support.starts"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environ
    ) as begun:
        asks, tells = begun.stdin, begun.stdout
        assert asks
        assert tells

        def start(args: list[str], environ: dict[str, str], stdin: str) -> tuple[int, str]:
            Path(streams[0]).write_text(stdin, encoding="utf-8")
            asks.write(f"{(args, environ, str(world.folder / 'home'), streams)!r}\n")
            asks.flush()
            code = int(tells.readline())
            return code, "".join(Path(one).read_text(encoding="utf-8") for one in streams[1:])

        yield start
        asks.close()


def _on_a_terminal(command: list[str], environ: Mapping[str, str]) -> None:
    child = pexpect.spawn(
        command[0],
        command[1:],
        env=environ,
        cwd=environ["HOME"],
        dimensions=(50, 80),
        encoding="utf-8",
        timeout=60,
        preexec_fn=lambda: os.umask(0),
    )
    child.delaybeforesend = None
    shown = ""
    questions = ["> ?$", r"ends it\.\r\n", r"\[y/N\]:? ?$", r"stops\): $", pexpect.EOF]
    while (asked := child.expect(questions)) < len(questions) - 1:
        shown += child.before + child.after
        child.sendline("Words" * (asked == 1))
        if asked == 1:
            child.sendeof()
        assert len(shown) < 100_000, "asks without end"
    child.close()
    assert "Traceback" not in shown + child.before, (command, shown, child.before)


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    """A world that is left when its last daily backup is."""
    world = World(folder)
    try:
        yield world
    finally:
        wait_for_children(world.journal)
