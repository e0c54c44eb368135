"""ally edit, delete, undo, redo, history and config: what changes, and all of it comes back."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Said, built, drafts_of, finish, words_in

Ally = Callable[..., Said]
Terminal = Callable[..., Any]


@pytest.fixture
def entry(ally: Ally, written: None) -> dict[str, Any]:  # noqa: ARG001 - it is there
    """One entry with a bit of everything."""
    return shown(ally)


@built
def written(ally: Ally) -> None:
    """Its journal."""
    ally("plan", "add", "When x, I will y")
    ally(
        "log", "act", "Asked @Priya about the #rota", "-t", "hiring", "-w", "Mary", "--missed",
        "--because", "Rank", "--lesson", "Ask", "--asked", "invited", "--way", "ask", "-a",
        "risked=little", "--plan", "1", "--share",
    )  # fmt: skip


def shown(ally: Ally, number: str = "1") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ally("show", number, "--json").out)
    return found


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("args", "changes"),
    [
        (["--text", "New words"], {"text": "New words", "tags": ["hiring"], "people": ["Mary"]}),
        (["--kind", "e"], {"kind": "empathise"}),
        (["--on", "yesterday"], {"day": "2026-11-19", "at": None}),
        (["--on", "2026-11-18 09:00"], {"day": "2026-11-18", "at": "2026-11-18T09:00:00+01:00"}),
        (["-t", "desk"], {"tags": ["rota", "hiring", "desk"]}),
        (["--untag", "HIRING", "-t", "desk"], {"tags": ["rota", "desk"]}),
        (["-w", "Jo Ann", "--without", "@mary"], {"people": ["Priya", "Jo Ann"]}),
        (["--done"], {"went": "done", "because": None}),
        (["--mistake"], {"went": "mistake", "because": None}),
        (["--because", "Time"], {"because": "Time"}),
        (
            ["--lesson", "", "--way", "", "--asked", ""],
            {"lesson": None, "way": None, "asked": None},
        ),
        (["-a", "risked=", "-a", "notice=x"], {"answers": {"notice": "x"}}),
        (["--plan", ""], {"plan": None}),
        (["--no-share"], {"share": False}),
    ],
)
def test_options_change_just_what_they_name(
    ally: Ally, entry: dict[str, Any], args: list[str], changes: dict[str, object]
) -> None:
    """Everything else stays, to the letter; undo brings the entry back exactly."""
    said = ally("edit", "1", *args)
    assert said.code == 0, said.err
    assert said.out.startswith("Changed 1 · ")
    after = shown(ally)
    assert after | {"changed": ""} == entry | changes | {"changed": ""}
    assert ally("undo").out == "Put entry 1 back as it was.\n"
    assert shown(ally) | {"changed": ""} == entry | {"changed": ""}
    assert ally("redo").out == "Changed entry 1 again.\n"
    assert shown(ally) | {"changed": ""} == after | {"changed": ""}


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["1", "--text", " "], 2, "nothing to write"),
        (["1", "--untag", "rota"], 2, "stands in the text"),
        (["1", "--untag", "desk"], 2, "has no tag"),
        (["1", "--without", "Jo"], 2, "has no name"),
        (["1", "--missed", "--done"], 2, "one of the three"),
        (["1", "--share", "--no-share"], 2, "not both"),
        (["1", "--mistake", "--because", "x"], 2, "--missed"),
        (["1", "--on", "tomorrow"], 2, "has not come yet"),
        (["1", "--plan", "9"], 1, "There is no plan 9"),
        (["7"], 1, "There is no entry 7"),
        (["x"], 2, "not the number of an entry"),
    ],
)
def test_an_edit_that_cannot_be(
    ally: Ally, entry: dict[str, Any], args: list[str], code: int, sentence: str
) -> None:
    """One sentence, and the entry is as it was."""
    said = ally("edit", *args)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert shown(ally) == entry


def editor(folder: Path, script: str) -> str:
    path = folder / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


@pytest.mark.parametrize(
    "args",
    [
        ["--kind", "act", "--missed", "--share", "-t", "HIRING", "-w", "mary", "--plan", "1"],
        ["--asked", "invited", "--way", "ask", "-a", "risked=little", "-a", "notice="],
    ],
)
def test_what_is_so_already_is_no_change(
    ally: Ally, entry: dict[str, Any], args: list[str]
) -> None:
    """Nothing is written, so redo is still possible."""
    ally("log", "act", "another")
    ally("undo")
    said = ally("edit", "1", *args)
    assert said.out == "Entry 1 is that already; nothing was changed.\n"
    assert shown(ally) == entry
    assert ally("redo").out == "Brought entry 2 back again.\n"


def test_a_text_is_repaired_once_and_that_is_said_once(
    program: Ally, entry: dict[str, Any]
) -> None:
    """A byte of another encoding in a new text is read, with a single note."""
    said = program("edit", str(entry["number"]), "--text", b"new \xff")
    assert said.err == "Some bytes were not UTF-8 and were read as Windows-1252.\n"
    assert json.loads(program("show", "1", "--json").out)["text"] == "new ÿ"


def test_a_setting_that_is_so_already_is_no_change(ally: Ally) -> None:
    """Setting it again writes nothing."""
    ally("config", "week_starts", "sunday")
    ally("config", "week_starts", "SUNDAY")
    assert ally("undo").out == "Took back the setting week_starts.\n"
    assert ally("undo").code == 1


def test_words_too_long_from_an_editor_are_kept(
    program: Ally, entry: dict[str, Any], tmp_path: Path, journal_path: Path
) -> None:
    """What the editor made and the journal cannot take is in a draft."""
    assert entry["number"] == 1
    long = editor(tmp_path, "head -c 1500000 /dev/zero | tr '\\0' x > $1")
    said = program("edit", "1", EDITOR=long)
    assert said.code == 1
    (draft,) = drafts_of(journal_path)
    assert str(draft) in said.err
    assert len(words_in(draft)) == 1_500_000


@pytest.mark.parametrize("script", ["true", "exit 3"])
def test_a_text_the_journal_has_is_not_kept_twice(
    program: Ally, entry: dict[str, Any], tmp_path: Path, journal_path: Path, script: str
) -> None:
    """An editor that leaves an entry's own text leaves no copy of it behind."""
    said = program("edit", str(entry["number"]), EDITOR=editor(tmp_path, script))
    assert said.code in {1, 2}
    assert "kept in" not in said.err
    assert program("draft").out == "There are no drafts.\n"
    if script != "true":  # which may have been a window that is open still
        assert not journal_path.with_name("journal.db.drafts").exists()


