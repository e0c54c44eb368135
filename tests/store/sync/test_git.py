"""A folder carried by git: real repositories, whatever settings, clones, hosts and networks are."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ally_journal.domain.sync.computers import shown
from ally_journal.errors import CannotKeep, PlaceGone
from ally_journal.store.sync.git.address import url_of
from ally_journal.store.sync.git.clone import Clone

SEALED = bytes(range(256)) + b"\r\n\r$Id$\n\x1a"
"""Bytes that every conversion git knows would change."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home with no settings of git; those of the system and of who tests are away."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "SSH_"))]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return folder


def git(folder: Path, *args: str) -> str:
    """What git itself says, to look at what happened with other eyes."""
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b", "-C", folder, *args],
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def repository(path: Path, *options: str) -> Path:
    subprocess.run(["git", "init", "-q", "--bare", "--template=", *options, path], check=True)
    return path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return repository(tmp_path / "bare.git")


@pytest.fixture
def clone(tmp_path: Path, bare: Path) -> Callable[..., Clone]:
    """The clone of one computer; anew as the next run of ally has it."""

    def of(computer: str = "one", url: str = f"file://{bare}", **options: Any) -> Clone:  # noqa: ANN401 - those of Clone
        return Clone(url, tmp_path / computer, **options)

    return of


ON_THE_HOST = 'for last; do :; done; unset HOME XDG_CONFIG_HOME; eval "$last"'
"""How a script in place of ssh runs here what is to run there."""


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let ssh be a script, whose last argument is what is to run on the host."""

    def be(text: str) -> None:
        monkeypatch.setenv("GIT_SSH_COMMAND", script(tmp_path / "ssh", text))

    return be


def held(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def put(clone: Clone, name: str, content: bytes = SEALED) -> bool:
    """One exchange: pull, write a file, push."""
    path = clone.pull() / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return clone.push()


def carried(bare: Path, branch: str = "main") -> list[str]:
    return git(bare, "ls-tree", "-r", "--name-only", branch).splitlines()


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return str(path)


@pytest.mark.parametrize(
    ("where", "is_one"),
    [
        ("git@host.example:me/sync.git", True),
        ("host:sync", True),
        ("[::1]:sync", True),
        ("ssh://git@host/~/sync", True),
        ("https://host/sync", True),
        ("file:///srv/sync.git", True),
        ("git://host/sync", True),
        ("codecommit::eu-west-1://sync", True),
        ("/media/stick/sync.git", True),
        ("C:\\Users\\me\\Dropbox", False),
        ("C:/Users/me/Dropbox", False),
        ("C:", False),
        ("\\\\server\\share", False),
        ("/home/me/a:b", False),
        ("~/Dropbox/ally", False),
        ("Dropbox", False),
        ("", False),
    ],
)
def test_what_is_an_address(where: str, is_one: bool) -> None:
    assert (url_of(where) is not None) is is_one


def test_what_is_there_decides(tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bare repository by its path, found from everywhere; a folder whatever it is called."""
    monkeypatch.chdir(tmp_path)
    assert url_of(bare.name) == str(bare)
    for name in ("host:sync", "folder.git"):
        (tmp_path / name).mkdir()
        assert url_of(name) is None


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("https://me:secret@host/x", "https://host/x"),
        ("https://secret@host/x", "https://host/x"),
        ("https://me:secret@at@host/x?token=secret#secret", "https://host/x"),
        ("ssh://git:secret@host:22/x", "ssh://git@host:22/x"),
        ("git@host:x", "git@host:x"),
        ("cannot read 'https://me:secret@host/x': gone", "cannot read 'https://host/x': gone"),
        ("\x1b[31mred\x1b[0m\x07 and\nmore\u202e", "red and more"),
    ],
)  # fmt: skip
def test_no_secret_and_no_control_sign_is_shown(url: str, seen: str) -> None:
    assert " ".join(shown(url).split()) == seen


