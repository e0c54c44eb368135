"""A journal kept in jrnl: the days, times and words that jrnl shows, in whichever form it writes.

The two documents are what jrnl 4.6 wrote; tests/faults/test_real_jrnl.py makes new ones.
"""

import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer import formats
from ally_journal.domain.transfer.document import Document
from ally_journal.domain.transfer.reader import Arrivals
from ally_journal.errors import AllyError, TooLong, UnreadableDate, UnreadableFile, WrongUsage

TEXT = """\
[2026-11-18 09:15:00 AM] Read about captions.
They help @everyone in #meetings.

[2026-11-19 09:05:00 PM] Gave the floor back *

[2026-11-20 09:00:00 AM] Noon note *.
With text

[2026-11-20 02:30:00 PM] Asked for criteria @hiring.
Second line

[see 1] in a body
2026-11-01 10:00 was only a date
"""
JSON = """\
{"tags": {"#meetings": 1, "@everyone": 1, "@hiring": 1}, "entries": [
{"title": "Read about captions.", "body": "They help @everyone in #meetings.",
 "date": "2026-11-18", "time": "09:15", "tags": ["@everyone", "#meetings"], "starred": false},
{"title": "Gave the floor back", "body": "", "date": "2026-11-19", "time": "21:05", "tags": [],
 "starred": true},
{"title": "Noon note *.", "body": "With text", "date": "2026-11-20", "time": "09:00", "tags": [],
 "starred": false},
{"title": "Asked for criteria @hiring.", "body": "Second line\\n\\n[see 1] in a body\\n2026-11-01\
 10:00 was only a date", "date": "2026-11-20", "time": "14:30", "tags": ["@hiring"],
 "starred": false}]}
"""


def read(text: str, now: Moment) -> Arrivals:
    return formats.read("jrnl", [Document("jrnl.txt", [text.encode()])], Kind.LEARN, now)


def days(text: str, now: Moment) -> list[str]:
    """When each entry was written."""
    return [
        f"{one.entry.at:%Y-%m-%d %H:%M:%S}" if one.entry.at else one.entry.day.isoformat()
        for one in read(text, now).items
    ]


def test_its_own_format(now: Moment) -> None:
    """Days, times on the person's clock, every line of the words; a star becomes a tag."""
    found = read(TEXT, now)
    assert found.source == "jrnl"
    assert [(one.entry.text, one.entry.tags) for one in found.items] == [
        ("Read about captions.\nThey help #everyone in #meetings.", ()),
        ("Gave the floor back", ("starred",)),
        ("Noon note *.\nWith text", ()),
        (
            """\
Asked for criteria #hiring.
Second line

[see 1] in a body
2026-11-01 10:00 was only a date""",
            (),
        ),
    ]
    assert days(TEXT, now) == [
        "2026-11-18 09:15:00",
        "2026-11-19 21:05:00",
        "2026-11-20 09:00:00",
        "2026-11-20 14:30:00",
    ]
    assert {one.entry.kind for one in found.items} == {Kind.LEARN}


def test_the_export_is_the_same_journal(now: Moment) -> None:
    """Whoever imports first the one and then the other has each entry once."""
    assert read(JSON, now) == read(TEXT, now)


def test_tags_are_tags_and_no_names(now: Moment) -> None:
    """Jrnl marks tags with @, which marks a name here; so the sign is changed, and this is said."""
    found = read(TEXT, now)
    assert [one.entry.all_tags for one in found.items][::3] == [
        ("everyone", "meetings"),
        ("hiring",),
    ]
    assert not any(one.entry.all_people for one in found.items)
    words, star = found.notes
    assert words.startswith("2 words marked with @ in jrnl became tags, written with #; ally edit")
    assert star == "1 starred entry got the tag starred."


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("[2026-11-18 14:30] ", "2026-11-18 14:30:00"),
        ("[2026-11-18 14:30:59] ", "2026-11-18 14:30:59"),
        ("[2026-11-18 02:30 PM] ", "2026-11-18 14:30:00"),
        ("[2026-11-18 12:30:00 AM] ", "2026-11-18 00:30:00"),
        ("[2026-11-18 12:30:00 pm] ", "2026-11-18 12:30:00"),
        ("[2026/11/18 14:30] ", "2026-11-18 14:30:00"),
        ("[18.11.2026 14:30] ", "2026-11-18 14:30:00"),
        ("[18/11/2026 14:30] ", "2026-11-18 14:30:00"),
        ("[11/18/2026 02:30 PM] ", "2026-11-18 14:30:00"),
        ("[18 Nov 2026 14:30] ", "2026-11-18 14:30:00"),
        ("[Wednesday, 18 November 2026 14:30] ", "2026-11-18 14:30:00"),
        ("[Wed Nov 18, 2026 2:30 p.m.] ", "2026-11-18 14:30:00"),
        ("[2026-11-18] ", "2026-11-18"),
        ("2026-11-18 14:30 ", "2026-11-18 14:30:00"),
        ("18.11.2026 14:30 ", "2026-11-18 14:30:00"),
        ("2026-11-18 02:30 PM ", "2026-11-18 14:30:00"),
    ],
)
def test_other_formats(written: str, when: str, now: Moment) -> None:
    """The usual `timeformat`s, and jrnl's first versions without brackets."""
    (one,) = read(f"{written}Said it\nand why\n", now).items
    assert one.entry.text == "Said it\nand why"
    assert days(f"{written}Said it\n", now) == [when]


