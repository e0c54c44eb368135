"""A Day One export: the words without its signs, the day of the place, and what stays behind."""

import json
from collections.abc import Mapping
from datetime import date

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer import formats
from ally_journal.domain.transfer.dayone import journals_in
from ally_journal.domain.transfer.document import Document
from ally_journal.domain.transfer.reader import Arrivals
from ally_journal.errors import AllyError, UnreadableFile, WrongUsage

ONE = {
    "uuid": "1546F37361264E129200B2CA6A885855",
    "creationDate": "2026-11-19T23:30:00Z",
    "timeZone": "Asia/Taipei",
    "text": "Gave the floor back\\.",
}


def document(*entries: Mapping[str, object]) -> bytes:
    return json.dumps({"metadata": {"version": "1.0"}, "entries": entries}).encode()


def read(now: Moment, **fields: object) -> Arrivals:
    """What becomes of one entry with some fields of its own."""
    return read_all(now, {**ONE, **fields})


def read_all(now: Moment, *entries: Mapping[str, object]) -> Arrivals:
    return formats.read("dayone", [Document("Journal.json", [document(*entries)])], Kind.ACT, now)


def test_an_entry(now: Moment) -> None:
    """The day is that of the place where it was written; the key is Day One's own."""
    (one,) = read(now).items
    assert one.key == ONE["uuid"]
    assert (one.entry.text, one.entry.day) == ("Gave the floor back.", date(2026, 11, 20))
    assert one.entry.at is not None
    assert one.entry.at.isoformat() == "2026-11-20T07:30:00+08:00"
    assert one.entry.zone == "Asia/Taipei"


def test_an_unknown_zone_is_ones_own(now: Moment) -> None:
    for name in ("Mars/Olympus", "", None, "../../etc/passwd", "Europe", 7):
        found = read(now, timeZone=name)
        assert str(next(iter(found.items)).entry.at) == "2026-11-20 00:30:00+01:00"
        assert found.notes == ("The time zone of 1 entry is not known here; your own was taken.",)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1\\. a \\- b \\(c\\) \\!", "1. a - b (c) !"),
        ("a \\\\ b", "a \\ b"),
        ("a \\n b", "a \\n b"),
        ("\\.\n```\n\\.\n```\n\\.", ".\n```\n\\.\n```\n."),
        ("![](dayone-moment://AD6F)\n\nWords", "Words"),
        ("One\n\n![a photo](dayone-moment://AD6F)\nTwo", "One\n\nTwo"),
        ("![](https://example.com/a.png) x", "![](https://example.com/a.png) x"),
        ("# Heading\n**bold** #tag @Priya", "# Heading\n**bold** #tag @Priya"),
    ],
)
def test_the_words(written: str, text: str, now: Moment) -> None:
    """Backslashes and links to media go; the Markdown a person wrote stays."""
    assert next(iter(read(now, text=written).items)).entry.text == text


def test_words_in_the_second_form(now: Moment) -> None:
    rich = json.dumps({"contents": [{"text": "One\n"}, {"embeddedObjects": []}, {"text": "Two"}]})
    assert next(iter(read(now, text="", richText=rich).items)).entry.text == "One\nTwo"


def test_tags(now: Moment) -> None:
    """One word each; those already in the words are not given again; a star becomes a tag."""
    found = read(now, text="x #hiring", tags=["Hiring", "code review", "2026"], starred=True)
    assert next(iter(found.items)).entry.tags == ("code-review", "starred")
    assert found.notes == (
        "1 tag of several words was joined by hyphens.",
        "1 tag was left out, because a tag is one word that begins with a letter.",
        "1 starred entry got the tag starred.",
    )


def test_what_stays_behind_is_said(now: Moment) -> None:
    """Each thing once, with how many there were."""
    entry = {
        **ONE,
        "photos": [{}, {}],
        "videos": [{}],
        "location": {"placeName": "x"},
        "weather": {"temperatureCelsius": 7},
    }
    linked = {"creationDate": ONE["creationDate"], "text": "![](dayone-moment:/audio/AB)\nWords"}
    wordless = {"creationDate": ONE["creationDate"], "photos": [{}]}
    found = read_all(now, entry, linked, wordless)
    assert found.many == 2
    assert found.notes == (
        "3 photos were left out.",
        "1 video was left out.",
        "1 recording was left out.",
        "The place of 1 entry was left out.",
        "The weather of 1 entry was left out.",
        "The time zone of 1 entry is not known here; your own was taken.",
        "1 entry without words was left out.",
    )


def test_a_whole_day_has_no_time(now: Moment) -> None:
    (one,) = read(now, isAllDay=True).items
    assert (one.entry.day, one.entry.at, one.entry.zone) == (date(2026, 11, 20), None, None)


def test_an_offset_is_a_zone(now: Moment) -> None:
    for name, at in (
        ("GMT-0700", "2026-11-19 16:30:00-07:00"),
        ("+05:30", "2026-11-20 05:00:00+05:30"),
        ("UTC+2", "2026-11-20 01:30:00+02:00"),
    ):
        found = read(now, timeZone=name)
        (one,) = found.items
        assert (str(one.entry.at), one.entry.zone) == (at, None)
        assert found.notes == ()


def test_journals_are_named(now: Moment) -> None:
    """Several in one export: each error says in which, and all of them are told at once."""
    bad = {**ONE, "creationDate": "then"}
    files = [
        Document("Journal.json", [document(ONE)], packed=True),
        Document("Work.json", [document({**ONE, "uuid": "B"}, bad, bad)], packed=True),
        Document("Torn.json", [b'{"entries": ['], packed=True),
    ]
    with pytest.raises(
        UnreadableFile, match=r"^3 .* Work.json, entry 2 has .* Work.json, entry 3 .* Torn.json, li"
    ):
        formats.read("dayone", files, Kind.ACT, now)
    found = formats.read("dayone", files, Kind.ACT, now, skip=True)
    assert found.many == 2
    assert found.notes[0] == "3 journals were read: Journal.json, Work.json, Torn.json."
    assert len(found.notes) == 4


@pytest.mark.parametrize(
    ("names", "journals"),
    [
        (["Journal.json", "Work.json", "photos/a.json"], ["Journal.json", "Work.json"]),
        (["Export/Journal.json", "Export/photos/a.json"], ["Export/Journal.json"]),
        (["photos/a.json"], []),
        ([], []),
    ],
)
def test_where_journals_lie(names: list[str], journals: list[str]) -> None:
    """Highest, also when somebody packed the folder around them; what lies by media is none."""
    assert journals_in(names) == journals


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        (document({"text": "x"}), UnreadableFile, "^Entry 1 has no date"),
        (document({**ONE, "creationDate": "0001-01-01T00:00:00Z"}), AllyError, "^Entry 1"),
    ],
)
def test_what_is_refused(source: bytes, error: type[AllyError], words: str, now: Moment) -> None:
    with pytest.raises(error, match=words):
        formats.read("dayone", [Document("Journal.json", [source])], Kind.ACT, now)


def test_a_kind_must_be_given(now: Moment) -> None:
    with pytest.raises(WrongUsage, match=r"^Entry 1: there is no kind"):
        formats.read("dayone", [Document("Journal.json", [document(ONE)])], None, now)