def test_without_a_terminal_no_editor_is_guessed(program: Ally, entry: dict[str, Any]) -> None:
    """A script gets a sentence instead of vi."""
    said = program("edit", str(entry["number"]))
    assert said.code == 1
    assert "set EDITOR" in said.err


def test_an_entry_outlives_its_plan(ally: Ally) -> None:
    """When a plan is taken back, its entries can still be read, changed and brought back."""
    ally("plan", "add", "When x, I will y")
    ally("log", "act", "a line", "--plan", "1")
    ally("undo", "--steps", "2")
    ally("history", "1", "--restore", "1")
    assert shown(ally)["plan"] is None
    assert ally("edit", "1", "--text", "new").code == 0
    assert ally("undo", "--steps", "2").code == 0


def test_without_options_the_editor_opens(
    program: Ally, ally: Ally, entry: dict[str, Any], tmp_path: Path, journal_path: Path
) -> None:
    """The text is there to change; unchanged and emptied both cancel, and empty never deletes."""
    append = editor(tmp_path, 'printf "And more\\n" >> "$1"')
    assert program("edit", "1", EDITOR=append).code == 0
    assert shown(ally)["text"] == f"{entry['text']}\nAnd more"
    for script, sentence in (("sleep 0.6", "left as it was"), (': > "$1"', "was emptied")):
        said = program("edit", "1", EDITOR=editor(tmp_path, script))
        assert said.code == 2
        assert sentence in said.err
    assert shown(ally)["text"] == f"{entry['text']}\nAnd more"
    assert not journal_path.with_name("journal.db.drafts").exists()


