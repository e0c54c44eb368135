"""Words that an editor left in a file of its own are read; what holds none is not spoken of."""

import struct

import pytest

from ally_journal.store.drafts import leftovers

PAGE = 1_024


def swap(*lines: str) -> bytes:
    """A swap file as vim writes one: a page about it, one that points, and one with lines."""
    told = b"".join(line.encode() + b"\0" for line in lines[::-1])
    starts, at = [], PAGE
    for line in lines:
        at -= len(line.encode()) + 1
        starts.append(at)
    head = b"ad\0\0" + struct.pack("<IIIq", 0, at, PAGE, len(lines))
    index = struct.pack(f"<{len(starts)}I", *starts)
    page = (head + index).ljust(PAGE - len(told), b"\0") + told
    points = b"tp" + struct.pack("<HI", 1, 0) + struct.pack("<qqqi", 2, len(lines), 0, 1)
    about = b"b0VIM 9.0\0\0\0" + struct.pack("<I", PAGE)
    return about.ljust(PAGE, b"\0") + points.ljust(PAGE, b"\0") + page


JOE = "\n*** These modified files were found in JOE when it aborted on a day\n*** JOE was aborted\n"


@pytest.mark.parametrize(
    ("name", "copy", "text"),
    [
        (".x.txt.swp", swap("Asked", "für 日本"), "Asked\nfür 日本"),
        (".x.txt.swp", swap("Asked")[: 2 * PAGE], None),
        (".x.txt.swp", b"b0", None),
        ("x.txt.save", b"Asked\n", "Asked"),
        ("x.txt.save.1", b"Asked\n", "Asked"),
        ("#x.txt#", b"Asked", "Asked"),
        ("ed.hup", b"Asked\n", "Asked"),
        ("x.txt~", b"Asked before", None),
        (
            "DEADJOE",
            f"{JOE}\n*** File 'a.txt'\nold\n{JOE}\n*** File 'a.txt'\nnew\n"
            "\n*** File '* Startup Log *'\nRead\n".encode(),
            "new",
        ),
    ],
)
def test_the_text_of_an_editors_own_file(name: str, copy: bytes, text: str | None) -> None:
    """Whole, or none."""
    assert leftovers.text_of(name, copy) == text


def test_only_words_that_are_not_known_count() -> None:
    """An empty swap, a lock and a copy of what the journal has are no words."""
    left = {
        ".x.txt.swp": swap(""),
        ".y.txt.swp": swap("known"),
        "x.txt~": b"known\n",
        "lock": b"",
        "x.txt.save": b"new\n",
    }
    assert list(leftovers.with_words(left, "known")) == ["x.txt.save"]
