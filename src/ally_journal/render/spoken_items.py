"""Lists as sentences, line by line, for --plain."""

from collections.abc import Iterable, Iterator

from ally_journal.render.clean import one_line
from ally_journal.render.items import Group, Item
from ally_journal.render.screen import Screen


def groups(values: Iterable[Group], _screen: Screen) -> str:
    """Groups of a list, one line a thing, each fact a sentence of its own."""
    return "".join(f"{line}\n" for line in _lines(values))


def _lines(values: Iterable[Group]) -> Iterator[str]:
    for group in values:
        if group.title:
            yield f"{one_line(group.title)}:"
        for item in group.items:
            yield _item(item)
            yield from (_ended(one_line(line)) for line in item.versions)


def _item(item: Item) -> str:
    called = " ".join(filter(None, (item.noun, one_line(item.name))))
    words = one_line(item.words)
    said = f"{called}: {words}" if called else words
    facts = [one_line(fact) for fact in item.facts]
    if not facts:
        return said
    return " ".join([_ended(said), *(_ended(f"{fact[:1].upper()}{fact[1:]}") for fact in facts)])


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…", "”", '"')) else f"{sentence}."
