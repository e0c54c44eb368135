"""A folder of files that a git repository carries, and the clone that is a cache of it.

What lies in the clone may be missing, stale, broken or of another repository: then it is deleted
and fetched anew. Nothing is ever pushed by force.
"""

import os
import re
import shlex
import shutil
from hashlib import new as hash_of_kind
from pathlib import Path
from typing import NamedTuple

from ally_journal.domain.sync.computers import shown
from ally_journal.errors import AllyError, CannotKeep, PlaceGone
from ally_journal.store.files.atomic import make_folder, write_private
from ally_journal.store.files.failures import refused_plainly
from ally_journal.store.sync.git.program import Failed, Git, Silent

_BRANCH = "refs/heads/"
_FIRST = "main"  # the branch of a repository that has none yet
_SHA256 = 64  # signs
_SUBMODULE = "160000"
_LOCKED = 4  # times that another push may just be going on
_ATTRIBUTES = b"* -text -filter -ident -delta !eol !working-tree-encoding !crlf\n"

_QUICKER = re.compile("fetch first|non-fast-forward")
_GOES_ON = re.compile("lock|fail[e]d to update ref|already exists")
_REJECTED = re.compile(r"\[remote rejected\](?!.*\((?:unpacker|missing|shallow))")
_ANOTHER_HASH = re.compile("hash algorithm|mismatched algorithms")
"""What git says when another push was quicker, when one may be going on, when a host does not want
it, whatever is sent, and when the repository names its contents in the other way.
"""


class _There(NamedTuple):
    """What a repository has: a branch, and the commit it is at, None where there is none yet."""

    branch: str
    tip: str | None


