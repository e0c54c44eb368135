"""Drafts on disk: exact, private, found again in every place, and nobody's while being written."""

import fcntl
import json
import os
import select
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.waiting import keep

from ally_journal.domain.drafts import (
    IDEA,
    OBSTACLE,
    PLAN,
    SHELF,
    Answered,
    Draft,
    EntryEdit,
    HeardOf,
    Reflected,
    Rehearsed,
    Typed,
    about,
    meant,
)
from ally_journal.domain.kind import Kind
from ally_journal.domain.records.entry import ASKED, WENT, NewEntry
from ally_journal.domain.records.entry_edit import Wishes
from ally_journal.domain.review.summary import HEARD_SOURCES
from ally_journal.store.drafts import drafts, files
from ally_journal.store.files import layout

ANY_TEXT = st.text(st.characters(codec="utf-8")).filter(lambda text: bool(text.strip()))
NAMES = st.sampled_from(["notice", "source", "assumed", "because", "received"])
STAMP = "20261117-091500"
KEPT = datetime(2026, 11, 17, 9, 15)  # noqa: DTZ001 - local time
DAY, AT = date(2026, 11, 16), datetime(2026, 11, 16, 9, 15, tzinfo=UTC)


@given(
    text=ANY_TEXT,
    said=st.dictionaries(NAMES, ANY_TEXT),
    answers=st.dictionaries(st.sampled_from(["found", "impact", "did"]), ANY_TEXT),
    next_time=st.one_of(st.just(""), ANY_TEXT),
    lesson=st.one_of(st.none(), ANY_TEXT),
)
def test_everything_told_comes_back(
    text: str,
    said: dict[str, str],
    answers: dict[str, str],
    next_time: str,
    lesson: str | None,
) -> None:
    """A log that did not finish is what was typed again, letter by letter, whatever that was."""
    typed = NewEntry(text, None, said, answers, next_time, day=DAY, lesson=lesson)
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.db"
        assert keep(journal, str(typed), STAMP, about(typed))
        (draft,) = drafts.waiting(journal)
    assert draft.words == str(typed)
    assert meant(draft) == typed


SOME = st.text(max_size=8)
DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))
WHEN = st.none() | st.tuples(DAYS, st.none() | st.just(AT), st.none() | st.just("Europe/Oslo"))
TAGS = st.lists(ANY_TEXT, max_size=2).map(tuple)
EVERY_COMMAND = st.one_of(
    st.builds(
        EntryEdit,
        st.integers(1, 99),
        st.builds(
            Wishes,
            st.none() | st.sampled_from(list(Kind)),
            text=st.none() | SOME,
            when=WHEN,
            tags=TAGS,
            untag=TAGS,
            people=TAGS,
            without=TAGS,
            way=st.none() | SOME,
            went=st.none() | st.sampled_from(WENT),
            because=st.none() | SOME,
            lesson=st.none() | SOME,
            asked=st.none() | st.sampled_from(ASKED),
            plan=st.none() | st.just("") | st.integers(0, 99),
            answers=st.none() | st.dictionaries(NAMES, SOME, min_size=1),
            share=st.none() | st.booleans(),
            guess=st.none() | SOME,
            star=st.none() | st.booleans(),
            again=st.none() | st.just("") | DAYS,
        ),
    ),
    st.builds(HeardOf, st.integers(1, 99), st.sampled_from(HEARD_SOURCES), SOME, day=DAYS),
    st.builds(Rehearsed, st.integers(1, 99), SOME, DAYS),
    st.builds(Answered, st.integers(1, 99), st.dictionaries(NAMES, ANY_TEXT), DAYS),
    st.builds(Reflected, ANY_TEXT, SOME, st.booleans(), DAYS),
    *(
        st.builds(
            Typed,
            st.just(type_),
            st.none() | st.integers(1, 99),
            st.fixed_dictionaries({}, optional=dict.fromkeys(fields, SOME)),
            st.none() | st.just(True),
            DAYS,
            follows=st.none() | st.integers(1, 99) if type_ == PLAN else st.none(),
        )
        for type_, fields in (
            (PLAN, ("text", "source")),
            (OBSTACLE, ("text", "lever", "who", "next")),
            (SHELF, ("title", "by", "type")),
            (IDEA, ("text", "what", "kind", "moment")),
        )
    ),
)


