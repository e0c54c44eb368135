"""The house itself: floors, start-up, the command table, and generated files."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.conftest import Said
from tests.generated import ROOT, of_a_repository
from tests.support.daily_children import wait_for_daily
from tests.support.sealing import RIGHT, seal
from typer.core import TyperCommand, TyperGroup

import ally_journal
from ally_journal import errors
from ally_journal.cli import app as command_line
from ally_journal.cli.app import COMMANDS, module_name
from ally_journal.cli.arguments import Run
from ally_journal.cli.help_form import help_screen
from ally_journal.render.help import TOPICS, topic
from ally_journal.render.wrap import cells

PACKAGE = ROOT / "src/ally_journal"
HEAVY = {"pydantic", "rich", "sqlite_utils", "jinja2", "importlib.metadata", "keyring", "dateutil"}


def sources(folder: Path = PACKAGE) -> list[Path]:
    found = sorted(folder.rglob("*.py"))
    assert len(found) > 5, "a check that inspects nothing must fail"
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    script = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_floors_and_rooms_hold() -> None:
    """Imports run downwards only, and each library is known to its own rooms."""
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


CONTRACTS = {
    one["id"]: one["name"]
    for one in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}

PLANTS = [
    ("floors", "domain.kind", "ally_journal.store.files.atomic"),
    ("floors", "store.files.atomic", "ally_journal.render.clean"),
    ("store", "store.files.layout", "ally_journal.store.journal.records"),
    ("store", "store.review.year", "ally_journal.store.transfer.export"),
    ("commands", "cli.commands.show", "ally_journal.cli.commands.list_"),
    ("cycles", "domain.text.repair", "ally_journal.domain.records.entry"),
    ("cycles", "store.journal.records", "ally_journal.store.journal.entries"),
    ("domain", "domain.kind", "platformdirs"),
    ("typer", "store.files.atomic", "typer"),
    ("rich", "render.phrases", "rich"),
    ("jinja2", "render.views.page", "jinja2"),
    ("sqlite3", "cli.commands.show", "sqlite3"),
    ("sqlcipher3", "store.crypto.keys", "sqlcipher3"),
    ("zxcvbn", "cli.workflows.encryption", "zxcvbn"),
    ("nacl", "store.sync.carrier.folder", "nacl"),
    ("keyring", "cli.terminal.passphrase", "keyring"),
    ("nacl", "store.sync.exchange", "nacl"),
    ("sqlite_utils", "store.database.open", "sqlite_utils"),
]
"""A contract, a module, and an import that would break the contract there."""


@pytest.fixture(scope="module")
def broken_contracts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each contract where every import of PLANTS stands in a copy of the code."""
    folder = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for _, module, imported in PLANTS:
        planted = folder / "src/ally_journal" / f"{module.replace('.', '/')}.py"
        planted.write_text(f"{planted.read_text()}\nimport {imported}\n")
    done = lint_imports(folder)
    assert done.returncode == 1, done.stdout
    said = done.stdout.split("Broken contracts")[1]
    parts = re.split(r"\n([^\n]+)\n-{5,}\n", said)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.one_in(6)
@pytest.mark.parametrize(("contract", "module", "imported"), PLANTS)
def test_a_planted_import_is_caught(
    contract: str, module: str, imported: str, broken_contracts: dict[str, str]
) -> None:
    """The contracts bite: one wrong import anywhere breaks the build, and is named."""
    said = broken_contracts[CONTRACTS[contract]]
    if contract == "cycles":  # it names the rooms, or the files of one, between which a circle runs
        ours, other = module.split("."), imported.removeprefix("ally_journal.").split(".")
        apart = next(place for place in range(3) if ours[place] != other[place])
        assert f".{ours[apart]} -> .{other[apart]}" in said or (
            f".{other[apart]} -> .{ours[apart]}" in said
        )
    else:
        assert re.search(rf"{re.escape(module)}\b.* -> {re.escape(imported)}\b", said), said


def test_every_contract_has_a_plant() -> None:
    """No contract is trusted without having been broken once."""
    assert {contract for contract, _, _ in PLANTS} == set(CONTRACTS)


def test_every_command_has_a_file_of_its_name() -> None:
    """The table and the room of commands name the same; the contract reads them by their room."""
    files = {path.stem for path in (PACKAGE / "cli/commands").glob("*.py")} - {"__init__"}
    assert files == {module_name(name) for name in COMMANDS}


