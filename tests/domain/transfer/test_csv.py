"""CSV with a header, from a spreadsheet or from ally: every cell means one thing, or is refused."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.render.writers.test_csv import TEXTS

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import ANSWER_KEYS, ASKED, WENT, Entry
from ally_journal.domain.text.repair import LONGEST, repaired
from ally_journal.domain.text.tags import fold, people_in, tags_in
from ally_journal.domain.transfer import formats
from ally_journal.domain.transfer.document import Document
from ally_journal.domain.transfer.formats import needs_kind
from ally_journal.domain.transfer.reader import Arrivals
from ally_journal.errors import AllyError, TooLong, UnreadableDate, UnreadableFile, WrongUsage
from ally_journal.render.writers import csv_

FRIDAY = date(2026, 11, 20)
HEADER = "kind,text,day,time,tags,way,went,because,lesson,asked,with,share\n"


def of(text: str) -> list[Document]:
    return [Document("some.csv", [text.encode()])]


def read(text: str, now: Moment, kind: Kind | None = Kind.ACT) -> Arrivals:
    return formats.read("csv", of(text), kind, now)


def entry(text: str, now: Moment) -> Entry:
    """The only entry of a document."""
    (one,) = read(text, now).items
    return one.entry


def test_every_column(now: Moment) -> None:
    row = (
        "Challenge bias,Let a joke pass,2026-11-18,9:05,#jokes team-day,speak up,missed,Rank,Ask,"
        'invited,"Priya, Jo Ann",yes\n'
    )
    found = entry(HEADER + row, now)
    assert found.at is not None
    assert found == Entry(
        kind=Kind.CHALLENGE,
        text="Let a joke pass",
        day=date(2026, 11, 18),
        at=now.local.replace(day=18, hour=9, minute=5),
        tags=("jokes", "team-day"),
        people=("Priya", "Jo Ann"),
        way="speak up",
        went="missed",
        because="Rank",
        lesson="Ask",
        asked="invited",
        share=True,
    )


def test_two_columns_do(now: Moment) -> None:
    """Names of columns in any case and order; `date` is `day`."""
    assert entry(" Date ,TEXT\n2026-11-18,x\n", now) == Entry(
        kind=Kind.ACT, text="x", day=date(2026, 11, 18)
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("first", ["", "\ufeff", "sep={}{}"])
def test_spreadsheets(sign: str, newline: str, first: str, now: Moment) -> None:
    """Separators, line ends and first signs as Excel and LibreOffice write them."""
    lines = ["text|day|kind", '"a, b; c\n""d"""|2026-11-18|learn', '|""|', "", "e|2026-11-19|act"]
    text = first.format(sign, newline) + newline.join(lines).replace("|", sign)
    found = read(text, now)
    assert [one.entry.text for one in found.items] == ['a, b; c\n"d"', "e"]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("2026-11-18", "2026-11-18", None),
        ("2026-11-18 14:30", "2026-11-18", "14:30:00+01:00"),
        ("2026-11-18T14:30:05Z", "2026-11-18", "14:30:05+00:00"),
        ("2026/11/8", "2026-11-08", None),
        ("18 Nov 2026", "2026-11-18", None),
        ("18-Nov-2026", "2026-11-18", None),
        ("Wednesday 18 November 2026", "2026-11-18", None),
        ("November 18, 2026 2:30 PM", "2026-11-18", "14:30:00+01:00"),
        ("Sept. 8 2026", "2026-09-08", None),
        ("20.11.99", "1999-11-20", None),
        ("18 Nov 2026 3pm", "2026-11-18", "15:00:00+01:00"),
        ("2026-11-18 at noon", "2026-11-18", "12:00:00+01:00"),
    ],
)
def test_days(said: str, day: str, at: str | None, now: Moment) -> None:
    """ISO, year first, or with the month's name; a time may stand behind, as in a command."""
    found = entry(f'text,day\nx,"{said}"\n', now)
    assert found.day.isoformat() == day
    assert (found.at and found.at.isoformat()[11:]) == at


