"""Entries as Markdown: what a person wrote is shown as its own characters, whatever it is."""

from datetime import date

import cmarkgfm
from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.render.writers import markdown

FRIDAY = date(2026, 11, 20)
TEXTS = st.text(
    st.sampled_from("ab1 \n\t#*_`<>[]()!|~-+=.:@/\\&;$\"'שע👩\u202e")
    | st.characters(codec="utf-8"),
    min_size=1,
).filter(str.strip)


@given(TEXTS, TEXTS)
def test_words_open_no_element(text: str, lesson: str) -> None:
    """A renderer makes the same elements of any text as of a plain word."""

    def elements(*words: str) -> list[str]:
        entry = Entry(kind=Kind.ACT, text=words[0], day=FRIDAY, lesson=words[1], number=1)
        document = "".join(markdown.entries([(entry,)]))
        html = cmarkgfm.github_flavored_markdown_to_html(document)
        found = [part.partition(">")[0] for part in html.split("<")[1:]]
        return [one for one in found if one.strip("/ ") not in {"p", "br"} and "mailto:" not in one]

    assert set(elements(text, lesson)) - {"/a"} <= set(elements("a", "b"))


def test_a_batch_ends_where_it_may() -> None:
    """However entries come in batches, the document is the same, with one heading a month."""
    entries = tuple(
        Entry(kind=Kind.LEARN, text="x", day=date(2026, month, 1), number=month)
        for month in (1, 1, 2)
    )
    whole = "".join(markdown.entries([entries]))
    assert whole == "".join(markdown.entries([(one,) for one in entries]))
    assert whole.count("## January 2026\n") == 1
    assert whole.count("## February 2026\n") == 1