def clock_reads(path: Path) -> list[str]:
    tree = parsed(path)
    return [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today", "time_ns"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time"}
    ]


def test_there_is_one_clock() -> None:
    """Only cli/session asks what time it is."""
    found = [read for path in sources() for read in clock_reads(path)]
    assert found
    assert {read.split(":")[0] for read in found} == {"session.py"}


def test_errors_become_sentences_in_one_place() -> None:
    """AllyError is caught where it leaves the program, and elsewhere only by a subclass's name."""
    catchers = [
        path.name
        for path in sources()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and isinstance(node.type, ast.Name)
        and node.type.id in {"AllyError", "Exception"}
    ]
    # The journal looks whether a bug is a damaged file, and passes on what it is told.
    assert catchers == ["app.py", "journal.py"]


def test_every_mishap_has_a_sentence_and_a_code() -> None:
    """Exit codes are those of the contract, and every class says what it is for.

    Only what was kept all the same ends with 0, so that no script does it again.
    """
    mishaps = [one for one in vars(errors).values() if isinstance(one, type)]
    assert len(mishaps) > 5
    codes = {one: one.exit_code for one in mishaps}  # type: ignore[attr-defined]  # all are mishaps
    assert codes.pop(errors.KeptAnyway) == 0
    assert set(codes.values()) <= {1, 2, 3, 4, 5}
    assert all(one.__doc__ for one in mishaps)


def test_modules_are_documented() -> None:
    """Each file says in its first line what it is."""
    for path in sources():
        assert ast.get_docstring(parsed(path)), path


LONG_FILES = {
    "domain/drafts.py": "what was typed and how it is read again say the same fields twice",
}
"""Files of more than 400 lines, each with the reason why it stays whole."""

SHORT_FILES = {
    "store/journal/obstacles.py": "a log needs the other records and must not load obstacles",
}
"""Files of fewer than 25 lines, beside commands, each with the reason why it stands alone."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions of more than 40 lines, each with the reason why it stays whole."""


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_files_are_neither_long_nor_scraps() -> None:
    """A file of over 400 lines asks for a second look, one under 25 belongs to its neighbour."""
    files = [path for path in sources() if path.name != "__init__.py"]
    named = {str(path.relative_to(PACKAGE)): path for path in files}
    assert {name for name, path in named.items() if lines(path) > 400} == set(LONG_FILES)
    short = {name for name, path in named.items() if lines(path) < 25}
    assert {name for name in short if not name.startswith("cli/commands/")} == set(SHORT_FILES)


FULL_ROOMS = {
    "cli/commands": "a file for each command, by its name",
    "domain/records": "a file for each type of record, by its name",
    "store/journal": "the same, as they are kept",
    "cli/workflows": "a file for what commands do, by its topic",
    "render/messages": "a file for what is said of each topic, by its name",
}
"""Rooms of more than twelve files, each with the reason why a name is found there all the same."""


def test_rooms_are_found_through() -> None:
    """A room holds twelve files at most, with exceptions; its own says only what it is."""
    rooms = [path.parent for path in sources() if path.name == "__init__.py"]
    assert len(rooms) > 20
    full = set()
    for room in rooms:
        files = [path for path in room.glob("*.py") if path.name != "__init__.py"]
        full |= {str(room.relative_to(PACKAGE))} if len(files) > 12 else set()
        body = ast.parse((room / "__init__.py").read_text()).body[1:]
        assert not body or room in {PACKAGE, PACKAGE / "domain/content"}, room
    assert full == set(FULL_ROOMS)


def length(function: ast.FunctionDef, *, of_command: bool) -> int:
    """Its lines; of a command those after its docstring, as its options stand before."""
    assert function.end_lineno is not None
    first = function.body[1].lineno if of_command and len(function.body) > 1 else function.lineno
    return function.end_lineno - first + 1


def test_functions_are_short() -> None:
    """A function of over 40 lines asks for a second look."""
    found = {
        f"{path.relative_to(PACKAGE)}: {one.name}"
        for path in sources()
        for one in ast.walk(parsed(path))
        if isinstance(one, ast.FunctionDef)
        and length(one, of_command=path.parent.name == "commands") > 40
    }
    assert found == set(LONG_FUNCTIONS)