def test_what_one_pushes_another_pulls(clone: Callable[..., Clone], bare: Path) -> None:
    """Bytes as they are, removals too, under a neutral name and no hour; a run may do nothing."""
    one, two = clone("one"), clone("two")
    assert held(one.pull()) == {}
    assert one.push()
    assert git(bare, "for-each-ref") == ""
    assert put(one, "key/a")
    assert put(two, "key/b")
    folder = two.pull()
    read = (folder / "key/a").stat().st_mtime_ns
    assert put(one, "key/c", b"")
    assert held(two.pull()) == {"key/a": SEALED, "key/b": SEALED, "key/c": b""}
    (folder / "key/b").unlink()
    assert two.push()
    assert set(held(one.pull())) == {"key/a", "key/c"}
    again = clone("two").pull()
    assert again == folder
    assert (folder / "key/a").stat().st_mtime_ns == read, "what did not change is not written again"
    before = git(bare, "rev-parse", "main")
    quiet = clone("two")
    quiet.pull()
    assert quiet.push()
    assert git(bare, "rev-parse", "main") == before
    for line in git(bare, "log", "--format=%an %ae %cn %ce %at %ct %s", "main").splitlines():
        assert line == "sync sync@localhost sync sync@localhost 946684800 946684800 ."


def test_what_was_taken_out_is_gone_from_every_clone(clone: Callable[..., Clone]) -> None:
    """Also from git's own files, on the computer that took it out and on the others."""
    one, two = clone("one"), clone("two")
    assert put(one, "stays", b"stays")
    assert put(one, "goes", b"goes")
    (two.pull() / "never came").write_bytes(b"never came")
    (one.pull() / "goes").unlink()
    assert one.push()
    assert not two.push()
    two.pull()
    for each in (one, two):
        known = git(each._repository, "cat-file", "--batch-all-objects", "--batch-check")
        assert sum(" blob " in line for line in known.splitlines()) == 1


def test_nobody_else_may_read_a_clone(clone: Callable[..., Clone], bare: Path) -> None:
    assert put(clone("one"), "key/a")
    clone("two").pull()
    for place in (bare.parent / "one/repository", bare.parent / "two"):
        for path in [place, *place.rglob("*")]:
            assert path.stat().st_mode & 0o077 == 0, path


HOSTILE = """
[core]
 autocrlf = true
 safecrlf = true
 bare = true
 excludesFile = {home}/everything
 attributesFile = {home}/attributes
 hooksPath = {home}/hooks
 fsmonitor = {home}/hooks/fails
 sparseCheckout = true
 ignoreCase = true
 compression = 9
[init]
 templateDir = {home}/template
 defaultBranch = nobody
[commit]
 gpgSign = true
[push]
 default = nothing
 gpgSign = true
 followTags = true
 recurseSubmodules = only
[submodule]
 recurse = true
[fetch]
 prune = true
 pruneTags = true
 recurseSubmodules = true
[remote "origin"]
 url = {home}/nowhere
 mirror = true
[filter "upper"]
 clean = tr a-z A-Z
 smudge = false
 required = true
[color]
 ui = always
[clean]
 requireForce = true
[gc]
 auto = 1
[user]
 useConfigOnly = true
"""


