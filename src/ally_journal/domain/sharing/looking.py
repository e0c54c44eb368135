"""Looking through what others will read: text by text, word by word, and what was done.

Whatever nobody looked at is left out or replaced.
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple, Protocol, Self, TypeVar

from ally_journal.domain.content import shipped
from ally_journal.domain.names.word_list import Names
from ally_journal.domain.sharing.anonymiser import guarded, without

TITLE = "From the shelf"
"""What a text is that is the title of a thing on the shelf."""

MOST = 4
"""The most words that may be put in the place of one; more are a sentence meant for elsewhere."""


class Told(NamedTuple):
    """One text of a copy, and what it is; a title with whoever made it."""

    what: str
    text: str
    by: str | None = None
    is_note: bool = False
    """Whether it was said of what stands before it, and goes with it."""
    marked: bool = True
    """Whether a person marked it for others, or for this copy, before anyone looked at it."""

    @property
    def is_title(self) -> bool:
        """Whether it is the title of a thing on the shelf, where every word may have a capital."""
        return self.what == TITLE

    @property
    def is_shipped(self) -> bool:
        """Whether it is a title that the sources of ally name."""
        return self.is_title and any(
            self.text == one.title and self.by in {None, one.by} for one in shipped()
        )


class Looked(NamedTuple):
    """What became of a copy before it was made.

    `asked` tells whether a person was shown every text that stands in it, and kept each; `stopped`
    that they did not come to the end; `texts` that texts were left out, `bare` that none of the
    person's own is left; `kept` and `replaced`
    that words were, after a look; `unseen` that words were replaced without one.
    """

    asked: bool = False
    stopped: bool = False
    texts: bool = False
    kept: bool = False
    replaced: bool = False
    unseen: bool = False
    bare: bool = False

    @property
    def whole(self) -> bool:
        """Whether a person decided on each text and each word that may be a name."""
        return self.asked and not self.stopped


UNLOOKED = Looked()
"""Nobody was asked, and nothing was there to replace."""

Tell = Callable[[Told], str | None]


class Copy(Protocol):
    """What others may see of a journal, text by text."""

    @property
    def looked(self) -> Looked:
        """What became of it before it was made."""

    def retold(self, tell: Tell) -> Self:
        """The copy with each text told again, in its order; None leaves that part out."""

    def looking(self, looked: Looked) -> Self:
        """The copy as it says of itself what became of it."""


C = TypeVar("C", bound=Copy)


def texts_of(copy: Copy) -> tuple[Told, ...]:
    """Every text of a copy, in the order in which they stand there."""
    told: list[Told] = []

    def read(one: Told) -> str:
        told.append(one)
        return one.text

    copy.retold(read)
    return tuple(told)


def with_texts(copy: C, texts: Iterable[str | None]) -> C:
    """The copy with other texts, in the order of `texts_of`; None leaves that part out.

    What is left out takes its notes along, for which there must be texts all the same.
    """
    new = iter(texts)
    return copy.retold(lambda _: next(new))


def with_word(copy: C, word: str, words: str, names: Names) -> C:
    """The copy with other words in every place of one, and each text looked at again."""
    return copy.retold(lambda told: without(told.text, word, words, names))


def unlooked(copy: C, names: Names) -> C:
    """The copy where nobody was asked: only what was marked, without what may be a name or a day.

    A note may have been written after its plan was marked, and no title is marked, so they are
    left out.
    """
    bare = copy.retold(lambda told: told.text if told.marked or told.is_shipped else None)
    texts = len(texts_of(bare)) < len(texts_of(copy))
    return settled(bare.looking(Looked(texts=texts)), names)


def settled(copy: C, names: Names, kept: Collection[str] = ()) -> C:
    """The copy without any word that may be a name, or tell a day, unless it is among `kept`.

    Titles were looked at whole. `kept` holds folded words.
    """
    bare = copy.retold(lambda told: told.text if told.is_title else guarded(told.text, names, kept))
    return copy if bare == copy else bare.looking(copy.looked._replace(unseen=True))