def modules_after(*args: str, **environ: str) -> set[str]:
    """The modules a whole run of ally has loaded when it ends."""
    script = (
        "import sys, atexit\n"
        "atexit.register(lambda: print('\\n' + ' '.join(sys.modules), file=sys.stderr))\n"
        "from ally_journal.cli.app import run\n"
        "sys.argv[0] = 'ally'\n"
        "run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *args],
        capture_output=True,
        text=True,
        env=os.environ | environ,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def commands_in(modules: set[str]) -> set[str]:
    return {
        name for name in COMMANDS if f"ally_journal.cli.commands.{module_name(name)}" in modules
    }


MOST_FOR_A_LOG = 58
"""How many of our own modules a log loads, rooms included; each costs a start."""


def test_log_loads_nothing_heavy() -> None:
    """Start-up is a feature: also the very first log, which makes the journal."""
    for _ in range(2):
        modules = modules_after("log", "act", "Gave the floor back #meetings")
        assert modules & (HEAVY | {"dataclasses", "platformdirs"}) == set()
        assert commands_in(modules) == {"log"}
        assert {"typer", "sqlite3", "ally_journal.store.journal.journal"} <= modules
    assert len({name for name in modules if name.startswith("ally_journal")}) <= MOST_FOR_A_LOG


@pytest.mark.faults
def test_the_daily_backup_is_loaded_once_a_day(journal_path: Path) -> None:
    """The first log of a day starts a process; the others know nothing of backups."""
    first = modules_after("log", "act", "Gave the floor back", ALLY_DAILY_BACKUP="on")
    assert first & HEAVY == set()
    assert "ally_journal.store.backup.daily" in first
    later = modules_after("log", "act", "Gave the floor back", ALLY_DAILY_BACKUP="on")
    assert not {name for name in later if "backup" in name or "daily" in name}
    wait_for_daily(journal_path, 1)


@pytest.mark.faults
def test_a_given_passphrase_loads_no_keyring(ally: Callable[..., Said], journal_path: Path) -> None:
    """An encrypted journal loads what it needs, and the keyring only where it is asked."""
    ally("log", "act", "x")
    seal(journal_path)
    modules = modules_after("log", "act", "x", ALLY_PASSPHRASE=RIGHT)
    assert "sqlcipher3" in modules
    assert modules & (HEAVY | {"cryptography", "concurrent.futures"}) == set()


@pytest.mark.one_in(3)
@pytest.mark.parametrize("args", [("list", "--json"), ("review", "--json"), ("plan", "--json")])
def test_json_loads_no_rich(args: tuple[str, ...]) -> None:
    """What a script reads needs no drawing."""
    assert "rich" not in modules_after(*args)


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    "args", [("year",), ("year", "--json"), ("year", "--format", "md"), ("review", "--json")]
)
def test_only_a_page_loads_what_makes_pages(args: tuple[str, ...]) -> None:
    """A year read on the screen or kept as another file needs no templates."""
    assert "jinja2" not in modules_after(*args)


def test_a_page_loads_what_makes_pages() -> None:
    """So that the check before this one can fail."""
    assert "jinja2" in modules_after("year", "--format", "html")


@pytest.mark.one_in(4)
@pytest.mark.parametrize("args", [(), ("--help",), ("-h",), ("--version",)])
def test_help_imports_no_command(args: tuple[str, ...]) -> None:
    """The help screen comes from the table."""
    modules = modules_after(*args)
    assert commands_in(modules) == set()
    assert modules & HEAVY == set()


