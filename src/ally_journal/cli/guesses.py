"""What people type for a command, from other programs or from memory, and the command for it.

It is imported only when a command was not found. What only reads is done at once; of anything else
the person is told the command as it is to be typed, and nothing that takes away is ever guessed.
"""

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from shlex import join, split

from ally_journal.errors import WrongUsage

_SYNONYMS = {
    "add": "new create make insert append write",
    "delete": "rm remove del trash",
    "done": "finish finished complete completed close closed end ended resolve resolved solved "
    "fixed read heard kept",
    "edit": "modify change amend update rename annotate",
    "list": "ls ll all",
    "search": "find grep query",
    "show": "view cat info get print open display",
}
_SAME = {typed: word for word, others in _SYNONYMS.items() for typed in others.split()}
"""The words that programs use for the same thing, in every group."""

_MEANT = {
    "add": "log",
    "note": "log",
    "jot": "log",
    "start": "log",
    "stop": "log",
    "init": "log",
    "learn": "log learn",
    "challenge": "log challenge",
    "empathise": "log empathise",
    "empathize": "log empathise",
    "act": "log act",
    "missed": "list --missed",
    "mistake": "list --mistake",
    "mistakes": "list --mistake",
    "entry": "show",
    "read": "show",
    "entries": "list",
    "last": "show last",
    "latest": "show last",
    "newest": "show last",
    "today": "list today",
    "yesterday": "list yesterday",
    "recent": "list",
    "status": "list",
    "timeline": "list",
    "week": "review",
    "weekly": "review",
    "reviews": "review",
    "month": "review month",
    "quarter": "review quarter",
    "stats": "year",
    "statistics": "year",
    "report": "year",
    "summary": "year",
    "calendar": "year",
    "share": "year --sharing",
    "sharing": "year --sharing",
    "tag": "tags",
    "untag": "edit",
    "done": "plan done",
    "did": "plan did",
    "dropped": "plan dropped",
    "plans": "plan",
    "todo": "plan",
    "task": "plan",
    "tasks": "plan",
    "commit": "log",
    "obstacles": "obstacle",
    "idea": "ideas",
    "phrase": "ideas",
    "phrases": "ideas",
    "book": "shelf",
    "books": "shelf",
    "reading": "shelf",
    "course": "shelf",
    "why": "reflect why",
    "story": "reflect my-story",
    "stories": "reflect",
    "reflection": "reflect",
    "reflections": "reflect",
    "prepare": "before",
    "prep": "before",
    "meeting": "before",
    "practise": "rehearse",
    "practice": "rehearse",
    "feedback": "heard",
    "drafts": "draft",
    "backups": "backup list",
    "restore": "backup restore",
    "save": "backup",
    "snapshot": "backup",
    "revert": "undo",
    "rollback": "undo",
    "diff": "history",
    "changes": "history",
    "versions": "history",
    "check": "doctor",
    "verify": "doctor",
    "fsck": "doctor",
    "repair": "doctor --rebuild",
    "rebuild": "doctor --rebuild",
    "password": "encrypt",
    "passphrase": "encrypt",
    "lock": "encrypt",
    "decrypt": "encrypt --off",
    "encrypt-off": "encrypt --off",
    "unlock": "encrypt --off",
    "security": "privacy",
    "where": "privacy",
    "path": "privacy",
    "erase": "forget",
    "purge": "forget",
    "wipe": "forget",
    "push": "sync",
    "pull": "sync",
    "synchronise": "sync",
    "devices": "sync status",
    "computers": "sync status",
    "dump": "export",
    "load": "import",
    "set": "config",
    "settings": "config",
    "preferences": "config",
    "reminder": "remind",
    "holiday": "away",
    "vacation": "away",
    "pause": "away",
    "back": "away back",
    "example": "demo",
    "sample": "demo",
    "version": "--version",
    "commands": "help all",
    "completion": "help tab",
    "completions": "help tab",
    "install-completion": "help tab",
    "show-completion": "help tab",
    "kinds": "help kinds",
    "man": "help",
    "manual": "help",
    "usage": "help",
    "plan open": "plan",
    "obstacle open": "obstacle",
    "sync now": "sync",
    "sync push": "sync",
    "sync pull": "sync",
    "plan delete": "plan dropped",
    "plan drop": "plan dropped",
    "plan log": "plan did",
    "plan search": "search",
    "obstacle delete": "forget --obstacle",
    "obstacle done": "obstacle changed",
    "obstacle edit": "obstacle update",
    "shelf delete": "forget --shelf",
    "shelf begin": "shelf start",
    "shelf begun": "shelf start",
    "backup add": "backup",
    "backup now": "backup",
    "backup undo": "backup restore",
    "draft delete": "draft drop",
    "draft edit": "draft use -e",
    "draft add": "log",
    "draft restore": "draft use",
    "draft done": "draft use",
    "talk list": "reflect show talk",
    "talk show": "reflect show talk",
    "talk add": "talk after",
    "talk done": "talk after",
    "tags list": "tags",
    "tags show": "list -t",
    "tags search": "list -t",
    "tags *": "list -t",
    "history list": "history",
    "history show": "history",
    "privacy list": "privacy",
    "privacy show": "privacy",
    "config set": "config",
    "config edit": "config",
    "config show": "config",
    "undo N": "undo --steps",
    "undo last": "undo",
    "redo N": "redo --steps",
    "year show": "year",
    "review show": "review",
    "review list": "review",
}
"""What is meant by a word, or by one behind a command, in the shape that `_SAME` gives it."""

