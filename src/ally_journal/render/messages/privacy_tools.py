"""What shells and editors keep of the words that pass through them, and how to tell them not to.

From bash(1), HISTCONTROL; zshoptions(1), HIST_IGNORE_SPACE; fish's `history` page; Vim's
starting.txt and options.txt; nano(1); "Backup" and "Auto Save" in the Emacs manual; VS Code's list
of settings.
"""

from typing import NamedTuple

from ally_journal.domain.privacy import Typing
from ally_journal.render.clean import one_line


class Recipe(NamedTuple):
    """How an editor is told to keep no copies: `keeps` what, by which command or other words.

    `careful` are the words of a command that already does so.
    """

    keeps: str
    command: str | None = None
    words: str | None = None
    careful: frozenset[str] = frozenset()


_VIM = "swap, undo and backup files, and what was cut or copied"
_VIM_FLAGS = "-n -i NONE -c 'set noudf nobk nowb'"
_VIM_CAREFUL = frozenset({"-n", "NONE"})
_EMACS = "(setq make-backup-files nil auto-save-default nil)"
_CODE = Recipe(
    "its own history of files and text not yet written",
    words="in its settings, workbench.localHistory.enabled false and files.hotExit off keep none",
)
_EDITORS = {
    "nvim": Recipe(_VIM, f"nvim {_VIM_FLAGS}", careful=_VIM_CAREFUL),
    "vim": Recipe(_VIM, f"vim {_VIM_FLAGS}", careful=_VIM_CAREFUL),
    "nano": Recipe(
        "a copy when it is stopped, and more if its settings say so",
        "nano -I",
        careful=frozenset({"-I"}),
    ),
    "emacsclient": Recipe("copies", words=f"in its init file, {_EMACS} keeps none"),
    "emacs": Recipe("copies", f"emacs --eval '{_EMACS}'", careful=frozenset({_EMACS})),
    "codium": _CODE,
    "code": _CODE,
}
"""By the beginning of the program's name."""

_SPACE = {
    "bash": "HISTCONTROL=ignorespace in ~/.bashrc leaves out lines that begin with a space.",
    "zsh": "setopt HIST_IGNORE_SPACE in ~/.zshrc leaves out lines that begin with a space.",
}


def shell(typing: Typing) -> list[str]:
    """What the shell keeps of a command that holds words."""
    name = one_line(typing.shell or "") or "Your shell"
    begins = f"{name} keeps words typed into a command, and ps shows them while it runs:"
    said = [f"{begins} without words, ally log asks for them."]
    if typing.space_hides:
        return [*said, "It leaves out lines that begin with a space."]
    return [*said, *filter(None, [_SPACE.get(typing.shell or "")])]


def editor(typing: Typing) -> tuple[str, str | None]:
    """What the editor may keep, and the command that tells it not to, if there is one."""
    called = next((name for name in _EDITORS if typing.editor_is.startswith(name)), None)
    if called is None:
        other = one_line(typing.editor_is)
        return f"The editor {other} may keep copies; its manual says how to turn that off.", None
    recipe = _EDITORS[called]
    if recipe.careful and all(one in typing.editor for one in recipe.careful):
        return f"The editor {called} is told to keep no copies.", None
    said = f"The editor {called} may keep {recipe.keeps}"
    if recipe.command is None:
        return f"{said}; {recipe.words}.", None
    return f"{said}; this keeps none:", f'export {typing.variable}="{recipe.command}"'