@pytest.mark.parametrize(
    "said", ["14:30", "14:30:00", "2:30 PM", "02:30 pm", "2:30 p.m.", "2:30pm"]
)
def test_times(said: str, now: Moment) -> None:
    """A time in its own column goes before one behind the day."""
    found = entry(f"text,day,time\nx,2026-11-18 09:00,{said}\n", now)
    assert found.at == now.local.replace(day=18)


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", UnreadableFile, "^Row 1 must name the columns"),
        ("x\n", UnreadableFile, "^Row 1 must name the columns"),
        ("text,mood\nx,y\n", UnreadableFile, "^Row 1 must name the columns"),
        ("text,date,date\nx,y,z\n", UnreadableFile, "names the column day twice"),
        ("text,day,kind,Kind\n", UnreadableFile, "names the column kind twice"),
        ("text,day\nx,2026-11-18,y\n", UnreadableFile, "^Row 2 has 3 cells and the header 2"),
        ('text,day\na,2026-11-18\n"b,2026-11-18\n', UnreadableFile, "^Row 3 is not CSV"),
        ('text,day\n"a"b,2026-11-18\n', UnreadableFile, "^Row 2 is not CSV"),
        (
            "text,day\nx,03/04/2026\n",
            UnreadableDate,
            "^Row 2: “03/04/2026” can be read as 3 April .* or 4 March .*; write it year first",
        ),
        (
            "text,day\nx,03/04\n",
            UnreadableDate,
            r"^Row 2: “03/04” can be read as 3 April .* or 4 March .*; write it year first\.",
        ),
        (
            "text,day\n\nx,yesterday\n",
            UnreadableDate,
            "^Row 3: “yesterday” depends on when the file",
        ),
        ("text,day\nx,20 November\n", UnreadableDate, "“20 November” depends on when the file is"),
        (
            "text,day\nx,November 2026\n",
            UnreadableDate,
            "^Row 2: “November 2026” is not a date; wr",
        ),
        ("text,day\nx,\n", UnreadableDate, "^Row 2: “” is not a date"),
        ("text,day\nx,2026-W47\n", UnreadableDate, "^Row 2: “2026-W47” is not a date"),
        ("text,day\nx,20 Nov 10\n", UnreadableDate, "“20 Nov 10” can be read as .* or 10:00"),
        (
            "text,day\nx,Mon 20 Nov 2026\n",
            UnreadableDate,
            r"^Row 2: 20 Nov 2026 is a Friday, not a Monday\.",
        ),
        ("text,day\nx,2026-11-31\n", UnreadableDate, "^Row 2: there is no such day"),
        ("text,day\nx,1492-10-12\n", UnreadableDate, "^Row 2: the year 1492 is out of reach"),
        ("text,day,time\nx,2026-11-20,14\n", UnreadableDate, "^Row 2: “14” is not a time"),
        ("text,day,kind\nx,2026-11-18,help\n", UnreadableFile, "^Row 2: “help” is not a kind"),
        ("text,day,kind\nx,2026-11-18,4\n", UnreadableFile, "^Row 2: “4” is not a kind"),
        ('text,day,with\nx,2026-11-18,"a\nb"\n', UnreadableFile, "^Row 2: a name is one line"),
        ("text,day,went\nx,2026-11-18,ok\n", UnreadableFile, "^Row 2: went is one of done, missed"),
        (
            "text,day,because\nx,2026-11-18,ok\n",
            UnreadableFile,
            "^Row 2: because says what stopped",
        ),
        ("text,day,asked\nx,2026-11-18,ok\n", UnreadableFile, "^Row 2: asked is one of asked"),
        ("text,day,share\nx,2026-11-18,ok\n", UnreadableFile, "^Row 2: share is true or false"),
        ("text,day,answers\nx,2026-11-18,ok\n", UnreadableFile, "^Row 2: answers is a JSON object"),
        (f"text,day\n{'x' * (LONGEST + 1)},2026-11-18\n", TooLong, "^Row 2: the text is 1,000,001"),
    ],
)
def test_what_is_refused(text: str, error: type[AllyError], words: str, now: Moment) -> None:
    """One sentence with the row as a spreadsheet counts it."""
    with pytest.raises(error, match=words):
        read(text, now)


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("25.12.2025;03.04.2026", "2025-12-25 2026-04-03"),
        ("3/4/2026;5/20/2026", "2026-03-04 2026-05-20"),
        ("03-04-2026;25-12-2025", "2026-04-03 2025-12-25"),
        ("05/05/2026;25/12/2025;5/20/2026", "2026-05-05 2025-12-25 2026-05-20"),
    ],
)
def test_dates_with_one_reading_in_the_whole_file(said: str, days: str, now: Moment) -> None:
    """Points put the day first; of slashes a 25th tells it for all."""
    text = "day,text\n" + "".join(f"{one},x{n}\n" for n, one in enumerate(said.split(";")))
    assert " ".join(one.entry.day.isoformat() for one in read(text, now).items) == days


