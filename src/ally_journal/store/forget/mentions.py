"""What was found of a person while forgetting is previewed, handed on to where it is erased."""

import json

from ally_journal.domain.names.erasure import Person, body_without, inside_words, may_name, texts_of
from ally_journal.domain.records.revision import canonical


class Mentions:
    """Where a person is named: each revision is searched once, whichever copy of a journal has it.

    An id stands for a revision's words, so what the preview found holds when it is erased, and in
    the backups; only what was written since is searched then.
    """

    def __init__(self, whom: Person) -> None:
        self.whom = whom
        self._searched: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._inside: dict[bytes, list[str]] = {}

    def names(self, revision: bytes, type_: str, body: bytes) -> bool:
        """Whether the person is named in a body."""
        self._search(revision, type_, body)
        return revision in self._new

    def without(self, revision: bytes, type_: str, body: bytes) -> bytes:
        """The body without the person; the same one where nobody is named."""
        self._search(revision, type_, body)
        return self._new.get(revision, body)

    def inside(self, revision: bytes, type_: str, body: bytes) -> list[str]:
        """Words of a body in which the name will still stand."""
        self._search(revision, type_, body)
        return self._inside.get(revision, [])

    def _search(self, revision: bytes, type_: str, body: bytes) -> None:
        if revision in self._searched:
            return
        self._searched.add(revision)
        text = body.decode()
        if not may_name(text, self.whom):
            return
        said = json.loads(text)
        if not isinstance(said, dict):
            return
        left = body_without(type_, said, self.whom)
        if left != said:
            self._new[revision] = canonical(left)
        words = [one for text in texts_of(type_, left) for one in inside_words(text, self.whom)]
        if words:
            self._inside[revision] = words
