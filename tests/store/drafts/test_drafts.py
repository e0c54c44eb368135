"""Drafts on disk: exact, private, found again in every place, and nobody's while being written."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.drafts import all_words, entry_fields, told_apart
from ally_journal.domain.text.repair import without_final_newline
from ally_journal.store.drafts import drafts, files
from ally_journal.store.files import layout

ANY_TEXT = st.text(st.characters(codec="utf-8")).filter(lambda text: bool(text.strip()))
NAMES = st.sampled_from(["notice", "source", "assumed", "because", "received"])
STAMP = "20261117-091500"


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
    """A log that did not finish is taken apart again into what was typed, whatever that was."""
    words = all_words(text, {**said, "lesson": lesson, **answers}, next_time)
    about: dict[str, Any] = {"for": "log", "text": text, "said": said, "answers": answers}
    about |= {"next_time": next_time, "lesson": lesson}
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.db"
        assert drafts.keep(journal, words, STAMP, about)
        (draft,) = drafts.waiting(journal)
    if not words.endswith(("\n", "\r")):  # an editor adds one, so the last is no word
        assert draft.words == words
        assert told_apart(draft) == (text, said, answers, next_time)
        assert entry_fields(draft)["lesson"] == lesson
    assert without_final_newline(text) in told_apart(draft)[0]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_no_knowledge_stands_in_the_way_of_words(about: Any) -> None:  # noqa: ANN401 - that is it
    """Whatever lies in the file beside a draft, it can be listed and read."""
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.db"
        place = drafts.keep(journal, "words", STAMP)
        assert place
        place.with_suffix(".json").write_text(json.dumps(about))
        (draft,) = drafts.waiting(journal)
        assert draft.words == "words"
        assert draft.kept == datetime(2026, 11, 17, 9, 15)  # noqa: DTZ001 - local time
        entry_fields(draft)
        told_apart(draft)


def test_drafts_are_found_in_every_place(tmp_path: Path, journal_path: Path) -> None:
    """Beside the journal, in the state folder and in the temporary one, the oldest first."""
    places = []
    for stamp, blocked in (
        ("20261118-100000", None),
        ("20261117-100000", layout.drafts_folder(journal_path)),
        ("20261119-100000", layout.drafts_in_state()),
    ):
        if blocked is not None:
            kept = blocked.with_name("for a moment")
            blocked.parent.mkdir(parents=True, exist_ok=True)
            if blocked.exists():
                blocked.rename(kept)
            blocked.touch()
        places.append(drafts.keep(journal_path, f"words of {stamp}", stamp))
    for folder in (layout.drafts_folder(journal_path), layout.drafts_in_state()):
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
    assert drafts.waiting(other) == (), "what is known to be another journal's"
    for draft in found:
        assert drafts.remove(draft)
    assert not layout.may_have_drafts(journal_path)


def test_a_temporary_folder_of_somebody_else_is_not_used(
    tmp_path: Path, journal_path: Path
) -> None:
    """A link, which another person could have put there, is neither read nor written."""
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / "20261117-091500-x.txt").write_text("not mine")
    layout.temporary_drafts().symlink_to(trap)
    assert drafts.waiting(journal_path) == ()
    layout.drafts_folder(journal_path).parent.mkdir()
    layout.drafts_folder(journal_path).touch()
    with patch.object(files, "drafts_in_state", lambda: Path("/dev/null/none")):
        place = drafts.keep(journal_path, "words", STAMP)
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
    assert held.adopt(draft)
    assert held.remove()
    assert drafts.waiting(journal_path) == ()
    assert not layout.drafts_folder(journal_path).exists()


def test_what_is_left_without_words_is_swept_away(journal_path: Path) -> None:
    """The knowledge of a draft somebody deleted, and an empty file, are no drafts."""
    place = drafts.keep(journal_path, "words", STAMP)
    assert place
    place.unlink()
    assert drafts.keep(journal_path, " \n", STAMP)
    assert drafts.waiting(journal_path) == ()
    assert not layout.drafts_folder(journal_path).exists()