def test_each_date_in_brackets_begins_an_entry(now: Moment) -> None:
    """However it is written, as jrnl reads it; a day alone is words where entries have times."""
    text = (
        "[2026-11-18 14:30] One\n[2026-11-19] a day\n[Added 2026-11-19]\n[20261119-1]: a note\n"
        "[2026-11-19 10:00 no\n[x] done\n[2026-11 14:30] no day\n2026-11-18 14:30 bare\n"
        "[18.11.2026 14:30] dots\n [2026-11-18 14:30] indented\n"
        "[20 July 2026 14:23] a name\n[2026-11-19 14:30] Two\n"
    )
    found = read(text, now)
    assert [one.entry.text.partition("\n")[0] for one in found.items] == [
        "One",
        "dots",
        "a name",
        "Two",
    ]
    assert next(iter(found.items)).entry.text == "\n".join(["One", *text.splitlines()[1:8]])
    assert " ".join(found.notes) == (
        "2 lines begin with what may be a date and were kept as words of the entry before: "
        "line 2, [2026-11-19] a day; line 7, [2026-11 14:30] no day."
    )


def test_days_alone_begin_entries_where_none_has_a_time(now: Moment) -> None:
    assert read("[2026-11-18] One\n[19 Nov 2026] Two\n", now).many == 2


@pytest.mark.parametrize("when", ["Wed 2026-11-18", "2026-11-18 Wed", "18.11.2026 (Wednesday),"])
@pytest.mark.parametrize("clock", ["14:30", "02:30\u202fPM", "02:30\u00a0pm"])
def test_weekdays_and_blanks(when: str, clock: str, now: Moment) -> None:
    """A weekday stands before or behind a day; a blank may be narrow."""
    assert days(f"[{when} {clock}] Said it\n", now) == ["2026-11-18 14:30:00"]


@pytest.mark.parametrize(
    "when", ["Mon 2026-11-20 09:00", "2026-11-20 (Mon) 09:00", "2026-11-20 09:00 Mon"]
)
def test_a_wrong_weekday_is_told(when: str, now: Moment) -> None:
    with pytest.raises(UnreadableDate, match="20 Nov 2026 is a Friday, not a Monday"):
        read(f"[{when}] Read", now)


def test_a_weekday_tells_the_day_from_the_month(now: Moment) -> None:
    assert days("[Fri 03/04/2026 09:00] Read", now) == ["2026-04-03 09:00:00"]


def test_a_folder_of_days(now: Moment) -> None:
    """The path tells the day; in the file a time is enough."""
    first = Document("a/2026/10/01.txt", [b"[2026-10-01 02:32:00 PM] One\n"])
    second = Document("a/2026/10/02.txt", [b"[09:00] Two\n\n[5:00 PM] Three\n"])
    found = formats.read("jrnl", [first, second], Kind.ACT, now)
    assert [f"{one.entry.at:%d %H:%M} {one.entry.text}" for one in found.items] == [
        "01 14:32 One",
        "02 09:00 Two",
        "02 17:00 Three",
    ]


def test_all_that_cannot_be_read_is_told_at_once(now: Moment) -> None:
    """With how many and the first five; or left out, and each named."""
    text = "[2026-11-18 14:30] Good\n" + "[2026-11-31 14:30] Bad\n" * 6
    with pytest.raises(UnreadableDate, match=r"^6 entries cannot be read\. Line 2: .* And 1 more"):
        read(text, now)
    found = formats.read("jrnl", [Document("jrnl.txt", [text.encode()])], Kind.ACT, now, skip=True)
    assert [one.entry.text for one in found.items] == ["Good"]
    assert len(found.notes) == 6
    assert found.notes[5].startswith("Left out: Line 7: there is no such day as 2026-11-31.")


def test_what_is_planned_ahead_comes_along(now: Moment) -> None:
    """Another zone may be ahead, and other programs plan; it is counted."""
    found = read("[2026-11-20 14:31] a\n[2099-11-21 10:00] b\n", now)
    assert found.many == 2
    assert found.notes == ("2 entries are dated ahead of now.",)