def test_all_rows_that_cannot_be_read_are_told_at_once(now: Moment) -> None:
    text = "day,text\n2026-11-18,Good\n" + "03/04/2026,Bad\n" * 2 + "2026-11-18,a,b\n"
    with pytest.raises(UnreadableDate, match=r"^3 .* Row 3: .* Row 4: .* Row 5 has 3 "):
        read(text, now)
    found = formats.read("csv", of(text), Kind.ACT, now, skip=True)
    assert [one.entry.text for one in found.items] == ["Good"]
    assert [note[:15] for note in found.notes] == [f"Left out: Row {row}" for row in (3, 4, 5)]


def test_what_cannot_be_a_tag_is_left_out(now: Moment) -> None:
    found = read("text,day,tags\nx,2026-11-18,a 1b\n", now)
    assert next(iter(found.items)).entry.tags == ("a",)
    assert found.notes == (
        "1 tag was left out, because a tag is one word that begins with a letter.",
    )


@pytest.mark.parametrize(
    "words", ['"No", she said', 'He said "no"', '"open', 'a\t2026-11-19\n"b', '"\t2026-11-19\nb"']
)
def test_quotation_marks_between_tabs(words: str, now: Moment) -> None:
    """Many programs write tabs and quote nothing, so that a mark is a sign like any other."""
    found = read(f"text\tday\n{words}\t2026-11-18\n", now)
    assert [one.entry.text for one in found.items] == [
        line.partition("\t")[0] for line in words.split("\n")
    ]


def test_the_csv_of_daylio(now: Moment) -> None:
    """Two names for a day, a clock of twice 12, activities with bars, in any language."""
    text = (
        "full_date,date,weekday,time,mood,activities,note_title,note\n"
        '2026-05-20,May 20,Wednesday,10:13\u202fPM,good,"work | code review",Title,"Said, once"\n'
        "2026-02-17,17. Februar,Dienstag,19:05,Ok,,,Nachgefragt\n"
        "2026-02-16,16. Februar,Montag,19:05,Ok,,,\n"
    )
    found = formats.read("daylio", of(text), Kind.ACT, now)
    assert [(f"{one.entry.at:%m-%d %H:%M}", one.entry.text) for one in found.items] == [
        ("05-20 22:13", "Title\nSaid, once"),
        ("02-17 19:05", "Nachgefragt"),
    ]
    assert next(iter(found.items)).entry.tags == ("work", "code-review")
    assert found.notes == (
        "The mood of 3 rows was left out.",
        "1 tag of several words was joined by hyphens.",
        "1 row without words was left out.",
    )


