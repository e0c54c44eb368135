"""How this ally was installed, and the command that adds to it what an extra needs.

Each way leaves a file that says so, which is read here; nothing is run, and no network is asked.
"""

import json
import shlex
import subprocess
import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ally_journal.store.files import system

_NAME = "ally-journal"
_LIBRARIES = {"encryption": "sqlcipher3", "sync": "nacl"}
"""By what it is seen that an extra is there."""


def needs(doing: str, extra: str) -> str:
    """The sentence that for `doing` something the libraries of an extra are needed."""
    return f"{doing}, ally needs further libraries; run: {command_to_add(extra)}"


def command_to_add(extra: str) -> str:
    """The command that adds an extra to this installation, as a shell of this system reads it.

    Those that are there already are named with it, since some commands make all of it anew.

    Run by uvx there is nothing to add to; the command then runs the same with the extra.
    """
    wanted, editable = _wanted(extra)
    change = ["--editable"] * editable
    prefix = Path(sys.prefix)
    if (prefix / "pipx_metadata.json").exists():
        words = ["pipx", "inject", *change, _NAME, wanted]
    elif (prefix / "uv-receipt.toml").exists():
        words = ["uv", "tool", "install", "--force", *change, wanted]
    elif "archive-v0" in prefix.parts:
        words = ["uvx", "--from", wanted, "ally", *sys.argv[1:]]
    elif find_spec("pip") is None:
        words = ["uv", "pip", "install", "--python", sys.executable, *change, wanted]
    else:
        words = [sys.executable, "-m", "pip", "install", *_to_the_system(), *change, wanted]
    return subprocess.list2cmdline(words) if system.WINDOWS else shlex.join(words)


def _wanted(extra: str) -> tuple[str, bool]:
    """What is to be installed, from where it came (PEP 610), and whether that may be edited."""
    extras = ",".join(
        one for one, library in _LIBRARIES.items() if one == extra or find_spec(library)
    )
    named = f"{_NAME}[{extras}]"
    try:
        told = distribution(_NAME).read_text("direct_url.json")
    except PackageNotFoundError:
        told = None
    if not told:
        return named, False
    origin = json.loads(told)
    url = origin["url"]
    if origin.get("dir_info", {}).get("editable"):
        return f"{unquote(urlsplit(url).path)}[{extras}]", True
    if source := origin.get("vcs_info"):
        url = f"{source['vcs']}+{url}@{source['commit_id']}"
    return f"{named} @ {url}", False


def _to_the_system() -> list[str]:
    """What pip asks for where the system keeps its Python for itself (PEP 668)."""
    kept = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    alone = sys.prefix == sys.base_prefix and kept.exists()
    return ["--user", "--break-system-packages"] if alone else []