@given(EVERY_COMMAND)
def test_every_command_comes_back(typed: Any) -> None:  # noqa: ANN401 - whichever it is
    """What was typed for it, as JSON values and words, is the same command again."""
    known = json.loads(json.dumps(about(typed)))
    assert meant(Draft(Path("x"), KEPT, str(typed), known)) == typed


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.sampled_from(
        [
            "log",
            "edit",
            "heard",
            "rehearse",
            "moment",
            "idea",
            "plan",
            "obstacle",
            "shelf",
            "reflect",
        ]
    ),
)
def test_no_knowledge_stands_in_the_way_of_words(known: Any, purpose: str) -> None:  # noqa: ANN401 - that is it
    """Whatever is known of a draft, it can be listed and read, and becomes some command."""
    fields = ("entry", "text", "source", "answers", "number", "until", "topic", "day", "plan")
    spoilt = {"for": purpose, **dict.fromkeys(fields, known)}
    for one in (known, {"about": known}, {"about": spoilt}, {"left": {"x": known}}):
        with TemporaryDirectory() as folder:
            journal = Path(folder) / "journal.db"
            place = keep(journal, "words", STAMP)
            assert place
            said = json.dumps(
                {"format": "ally/draft", "version": 2} | (one if isinstance(one, dict) else {})
            )
            place.write_text(f"words\n\n{said}")
            (draft,) = drafts.waiting(journal)
            assert draft.words == "words"
            assert draft.kept == KEPT
            meant(draft)


def test_drafts_are_found_in_every_place(tmp_path: Path, journal_path: Path) -> None:
    """Beside the journal, in the state folder and in the temporary one, the oldest first."""
    places = []
    for stamp, blocked in (
        ("20261118-100000", None),
        ("20261117-100000", layout.drafts_folder(journal_path)),
        ("20261119-100000", layout.drafts_in_state(journal_path)),
    ):
        if blocked is not None:
            kept = blocked.with_name("for a moment")
            blocked.parent.mkdir(parents=True, exist_ok=True)
            if blocked.exists():
                blocked.rename(kept)
            blocked.touch()
        places.append(keep(journal_path, f"words of {stamp}", stamp))
    for folder in (layout.drafts_folder(journal_path), layout.drafts_in_state(journal_path)):
        folder.unlink()
        folder.with_name("for a moment").rename(folder)
    found = drafts.waiting(journal_path)
    assert [draft.words[-15:] for draft in found] == [
        "20261117-100000",
        "20261118-100000",
        "20261119-100000",
    ]
    assert len({place.parent for place in places if place}) == 3
    assert layout.may_have_drafts(journal_path)
    other = tmp_path / "other.db"
    assert drafts.waiting(other) == (), "each has a folder of its own"
    for draft in found:
        assert drafts.remove(journal_path, draft)
    assert not layout.may_have_drafts(journal_path)


def test_a_temporary_folder_of_somebody_else_is_not_used(
    tmp_path: Path, journal_path: Path
) -> None:
    """A link, which another person could have put there, is neither read nor written."""
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "20261117-091500-x.draft").write_text("not mine")
    layout.temporary_drafts(journal_path).symlink_to(trap)
    assert drafts.waiting(journal_path) == ()
    layout.drafts_folder(journal_path).parent.mkdir()
    layout.drafts_folder(journal_path).touch()
    with patch.object(files, "drafts_in_state", lambda _journal: Path("/dev/null/none")):
        place = keep(journal_path, "words", STAMP)
    assert place
    assert not place.resolve().is_relative_to(trap)
    assert len(list(trap.iterdir())) == 1


