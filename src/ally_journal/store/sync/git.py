"""A folder that a git repository carries: pulled before an exchange, pushed after it.

The clone is a cache. What lies in it may be missing, stale, broken or of another repository: then
it is deleted and fetched anew. Nothing is ever pushed by force. The person's own settings say how
a repository is reached (ssh, credentials, proxies, rewritten addresses) and nothing else.
"""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Collection
from contextlib import suppress
from hashlib import new as hash_of_kind
from pathlib import Path
from typing import NamedTuple

from ally_journal.errors import AllyError, CannotKeep, PlaceGone
from ally_journal.store.files.atomic import is_folder, make_folder, write_private
from ally_journal.store.files.failures import reason_of, refused_plainly
from ally_journal.store.files.system import end_group, group_of_its_own

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?://|:)")  # also helper::address
_ON_A_HOST = re.compile(r"(?:[^/\\:@\[\]]+@)?(?:\[[^\]/]+\]|[^/\\:@\[\]]{2,}):.")
_SECRET = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\s]*@)?([^?#\s'\"]*)([?#][^\s'\"]*)?")
_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_BRANCH = "refs/heads/"
_FIRST = "main"  # the branch of a repository that has none yet
_ONCE = 2  # tries: as it is, and anew
_LONGER = 10  # times as long may it take to carry something as to answer at all
_MOST = 200  # characters of what git says
_SHA256 = 64  # signs
_SUBMODULE = "160000"

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
    "core.sharedRepository": "umask",
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
_ATTRIBUTES = b"* -text -filter -ident -delta !eol !working-tree-encoding !crlf\n"

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

_OVERTAKEN = re.compile(
    r"fetch first|non-fast-forward|stale info|cannot lock|failed to update ref|failed to lock|"
    r"already exists|\.lock'|but expected"
)
"""What git, or a host, says when another push was quicker."""

_ANOTHER_HASH = re.compile("hash algorithm|mismatched algorithms")

_NO_NEWS = re.compile(
    r"hint:|To |Please make sure|and the repository exists|Everything up-to-date|warning:|Warning:|"
    r"fatal: Could not read from remote repository|error: failed to push some refs|Done$|"
    r"fatal: the remote end hung up|fatal: early EOF|fatal: fetch-pack|remote: *$"
)
"""How the lines begin that stand after the one which says what happened."""


def url_of(where: str) -> str | None:
    r"""The address of a git repository as it is found from everywhere; None for a folder.

    An address has a scheme (`https://…`), or a host and a colon (`git@host:path`), or is the path
    of a bare repository. `C:\x` is a folder, and so is whatever is there as one.
    """
    path = os.path.abspath(os.path.expanduser(where))  # noqa: PTH100, PTH111 - never fails
    if _SCHEME.match(where):
        return where
    if is_folder(Path(path)):
        bare = all(os.path.exists(os.path.join(path, name)) for name in ("HEAD", "objects", "refs"))  # noqa: PTH110, PTH118 - the same
        return path if bare else None
    if _ON_A_HOST.match(where):
        return where
    return path if where.rstrip("/\\").endswith(".git") else None


def shown(url: str) -> str:
    """An address, or a sentence with some in it, without passwords, tokens and control signs."""
    return _CONTROL.sub(" ", _SECRET.sub(_without_secret, url)).strip()


def _without_secret(found: re.Match[str]) -> str:
    scheme, account, rest, _ = found.groups()
    name = (account or "").rpartition("@")[0].partition(":")[0]
    # Over ssh a name is how one is let in, and no secret; elsewhere it may be a token.
    return f"{scheme}{name}@{rest}" if name and "ssh" in scheme else f"{scheme}{rest}"


class _Failed(Exception):  # noqa: N818 - a call of git that ended badly, never seen by a person
    """What git said when it ended badly; `far` where it was to reach the repository."""

    def __init__(self, said: str, *, far: bool) -> None:
        super().__init__(said)
        self.said, self.far = said, far
        lines = [line for line in said.replace("\r", "\n").splitlines() if re.search(r"\w", line)]
        news = [line for line in lines if not _NO_NEWS.match(line)]
        told = [line for line in news if not line.startswith(" ! ")][-1:]
        told = told or [line.rpartition("(")[2].rstrip(")") for line in news] or lines
        words = " ".join(shown(told[0]).split()) if told else "git gave no reason"
        words = re.sub(r"^(?:(?:remote|fatal|error|ssh): *)+", "", words)
        self.words = words[:_MOST].rstrip(". ")


class _Silent(_Failed):
    """It did not end in time."""


class _There(NamedTuple):
    """What a repository has: a branch, and the commit it is at, None where there is none yet."""

    branch: str
    tip: str | None


class Clone:
    """A folder of files, and the git repository that carries it; one process at a time has it.

    `attended` says that a person sits at the terminal: then git and ssh may ask for a passphrase,
    nobody hurries them, and Ctrl-C ends them. Otherwise they ask nothing, and all of them are ended
    where the repository does not answer within `seconds`, or carrying takes ten times as long.
    """

    def __init__(
        self, url: str, folder: Path, *, attended: bool = False, seconds: float = 60
    ) -> None:
        self._url = url
        self._folder = folder
        self._files = folder / "files"
        self._repository = folder / "repository"
        self._attended = attended
        self._seconds = seconds
        self._hash = "sha1"
        self._there = _There(_FIRST, None)
        self._anew = False

    def pull(self) -> Path:
        """The folder, as the repository has it now; empty where that is empty.

        Raises:
            PlaceGone: the repository cannot be reached or read, or there is no git.
            CannotKeep: the disk refused.
        """
        with refused_plainly(*self._refusal()):
            make_folder(self._folder)
            with os.scandir(self._folder):  # or git would be said to be missing
                there = self._ask()
            try:
                self._take(there)
            except _Silent as silent:
                raise self._told(silent) from None
            except _Failed:  # anything may be wrong with a clone that has lain there
                self._delete()
                try:
                    self._take(there)
                except _Failed as failed:
                    raise self._told(failed) from None
        return self._files

    def push(self) -> bool:
        """Whether the repository has what the folder holds; not if another push was quicker.

        Then, and where the clone was broken and is gone, the caller pulls and exchanges again.

        Raises:
            PlaceGone: the repository cannot be reached, or did not take it.
            CannotKeep: the disk refused.
        """
        with refused_plainly(*self._refusal()):
            try:
                self._give()
            except _Silent as silent:
                raise self._told(silent) from None
            except _Failed as failed:
                if _OVERTAKEN.search(failed.said) or (failed.far and self._ask() != self._there):
                    return False
                if self._anew:
                    raise self._told(failed, pushed=True) from None
                if _ANOTHER_HASH.search(failed.said):  # an empty repository does not say which
                    self._hash = "sha1" if self._is_of("sha256") else "sha256"
                self._anew = True
                self._delete()
                return False
        return True

    def _ask(self) -> _There:
        """Which branch is carried: the one that the repository shows first, or the first of all."""
        try:
            said = self._git(
                "ls-remote", "--symref", "--", self._url, "HEAD", f"{_BRANCH}*", far=True
            )
        except _Failed as failed:
            raise self._told(failed) from None
        found = {name: tip for tip, _, name in (line.partition("\t") for line in said.splitlines())}
        shows = re.search(rf"^ref: {_BRANCH}(\S+)\tHEAD$", said, re.MULTILINE)
        branch = shows[1] if shows else _FIRST
        tip = found.get(_BRANCH + branch)
        if tip:
            self._hash = "sha256" if len(tip) == _SHA256 else "sha1"
        return _There(branch, tip)

    def _take(self, there: _There) -> None:
        """Let the folder be what the repository has."""
        self._make()
        if there.tip is None:
            shutil.rmtree(self._files)
            make_folder(self._files)
        else:
            if self._git("rev-parse", "-q", "--verify", "HEAD", known={1}) != there.tip:
                name = _BRANCH + there.branch
                self._git("fetch", "-q", "--depth=1", "--no-tags", "--", self._url, name, far=True)
                tip = self._git("rev-parse", "FETCH_HEAD")  # which may be newer than it was
                self._stand_at(tip)
                there = _There(there.branch, tip)
            # There is no index, so every file is read, and only those that differ are written.
            self._git("reset", "--mixed", "HEAD")
            self._git("reset", "-q", "--hard", "HEAD")
            self._git("clean", "-q", "-ffdx")
        self._there = there

    def _give(self) -> None:
        """Push what the folder holds, if it is not there already."""
        branch, tip = self._there
        if not self._files.is_dir():  # or everything would be taken out for all
            raise _Failed("the folder is gone", far=False)
        self._git("add", "-A", "-f")
        self._compare()
        tree = self._git("write-tree")
        if tree == self._git(*(("rev-parse", "HEAD^{tree}") if tip else ("mktree",))):
            return
        commit = self._git("commit-tree", *(("-p", tip) if tip else ()), "-m", ".", tree)
        name = _BRANCH + branch
        self._git("push", "-q", "--no-verify", "--", self._url, f"{commit}:{name}", far=True)
        self._there = _There(branch, commit)
        try:
            self._stand_at(commit)
        except _Failed:
            self._delete()  # what was pushed is pushed

    def _compare(self) -> None:
        """See with other eyes than git's that git took every file, and as it is."""
        known = {}
        for entry in self._git("ls-files", "-s", "-z").split("\0")[:-1]:
            about, _, name = entry.partition("\t")
            mode, known_hash, _ = about.split()
            if mode != _SUBMODULE:
                known[name] = known_hash
        here = {}
        for folder, _, names in os.walk(self._files):
            for name in names:
                path = Path(folder, name)
                content = path.read_bytes()
                blob = hash_of_kind(self._hash, b"blob %d\0" % len(content), usedforsecurity=False)
                blob.update(content)
                here[path.relative_to(self._files).as_posix()] = blob.hexdigest()
        if here != known:
            raise _Failed("git took something else than what is in the folder", far=False)

    def _make(self) -> None:
        """Have a repository, if need be a new one, that trusts nothing of what was before."""
        make_folder(self._files)
        if not (self._repository / "HEAD").exists():
            self._git("init", "-q", "--template=")
        for name in ("index", "index.lock"):
            (self._repository / name).unlink(missing_ok=True)
        make_folder(self._repository / "info")
        write_private(self._repository / "info/attributes", _ATTRIBUTES)

    def _stand_at(self, commit: str) -> None:
        """Know one commit and nothing before it, so that what was taken out is gone from here."""
        write_private(self._repository / "shallow", f"{commit}\n".encode())
        self._git("update-ref", "HEAD", commit)
        self._git("repack", "-q", "-n", "-a", "-d")
        self._git("prune", "--expire=now")

    def _is_of(self, kind: str) -> bool:
        return self._git("rev-parse", "--show-object-format") == kind

    def _delete(self) -> None:
        """Delete the clone; where files that may not be written may not be deleted, allow it."""
        for place in (self._repository, self._files):
            for path in place.rglob("*"):
                if not path.is_symlink():
                    with suppress(OSError):
                        path.chmod(0o700)
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)

    def _refusal(self) -> tuple[str, str]:
        return (
            f"{self._folder}, where ally keeps a copy of {shown(self._url)}, could not be written",
            "; nothing of the journal is lost",
        )

    def _told(self, failed: _Failed, *, pushed: bool = False) -> AllyError:
        """The same for a person."""
        url = shown(self._url)
        if isinstance(failed, _Silent):
            return PlaceGone(
                f"{url} {failed.words}; look whether this computer is online, then run "
                "ally sync again."
            )
        if not failed.far:
            beginning, end = self._refusal()
            return CannotKeep(f"{beginning}: {failed.words}{end}.")
        if pushed:
            return PlaceGone(
                f"{url} did not take what was sent: {failed.words}. See that its host allows "
                "pushes to it, then run ally sync again."
            )
        return PlaceGone(
            f"{url} could not be reached: {failed.words}. See whether git ls-remote "
            f"{shlex.quote(url)} works, then run ally sync again."
        )

    def _git(self, *args: str, far: bool = False, known: Collection[int] = ()) -> str:
        """What a call of git prints; empty where it ends with a `known` number.

        Only a `far` one sees the person's settings, and only such a one may ask something.
        """
        asks = far and self._attended
        seconds = self._seconds * (1 if args[0] == "ls-remote" else _LONGER)
        settings = {**_SETTINGS, "core.hooksPath": str(self._folder / "none")}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            # Not pipes: whoever goes on in the background, as ssh may, would keep them open.
            try:
                process = subprocess.Popen(  # noqa: S603 - the person's own git
                    ["git", *words, *args],  # noqa: S607 - the same
                    cwd=self._folder,
                    env=self._environment(args[0], far=far),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    umask=0o077,
                    **({} if asks else group_of_its_own()),
                )
            except OSError as refused:
                raise PlaceGone(
                    f"git, which {shown(self._url)} needs, could not be started: "
                    f"{reason_of(refused)}; install git, then run ally sync again."
                ) from None
            try:
                code = process.wait(None if asks else seconds)
            except subprocess.TimeoutExpired:
                raise _Silent(f"did not answer within {seconds:g} seconds", far=far) from None
            finally:
                if process.returncode is None:
                    end_group(process)
            out.seek(0)
            err.seek(0)
            if code and code not in known:
                raise _Failed(err.read().decode("utf-8", "replace"), far=far)
            return out.read().decode("utf-8", "surrogateescape").rstrip("\n")

    def _environment(self, command: str, *, far: bool) -> dict[str, str]:
        repository = str(self._repository)
        none = str(self._folder / "none")
        given = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name.startswith(_REACHING)
        }
        given |= _NOBODY
        given |= {
            "LC_ALL": "C",
            # Said outright, or a broken clone would have git look for one in the folders above.
            "GIT_DIR": none if command == "ls-remote" else repository,
            "GIT_WORK_TREE": str(self._files),
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_DEFAULT_HASH": self._hash,
        }
        if far:
            return given if self._attended else given | _NO_ASKING
        local = {name: value for name, value in given.items() if not name.startswith("GIT_CONFIG_")}
        return local | {
            "GIT_CONFIG_GLOBAL": none,
            "GIT_CONFIG_SYSTEM": none,
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": repository,  # where git before 2.32 looks for settings
            "XDG_CONFIG_HOME": repository,
        }