_READS = {
    *("before", "help", "history", "list", "privacy", "reflect", "review", "search", "show"),
    *("tags", "year"),
}
"""Commands that change nothing; a command's `list` and `show` do not either."""
_LISTED = {"draft", "ideas", "obstacle", "plan", "shelf"}
"""Groups that list what there is when no word is behind them."""

_DAYS = {"today", "yesterday"}
"""Words before which other journals take what happened then."""

_DONE_TO_ONE = {"delete", "edit", "show", "heard", "history"}
"""Commands that some people type behind the number of an entry."""
_OF_AN_ENTRY = {"edit": "--text", "tag": "-t", "tags": "-t", "untag": "--untag"}
"""What `ally edit` calls the words that are typed behind one of these and a number."""

_OPTIONS = {
    "--on": "--date --day --when --at --time",
    "--since": "--from --after --start --begin",
    "--until": "--to --before --end --by --due --deadline",
    "--tag": "--tags --label --project",
    "--kind": "--type --category",
    "--with": "--person --people --name",
    "--limit": "--max --count --number --last --lines",
    "--out": "--output --file --to",
    "--star": "--starred --favourite --favorite",
    "--missed": "--miss",
    "--mistake": "--mistakes --wrong",
    "--yes": "--force --no-confirm -y -f",
    "--no-input": "--non-interactive --batch",
    "--dry-run": "--check --test",
    "--json": "--as-json",
    "--all": "--everything -A",
    "--edit": "--editor",
    "--format": "--as",
}
"""For an option the names that it has elsewhere."""


def replaced(path: str, words: list[str], known: Collection[str]) -> list[str]:
    """The words behind `path` that do what was meant, where that only reads.

    `path` is the command so far, "" for ally itself, and `known` what may stand behind it.

    Raises:
        WrongUsage: it would change something, or nobody knows what was meant.
    """
    if words[0].lower() in known:
        return [words[0].lower(), *words[1:]]
    meant = None if _turned_round(path, words) else meant_by(path, words, known)
    if meant is None or not (f"{meant} ".startswith(path) and _only_reads(meant, words[1:])):
        raise unknown(path, words, known)
    return split(_with(meant, words[1:]).removeprefix(path).strip()) or ["list"]  # the bare group


def unknown(path: str, words: list[str], known: Collection[str]) -> WrongUsage:
    """The error for a command that is none, with what is meant by it or near it."""
    command = f"ally {path}".rstrip()
    if line := _line_instead(path, words, known):
        return WrongUsage(_told(path, words[0], line))
    if near := near_to(words[0], known):
        offered = " and ".join(f"{command} {one}" for one in near)
        return WrongUsage(f"There is no “{command} {words[0]}”; near it are {offered}.")
    see = f"{command} --help" if path else "ally help all"
    return WrongUsage(f"There is no “{command} {words[0]}”; {see} shows what there is.")