def test_slashes_need_a_file_that_tells(now: Moment) -> None:
    """A 25th tells, the order of the days tells; otherwise both readings are named."""
    assert days("[03/04/2026 10:00] a\n[25/04/2026 10:00] b\n", now)[0].startswith("2026-04-03")
    assert days("[03/04/2026 10:00] a\n[01/05/2026 10:00] b\n", now)[0].startswith("2026-04-03")
    with pytest.raises(
        UnreadableDate, match=r"^Line 2: “03/04/2026” can be read as 3 April 2026 or 4 March 2026"
    ):
        read("\n[03/04/2026 10:00] a\n", now)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", UnreadableFile, "holds no entry of jrnl"),
        ("\n\nDear diary\n[2026-11-18 14:30] x\n", UnreadableFile, "^Line 3 does not begin"),
        ("[2026-11-18 14:30] x\n[2026-11-31 14:30] y", UnreadableDate, "^Line 2: there is no such"),
        ("[2026-11-18 25:30] x\n", UnreadableDate, "^Line 1: there is no such time as 25:30"),
        ("[1492-10-12 10:00] x\n", UnreadableDate, "^Line 1: the year 1492 is out of reach"),
        (
            "[2026-11-18 14:30] a\n[2026-11-18 14:30] " + "é" * 500_001,
            TooLong,
            "^Line 2: the text is 1,000,002 bytes",
        ),
    ],
)
def test_what_is_refused(text: str, error: type[AllyError], words: str, now: Moment) -> None:
    """One sentence with the line; nothing is guessed."""
    with pytest.raises(error, match=words):
        read(text, now)


def test_a_kind_must_be_given(now: Moment) -> None:
    with pytest.raises(WrongUsage, match=r"^Line 1: there is no kind.*--kind"):
        formats.read("jrnl", [Document("jrnl.txt", [TEXT.encode()])], None, now)


def test_words_are_repaired_as_typed_ones(now: Moment) -> None:
    """Any line break, control characters, and right-to-left text as it is."""
    found = read(
        "\ufeff[2026-11-18 14:30] a\x1bb\r\nc\u2028d \u202e \U0001f469\u200d\U0001f52c\r\n", now
    )
    assert next(iter(found.items)).entry.text == "a\ufffdb\nc\nd \u202e \U0001f469\u200d\U0001f52c"
    assert found.notes == ("In 1 entry control characters were replaced by \ufffd.",)


def test_an_entry_without_words_is_left_out(now: Moment) -> None:
    found = read("[2026-11-18 14:30] \n\n[2026-11-18 14:31]   \n[2026-11-18 14:32] x\n", now)
    assert found.many == 1
    assert found.notes == ("2 entries without words were left out.",)


def test_keys_last(now: Moment) -> None:
    """The same thing has the same key, also when the file grew; twice the same has two."""
    twice = "[2026-11-18 14:30] a\n[2026-11-18 14:30] a\n"
    first, second = read(twice, now).items
    assert first.key != second.key
    _, *grown = read("[2026-11-17 10:00] new\n" + twice, now).items
    assert [one.key for one in grown] == [first.key, second.key]


def test_the_zone_is_the_persons_own(now: Moment) -> None:
    """Summer and winter have their own offsets when the zone is known."""
    here = now._replace(zone="Europe/Berlin")
    summer, winter = read("[2026-07-01 10:00] a\n[2026-11-01 10:00] b\n", here).items
    assert summer.entry.at == datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert str(summer.entry.at)[-6:] == "+02:00"
    assert str(winter.entry.at)[-6:] == "+01:00"
    assert summer.entry.zone == "Europe/Berlin"
    assert summer.entry.day == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"entries": [\n3', "^Line 2 is where the file stops being JSON"),
        ('{"entries": ' + "[" * 100_000, "no JSON that an export writes"),
        ('{"tags": {}}', "without a list of entries"),
        ('{"entries": [3]}', "^Entry 1 in the file is not an object"),
        ('{"entries": [{"title": "x"}]}', "^Entry 1 has no date as jrnl writes it"),
        ('{"entries": [{"title": "x", "date": "2026-11-31", "time": "10:00"}]}', "^Entry 1 has no"),
    ],
)
def test_json_that_is_none_of_jrnls(text: str, words: str, now: Moment) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(text, now)


def test_tags_that_only_the_list_names(now: Moment) -> None:
    """The list of jrnl has tags of a Day One folder that do not stand in the words."""
    one = {"title": "x @a", "body": "", "date": "2026-11-18", "time": "10:00"}
    text = json.dumps({"entries": [{**one, "tags": ["@a", "@far off", "@1st"]}]})
    found = read(text, now)
    assert next(iter(found.items)).entry.all_tags == ("a", "far-off")
    assert len(found.notes) == 3
