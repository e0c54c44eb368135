"""What all command files share: how a command is made and how its help looks."""

import typer

HELP_NAMES = {"help_option_names": ["-h", "--help"]}


def new_app(**settings: object) -> typer.Typer:
    """A Typer app without Rich help, which would cost every `--help` a third of a second."""
    return typer.Typer(
        rich_markup_mode=None,
        add_completion=False,
        context_settings=HELP_NAMES,
        **settings,  # type: ignore[arg-type]  # passed on as they are
    )


def examples(*lines: str) -> str:
    """The examples at the end of a command's help; the first line stops Click from joining them."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