def _line_instead(path: str, words: list[str], known: Collection[str]) -> str | None:
    """The one line that these words may mean; None where there are several, or none."""
    if line := _turned_round(path, words):
        return line
    if meant := meant_by(path, words, known):
        return f"ally {_with(meant, words[1:])}"
    first, near = words[0].split(), near_to(words[0], known)
    is_slip = len(near) == 1 and bool(get_close_matches(words[0].lower(), near, cutoff=0.8))
    if not path and len(first) > 1 and first[0] in known:
        return f"ally {join([*first, *words[1:]])}"
    if not path and (len(first) > 1 or len(words) > 2) and not is_slip:
        return f"ally {join(['log', ' '.join(words)])}"
    return f"{f'ally {path}'.rstrip()} {join([*near, *words[1:]])}" if len(near) == 1 else None


def instead(path: str, words: list[str]) -> str | None:
    """The whole line that does what these words behind a complete command may mean."""
    if path in _OF_AN_ENTRY and (line := _turned_round("", [path, *words])):
        return line
    meant = meant_by(path, words, ())
    return f"ally {_with(meant, words[1:])}" if meant else None


def option_instead(typed: str, known: Iterable[str]) -> str | None:
    """The option of a command that is meant by a name which is none of it."""
    offered = [name for name in known if name not in {"-h", "--help"}]
    for name, others in _OPTIONS.items():
        if typed in others.split() and name in offered:
            return name
    longer = [name for name in offered if len(typed) > 3 and name.startswith(typed)]
    near = longer or get_close_matches(typed, offered, n=1, cutoff=0.7)
    return near[0] if near else None


def is_verb(word: str) -> bool:
    """Whether programs use a word for what is done to one thing of many."""
    return word.lower() in {*_SYNONYMS, *_SAME}


def near_to(word: str, known: Collection[str]) -> list[str]:
    """At most two of the known words: those that begin so, or else are spelt nearly so."""
    begun = [one for one in known if len(word) > 1 and one.startswith(word.lower())]
    return (begun or get_close_matches(word.lower(), known, n=2))[:2]


def meant_by(path: str, words: list[str], known: Collection[str]) -> str | None:
    """The command, with what belongs to it, that these words behind `path` stand for."""
    typed = words[0].lower().lstrip("-")
    if not path and typed.strip(":") in _DAYS and any(not one.startswith("-") for one in words[1:]):
        return f"log --on {typed.strip(':')}"
    for one in (typed, _SAME.get(typed, typed)):
        command = f"{path} {one}".strip()
        if one in known:
            return command
        if command in _MEANT:
            return _MEANT[command]
    if typed.isdecimal() or (path and typed == "last"):
        shows = f"{path} show".strip() if "show" in known else None
        meant = _MEANT.get(f"{path} N", shows)
    else:
        meant = None if words[0].startswith("-") else _MEANT.get(f"{path} *")
    return f"{meant} {join(words[:1])}" if meant else None


def _turned_round(path: str, words: list[str]) -> str | None:
    """The line for a number before its command, or for words that belong into an entry's option.

    `1 done` is `plan done 1`, and `untag 1 hiring` is `edit 1 --untag hiring`. Numbers and options
    are no words: what is suggested never puts them in the place of a text.
    """
    if path or len(words) < 2:
        return None
    first, second, *rest = words
    if first.isdecimal() and (meant := meant_by("", [second], _DONE_TO_ONE)):
        return _turned_round("", [meant, first, *rest]) or f"ally {_with(meant, [first, *rest])}"
    verb = _SAME.get(first.lower(), first.lower())
    are_words = any(not one.isdecimal() for one in rest) and not any(
        one.startswith("-") for one in rest
    )
    if verb in _OF_AN_ENTRY and second.isdecimal() and are_words:
        if verb == "edit":
            rest = [" ".join(rest)]
        named = [part for word in rest for part in (_OF_AN_ENTRY[verb], word.lstrip("#"))]
        return f"ally {join(['edit', second, *named])}"
    return None


def _only_reads(meant: str, rest: list[str]) -> bool:
    first, *more = meant.split()
    if first in _LISTED and not more:
        return not rest
    return first in _READS or more[:1] in (["list"], ["show"])


def _with(meant: str, rest: list[str]) -> str:
    """The line without the sign that git has before a message."""
    return f"{meant} {join(one for one in rest if one not in {'-m', '--message'})}".strip()


def _told(path: str, word: str, line: str) -> str:
    typed = " ".join(filter(None, ["ally", path, word]))
    for_good = " to erase it for good" * line.startswith("ally forget")
    return f"There is no “{typed}”;{for_good} write: {line}"
