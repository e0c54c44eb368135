"""What is handed on: a wheel and a source distribution, built, checked, installed and used."""

import email
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.conftest import Said
from tests.generated import ROOT
from tests.test_suggestions import broken, written  # noqa: F401 - the fixture of its journal

from ally_journal import __version__

pytestmark = pytest.mark.package


class Built(NamedTuple):
    """The two distributions."""

    wheel: Path
    sdist: Path

    @property
    def metadata(self) -> Message:
        """What the wheel says about itself."""
        with zipfile.ZipFile(self.wheel) as wheel:
            (name,) = (one for one in wheel.namelist() if one.endswith(".dist-info/METADATA"))
            return email.message_from_bytes(wheel.read(name))


def _kept() -> dict[str, str]:
    """The environment without what is about the Python that runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(*words: str | Path, home: Path | None = None, **environ: str) -> str:
    """A program that must succeed, in a home of its own."""
    environ |= {"HOME": str(home)} if home else {}
    done = subprocess.run(
        words, check=False, capture_output=True, text=True, env=_kept() | environ, timeout=300
    )
    assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both, as `python -m build` makes them: the wheel out of the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "-o", folder, ROOT)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)


def test_they_pass_the_checks_of_an_index(built: Built) -> None:
    """The metadata renders, and the wheel holds what a wheel may hold."""
    run(sys.executable, "-m", "twine", "check", "--strict", *built)
    run(sys.executable, "-m", "check_wheel_contents", built.wheel)


def test_they_hold_what_they_need(built: Built) -> None:
    """The wheel every file of the package and every man page; the other one tests and pages too."""
    package = {
        str(path.relative_to(ROOT / "src"))
        for path in (ROOT / "src/ally_journal").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(package) > 200
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
    held = {name for name in names if name.startswith("ally_journal/")}
    assert held == package
    pages = {name.rpartition("/")[2] for name in names if "/share/man/man1/" in name}
    assert pages == {path.name for path in (ROOT / "docs/man").iterdir()}
    with tarfile.open(built.sdist) as sdist:
        source = {name.partition("/")[2] for name in sdist.getnames()}
    assert {
        "tests/conftest.py",
        ".ci/run",
        "docs/architecture.md",
        "LICENSE",
        "CHANGELOG.md",
    } <= source
    assert not [name for name in source if name.startswith((".venv", "docs/.", ".ci/work"))]


def test_the_page_of_an_index_has_links_that_work(built: Built) -> None:
    """Pictures and pages of the README are absolute there, under the one address of the source."""
    metadata = built.metadata
    urls = dict(one.split(", ") for one in metadata.get_all("Project-URL", []))
    source = urls["Source"]
    assert all(url.startswith(source) for url in urls.values())
    readme = str(metadata.get_payload())
    links = re.findall(r"\]\(([^)#]+)\)", readme)
    assert len(links) > 5
    for link in links:
        place = re.fullmatch(re.escape(source) + r"/(?:raw|blob)/main/(.+)", link)
        assert place, link
        assert (ROOT / place[1]).exists(), link
    assert metadata["Version"] == __version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert metadata["Requires-Python"] == project["project"]["requires-python"]


def use(ally: Path, home: Path) -> None:
    """The first three things a person does, with this installation."""
    environ = {"ALLY_JOURNAL": str(home / "kept/journal.db"), "ALLY_DAILY_BACKUP": "off"}
    assert run(ally, "--version", home=home, **environ) == f"ally {__version__}\n"
    said = run(ally, "log", "act", "Asked for the criteria", "-t", "hiring", home=home, **environ)
    assert said.startswith("Saved 1 · act")
    run(ally, "year", "-o", home / "year.html", home=home, **environ)
    assert "Asked for the criteria" in (home / "year.html").read_text("utf-8")


def extend_as_told(ally: Sequence[str | Path], home: Path, **where: str) -> None:
    """The hints about further libraries, run as they are printed, are all that is needed.

    What encryption needs stays where computers are to exchange as well.
    """
    environ = {"ALLY_JOURNAL": str(home / "kept/journal.db"), "ALLY_DAILY_BACKUP": "off", **where}
    environ |= {"ALLY_PASSPHRASE": "five words nobody guesses", "HOME": str(home)}
    tools = Path(sys.executable).parent
    environ["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    for words, said in ((["encrypt"], "encrypted"), (["sync", "init", home / "carried"], "Sent: ")):
        if ally[-1] == "ally" and words[0] == "sync":
            return  # uvx adds nothing to what is there: the journal is encrypted by now
        refused = subprocess.run(
            [*ally, *words], capture_output=True, text=True, env=_kept() | environ, check=False
        )
        assert refused.returncode == 1
        command = refused.stderr.partition("run: ")[2].strip()
        done = run("bash", "-c", command, home=home, **environ)
        if not command.startswith("uvx"):
            done = run(*ally, *words, home=home, **environ)
        assert said in done


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for an installation, away from journals that come and go."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def suggest_what_works(
    written: None,  # noqa: ARG001, F811 - the fixture
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Path], None]:
    """Run every command that ally names by an installation, once it has the further libraries."""

    def works(ally: Path) -> None:
        def installed(*words: str, stdin: str = "") -> Said:
            done = subprocess.run(
                [ally, *words],
                input=stdin,
                capture_output=True,
                text=True,
                env=_kept() | {"HOME": str(home)},
                check=False,
                timeout=60,
                start_new_session=True,  # away from the terminal of whoever runs the tests
            )
            return Said(done.stdout, done.stderr, done.returncode)

        assert "\n".join(broken(installed, tmp_path, monkeypatch)) == ""

    return works


@pytest.mark.parametrize("which", ["wheel", "sdist"])
def test_pip_installs_it(
    built: Built, which: str, home: Path, suggest_what_works: Callable[[Path], None]
) -> None:
    """Into an environment of its own, with the man pages where `man` looks."""
    run(sys.executable, "-m", "venv", home / "venv")
    run(home / "venv/bin/pip", "install", "-q", getattr(built, which), home=home)
    use(home / "venv/bin/ally", home)
    assert (home / "venv/share/man/man1/ally-plan.1").is_file()
    if which == "wheel":
        extend_as_told([home / "venv/bin/ally"], home)
        suggest_what_works(home / "venv/bin/ally")


def test_pipx_installs_it(
    built: Built, home: Path, suggest_what_works: Callable[[Path], None]
) -> None:
    """With its command, and `man ally` as well."""
    places = {"PIPX_HOME": "home", "PIPX_BIN_DIR": "bin", "PIPX_MAN_DIR": "man"}
    where = {name: str(home / place) for name, place in places.items()}
    run(sys.executable, "-m", "pipx", "install", built.wheel, home=home, **where)
    use(home / "bin/ally", home)
    assert (home / "man/man1/ally.1").is_file()
    extend_as_told([home / "bin/ally"], home, **where)
    suggest_what_works(home / "bin/ally")


def test_uv_installs_it_and_runs_it_without(
    built: Built, home: Path, suggest_what_works: Callable[[Path], None]
) -> None:
    """`uv tool install` gives the command, and `uvx --from` runs it once."""
    places = {"UV_TOOL_DIR": "tools", "UV_TOOL_BIN_DIR": "bin", "UV_CACHE_DIR": "cache"}
    where = {name: str(home / place) for name, place in places.items()}
    python = ("--python", sys.executable)
    uv = (sys.executable, "-m", "uv", "tool")
    run(*uv, "install", *python, built.wheel, home=home, **where)
    use(home / "bin/ally", home)
    once = (*uv, "run", *python, "--isolated", "--from", built.wheel, "ally")
    extend_as_told([home / "bin/ally"], home, **where)
    suggest_what_works(home / "bin/ally")
    alone = home / "alone"
    alone.mkdir()
    run(*once, "log", "act", "x", home=alone, ALLY_JOURNAL=str(alone / "kept/journal.db"), **where)
    extend_as_told(once, alone, **where)
    said = run(*uv, "run", *python, "--from", ROOT, "ally", "--version", home=home, **where)
    assert said == f"ally {__version__}\n"