class Clone:
    """What a repository has, in a folder on this computer; one process at a time has it.

    `attended` and `seconds` are those of `Git`.
    """

    def __init__(
        self, url: str, folder: Path, *, attended: bool = False, seconds: float = 60
    ) -> None:
        self._url = url
        self._folder = folder
        self._files = folder / "files"
        self._repository = folder / "repository"
        self._git = Git(self._repository, self._files, attended=attended, seconds=seconds)
        self._hash = "sha1"
        self._there = _There(_FIRST, None)
        self._refusals = 0

    def pull(self) -> Path:
        """The folder, as the repository has it now; empty where that is empty.

        Raises:
            PlaceGone: the repository cannot be reached or read, or there is no git.
            CannotKeep: the disk refused.
        """
        with refused_plainly(*self._refusal()):
            make_folder(self._folder)
            there = self._ask()
            try:
                self._take(there)
            except Silent as silent:
                raise self._told(silent) from None
            except (Failed, OSError) as trouble:  # anything may be wrong with what has lain there
                self._delete(everything=not (isinstance(trouble, Failed) and trouble.far))
                try:
                    self._take(there)
                except Failed as failed:
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
            except Silent as silent:
                raise self._told(silent) from None
            except Failed as failed:
                if self._may_come_through(failed):
                    return False
                raise self._told(failed, pushed=True) from None
        return True

    def _may_come_through(self, failed: Failed) -> bool:
        """Whether another try may end better, after what may be wrong here was deleted."""
        if failed.far and (_QUICKER.search(failed.said) or self._ask() != self._there):
            return True
        self._refusals += 1
        if _GOES_ON.search(failed.said):
            return self._refusals < _LOCKED
        if _REJECTED.search(failed.said) or self._refusals > 1:
            return False
        if _ANOTHER_HASH.search(failed.said):  # an empty repository does not say which it has
            known = self._git.here("rev-parse", "--show-object-format")
            self._hash = "sha1" if known == "sha256" else "sha256"
        self._delete()
        return True

    def _ask(self) -> _There:
        """Which branch is carried: the one that the repository shows first, or the first of all."""
        try:
            said = self._git.ask("ls-remote", "--symref", "--", self._url, "HEAD", f"{_BRANCH}*")
        except Failed as failed:
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
            if self._git.here("rev-parse", "-q", "--verify", "HEAD", known={1}) != there.tip:
                name = _BRANCH + there.branch
                self._git.carry("fetch", "-q", "--depth=1", "--no-tags", "--", self._url, name)
                tip = self._git.here("rev-parse", "FETCH_HEAD")  # which may be newer than it was
                self._stand_at(tip)
                there = _There(there.branch, tip)
            # There is no index, so every file is read, and only those that differ are written.
            self._git.here("reset", "--mixed", "HEAD")
            self._git.here("reset", "-q", "--hard", "HEAD")
            self._git.here("clean", "-q", "-ffdx")
        self._there = there

    def _give(self) -> None:
        """Push what the folder holds, if it is not there already."""
        branch, tip = self._there
        if not self._files.is_dir():  # or everything would be taken out for all
            raise Failed("the folder is gone", far=False)
        self._git.here("add", "-A", "-f")
        self._compare()
        tree = self._git.here("write-tree")
        if tree == self._git.here(*(("rev-parse", "HEAD^{tree}") if tip else ("mktree",))):
            return
        commit = self._git.here("commit-tree", *(("-p", tip) if tip else ()), "-m", ".", tree)
        name = _BRANCH + branch
        self._git.carry("push", "-q", "--no-verify", "--", self._url, f"{commit}:{name}")
        self._there = _There(branch, commit)
        try:
            self._stand_at(commit)
        except (Failed, OSError):
            self._delete(everything=False)  # what was pushed is pushed

    def _compare(self) -> None:
        """See with other eyes than git's that git took every file, and as it is."""
        known = {}
        for entry in self._git.here("ls-files", "-s", "-z").split("\0")[:-1]:
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
            raise Failed("git took something else than what is in the folder", far=False)

    def _make(self) -> None:
        """Have a repository, if need be a new one, that trusts nothing of what was before."""
        make_folder(self._files)
        if not (self._repository / "HEAD").exists():
            self._git.here("init", "-q", "--template=", GIT_DEFAULT_HASH=self._hash)
        for name in ("index", "index.lock"):
            (self._repository / name).unlink(missing_ok=True)
        make_folder(self._repository / "info")
        write_private(self._repository / "info/attributes", _ATTRIBUTES)

    def _stand_at(self, commit: str) -> None:
        """Know one commit and nothing before it, so that what was taken out is gone from here."""
        write_private(self._repository / "shallow", f"{commit}\n".encode())
        self._git.here("update-ref", "HEAD", commit)
        self._git.here("repack", "-q", "-n", "-a", "-d")
        self._git.here("prune", "--expire=now")

    def _delete(self, *, everything: bool = True) -> None:
        """Delete what git keeps, and the files; what may not be written may not be deleted."""
        for place in (self._repository, *([self._files] if everything else [])):
            if place.is_symlink() or not place.is_dir():
                place.unlink(missing_ok=True)
                continue
            for folder, folders, names in os.walk(place):
                for name in (*folders, *names):
                    path = Path(folder, name)
                    if not path.is_symlink():
                        path.chmod(0o700)
            shutil.rmtree(place)

    def _refusal(self) -> tuple[str, str]:
        return (
            f"{self._folder}, where ally keeps a copy of {shown(self._url)}, could not be written",
            "; nothing of the journal is lost",
        )

    def _told(self, failed: Failed, *, pushed: bool = False) -> AllyError:
        """The same for a person."""
        url = shown(self._url)
        if not failed.far:
            beginning, end = self._refusal()
            return CannotKeep(f"{beginning}: {failed.words}{end}.")
        if isinstance(failed, Silent):
            return PlaceGone(
                f"{url} {failed.words}; look whether this computer is online, then run "
                "ally sync again."
            )
        if pushed:
            return PlaceGone(
                f"{url} did not take what was sent: {failed.words}. See that its host allows "
                "pushes to it, then run ally sync again."
            )
        return PlaceGone(
            f"{url} could not be reached: {failed.words}. See whether git ls-remote "
            f"{shlex.quote(url)} works, then run ally sync again."
        )
