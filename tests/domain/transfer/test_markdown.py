"""A folder of Markdown notes: each with a day is an entry, and the others are told."""

from datetime import date

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer import formats
from ally_journal.domain.transfer.document import Document
from ally_journal.domain.transfer.markdown import day_in
from ally_journal.domain.transfer.reader import Arrivals
from ally_journal.errors import TooLong, UnreadableDate, UnreadableFile


def read(now: Moment, notes: dict[str, str], *, skip: bool = False) -> Arrivals:
    files = [Document(f"{name}.md", [text.encode()], packed=True) for name, text in notes.items()]
    return formats.read("markdown", files, Kind.LEARN, now, skip=skip)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2026-10-01.md", "2026-10-01"),
        ("Vault/Daily/2026-10-01 Thursday.md", "2026-10-01"),
        ("journals/2026_10_01.md", "2026-10-01"),
        ("20261001.md", "2026-10-01"),
        ("2026/10/1.md", "2026-10-01"),
        ("2026/10-October/01.md", ""),
        ("2026/10/2026-10-01.md", "2026-10-01"),
        ("Daily note 2026-10-01.md", "2026-10-01"),
        ("202610012.md", ""),
        ("Ideas.md", ""),
    ],
)
def test_the_day_in_a_name(name: str, day: str) -> None:
    assert day_in(name) == day


def test_a_note(now: Moment) -> None:
    """Every word stays; tags come along, and other properties are counted."""
    note = (
        "\ufeff---\r\ntags: [work, code review]\r\nmood: fine\r\n---\r\n# Day\r\n- 10:00 asked #b"
    )
    (one,) = read(now, {"2026-10-01": note}).items
    assert (one.entry.day, one.entry.at) == (date(2026, 10, 1), None)
    assert one.entry.text == "# Day\n- 10:00 asked #b"
    assert one.entry.all_tags == ("b", "work", "code-review")


def test_tags_and_a_day_in_its_properties(now: Moment) -> None:
    note = "---\ndate: 2026-10-02\ntags:\n  - work\n  - '#team'\n---\nSaid it\n"
    found = read(now, {"Meeting": note})
    assert (next(iter(found.items)).entry.day, next(iter(found.items)).entry.tags) == (
        date(2026, 10, 2),
        ("work", "team"),
    )
    assert found.notes == ()


def test_what_stays_behind_is_said(now: Moment) -> None:
    notes = {"2026-10-01": "---\nmood: 1\n---\nx", "2026-10-02": "  \n", "Ideas": "x", "b/c": "y"}
    found = read(now, notes)
    assert [one.entry.text for one in found.items] == ["x"]
    assert found.notes == (
        "2 notes without a day were left out: Ideas.md, b/c.md.",
        "The properties of 1 note were left out, but for its tags.",
        "1 entry without words was left out.",
    )


def test_a_note_keeps_its_name(now: Moment) -> None:
    """In a folder, in a .zip with that folder, and alone; another folder has other notes."""

    def key(document: Document) -> str:
        (one,) = formats.read("markdown", [document], Kind.LEARN, now).items
        assert one.named
        return one.key

    there = key(Document("2026-10-01.md", [b"x"], packed=True, folder="Vault"))
    assert key(Document("Vault/2026-10-01.md", [b"x"], packed=True)) == there
    assert key(Document("home/Vault/2026-10-01.md", [b"x"])) == there
    assert key(Document("2026-10-01.md", [b"x"], packed=True, folder="Work")) != there


def test_what_is_refused(now: Moment) -> None:
    with pytest.raises(UnreadableFile, match=r"^Ideas.md has no day in its name"):
        read(now, {"Ideas": "x"})
    with pytest.raises(UnreadableDate, match=r"^2026-13-01.md: there is no such day"):
        read(now, {"2026-13-01": "x"})
    with pytest.raises(TooLong, match=r"^2026-10-01.md: the text is"):
        read(now, {"2026-10-01": "x" * 1_000_001})
    found = read(now, {"2026-13-01": "x", "2026-10-01": "y"}, skip=True)
    assert [one.entry.text for one in found.items] == ["y"]
    assert found.notes[0].startswith("Left out: 2026-13-01.md: there is no such day")


def test_days_as_people_write_them(now: Moment) -> None:
    """All names together tell which part is the day; a property may tell a time."""
    named = {"01-10-2026": "a", "25-10-2026": "b", "20 November 2026 Friday": "c", "3.4.2026": "d"}
    timed = {"Meeting": "---\ndate: 2026-11-18T14:30\n---\ne"}
    found = read(now, named | timed)
    assert [one.entry.day.isoformat() for one in found.items] == [
        "2026-10-01",
        "2026-10-25",
        "2026-11-20",
        "2026-04-03",
        "2026-11-18",
    ]
    assert [one.entry.at for one in found.items][3:] == [None, now.local.replace(day=18)]
    with pytest.raises(UnreadableDate, match=r"^01-10-2026.md: .* 1 October 2026 or 10 January"):
        read(now, {"01-10-2026": "a", "Ideas": "b"})


def test_rules_are_words(now: Moment) -> None:
    """What stands between two lines is words, unless it is properties."""
    text = "---\nSaid it.\n---\nMore"
    assert next(iter(read(now, {"2026-10-01": text}).items)).entry.text == text