@pytest.mark.faults
def test_an_edit_that_meets_a_newer_one_forks(
    program: Ally, ally: Ally, entry: dict[str, Any], tmp_path: Path
) -> None:
    """What somebody wrote while the editor was open is kept beside what the editor made."""
    meanwhile = editor(
        tmp_path,
        f'{sys.executable} -m ally_journal edit 1 --text "Meanwhile" >/dev/null\n'
        'printf "Mine\\n" > "$1"',
    )
    assert entry["conflict"] is False
    assert program("edit", "1", EDITOR=meanwhile).code == 0
    assert (shown(ally)["text"], shown(ally)["conflict"]) == ("Mine", True)
    texts = [one["text"] for one in json.loads(ally("history", "1", "--json").out)]
    assert "Meanwhile" in texts
    ally("edit", "1", "--text", "Both")
    assert shown(ally)["conflict"] is False


def test_delete_shows_asks_and_can_be_undone(terminal: Terminal, ally: Ally) -> None:
    """On a terminal it asks; Enter means no; undo brings all of them back at once."""
    for text in ("one", "two", "three"):
        ally("log", "act", text)
    child = terminal("delete", "1", "last", "1")
    child.expect_exact("one")
    child.expect_exact("three")
    child.expect_exact("Delete these?")
    child.sendline("")
    assert "Nothing was deleted." in finish(child)[0]
    child = terminal("delete", "1", "last")
    child.expect_exact("> ")
    child.sendline("y")
    assert "Deleted entries 1, 3. ally undo brings them back." in finish(child)[0]
    assert [one["number"] for one in json.loads(ally("list", "--json").out)] == [2]
    assert "Entry 1 was deleted; ally history 1" in ally("show", "1").err
    assert ally("log", "act", "four").out.startswith("Saved 4 ")
    ally("undo")
    assert ally("undo").out == "Brought back entry 3.\nBrought back entry 1.\n"
    assert [one["text"] for one in json.loads(ally("list", "--json").out)] == [
        "one",
        "two",
        "three",
    ]


def test_delete_needs_yes_where_nobody_can_answer(ally: Ally) -> None:
    """A script must say --yes; a number that is not there deletes nothing."""
    ally("log", "act", "one")
    assert (ally("delete", "1").code, ally("delete", "1", "9", "--yes").code) == (2, 1)
    assert len(json.loads(ally("list", "--json").out)) == 1
    assert ally("delete", "1", "--yes").out == "Deleted entry 1. ally undo brings it back.\n"
    assert ally("list", "--json").out == "[]\n"


def test_undo_covers_every_type_across_runs(program: Ally) -> None:
    """Entries, plans, their ends and settings, the newest first, each run a process of its own."""
    for args in (
        ["log", "act", "one"],
        ["plan", "add", "x"],
        ["plan", "kept", "1"],
        ["config", "week_starts", "sunday"],
    ):
        assert program(*args).code == 0
    said = program("undo", "--steps", "4").out.splitlines()
    assert said == [
        "Took back the setting week_starts.",
        "Put plan 1 back as it was.",
        "Took back plan 1.",
        "Took back entry 1.",
    ]
    assert program("undo").code == 1
    assert program("redo", "--steps", "4").code == 0
    assert "week_starts sunday" in program("config").out
    assert program("redo").code == 1
    program("undo")
    program("log", "act", "something new")
    assert "something new was written" in program("redo").err