def test_a_draft_is_written_again_in_its_place(journal_path: Path) -> None:
    """The words so far take the place of those before, and go when they are kept elsewhere."""
    held = drafts.Held(journal_path, STAMP)
    first = held.write("one", {"for": "log", "text": "one", "answers": {"notice": "long" * 50}})
    assert drafts.waiting(journal_path) == (), "it is being written"
    assert held.write("one\ntwo", {"for": "log"}) == first
    held.leave()
    (draft,) = drafts.waiting(journal_path)
    assert (draft.words, draft.about.get("answers"), draft.purpose) == ("one\ntwo", None, "log")
    assert held.adopt(draft.path)
    assert held.remove()
    assert drafts.waiting(journal_path) == ()
    assert not layout.drafts_folder(journal_path).exists()


def test_what_is_left_without_words_is_swept_away(journal_path: Path) -> None:
    """A draft without words is none."""
    assert keep(journal_path, " \n", STAMP)
    assert drafts.waiting(journal_path) == ()
    assert layout.drafts_folder(journal_path).exists()  # looking takes nothing away
    drafts.sweep(journal_path)
    assert not layout.drafts_folder(journal_path).exists()


def test_it_can_be_read_with_any_program(journal_path: Path) -> None:
    """The words come first, as they are, and what they are for is one line at the end."""
    place = keep(journal_path, "Zoë said\r\n\n\tyes ", STAMP, {"for": "log", "text": "…"})
    assert place
    words, said = place.read_bytes().rsplit(b"\n\n", 1)
    assert words == "Zoë said\r\n\n\tyes ".encode()
    assert (said.count(b"\n"), json.loads(said)["about"]["text"]) == (1, "…")


@pytest.mark.parametrize("size", [4096, 8192])
def test_no_bytes_in_plain_are_taken_for_encrypted_ones(size: int, journal_path: Path) -> None:
    """Also where they are no text and as many as an encrypted file may have."""
    for more in range(200):
        words = "\udcff\udcfe" * (size // 2) + "x" * more
        place = keep(journal_path, words, STAMP)
        assert place
        assert not files.is_sealed(place)
        place.unlink()


HOLDER = """
import sys
from pathlib import Path
from ally_journal.store.drafts.drafts import Held
held = Held(Path(sys.argv[1]), "20261117-091500")
for number in range(int(sys.argv[2])):
    assert held.write(f"words {number}", {})
print("written", flush=True)
sys.stdin.read()
"""


@pytest.mark.faults
def test_one_that_is_written_again_and_again_is_nobody_elses(journal_path: Path) -> None:
    """Whoever looks meanwhile finds no draft, takes none up, and takes none away."""
    count = 300
    command = [sys.executable, "-c", HOLDER, str(journal_path), str(count)]
    looks, seen = 0, set[Path]()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        while not select.select([writer.stdout], [], [], 0)[0]:
            waiting, busy = drafts.waiting_and_busy(journal_path)
            assert waiting == ()
            looks, seen = looks + 1, seen | {*busy}
        assert writer.communicate()[0] == b"written\n"
    assert looks
    (draft,) = drafts.waiting(journal_path)
    assert seen == {draft.path}
    assert draft.words == f"words {count - 1}"


def test_only_one_takes_it_up(journal_path: Path) -> None:
    """A lock that was got on a file which is no longer the draft counts for nothing."""
    place = keep(journal_path, "words", STAMP)
    assert place
    before = os.open(place, os.O_RDONLY)
    one, other = drafts.Held(journal_path, STAMP), drafts.Held(journal_path, STAMP)
    assert one.adopt(place)
    assert not other.adopt(place)
    assert one.write("more words", {}) == place
    assert not other.adopt(place), "the new file is locked from its first moment"
    fcntl.flock(before, fcntl.LOCK_EX | fcntl.LOCK_NB)  # that of the old one is of no use
    os.close(before)
    assert one.remove()
    assert not other.adopt(place)
