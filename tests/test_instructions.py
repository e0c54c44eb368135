"""What `ally log` costs, counted in instructions, which do not depend on how busy a machine is."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.instructions

INSERT = """\
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("CREATE TABLE IF NOT EXISTS entry(number INTEGER PRIMARY KEY, text TEXT)")
connection.execute("INSERT INTO entry(text) VALUES (?)", ("Gave the floor back",))
connection.commit()
connection.close()
"""
AT_MOST = 4.8


def count(*command: str) -> int:
    """Instructions of a whole process, all files compiled and read before."""
    tests_own = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    environ = {name: value for name, value in os.environ.items() if name not in tests_own}
    for _ in range(2):
        subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    counted = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    (collected,) = re.findall(r"Collected : (\d+)", counted.stderr)
    return int(collected)


def test_log_costs_little_more_than_typer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`ally log` needs at most 4.8 times what bare Python needs for one SQLite insert.

    The first log of the day sees to the daily backup; the one that is counted finds it made.
    """
    monkeypatch.setenv("ALLY_DAILY_BACKUP", "wait")
    script = tmp_path / "insert.py"
    script.write_text(INSERT)
    bare = count(sys.executable, str(script), str(tmp_path / "bare.db"))
    typer = count(sys.executable, "-c", "import typer")
    log = count(sys.executable, "-m", "ally_journal", "log", "act", "Gave the floor back")
    print(f"insert {bare:,}; import typer {typer / bare:.2f}x; ally log {log / bare:.2f}x")
    assert log / bare <= AT_MOST
