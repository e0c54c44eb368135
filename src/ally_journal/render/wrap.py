"""Sentences broken at words, by the cells that a terminal needs for them."""

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

_COMMAND = re.compile(r"(.*(?:write|run|example|as)): ((?:ally|pipx|uvx?|\S+ -m pip) .*[^.])")
_APART = re.compile(r"\S {2,}(?=\S)")
_NO_CELL = {"Mn", "Me", "Cf"}


def cells(text: str) -> int:
    """How many columns a terminal needs for a line, at most."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def wrapped(text: str, width: int, hanging: int | None = None) -> str:
    """Each line of it broken between words, to go on where it begins, or in column `hanging`.

    A word that has no room stays whole, such as a path or a command that is to be copied, but
    for wide characters, which are written without spaces and may be broken anywhere. A command
    that ends a sentence has a line to itself, which only the terminal breaks: it is copied whole.
    """
    if width >= len(text) and text.isascii() and "\n" not in text:
        return text
    return "\n".join(
        line if cells(line) <= width else "\n".join(_broken(line, width, hanging))
        for line in text.split("\n")
    )


def in_columns(line: str, width: int) -> str:
    """A line of two columns, two spaces or more apart, that goes on under the second."""
    apart = _APART.search(line)
    return wrapped(line, width, apart.end() if apart else None)


def in_sentences(text: str) -> str:
    """Lines of two columns as a name and what it is, for whoever listens."""
    lines = re.sub(r"\n {9,}", " ", text).split("\n")
    return "\n".join(_APART.sub(lambda gap: f"{gap[0][0]}: ", line, count=1) for line in lines)


def _cells(character: str) -> int:
    if character < "\u0300":
        return 1
    if character == "…":
        return 3  # the dots it is where only ASCII can be shown, and to whoever listens
    if category(character) in _NO_CELL:
        return 0
    return 2 if _is_wide(character) else 1


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in {"W", "F"}


def _broken(line: str, width: int, hanging: int | None) -> Iterator[str]:
    if named := _COMMAND.fullmatch(line):
        yield from _broken(f"{named[1]}:", width, hanging)
        yield named[2]
        return
    words = line.lstrip(" ")
    begin = line[: min(len(line) - len(words), width // 2)]
    later = " " * min(len(begin) if hanging is None else hanging, width // 2)
    shown, used = begin, len(begin)
    empty = True
    for gap, word in re.findall(r"( *)([^ ]+)", words):
        if not empty and used + len(gap) + cells(word) > width:
            yield shown
            shown, used, empty = later, len(later), True
        if not empty:
            shown, used = shown + gap, used + len(gap)
        for piece in _pieces(word, width - len(later)) if used + cells(word) > width else [word]:
            if not empty and used + cells(piece) > width:
                yield shown
                shown, used = later, len(later)
            shown, used, empty = shown + piece, used + cells(piece), False
    yield shown


def _pieces(word: str, room: int) -> Iterator[str]:
    """What a word that has no room may be broken into: nothing smaller, unless it is wide."""
    if not any(map(_is_wide, word)):
        yield word
        return
    piece, used = "", 0
    for character in word:
        cell = _cells(character)
        if piece and used + cell > max(room, 2):
            yield piece
            piece, used = "", 0
        piece, used = piece + character, used + cell
    yield piece
