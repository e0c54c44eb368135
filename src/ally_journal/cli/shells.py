"""What is told to bash, zsh, fish and PowerShell when Tab is pressed, and the script that asks.

File names are left to the shell where a file is named, and offered nowhere else. It is imported
only when a shell asks.
"""

import os
from contextlib import suppress
from typing import ClassVar

from typer import _completion_classes as typers
from typer._click.shell_completion import (
    CompletionItem,
    ShellComplete,
    _resolve_context,
    _resolve_incomplete,
)
from typer.core import TyperGroup
from typer.models import TyperPath

from ally_journal.cli.arguments import JOURNAL, PLAIN, in_front
from ally_journal.errors import WrongUsage

ASKED = "_ALLY_COMPLETE"
_FILE = ":file"

_BASH = """
_ally_completion() {
    local IFS=$'\\n' offered
    offered=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
              _ALLY_COMPLETE=complete_bash $1)
    COMPREPLY=()
    if [[ $offered != :file ]]; then COMPREPLY=($offered)
    else compopt -o default 2>/dev/null ||
        COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); fi
}
complete -F _ally_completion ally
"""
_ZSH = """
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -D }
_ally_completion() {
    eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" _ALLY_COMPLETE=complete_zsh ally)
}
compdef _ally_completion ally
"""
_ASK_FISH = (
    "env _ALLY_COMPLETE=complete_fish _TYPER_COMPLETE_FISH_ACTION={}"
    " _TYPER_COMPLETE_ARGS=(commandline -cp) ally"
)
_FISH = f"""
complete --command ally --no-files
complete --command ally --force-files --condition "{_ASK_FISH.format("is-file")}"
complete --command ally --no-files --arguments "({_ASK_FISH.format("get-args")})"
"""


class _Asked(ShellComplete):
    """Knows whether what is to be completed names a file."""

    file = False

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """What is offered; nothing where the line is so wrong that it cannot be read."""
        if args[-1:] == [JOURNAL]:
            self.file = True
            return []
        with suppress(WrongUsage):
            context = _resolve_context(self.cli, self.ctx_args, self.prog_name, in_front(args))
            asked, typed = _resolve_incomplete(context, args, incomplete)
            self.file = isinstance(getattr(asked, "type", None), TyperPath)
            behind = typed.startswith("-") and asked is context.command is not self.cli
            everywhere = (JOURNAL, PLAIN) if behind else ()
            more = [CompletionItem(name) for name in everywhere if name.startswith(typed)]
            return asked.shell_complete(context, typed) + more
        return []


class Bash(_Asked, typers.BashComplete):
    """Gets words, a line each, or is told to offer files."""

    source_template: ClassVar[str] = _BASH.replace("%", "%%")

    def complete(self) -> str:
        """The words for the line in COMP_WORDS."""
        return super().complete() or (_FILE if self.file else "")


class Zsh(_Asked, typers.ZshComplete):
    """Gets a line to evaluate."""

    source_template: ClassVar[str] = _ZSH.replace("%", "%%")

    def complete(self) -> str:
        """The words for the line in _TYPER_COMPLETE_ARGS."""
        told = super().complete()
        return "" if told == "_files" and not self.file else told


class Fish(_Asked, typers.FishComplete):
    """Gets words with help behind a tab, and is told by an exit code whether to offer files."""

    source_template: ClassVar[str] = _FISH.replace("%", "%%")

    def complete(self) -> str:
        """The same, by _TYPER_COMPLETE_FISH_ACTION."""
        if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-file":
            self.get_completions(*self.get_completion_args())
            raise SystemExit(not self.file)
        return super().complete()


_SHELLS: dict[str, type[ShellComplete]] = {
    "bash": Bash,
    "zsh": Zsh,
    "fish": Fish,
    "powershell": typers.PowerShellComplete,
    "pwsh": typers.PowerShellComplete,
}


def answer(program: TyperGroup) -> str:
    """What a shell gets that asks by _ALLY_COMPLETE for the script, or for words.

    Raises WrongUsage for another shell, or anything else in it.
    """
    asked, _, name = os.environ[ASKED].partition("_")
    if asked not in {"source", "complete"} or name not in _SHELLS:
        raise WrongUsage(
            f"Tab is for bash, zsh and fish; write {ASKED}=source_bash ally, or the like."
        )
    shell = _SHELLS[name](program, {}, "ally", ASKED)
    return shell.source() if asked == "source" else shell.complete()