@pytest.mark.faults
def test_no_setting_of_a_person_bites(
    clone: Callable[..., Clone],
    bare: Path,
    home: Path,
    ssh: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor a variable of git's, nor what lies in the repository; another repository is let alone."""
    theirs = home / "theirs"
    subprocess.run(["git", "init", "-q", "--template=", theirs], check=True)
    (home / ".gitconfig").write_text(HOSTILE.format(home=home))
    (home / "everything").write_text("*\n")
    (home / "attributes").write_text("* text filter=upper eol=crlf ident\n")
    for folder in ("hooks", "template/hooks"):
        (home / folder).mkdir(parents=True)
        for name in ("pre-commit", "pre-push", "post-checkout", "reference-transaction", "fails"):
            script(home / folder / name, f"touch {home}/ran; exit 1")
    (theirs / "work").write_text("unsaved")
    for name, value in (("DIR", ".git"), ("WORK_TREE", ""), ("INDEX_FILE", ".git/index")):
        monkeypatch.setenv(f"GIT_{name}", str(theirs / value))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(theirs / "objects"))
    for name, value in (("COUNT", "1"), ("KEY_0", "filter.upper.clean"), ("VALUE_0", "false")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    before = held(theirs)
    ssh(ON_THE_HOST)
    url = f"git@host:{bare}"
    one, two = clone("one", url), clone("two", url)
    foreign = b"* text=auto filter=upper ident working-tree-encoding=UTF-16\n"
    assert put(one, ".gitattributes", foreign)
    assert put(two, ".gitignore", b"*\n")
    assert put(one, "key/a")
    expected = {".gitattributes": foreign, ".gitignore": b"*\n", "key/a": SEALED}
    assert held(two.pull()) == held(clone("three", url).pull()) == expected
    assert "filter.upper" not in one._git.here("config", "--list")
    assert held(theirs) == before
    assert not (home / "ran").exists()
    monkeypatch.undo()
    git(bare, "-c", "fsck.badTimezone=error", "fsck", "--strict")


def test_a_persons_settings_say_how_it_is_reached(
    clone: Callable[..., Clone], bare: Path, home: Path
) -> None:
    (home / ".gitconfig").write_text(f'[url "file://{bare.parent}/"]\n insteadOf = mine:\n')
    assert put(clone(url="mine:bare.git"), "a")
    assert carried(bare) == ["a"]


def _torn_packs(at: Path) -> None:
    for path in (at / "objects").rglob("*.pack"):
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:40])


def _folder_for_a_file(at: Path) -> None:
    (at.parent / "files/a").unlink()
    (at.parent / "files/a").mkdir()


def _file_for_a_folder(at: Path) -> None:
    shutil.rmtree(at / "info")
    (at / "info").write_bytes(b"")


def _no_folder(at: Path) -> None:
    shutil.rmtree(at)
    at.write_bytes(b"")


def _another_repository(at: Path) -> None:
    subprocess.run(["git", "init", "-q", at.parent / "files/more"], check=True)


BREAKING: dict[str, Callable[[Path], object]] = {
    "a lock": lambda at: (at / "index.lock").write_bytes(b""),
    "torn objects": _torn_packs,
    "torn words": lambda at: (at.parent / "files/a").write_bytes(b"torn"),
    "another lock": lambda at: (at / "shallow.lock").write_bytes(b""),
    "no objects": lambda at: shutil.rmtree(at / "objects"),
    "an index": lambda at: (at / "index").write_bytes(b"DIRC"),
    "a head": lambda at: (at / "HEAD").write_bytes(b"[x\n"),
    "settings": lambda at: (at / "config").write_bytes(b"[x\n"),
    "what is shallow": lambda at: (at / "shallow").write_bytes(b"[x\n"),
    "a file for a folder": _file_for_a_folder,
    "no beginning": lambda at: (at / "HEAD").rename(at / "HEAP"),
    "no folder": _no_folder,
    "a folder for a file": _folder_for_a_file,
    "another repository": _another_repository,
    "nothing": lambda at: shutil.rmtree(at.parent),
}


def each(quick: str, *others: str) -> list[Any]:
    """Something that breaks in the quick tests, and what breaks in the long ones."""
    return [quick, *(pytest.param(other, marks=pytest.mark.faults) for other in others)]


