"""Lists for a terminal: names in a column, facts dim below the words."""

from collections.abc import Iterable, Iterator

from ally_journal.render.items import Group, Item
from ally_journal.render.screen import Screen
from ally_journal.render.terminal import Row, draw


def groups(values: Iterable[Group], screen: Screen) -> str:
    """Groups of a list; a title stands above its things, and an empty line before it."""
    return draw(_groups(tuple(values), screen), screen)


def _groups(values: tuple[Group, ...], screen: Screen) -> Iterator[Row]:
    width = max((len(item.name) for group in values for item in group.items), default=0)
    for place, group in enumerate(values):
        if place:
            yield Row()
        if group.title:
            yield Row(words=((group.title, "bold"),))
        for item in group.items:
            yield from _item(item, width, screen)


def _item(item: Item, width: int, screen: Screen) -> Iterator[Row]:
    name = f"{item.name:>{width}}" if item.name.isdigit() else f"{item.name:<{width}}"
    front = f"  {name}  " if width else "  "
    yield Row(((front, ""),), ((" ".join(item.words.split()), ""),))
    if item.facts:
        facts = screen.dot.join(" ".join(fact.split()) for fact in item.facts)
        yield Row(((" " * len(front), ""),), ((facts, "dim"),))
    for line in item.versions:
        yield Row(((" " * len(front), ""),), ((" ".join(line.split()), ""),))