def test_a_name_itself_goes_before_another_word_for_it(now: Moment) -> None:
    found = read("day,date,text\n2026-05-20,May 20,x\n", now)
    assert next(iter(found.items)).entry.day == date(2026, 5, 20)
    assert found.notes == ("The column “date” was left out.",)


def test_a_kind_is_said_or_given(now: Moment) -> None:
    text = "text,day,kind\nx,2026-11-18,l\ny,2026-11-18,\n"
    assert [one.entry.kind for one in read(text, now).items] == [Kind.LEARN, Kind.ACT]
    assert needs_kind("csv", of(text))
    assert not needs_kind("csv", of("text,day,kind\nx,2026-11-18,learn\n,,\n"))
    with pytest.raises(WrongUsage, match=r"^Row 3: there is no kind.*--kind"):
        read(text, now, None)


def test_what_stays_behind_is_said(now: Moment) -> None:
    """Columns that mean nothing here, rows without words, and plans, which have other numbers."""
    text = "text,day,mood,plan,\x1b[2J\nx,2026-11-18,7,3,\n,2026-11-18,5,,\n"
    assert read(text, now).notes == (
        "The columns “mood”, “\ufffd[2J” were left out.",
        "The plan of 1 entry was left out.",
        "1 row without words was left out.",
    )


def test_a_long_text_fits(now: Moment) -> None:
    """As much as an entry may hold, which is more than Python's own limit for a cell."""
    assert len(entry(f"text,day\n{'x' * LONGEST},2026-11-18\n", now).text) == LONGEST


WORD = st.from_regex("[a-z][a-z0-9_-]{0,8}", fullmatch=True)
SAID = st.none() | TEXTS.map(lambda text: repaired(text).strip()).filter(
    lambda text: bool(text) and not text.startswith("'")
)
ENTRIES = st.builds(
    lambda because, **fields: Entry(
        **fields, because=because if fields["went"] == "missed" else None
    ),
    kind=st.sampled_from(KINDS),
    text=TEXTS.map(repaired).filter(lambda text: bool(text.strip()) and not text.startswith("'")),
    day=st.dates(date(1900, 1, 1), FRIDAY),
    tags=st.lists(WORD, unique_by=fold, max_size=3).map(tuple),
    people=st.lists(WORD | st.just("Jo Ann"), unique_by=fold, max_size=3).map(tuple),
    way=SAID,
    went=st.sampled_from(WENT),
    because=SAID,
    lesson=SAID,
    asked=st.none() | st.sampled_from(ASKED),
    answers=st.dictionaries(st.sampled_from(ANSWER_KEYS), SAID.filter(bool), max_size=2),
    share=st.booleans(),
    number=st.integers(1, 99),
)


@given(st.lists(ENTRIES, max_size=4), st.booleans())
def test_ally_s_own_comes_back(entries: Sequence[Entry], raw: bool) -> None:
    """Whatever `ally review -o week.csv` wrote, apart from numbers, times and plans."""
    now = Moment(_now(), None, 0)
    found = read(csv_.entries(entries, raw=raw), now, None)
    assert found.notes == ()
    assert [one.entry for one in found.items] == [
        replace(
            one,
            number=0,
            tags=_without(one.all_tags, tags_in(one.text)),
            people=_without(one.all_people, people_in(one.text)),
        )
        for one in entries
    ]


def _without(words: Sequence[str], written: Sequence[str]) -> tuple[str, ...]:
    known = set(map(fold, written))
    return tuple(word for word in words if fold(word) not in known)


def _now() -> datetime:
    return datetime.fromisoformat("2026-11-20T14:30:00+01:00")


def test_the_apostrophe_goes_only_from_ally_s_own(now: Moment) -> None:
    """In another program's file it is a word of the person's."""
    assert entry("text,day\n'=1,2026-11-18\n", now).text == "'=1"
    own = csv_.entries([Entry(kind=Kind.ACT, text="=1+1", day=FRIDAY)])
    assert "'=1+1" in own
    assert entry(own, now).text == "=1+1"