@pytest.mark.parametrize("what", ["a lock", *each(*[*BREAKING][1:])])
def test_what_is_wrong_with_a_clone_is_mended(
    what: str, clone: Callable[..., Clone], bare: Path
) -> None:
    """Nothing but the clone is touched, also where a folder above it is a repository too."""
    subprocess.run(["git", "init", "-q", "--template=", bare.parent], check=True)
    assert put(clone(), "a")
    BREAKING[what](bare.parent / "one/repository")
    assert put(clone(), "b")
    assert carried(bare) == ["a", "b"]
    assert git(bare, "rev-parse", "main:a") == git(bare, "rev-parse", "main:b")
    assert sorted(path.name for path in (bare.parent / ".git").iterdir()) == [
        "HEAD", "config", "objects", "refs",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "what", each("no objects", "another lock", "settings", "no folder", "nothing")
)
def test_a_clone_that_breaks_before_a_push_is_made_anew(
    what: str, clone: Callable[..., Clone], bare: Path
) -> None:
    """The push says no, and all of it goes with the next one."""
    one = clone()
    assert put(one, "a", b"")
    (one.pull() / "a").write_bytes(SEALED)
    BREAKING[what](bare.parent / "one/repository")
    if not one.push():
        assert put(one, "a")
    assert carried(bare) == ["a"]


