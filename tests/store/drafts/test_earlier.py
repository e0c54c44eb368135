"""Drafts that version 0.1 left, in files made by it, are found, shown, used, and follow."""

import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Said
from tests.support.encrypted import PASSPHRASE, files_with

from ally_journal.domain.drafts import Content, Draft, Typed, meant
from ally_journal.store.crypto import keys
from ally_journal.store.database.convert import convert
from ally_journal.store.database.creation import create
from ally_journal.store.drafts import drafts, files
from ally_journal.store.drafts.rekey import follow
from ally_journal.store.files import layout
from ally_journal.store.files.locks import let_go

Ally = Callable[..., Said]
FILES = Path(__file__).parents[1] / "journals" / "drafts-0.1.tar.gz"
SALT = bytes(range(200, 216))


def unpack(kind: str, journal: Path, into: Path) -> None:
    """Put the drafts of one kind there, as those of this journal."""
    with tarfile.open(FILES) as archive:
        archive.extractall(into.parent, filter="data")
    (into.parent / kind).rename(into)
    for known in into.rglob("*.json"):
        said = json.loads(known.read_text())
        known.write_text(json.dumps(said | {"journal": str(journal.resolve())}))


@pytest.fixture
def plain(journal_path: Path) -> list[Draft]:
    """Those of a plain journal: of every command, and words of which nothing is known."""
    create(journal_path)
    unpack("plain", journal_path, layout.drafts_folder(journal_path))
    return list(drafts.waiting(journal_path))


@pytest.fixture
def sealed(journal_path: Path) -> Path:
    """An encrypted journal, a draft of it, and one whose editor was open when ally was killed."""
    create(journal_path)
    key = keys.derive(PASSPHRASE, SALT)
    keys.hold(key)
    convert(journal_path, None, key, 0)
    unpack("sealed", journal_path, layout.drafts_folder(journal_path))
    return journal_path


def test_each_is_what_it_was(plain: list[Draft]) -> None:
    """With its words, its purpose, and what an editor did not write; nothing was written anew."""
    assert [draft.purpose for draft in plain] == [
        *("log", "edit", "heard", "moment", "plan", "plan", "reflect", "")
    ]
    assert plain[0].words == "Words as typed\nlesson: Ask first\nfound: it helped"
    assert list(plain[0].left.values()) == [b"not written \xff"]
    assert plain[7].words == "Words alone"
    assert {draft.path.suffix for draft in plain} == {".txt"}
    changed = meant(plain[5])
    assert isinstance(changed, Typed)
    assert (changed.number, str(changed)) == (1, "When a list is made, I will look")


def test_each_goes_where_it_was_meant_for(plain: list[Draft], ally: Ally) -> None:
    """Carried out by the command's own code; nothing of its files is left."""
    assert ally("log", "act", "first", "--missed").code == 0
    for draft in [*plain[1:], plain[0]]:
        args = ["--kind", "learn"] if not draft.purpose else []
        said = ally("draft", "use", "1" if draft is plain[0] else "2", *args)
        assert said.code == 0, (draft, said)
    journal = plain[0].path.parent
    assert not journal.exists()
    first = json.loads(ally("show", "1", "--json").out)
    assert (first["text"], first["lesson"], first["because"]) == ("A better text", "Later", "Rank")
    assert [(one["from"], one["text"]) for one in first["heard"]] == [("them", "It helped")]
    plans = {one["text"]: one for one in json.loads(ally("plan", "--json").out)}
    assert plans["When a list is made, I will look"]["number"] == 1
    assert plans["When a panel forms, I will ask"]["until"] == "2026-12-01"
    assert first["plan"] == 1, "of what was said of next time, and then changed"
    last = json.loads(ally("show", "last", "--json").out)
    assert (last["text"], last["tags"], last["lesson"]) == (
        "Words as typed",
        ["hiring"],
        "Ask first",
    )
    assert last["answers"] == {"found": "it helped"}
    why = json.loads(ally("reflect", "why", "--json").out)
    assert [one["text"] for one in why] == ["Because of then"]


def test_they_are_encrypted_with_their_journal(plain: list[Draft], journal_path: Path) -> None:
    """Nothing is left in plain, nor what an editor kept beside one."""
    key = keys.derive(PASSPHRASE, SALT)
    keys.hold(key)
    convert(journal_path, None, key, 0)
    assert follow(journal_path) == 0
    folder = layout.drafts_folder(journal_path)
    assert {one.suffix for one in folder.iterdir()} == {".draft"}
    assert files_with("typed", [folder]) == [] == files_with("not written", [folder])
    after = drafts.waiting(journal_path)
    assert [one.words for one in after] == [one.words for one in plain]
    assert list(after[0].left.values()) == [b"not written \xff"]


def test_a_twin_with_other_words_is_never_written_over(
    plain: list[Draft], journal_path: Path
) -> None:
    """A draft of this version has the name that one would get: both are kept."""
    twin = plain[0].path.with_suffix(".draft")
    let_go(files.write(twin, Content("other words", {}), None))
    key = keys.derive(PASSPHRASE, SALT)
    keys.hold(key)
    convert(journal_path, None, key, 0)
    assert follow(journal_path) == 0
    words = [one.words for one in drafts.waiting(journal_path)]
    assert {plain[0].words, "other words"} < set(words)


def test_encrypted_ones_are_read_with_their_key(sealed: Path, ally: Ally) -> None:
    """Locked without it; with it, what an editor had open is the newest."""
    keys.let_go()
    locked = drafts.waiting(sealed)
    assert [one.locked for one in locked] == [True, True]
    keys.hold(keys.derive(PASSPHRASE, SALT))
    first, edited = drafts.waiting(sealed)
    assert first.words == "Words as typed\nlesson: Ask first\nfound: it helped"
    assert list(first.left.values()) == [b"not written \xff"]
    assert (edited.words, edited.about["kind"]) == ("Begun, and gone on", "act")
    assert list(edited.left.values()) == [b"swap of it"]
    assert not list(layout.drafts_folder(sealed).glob("*.open"))
    for _ in range(2):
        assert ally("draft", "use", "last").code == 0
    assert not layout.drafts_folder(sealed).exists()
    assert "Begun, and gone on" in ally("list").out


def test_those_that_journals_shared_are_found(sealed: Path) -> None:
    """In the state folder, where each said whose it was; another journal's are not ours."""
    folder = layout.drafts_folder(sealed)
    shared = layout.drafts_before()[0]
    shared.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(shared)
    assert layout.may_have_drafts(sealed)
    assert drafts.waiting(sealed.with_name("other.db")) == ()
    assert [one.words for one in drafts.waiting(sealed)][1] == "Begun, and gone on"
    for one in drafts.waiting(sealed):
        assert drafts.remove(sealed, one)
    assert not shared.exists()
