"""Which program a file is from, its encoding, and bytes that no program wrote."""

import json
import re
from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.conftest import NOW

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer import formats
from ally_journal.domain.transfer.document import Document, decoded, lines_of
from ally_journal.domain.transfer.formats import FORMS, needs_kind, read, sniff
from ally_journal.domain.transfer.programs import refusal as refused
from ally_journal.errors import AllyError, UnreadableFile

ENTRY = {"creationDate": "2026-11-19T23:30:00Z", "text": "x"}


@pytest.mark.parametrize(
    ("name", "head", "form"),
    [
        ("a", b'{"header": "x"}\n{"header": "y"}\n', "jsonl"),
        ("a.jsonl", b"", "jsonl"),
        ("a.md", b"Words", "markdown"),
        ("a", b"full_date,date,note\n", "daylio"),
        ("a.json", json.dumps({"metadata": {}, "entries": [ENTRY]}).encode(), "dayone"),
        ("a.json", json.dumps({"entries": [ENTRY]}, indent=1).encode(), "dayone"),
        ("a.json", b'{\n  "metadata" : {', "dayone"),
        ("a.json", b'{\n  "tags": {\n    "@a": 1,', "jrnl"),
        ("a.json", b'{"entries": [{"title": "x", "body": "", "date"', "jrnl"),
        ("a.json", b'{"a": [', None),
        ("a", b"[2026-11-20 02:30:00 PM] Title", "jrnl"),
        ("a.log", b"\n\n2026-11-20 14:30 Title", "jrnl"),
        ("a.txt", b"Dear diary", "jrnl"),
        ("a", b"Dear diary", None),
        ("a", b"day,text\n", "csv"),
        ("a.txt", b"sep=;\r\nText;Date\r\n", "csv"),
        ("a", "text\tday\tkind\n".encode("utf-16"), "csv"),
        ("A.CSV", b"mood,words\n", "csv"),
        ("a.tsv", b"", "csv"),
        ("", b"", None),
    ],
)
def test_sniffing(name: str, head: bytes, form: str | None) -> None:
    """What is in a file says more than what it is called."""
    assert sniff(name, head) == form


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings(encoding: str) -> None:
    assert decoded("text,day\nZoë 👩‍🔬".encode(encoding)) == "text,day\nZoë 👩‍🔬"


def test_another_encoding_is_refused() -> None:
    """Guessing would put other letters into a person's words."""
    told = r"^Line 2 is not UTF-8 text; save the file as UTF-8"
    with pytest.raises(UnreadableFile, match=told):
        decoded("text,day\nZoë".encode("cp1252"))
    with pytest.raises(UnreadableFile, match=told):
        print(*lines_of(Document("", [b"text,day\n", "Zoë\nx".encode("cp1252")])))
    assert decoded(b"") == ""


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0")) | st.text("a\r\n\ufeff\x85")


@given(TEXT, st.integers(4, 9), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_lines_of_blocks(text: str, size: int, encoding: str) -> None:
    """Wherever a block ends, lines are whole and keep their ends."""
    data = text.encode(encoding)
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    lines = [*lines_of(Document("", blocks))]
    assert "".join(lines) == decoded(data)
    assert all(re.fullmatch("[^\r\n]+|[^\r\n]*(\r\n|\r|\n)", line) for line in lines)


@pytest.mark.parametrize(
    ("form", "data"),
    [
        ("csv", "text,day,mood\nOne,2026-11-18,3\nTwo,2026-11-19,4\nTwo,2026-11-19,5\n"),
        ("daylio", "full_date,note,mood\n2026-11-18,One,good\n2026-11-19,Two,good\n"),
        ("jrnl", "[2026-11-18 14:30] One *\n[2026-11-19] what may be a date\n"),
        (
            "jrnl",
            '{"entries": [{"title": "One", "body": "", "date": "2026-11-18", "time": "9:00"}]}',
        ),
        ("dayone", json.dumps({"entries": [ENTRY, {**ENTRY, "uuid": "B", "text": ""}]})),
        ("markdown", "---\ntags: [a]\nmood: 3\n---\nOne"),
    ],
)
def test_many_are_read_as_few_are(form: str, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not kept in memory, and the same each time; so is what is told of them."""
    files = [Document("2026-11-18.md", [data.encode()])]
    few = read(form, files, Kind.ACT, Moment(_now(), None, 0))
    monkeypatch.setattr(formats, "FEW", 0)
    many = read(form, files, Kind.ACT, Moment(_now(), None, 0))
    assert tuple(many.items) == tuple(many.items) == few.items
    assert many._replace(items=few.items) == few
    assert not isinstance(many.items, tuple)


def test_whether_a_kind_is_needed() -> None:
    assert needs_kind("jrnl", [])
    assert needs_kind("dayone", [])
    assert needs_kind("csv", [Document("", [b"text,day\nx,2026-11-18\n"])])
    assert not needs_kind("csv", [Document("", [b"text,day,kind\nx,2026-11-18,act\n"])])


PIECES = st.sampled_from(
    [
        b"[2026-11-20 14:30] ",
        b"2026-02-29",
        b"18/11/2026 2:30 PM ",
        b"\n",
        b"text,day,kind,tags,answers\n",
        b'"',
        b",",
        b";",
        b'{"entries": [',
        b'{"creationDate": "2026-11-18T00:00:00Z", "text": "x", "tags": [',
        b'"title": "x", "body": "", "date": "2026-11-18", "time": "24:00"',
        b"}]}",
        b"\\ud800",
        b"\xff\xfe",
        b"PK\x03\x04",
        b"\x00",
        b"@a",
        "²٣".encode(),
    ]
)


@given(st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=9)).map(b"".join))
@example(b"[" * 100_000)
@example(b'{"entries": [' + b"9" * 5000 + b"]}")
def test_no_bytes_make_a_bug(data: bytes) -> None:
    """Any file is read, or refused with one sentence."""
    now = Moment(_now(), "Europe/Berlin", 0)
    sniff("a.txt", data)
    refused("a.txt", ["a.txt"], data)
    for form in FORMS:
        with suppress(AllyError):
            needs_kind(form, [Document("2026-11-18.md", [data])])
        told = refusal(form, data, now)
        assert told is None or (told.endswith(".") and "\n" not in told)


def refusal(form: str, data: bytes, now: Moment) -> str | None:
    """What a person is told about a file that cannot be read; None for one that can."""
    try:
        read(form, [Document("2026-11-18.md", [data])], Kind.ACT, now)
    except AllyError as told:
        return str(told)
    return None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        "creationDate",
        "timeZone",
        "text",
        "richText",
        "tags",
        "starred",
        "photos",
        "uuid",
        "title",
        "body",
        "date",
        "time",
    ]
)


@given(st.lists(st.dictionaries(FIELDS, JSON), max_size=3), st.booleans())
def test_no_json_makes_a_bug(entries: list[dict[str, object]], dated: bool) -> None:
    """Whatever the fields of an export hold."""
    right = {"creationDate": ENTRY["creationDate"], "date": "2026-11-18", "time": "10:00"}
    document = json.dumps({"entries": [{**one, **right} if dated else one for one in entries]})
    for form in ("jrnl", "dayone"):
        with suppress(AllyError):
            files = [Document("a.json", [document.encode()])]
            read(form, files, Kind.ACT, Moment(_now(), None, 0))


def _now() -> datetime:
    return datetime.fromisoformat(NOW)