def test_what_git_would_change_is_not_pushed(
    clone: Callable[..., Clone], bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the reason is: what git took is compared with what is there."""
    monkeypatch.setattr("ally_journal.store.sync.git.clone._ATTRIBUTES", b"* text\n")
    one = clone()
    assert not put(one, "a")
    with pytest.raises(CannotKeep, match="git took something else than what is in the folder"):
        put(one, "a")
    assert git(bare, "for-each-ref") == ""


def test_a_disk_that_refuses_says_so(clone: Callable[..., Clone], bare: Path) -> None:
    (bare.parent / "one").write_text("a file")
    with pytest.raises(CannotKeep, match=r"one, where ally keeps a copy of file://.*nothing"):
        clone().pull()


@pytest.mark.faults
def test_a_wiped_or_rewritten_repository_is_shown_as_it_is(
    clone: Callable[..., Clone], bare: Path
) -> None:
    one = clone()
    assert put(one, "a")
    folder = one.pull()
    shutil.rmtree(bare)
    repository(bare)
    (folder / "b").write_bytes(b"")
    assert not one.push(), "nobody has seen it as it is now"
    assert held(one.pull()) == {}
    assert put(one, "c")
    other = git(bare, "commit-tree", "-m", "x", "main^{tree}").strip()
    git(bare, "update-ref", "refs/heads/main", other)
    assert held(one.pull()) == {"c": SEALED}
    assert put(one, "d")
    assert carried(bare) == ["c", "d"]


def test_the_branch_is_the_one_that_is_shown(tmp_path: Path, clone: Callable[..., Clone]) -> None:
    """Also in a repository that began with something else, which stays as it is."""
    theirs = tmp_path / "theirs"
    subprocess.run(["git", "init", "-q", "-b", "trunk", "--template=", theirs], check=True)
    (theirs / "README").write_text("Ours\r\n")
    (theirs / "run").write_text("")
    (theirs / "run").chmod(0o755)
    (theirs / "link").symlink_to(tmp_path)
    (theirs / "own").mkdir()
    subprocess.run(["git", "init", "-q", theirs / "own"], check=True)
    git(theirs / "own", "commit", "-q", "--allow-empty", "-m", "x")
    git(theirs, "add", "-A")
    git(theirs, "commit", "-q", "-m", "x")
    bare = tmp_path / "trunk.git"
    subprocess.run(["git", "clone", "-q", "--bare", "--template=", theirs, bare], check=True)
    one = clone(url=str(bare))
    folder = one.pull()
    assert not (folder / "link").is_symlink(), "nobody is led elsewhere"
    assert put(one, "key/a")
    assert git(bare, "diff-tree", "-r", "--name-status", "trunk^", "trunk") == "A\tkey/a\n"


@pytest.mark.one_in(2)
@pytest.mark.parametrize("begun", [False, True])
def test_either_kind_of_hash(begun: bool, tmp_path: Path, clone: Callable[..., Clone]) -> None:
    """Newer repositories have another, which an empty one does not say."""
    bare = repository(tmp_path / "new.git", "--object-format=sha256")
    one = clone(url=str(bare))
    if not put(one, "a"):
        assert put(one, "a")
    if begun:
        assert put(clone("two", url=str(bare)), "b")
        assert put(clone(url=str(bare)), "c")
    assert carried(bare) == (["a", "b", "c"] if begun else ["a"])


def test_a_push_that_is_refused_says_why(clone: Callable[..., Clone], bare: Path) -> None:
    """In the words of the host, without its colours; and it is no quicker push of another."""
    (bare / "hooks").mkdir()
    hook = bare / "hooks/pre-receive"
    script(hook, "printf 'error: \\033[31mQuota\\033[0m of \\a5 MB is full\\n' >&2; exit 1")
    with pytest.raises(PlaceGone) as told:
        put(clone(), "a")
    said = str(told.value)
    assert said.startswith(f"file://{bare} did not take what was sent: ")
    assert re.search(r"Quota of (\^G)?5 MB is full", said)  # newer gits show a bell so
    assert said.isprintable()
    assert told.value.exit_code == 3
    hook.unlink()
    assert put(clone(), "a")


@pytest.mark.faults
def test_of_two_pushes_one_is_told_to_pull(clone: Callable[..., Clone], bare: Path) -> None:
    one, two = clone("one"), clone("two")
    for name in "ab":
        (two.pull() / "z").write_bytes(SEALED)
        assert put(one, name)
        assert not two.push()
    assert put(two, "z")
    assert carried(bare) == ["a", "b", "z"]


@pytest.mark.faults
def test_a_host_that_is_locked_for_ever_is_told(clone: Callable[..., Clone], bare: Path) -> None:
    """A push that goes on is waited for; one that was left unfinished is not, for ever."""
    one = clone()
    assert put(one, "a")
    (bare / "refs/heads/main.lock").touch()
    for _ in range(3):
        assert not put(one, "b")
    with pytest.raises(PlaceGone, match=r"did not take what was sent: cannot lock ref .*exists"):
        put(one, "b")


@pytest.mark.faults
def test_pushes_at_the_same_moment_all_arrive(clone: Callable[..., Clone], bare: Path) -> None:
    """Each run either has pushed or says that it has not."""

    def computer(name: str) -> None:
        own = clone(name)
        for number in range(5):
            while not put(own, f"{name}{number}"):
                pass

    with ThreadPoolExecutor() as pool:
        list(pool.map(computer, "abc"))
    assert carried(bare) == [f"{name}{number}" for name in "abc" for number in range(5)]


def test_over_ssh(clone: Callable[..., Clone], bare: Path, ssh: Callable[[str], None]) -> None:
    ssh(ON_THE_HOST)
    assert put(clone(url=f"git@host:{bare}"), "a")
    assert carried(bare) == ["a"]


@pytest.mark.parametrize(
    ("url", "says", "told"),
    [
        (
            "git@host:x",
            "git@host: Permission denied (publickey).",
            (
                "git@host:x could not be reached: git@host: Permission denied (publickey). See "
                "whether git ls-remote git@host:x works, then run ally sync again."
            ),
        ),
        (
            "git@host:x",
            "ssh: Could not resolve hostname host: Name or service not known",
            "reached: Could not resolve hostname host: Name or service not known. See",
        ),
        (
            "git@host:x",
            "remote: No such project\\r\\nremote: \\r\\n",
            "reached: No such project. See",
        ),
        ("git@host:x", "", "reached: Could not read from remote repository. See"),
        ("file:///nowhere/x y.git", "", "git ls-remote 'file:///nowhere/x y.git' works"),
        ("ext::false", "", "transport 'ext' not allowed"),
        (
            "https://me:secret@localhost:1/x.git?secret",
            "",
            "unable to access 'https://localhost:1/x.git",
        ),
        ("nothing://host/x", "", "'remote-nothing' is not a git command"),
    ],
)
def test_what_cannot_be_reached_is_told_in_gits_words(
    url: str, says: str, told: str, clone: Callable[..., Clone], ssh: Callable[[str], None]
) -> None:
    ssh(f'printf "{says}\\n" >&2; exit 255')
    with pytest.raises(PlaceGone) as gone:
        clone(url=url).pull()
    assert told in str(gone.value)
    assert "secret" not in str(gone.value)


def are_gone(mark: str) -> bool:
    """Whether no process with this in its command lives on; the system may need a moment."""
    for _ in range(100):
        if not any(mark.encode() in _command(path) for path in Path("/proc").glob("[0-9]*")):
            return True
        time.sleep(0.02)
    return False


def _command(process: Path) -> bytes:
    with suppress(OSError):
        return (process / "cmdline").read_bytes()
    return b""


@pytest.mark.parametrize("call", ["upload-pack", "receive-pack"])
def test_a_silent_repository_is_left(
    call: str, clone: Callable[..., Clone], bare: Path, ssh: Callable[[str], None]
) -> None:
    """In time, and with every process that was waiting for it."""
    url = f"git@host:{bare}"
    seconds = 0.3 if call == "upload-pack" else 0.03
    ssh(ON_THE_HOST)
    one = clone(url=url)
    (one.pull() / "a").write_bytes(SEALED)
    one._git._seconds = seconds
    ssh(f"case $* in *{call}*) sleep 77.{os.getpid()};; esac; {ON_THE_HOST}")
    with pytest.raises(PlaceGone, match=r"git@host:.* did not answer within 0\.3 seconds; look"):
        one.pull() if call == "upload-pack" else one.push()
    assert are_gone(f"77.{os.getpid()}")


def test_without_git(
    clone: Callable[..., Clone], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PlaceGone, match=r"git could not be started: .*; install git"):
        clone().pull()


@pytest.mark.parametrize("attended", [True, False])
def test_a_window_asks_only_a_person_who_is_there(
    attended: bool,
    clone: Callable[..., Clone],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor does a program of the person's that would ask for a name and password."""
    asked = 'printf "protocol=https\\nhost=h\\n\\n" | git credential fill >&2; exit 1'
    script(tmp_path / "git-remote-ask", asked)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, script(tmp_path / "window", f"touch {tmp_path}/asked; echo me"))
    with pytest.raises(PlaceGone, match=None if attended else "terminal prompts disabled"):
        clone(url="ask::x", attended=attended).pull()
    assert (tmp_path / "asked").exists() is attended


