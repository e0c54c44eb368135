"""The command that adds an extra is that of the installation it is said in."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from ally_journal.store.files import installation, system
from ally_journal.store.files.installation import command_to_add

Came = Callable[[dict[str, object] | None], None]
FROM_A_FOLDER = {"url": "file:///home/me/my%20ally", "dir_info": {"editable": True}}
A_WHEEL = {"url": "file:///tmp/ally_journal-0.1.0-py3-none-any.whl", "archive_info": {}}
A_COMMIT = {
    "url": "https://example.org/ally",
    "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "main"},
}


@pytest.fixture
def came(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Came:
    """Say where ally came from; it lies in an empty environment with pip."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/venv/bin/python")
    monkeypatch.setattr(installation, "find_spec", lambda name: name == "pip")

    def told(origin: dict[str, object] | None) -> None:
        text = None if origin is None else json.dumps(origin)
        found = SimpleNamespace(read_text=lambda _name: text)
        monkeypatch.setattr(installation, "distribution", lambda _name: found)

    told(None)
    return told


@pytest.mark.parametrize(
    ("origin", "spec"),
    [
        (None, "'ally-journal[encryption]'"),
        (FROM_A_FOLDER, "--editable '/home/me/my ally[encryption]'"),
        (A_WHEEL, f"'ally-journal[encryption] @ {A_WHEEL['url']}'"),
        (A_COMMIT, "'ally-journal[encryption] @ git+https://example.org/ally@abc'"),
    ],
)
@pytest.mark.parametrize(
    ("leaves", "command"),
    [
        (None, "/venv/bin/python -m pip install"),
        ("pipx_metadata.json", "pipx inject"),
        ("uv-receipt.toml", "uv tool install --force"),
    ],
)
def test_each_way_to_install_has_its_command(
    came: Came,
    tmp_path: Path,
    origin: dict[str, object] | None,
    spec: str,
    leaves: str | None,
    command: str,
) -> None:
    """From an index, a folder that is worked on, a file or a commit."""
    came(origin)
    if leaves:
        (tmp_path / leaves).touch()
    change, name, wanted = (
        "--editable " if "--editable" in spec else "",
        "ally-journal " if command.startswith("pipx") else "",
        spec.removeprefix("--editable "),
    )
    assert command_to_add("encryption") == f"{command} {change}{name}{wanted}"


@pytest.mark.usefixtures("came")
def test_without_pip_and_without_an_installation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An environment of uv has no pip; uvx leaves nothing to add to; a system keeps its Python."""
    monkeypatch.setattr(installation, "find_spec", lambda _name: None)
    assert command_to_add("sync").startswith("uv pip install --python /venv/bin/python ")
    monkeypatch.setattr(sys, "argv", ["ally", "log", "act", "A b"])
    monkeypatch.setattr(sys, "prefix", "/home/me/.cache/uv/archive-v0/abc")
    assert command_to_add("sync") == "uvx --from 'ally-journal[sync]' ally log act 'A b'"
    monkeypatch.setattr(installation, "find_spec", lambda name: name == "sqlcipher3")
    wanted = "'ally-journal[encryption,sync]'"  # or the journal could not be opened any more
    assert command_to_add("sync") == f"uvx --from {wanted} ally log act 'A b'"
    monkeypatch.setattr(installation, "find_spec", lambda _name: True)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr("sysconfig.get_path", lambda _name: str(tmp_path))
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    assert " install --user --break-system-packages " in command_to_add("sync")


@pytest.mark.usefixtures("came")
def test_a_command_of_windows_has_its_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No shell there knows single ones."""
    monkeypatch.setattr(system, "WINDOWS", True)
    monkeypatch.setattr(sys, "executable", r"C:\My Python\python.exe")
    said = command_to_add("encryption")
    assert said == r'"C:\My Python\python.exe" -m pip install ally-journal[encryption]'