@pytest.mark.one_in(3)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_tab_imports_no_command(shell: str, program: Callable[..., Said]) -> None:
    """Names are completed from the table too."""
    typed = {
        "_ALLY_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "ally re",
        "COMP_CWORD": "1",
        "_TYPER_COMPLETE_ARGS": "ally re",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    assert commands_in(modules_after(**typed)) == set()
    assert "review" in program(**typed).out
    assert "list" not in program(**typed).out


def command_tree() -> list[tuple[list[str], Any]]:
    """Every command and subcommand with the words that call it."""
    root = command_line.program()
    ctx = typer.Context(root, info_name="ally")
    found: list[tuple[list[str], Any]] = []
    for name in root.list_commands(ctx):
        command = root.get_command(ctx, name)
        assert command is not None, name
        found.append(([name], command))
        if isinstance(command, TyperGroup):
            found += [([name, sub], one) for sub, one in command.commands.items()]
    assert len(found) > len(COMMANDS)
    return found


@pytest.mark.parametrize("args", [args for args, _ in command_tree()], ids=" ".join)
def test_every_command_helps(args: list[str], ally: Callable[..., Said]) -> None:
    """`--help` and `-h` of each command say what it does, with two examples that quote the text."""
    said = ally(*args, "--help")
    assert said == ally(*args, "-h")
    assert said.code == 0
    examples = [
        line.strip() for line in said.out.split("Examples:\n")[1].splitlines() if line.strip()
    ]
    assert len(examples) >= 2
    for example in examples:
        assert " ".join(["ally", *args]) in example
        assert "#" not in example, "an unquoted # is a comment to a shell"
    assert len(max(said.out.splitlines(), key=len)) <= 80


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_every_help_ends_its_lines_between_words(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However narrow the terminal is, only a word or what is copied is wider; nothing is cut."""
    monkeypatch.setenv("COLUMNS", str(columns))
    pages = [
        help_screen(COMMANDS, everything=True),
        *(topic(name, columns, plain=False) for name in TOPICS),
    ]
    for args, command in command_tree():
        assert isinstance(command, TyperCommand | TyperGroup)
        said = Run(command, info_name=" ".join(args)).get_help()
        assert " ".join((command.help or "").split()) in " ".join(said.split()), args
        pages.append(said)
    for line in "\n".join(pages).splitlines():
        copied = line.startswith(("eval ", "_ALLY_COMPLETE"))
        assert cells(line) <= columns or copied or " " not in line.strip(), line


def test_every_option_says_what_it_does() -> None:
    """No option and no argument without a word of help."""
    for args, command in command_tree():
        assert isinstance(command, TyperCommand | TyperGroup)
        for param in command.params:
            assert getattr(param, "help", None), (args, param.name)


def test_the_help_screen_is_the_table(ally: Callable[..., Said]) -> None:
    """Bare ally, help and -h show the same screen; help all shows every command."""
    screen = ally()
    assert screen.code == 0
    assert screen == ally("help") == ally("--help") == ally("-h")
    everything = ally("help", "all").out
    for name, row in COMMANDS.items():
        assert f" {name:<9} {row.help}\n" in everything
        assert (f" {name:<9} {row.help}" in screen.out) == (row.everyday and not row.beside)
        assert not row.beside or re.search(rf"; also .*\b{name}\b", screen.out)
    assert len(screen.out.splitlines()) <= 22
    assert "--plain" in screen.out


def test_the_reference_shows_all_commands(ally: Callable[..., Said]) -> None:
    """The block on the page is what the program prints."""
    shown = ally("help", "all").out.rstrip()
    page = (ROOT / "docs/reference.md").read_text()
    assert f"```console\n$ ally help all\n{shown}\n```" in page


def test_the_version_stands_in_one_place(ally: Callable[..., Said]) -> None:
    """The package says its version once, and the program repeats it."""
    assert ally("--version").out == f"ally {ally_journal.__version__}\n"
    assert "version" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dynamic"]


def test_the_address_of_the_source_stands_in_one_place() -> None:
    """The build works out from it what an index shows."""
    written = "".join(
        (ROOT / one).read_text("utf-8") for one in ("pyproject.toml", ".ci/metadata.py")
    )
    assert written.count("://") == 1


@of_a_repository
def test_no_registry_host_is_named() -> None:
    """Nothing in the repository names a host to download from."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.split(b"\0")
    files = [ROOT / os.fsdecode(name) for name in listed if name]
    assert len(files) > 20
    hosts = [f"{word}.org".encode() for word in ("py" + "pi", "deb" + "ian")]
    hosts.append(b"python" + b"hosted")
    for path in files:
        assert not any(host in path.read_bytes() for host in hosts), path


def test_json_errors_stay_sentences(ally: Callable[..., Said]) -> None:
    """Under --json stdout holds a document or nothing, and trouble is on stderr."""
    said = ally("show", "3", "--json")
    assert (said.out, said.code) == ("", 1)
    assert json.loads(ally("list", "--json").out) == []
