"""The help of commands at any width; imported only where somebody asks for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from typer._click.formatting import HelpFormatter

from ally_journal.cli.terminal import streams
from ally_journal.render.clean import filled
from ally_journal.render.help import FOR_LISTENERS, MORE, topics
from ally_journal.render.phrases import together
from ally_journal.render.wrap import cells, in_columns, in_sentences, wrapped

_WIDEST = 80
_NARROW = 50
"""In fewer columns, what something is stands below its name."""
_HEADING, _NAME = 11, 9
Row = tuple[str, str, bool, str]
"""What the command table says of a command."""


class Form(HelpFormatter):
    """Lines that end between words, however narrow the terminal is."""

    def __init__(self) -> None:
        super().__init__(width=min(streams.width(), _WIDEST))

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is written."""
        self._put(f"{prefix or 'Usage: '}{prog} {args}", hanging=7)

    def write_heading(self, heading: str) -> None:
        """What the next lines are about."""
        self._put(f"{heading}:")

    def write_text(self, text: str) -> None:
        """Paragraphs, of which those that begin with a backspace keep their lines."""
        margin = " " * self.current_indent
        for place, paragraph in enumerate(text.split("\n\n")):
            if place:
                self.write("\n")
            first, _, rest = paragraph.partition("\n")
            lines = rest.split("\n") if first == "\b" else [" ".join(paragraph.split())]
            for line in lines:
                said = f"{margin}{in_sentences(line) if streams.manner.plain else line}"
                self.write(in_columns(_aloud(said), self.width).rstrip() + "\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Names with what they are, beside them or below."""
        named = list(rows)
        margin = " " * self.current_indent
        longest = max((cells(name) for name, _ in named), default=0)
        column = self.current_indent + min(longest, col_max) + col_spacing
        for name, says in named:
            if streams.manner.plain:
                self._put(f"{margin}{name.replace('...', '')}: {says}")
            elif self.width < _NARROW:
                self._put(f"{margin}{name}")
                self._put(f"{margin}    {says}")
            elif self.current_indent + cells(name) + col_spacing > column:
                self._put(f"{margin}{name}")
                self._put(" " * column + says)
            else:
                self._put(f"{margin + name:<{column}}{says}", hanging=column)

    def _put(self, line: str, hanging: int | None = None) -> None:
        self.write(wrapped(_aloud(line), self.width, hanging).rstrip() + "\n")


def _aloud(line: str) -> str:
    return filled(line) if streams.manner.plain else line


def show(ctx: Any, _param: object, value: bool) -> None:  # noqa: ANN401 - what Typer hands over
    """Show the help of a command and leave, if --help was given."""
    if value and not ctx.resilient_parsing:
        streams.put(ctx.get_help())
        ctx.exit()


def help_screen(rows: Mapping[str, Row], *, everything: bool = False) -> str:
    """The commands under their headings; with `everything` the less usual ones too, one a line.

    Otherwise it fits on a screen of 24 lines, and a name may stand beside what belongs to it.
    """
    width = streams.width()
    apart = streams.manner.plain or width < _NARROW
    lines = [wrapped("ally: a private allyship journal, on this computer", width), ""]
    before = ""
    for name, (panel, means, everyday, beside) in rows.items():
        if not everything and (beside or not everyday):
            continue
        also = [] if everything else [one for one, its in rows.items() if its[-1] == name]
        says = _aloud(means)
        told = f"{says}; also {together(also)}" if also else says
        if apart:
            lines += [f"{panel}:"] * (panel != before)
            lines.append(wrapped(f"  {name}: {told}", width, 4))
        else:
            heading = panel if panel != before else ""
            front = f"{heading:<{_HEADING}} {name:<{_NAME}} "
            lines.append(wrapped(front + told, width, len(front)))
        before = panel
    more = f"Topics: ally help {topics('or')}" if everything else MORE
    lines += ["", *(wrapped(line, width) for line in (more, FOR_LISTENERS))]
    return "\n".join(lines) + "\n"
