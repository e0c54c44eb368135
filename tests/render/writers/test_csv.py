"""CSV that a spreadsheet reads as it was meant, and takes no word of the person's for a formula."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.transfer import csv_ as transfer_csv_
from ally_journal.render.writers import csv_

FRIDAY = date(2026, 11, 20)
TEXTS = st.text().filter(str.strip) | st.sampled_from(
    [
        "=1+1",
        '=HYPERLINK("http://x.y";"a")',
        "  -2",
        "＝1",
        "\u3000＋1",
        "a,b",
        'a "b"',
        "a\r\nb",
        "'",
    ]
)
FREE = ("text", "tags", "people", "way", "because", "lesson")


def read(document: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(document.removeprefix("\ufeff"), newline="")))


def test_every_column_and_its_form() -> None:
    """A byte order mark, CRLF, and quotation marks around everything."""
    entry = Entry(
        number=12,
        kind=Kind.ACT,
        text="Asked about the #rota, as @Priya had said",
        day=FRIDAY,
        tags=("hiring",),
        people=("Jo Ann",),
        way="process",
        went="missed",
        because="Rank",
        lesson="Ask sooner",
        asked="invited",
        answers={"risked": "a “little”"},
        guess="Glad",
        share=True,
        star=True,
        again=date(2027, 1, 4),
        plan=2,
    )
    assert csv_.entries([entry]) == (
        '\ufeff"number","day","kind","went","text","tags","people","way","because","lesson",'
        '"asked","answers","guess","share","star","again","plan"\r\n'
        '"12","2026-11-20","act","missed","Asked about the #rota, as @Priya had said",'
        '"rota, hiring","Priya, Jo Ann","process","Rank","Ask sooner","invited",'
        '"{""risked"": ""a “little”""}","Glad","true","true","2027-01-04","2"\r\n'
    )


def test_nothing_to_list_is_a_heading_alone() -> None:
    (line,) = csv_.entries([]).splitlines()
    assert line.removeprefix("\ufeff").split(",") == [f'"{name}"' for name in transfer_csv_.COLUMNS]


def test_what_was_not_said_is_an_empty_cell() -> None:
    (row,) = read(csv_.entries([Entry(number=1, kind=Kind.LEARN, text="x", day=FRIDAY)]))
    assert row == dict.fromkeys(transfer_csv_.COLUMNS, "") | {
        "number": "1",
        "day": "2026-11-20",
        "kind": "learn",
        "went": "done",
        "text": "x",
        "share": "false",
        "star": "false",
    }


@given(TEXTS, TEXTS, TEXTS, st.dictionaries(st.sampled_from(["did", "found"]), TEXTS, min_size=1))
def test_raw_is_read_back_exactly(
    text: str, because: str, name: str, answers: dict[str, str]
) -> None:
    """Every word, whatever stands in it."""
    entry = Entry(
        kind=Kind.ACT,
        text=text,
        day=FRIDAY,
        went="missed",
        because=because,
        people=(name,),
        way=text,
        lesson=because,
        answers=answers,
    )
    (row,) = read(csv_.entries([entry], raw=True))
    assert (row["text"], row["because"], row["way"], row["lesson"]) == (
        text,
        because,
        text,
        because,
    )
    assert row["people"] == ", ".join(entry.all_people)
    assert json.loads(row["answers"]) == answers


@given(TEXTS, TEXTS)
@example("=1", "-1")
def test_no_cell_can_be_taken_for_a_formula(text: str, other: str) -> None:
    """And each is what was written, with at most an apostrophe in front."""
    entry = Entry(
        kind=Kind.ACT,
        text=text,
        day=FRIDAY,
        went="missed",
        because=other,
        people=(other,),
        way=text,
        lesson=other,
        answers={"did": text},
    )
    (guarded,) = read(csv_.entries([entry]))
    (raw,) = read(csv_.entries([entry], raw=True))
    for name, cell in guarded.items():
        assert cell in {raw[name], f"'{raw[name]}"}
        assert not cell.lstrip(" \u3000").startswith(tuple("=+-@\t\r\n＝＋－＠"))
        if name not in FREE:
            assert cell == raw[name]


@pytest.mark.parametrize("begin", [*"=+-@＝＋－＠", "\t", "\r", "\n", "\r\n"])
@pytest.mark.parametrize("space", ["", " ", "   ", "\u00a0", "\u3000 "])
def test_an_apostrophe_goes_before(begin: str, space: str) -> None:
    assert transfer_csv_.guarded(f"{space}{begin}1+1") == f"'{space}{begin}1+1"
    assert transfer_csv_.guarded(f"{space}{begin}") == f"'{space}{begin}"


@pytest.mark.parametrize(
    "text", ["", " ", "1=1", "a-b", " a@b", "'=1", "#hiring", "“=1”", "−1", "1\n=2"]
)
def test_other_words_are_left_alone(text: str) -> None:
    assert transfer_csv_.guarded(text) == text
