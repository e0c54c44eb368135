"""Calls of the git program, by which no setting, hook or variable of a person's can do harm.

Calls that reach a repository see the person's settings, since those say how: ssh, credentials,
proxies, rewritten addresses. What else there is in them is overridden. All other calls see none.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from ally_journal.domain.sync.computers import shown
from ally_journal.errors import PlaceGone
from ally_journal.store.files.failures import reason_of
from ally_journal.store.files.system import end_group, files_of_its_own, group_of_its_own

_LONGER = 10  # times as long may it take to carry something as to answer at all
_MOST = 200  # characters of what git says

_SETTINGS = {
    # Whatever the person has chosen for repositories of their own.
    "advice.detachedHead": "false",
    "color.ui": "false",
    "core.autocrlf": "false",
    "core.bare": "false",
    "core.compression": "0",  # what is sealed cannot be made smaller
    "core.fileMode": "false",
    "core.fsmonitor": "false",
    "core.ignoreCase": "false",
    "core.logAllRefUpdates": "false",  # no list of what was there before
    "core.longPaths": "true",
    "core.sparseCheckout": "false",
    "core.symlinks": "false",  # or who can push could lead files out of the folder
    "fetch.prune": "false",
    "fetch.pruneTags": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.writeCommitGraph": "false",
    "gc.auto": "0",
    "gc.writeCommitGraph": "false",
    "hook.pre-push.enabled": "false",  # hooks that settings name, since git 2.54
    "hook.reference-transaction.enabled": "false",
    "maintenance.auto": "false",
    "pack.writeBitmaps": "false",
    "push.autoSetupRemote": "false",
    "push.followTags": "false",
    "push.gpgSign": "false",
    "push.negotiate": "false",
    "push.recurseSubmodules": "no",
    "submodule.recurse": "false",
}

_REACHING = (
    "GIT_ALLOW_PROTOCOL", "GIT_ASKPASS", "GIT_CONFIG_", "GIT_EXEC_PATH", "GIT_HTTP_",
    "GIT_PROTOCOL", "GIT_PROXY", "GIT_SSH", "GIT_SSL_",
)  # fmt: skip
"""How the variables of git begin that say how a repository is reached; all others are dropped."""

_NO_ASKING = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",  # set and empty: none, whatever settings say
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
}

# One name and one moment for all, so that a copy of the repository tells not at which hours of
# which days, and in which time zone, somebody writes. Its host sees when it is pushed to.
_NOBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (
        ("NAME", "sync"),
        ("EMAIL", "sync@localhost"),
        ("DATE", "946684800 +0000"),
    )
}

_NO_NEWS = re.compile(
    r"hint:|To |Pl[e]ase make sure|and the repository exists|Everything up-to-date|[Ww]arning:|"
    r"Done$|fatal: Could not read from remote repository|error: fail[e]d to push some refs|"
    r"fatal: the remote end hung up|fatal: early EOF|fatal: fetch-pack|send-pack:|"
    r"fatal: remote helper .* aborted session"
)
"""How lines begin that do not say what happened; brackets, since these are words of git alone."""

_ERROR = re.compile("(?:remote: *)?(?:fatal|error|ERROR):")
_PREFIX = re.compile(r"(?:(?:remote|fatal|error|ERROR|ssh): *)+")


class Failed(Exception):  # noqa: N818 - a call of git that ended badly, never seen by a person
    """What git `said` when it ended badly, and in few `words`; `far` if it was to reach another."""

    def __init__(self, said: str, *, far: bool) -> None:
        super().__init__(said)
        self.said, self.far, self.words = said, far, _news(said)


class Silent(Failed):
    """It did not end in time."""


def _news(said: str) -> str:
    """The line that says what happened, without what every such line begins with."""
    lines = [line for line in said.splitlines() if re.search(r"\w", _PREFIX.sub("", line))]
    news = [line for line in lines if not _NO_NEWS.match(line)]
    told = [line for line in news if not line.startswith(" ! ")]
    for kind in (_ERROR, _PREFIX):
        told = [line for line in told if kind.match(line)] or told
    told = told or [line.rpartition("(")[2].rstrip(")") for line in news] or lines[:1]
    words = " ".join(shown(told[-1]).split()) if told else "git gave no reason"
    return _PREFIX.sub("", words, count=1)[:_MOST].rstrip(". ")


class Git:
    """The git program, working on one repository and its folder of files.

    `attended` says that a person sits at the terminal: then git and ssh may ask for a passphrase,
    nobody hurries them, and Ctrl-C ends them. Otherwise they ask nothing, and all of them are ended
    where a repository does not answer within `seconds`, or carrying takes ten times as long.
    """

    def __init__(self, repository: Path, files: Path, *, attended: bool, seconds: float) -> None:
        self._repository = repository
        self._files = files
        self._none = repository.with_name("none")  # there is nothing of this name
        self._attended = attended
        self._seconds = seconds

    def here(self, *args: str, known: Collection[int] = (), **environ: str) -> str:
        """What a call prints that reaches no other repository; empty if it ends with `known`.

        Raises:
            Failed: it ended badly.
            PlaceGone: there is no git.
        """
        given = {
            name: value
            for name, value in self._environment().items()
            if not name.startswith("GIT_CONFIG_")
        }
        given |= {
            "GIT_CONFIG_GLOBAL": str(self._none),
            "GIT_CONFIG_SYSTEM": str(self._none),
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(self._repository),  # where git before 2.32 looks for settings
            "XDG_CONFIG_HOME": str(self._repository),
        }
        return self._run(args, given | environ, self._seconds * _LONGER, known)

    def ask(self, *args: str) -> str:
        """What a call prints that another repository answers, without need of one here.

        Raises:
            Silent: it was not answered in time.
            Failed: it ended badly.
            PlaceGone: there is no git.
        """
        given = self._environment() | {"GIT_DIR": str(self._none)}
        return self._run(args, given, self._seconds, far=True)

    def carry(self, *args: str) -> str:
        """What a call prints that brings something from another repository, or to it; as `ask`."""
        return self._run(args, self._environment(), self._seconds * _LONGER, far=True)

    def _environment(self) -> dict[str, str]:
        given = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name.startswith(_REACHING)
        }
        given |= _NOBODY
        given |= {
            "LC_ALL": "C",
            # Said outright, or a broken clone would have git look for one in the folders above.
            "GIT_DIR": str(self._repository),
            "GIT_WORK_TREE": str(self._files),
            "GIT_ATTR_NOSYSTEM": "1",
        }
        return given if self._attended else given | _NO_ASKING

    def _run(
        self,
        args: Collection[str],
        environ: dict[str, str],
        seconds: float,
        known: Collection[int] = (),
        *,
        far: bool = False,
    ) -> str:
        asks = far and self._attended
        # Not pipes: whoever goes on in the background, as ssh may, would keep them open.
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            group = {} if asks else group_of_its_own()
            process = self._start(args, env=environ, stdout=out, stderr=err, **group)
            try:
                code = process.wait(None if asks else seconds)
            except subprocess.TimeoutExpired:
                raise Silent(f"did not answer within {seconds:g} seconds", far=far) from None
            finally:
                if process.returncode is None:
                    end_group(process)
            out.seek(0)
            err.seek(0)
            if code and code not in known:
                raise Failed(err.read().decode("utf-8", "replace"), far=far)
            return out.read().decode("utf-8", "surrogateescape").rstrip("\n")

    def _start(self, args: Collection[str], **how: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - those of Popen
        settings = {**_SETTINGS, "core.hooksPath": str(self._none)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        folder = self._repository.parent
        try:
            return subprocess.Popen(  # noqa: S603 - the person's own git
                ["git", *words, *args],  # noqa: S607 - the same
                cwd=folder,
                stdin=subprocess.DEVNULL,
                **files_of_its_own(),
                **how,
            )
        except OSError as refused:
            if not folder.is_dir():
                raise
            raise PlaceGone(
                f"git could not be started: {reason_of(refused)}; install git, then run "
                "ally sync again."
            ) from None
