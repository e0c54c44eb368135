"""What a page holds, read with Python's own parser: tags as they nest, attributes, and words."""

from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

VOID = {"meta", "br", "link", "img", "input", "hr", "base"}
CLOSED_BY_THEMSELVES = {"rect", "path"}


class Element(NamedTuple):
    """One element: its tag, its attributes, what it is in, and its whole text."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    texts: list[str]

    @property
    def text(self) -> str:
        """All text in it, also that of elements in it."""
        return "".join(self.texts)

    @property
    def classes(self) -> set[str]:
        """Its classes."""
        return set(self.attributes.get("class", "").split())


class Page(HTMLParser):
    """A page that was read; raises AssertionError where tags do not nest."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.declarations: list[str] = []
        self.feed(document)
        self.close()
        assert not self.open, [one.tag for one in self.open]

    def handle_decl(self, decl: str) -> None:
        """Keep what stands before the first element."""
        self.declarations.append(decl)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        assert tag not in CLOSED_BY_THEMSELVES, f"<{tag}> is never closed"
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element that has nothing in it, as SVG writes it."""
        assert tag in CLOSED_BY_THEMSELVES, f"<{tag}/> is not how HTML closes it"
        self._add(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the element opened last, and no other."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        """Give text to every element it stands in."""
        for element in self.open:
            element.texts.append(data)

    def handle_comment(self, data: str) -> None:
        """A page has none."""
        raise AssertionError(f"a comment: {data[:40]}")

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        inside = tuple(one.tag for one in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside, [])
        assert len(element.attributes) == len(attrs), f"an attribute of <{tag}> stands twice"
        self.elements.append(element)
        return element

    def all(self, *tags: str) -> list[Element]:
        """The elements of these tags, in order."""
        return [one for one in self.elements if one.tag in tags]

    @property
    def words(self) -> list[str]:
        """What people wrote, in order."""
        return [one.text for one in self.elements if one.attributes.get("lang") == ""]

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Everything but text: tags, names of attributes, and what each stands in."""
        return [(one.tag, tuple(one.attributes), one.inside) for one in self.elements]

    @property
    def readable(self) -> str:
        """The text of headings, paragraphs, list items and drawings, a line each."""
        shown = ("title", "h1", "h2", "h3", "b", "p", "figcaption", "desc", "th", "td", "summary")
        marks = {"h1": "# ", "h2": "\n## ", "h3": "### ", "desc": "drawn: ", "title": "title: "}
        marks["summary"] = "folded: "
        after = pairwise(self.elements)
        bare = [one for one, then in after if len(then.inside) <= len(one.inside)]
        leaves = [
            one
            for one in self.elements
            if (one.tag in shown or (one.tag == "li" and one in bare)) and one.text.strip()
        ]
        lines = (
            f"{marks.get(one.tag, '')}{one.text.strip()}"
            for one in leaves
            if one.inside[-1] != "summary"
        )
        return "\n".join(line for line in lines) + "\n"