def test_a_review_is_undone_answer_by_answer(terminal: Terminal, ally: Ally) -> None:
    """Each answer is a change of its own, since each was kept at once."""
    child = terminal("review")
    for prompt, answer in (("Anything else", ""), ("take from", "a thought")):
        child.expect_exact(prompt)
        child.sendline(answer)
    finish(child)
    child = terminal("review", "last")
    for prompt, answer in (("Anything else", ""), ("I will …", "When x")):
        child.expect_exact(prompt)
        child.sendline(answer)
    finish(child)
    assert ally("undo").out == "Took back plan 1.\n"
    assert ally("undo").out == "Took back a reflection.\n"


def test_history_for_people(ally: Ally, entry: dict[str, Any]) -> None:
    """Every version with its number, when, what changed, and its words; then one comes back."""
    assert entry["number"] == 1
    ally("edit", "1", "--text", "Other words")
    ally("edit", "1", "-t", "desk")
    ally("delete", "1", "--yes")
    lines = ally("history", "1").out.splitlines()
    assert lines[0] == "  1  Fri 20 Nov 2026 14:30 · written"
    assert lines[2:4] == ["  2  Fri 20 Nov 2026 14:30 · changed", "     Other words"]
    assert lines[4:7] == [
        "  3  Fri 20 Nov 2026 14:30 · changed",
        "     Other words",
        "     tags: hiring, desk",
    ]
    assert lines[7] == "  4  Fri 20 Nov 2026 14:30 · deleted"
    said = ally("history", "1", "--restore", "1").out
    assert said == "Entry 1 is again what it was in version 1.\n"
    assert shown(ally)["text"] == entry["text"]
    assert ally("history", "1").out.splitlines()[8:] == [
        "  5  Fri 20 Nov 2026 14:30 · brought back",
        f"     {entry['text']}",
    ]
    newest = ally("history").out.splitlines()
    assert newest[0].endswith("plan 1 added")
    assert newest[-1].endswith("entry 1 brought back")
    assert ally("history", "--restore", "1").code == 2
    assert json.loads(ally("history", "--json").out)[-1]["change"] == "brought back"


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("week_starts", "Sunday", "sunday"),
        ("day_starts_at", "4:00", "04:00"),
        ("counts", "false", "false"),
        ("plain", "TRUE", "true"),
    ],
)
def test_config_sets_and_shows(ally: Ally, key: str, value: str, kept: str) -> None:
    """A setting is told back as it is kept, and lives in the journal."""
    assert ally("config", key, value).out == f"{key} {kept}\n"
    assert f"{key} {kept}\n" in ally("config").out
    assert ally("config", key).out == f"{key} {kept}\n"
    assert ally("config", key.upper().replace("_", "-")).out == f"{key} {kept}\n"


@pytest.mark.parametrize(
    "args",
    [
        ["mood"],
        ["mood", "good"],
        ["counts", "maybe"],
        ["day_starts_at", "25:00"],
        ["week_starts", ""],
    ],
)
def test_config_refuses_what_it_does_not_know(
    ally: Ally, args: list[str], journal_path: Path
) -> None:
    """Exit 2 and nothing kept, not even a journal."""
    said = ally("config", *args)
    assert (said.code, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert not journal_path.exists()


def test_settings_are_obeyed(ally: Ally, monkeypatch: pytest.MonkeyPatch) -> None:
    """The week begins when it is said to, and a note after midnight belongs to the day before."""
    ally("config", "week_starts", "sunday")
    assert ally("review").out.startswith("Sun 15 to Sat 21 November 2026")
    ally("config", "day_starts_at", "04:00")
    monkeypatch.setenv("ALLY_NOW", "2026-11-21T00:30:00+01:00")
    assert ally("log", "act", "late").out.endswith("Fri 20 Nov 2026\n")
    assert ally("log", "act", "late", "--on", "2026-11-21").code == 0
    assert ally("log", "act", "late", "--on", "yesterday").out.endswith("Thu 19 Nov 2026\n")
    ally("config", "plain", "true")
    assert "■" not in ally("list").out
    ally("config", "plain", "false")
    ally("config", "counts", "false")
    assert "of the last" not in ally("review").out