ASKING = """
import signal, sys
from pathlib import Path
from ally_journal.store.sync.git.clone import Clone
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a background run ignores
clone = Clone(sys.argv[1], Path(sys.argv[2]), attended=sys.argv[3] == "attended")
try:
    (clone.pull() / "a").write_bytes(b"")
    print("pushed", clone.push())
except KeyboardInterrupt:
    print("stopped")
except Exception as error:
    print(error)
"""


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("how", "ends"),
    [("attended", "pushed True"), ("stopped", "stopped"), ("alone", "no terminal")],
)
def test_only_a_person_who_is_there_is_asked(
    how: str, ends: str, bare: Path, ssh: Callable[[str], None]
) -> None:
    """For a passphrase, as often as it is needed; Ctrl-C ends the wait and who waits."""
    ssh(
        "(: </dev/tty) 2>/dev/null || { echo no terminal >&2; exit 255; }; "
        f'printf "Passphrase: " >/dev/tty; read word </dev/tty; {ON_THE_HOST}'
    )
    given = [f"git@host:{bare}", str(bare.parent / "one"), how.replace("stopped", "attended")]
    child = pexpect.spawn(sys.executable, ["-c", ASKING, *given], encoding="utf-8", timeout=20)
    while child.expect(["Passphrase: ", pexpect.EOF]) == 0:
        child.sendintr() if how == "stopped" else child.sendline("secret")
    assert ends in child.before
    child.close()
    assert are_gone(str(bare))
