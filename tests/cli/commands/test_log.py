"""ally log: every way to say it, and every way it can go wrong."""

import json
import stat
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Said, drafts_of, words_in
from typer._click.exceptions import BadOptionUsage

from ally_journal.cli.arguments import sort_out
from ally_journal.cli.workflows import editor as editor_room
from ally_journal.domain.text.repair import LONGEST
from ally_journal.store.database.connection import connect

Ally = Callable[..., Said]


def logged(ally: Ally, *args: str, stdin: str | bytes = "") -> dict[str, object]:
    said = ally("log", *args, "--json", stdin=stdin)
    assert said.code == 0, said.err
    entry = json.loads(said.out)
    assert isinstance(entry, dict)
    return entry


def test_it_says_number_kind_and_weekday(ally: Ally) -> None:
    """The answer echoes the date with its weekday, so a wrong one is seen."""
    assert ally("log", "act", "Gave the floor back").out == "Saved 1 · act · Fri 20 Nov 2026\n"
    assert ally("log", "learn", "x", "--on", "yesterday").out == (
        "Saved 2 · learn · Thu 19 Nov 2026\n"
    )


@pytest.mark.parametrize(
    ("args", "kind", "text"),
    [
        (["act", "One quoted text"], "act", "One quoted text"),
        (["ACT", "several", "bare", "words"], "act", "several bare words"),
        (["empathize", "x"], "empathise", "x"),
        (["-k", "l", "x"], "learn", "x"),
        (["--kind=challenge", "x"], "challenge", "x"),
        (["-kact", "x"], "act", "x"),
        (["x", "-k", "ACT"], "act", "x"),
        (["act", "act now"], "act", "act now"),
        (["act", "-k", "act", "x"], "act", "x"),
        (["learn", "- a list\n- of two"], "learn", "- a list\n- of two"),
        (["learn", "-t is what she said"], "learn", "-t is what she said"),
        (["learn", "--tag is an option"], "learn", "--tag is an option"),
        (["learn", "--nothing like this"], "learn", "--nothing like this"),
        (["learn", "-5", "degrees"], "learn", "-5 degrees"),
        (["learn", "--", "-t", "--json"], "learn", "-t --json"),
        (["learn", "a", "-", "b"], "learn", "a - b"),
    ],
)
def test_kind_and_text(ally: Ally, args: list[str], kind: str, text: str) -> None:
    """A kind is the first word or an option; everything else is text, also behind a dash."""
    said = ally("log", "--json", *args)
    assert said.code == 0, said.err
    entry = json.loads(said.out)
    assert (entry["kind"], entry["text"]) == (kind, text)


def test_every_option_reaches_the_entry(ally: Ally) -> None:
    """Options count before and behind the words, with a space, an equals sign or joined."""
    ally("plan", "add", "When x, I will y")
    entry = logged(
        ally,
        "--on=2026-11-18 09:15",
        "-thiring",
        "act",
        "Asked for the criteria",
        "--tag",
        "#Hiring",
        "--tag=Zoë-tag",
        "-w",
        "@Mary Jane",
        "--way",
        "ask",
        "--missed",
        "--because=He outranks me",
        "--lesson",
        "- ask first",
        "--asked",
        "invited",
        "--plan",
        "1",
        "-a",
        "risked=little = none",
        "--share",
        "--star",
        "--guess=- glad",
        "--again",
        "in 3 months",
    )
    assert {key: entry[key] for key in entry if key not in {"id", "created", "changed"}} == {
        "number": 1,
        "kind": "act",
        "text": "Asked for the criteria",
        "day": "2026-11-18",
        "at": "2026-11-18T09:15:00+01:00",
        "tags": ["hiring", "Zoë-tag"],
        "people": ["Mary Jane"],
        "way": "ask",
        "went": "missed",
        "because": "He outranks me",
        "lesson": "- ask first",
        "asked": "invited",
        "answers": {"risked": "little = none"},
        "guess": "- glad",
        "share": True,
        "star": True,
        "again": "2027-02-20",
        "plan": 1,
        "heard": [],
        "conflict": False,
    }
    assert entry["created"] == entry["changed"] == "2026-11-20T13:30:00.001Z"


def test_inline_tags_and_names_stay_in_the_text(ally: Ally) -> None:
    """What is marked inside the text counts, and the text stays as typed."""
    entry = logged(ally, "act", "Thanked @Priya (#credit), not a@b.org or C#, see /#x and #1")
    assert entry["tags"] == ["credit"]
    assert entry["people"] == ["Priya"]
    assert "(#credit)" in str(entry["text"])


@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_stdin_loses_only_its_final_newline(ally: Ally, ending: str) -> None:
    """Piped text is kept as it came, with or without `-`."""
    for args in (["learn"], ["learn", "-"]):
        assert logged(ally, *args, stdin=f"one\n\n two {ending}")["text"] == "one\n\n two "


def test_with_text_stdin_stays_unread(ally: Ally) -> None:
    """A loop that feeds ally on stdin does not lose its lines."""
    assert logged(ally, "learn", "given", stdin="waiting")["text"] == "given"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["just text"], "learn, challenge, empathise or act"),
        ([], "learn, challenge, empathise or act"),
        (["act"], "nothing to write"),
        (["act", "  "], "nothing to write"),
        (["act", "-k", "learn", "x"], "Two kinds"),
        (["-k", "7", "x"], "not a kind"),
        (["act", "x", "--missed", "--mistake"], "not both"),
        (["act", "x", "--because", "y"], "--missed"),
        (["act", "x", "--asked", "maybe"], "asked, invited, together, unasked"),
        (["act", "x", "-a", "notice"], "KEY=TEXT"),
        (["act", "x", "-a", "mood=good"], "KEY=TEXT"),
        (["act", "x", "-t", "two words"], "one word"),
        (["act", "x", "-w", " "], "one line"),
        (["act", "x", "--on", "03/04"], "3 April (2026-04-03) or 4 March (2026-03-04)"),
        (["act", "x", "--on", "2026-02-30"], "no such day"),
        (["act", "x", "--on", "2026-11-21"], "has not come yet"),
        (["act", "x", "--on", "14:31"], "has not come yet"),
        (["act", "x", "--on", "whenever"], "not a date"),
        (["act", "x", "--plan", "one"], "not the number of a plan"),
        (["act", "x", "--onn", "friday"], "write: ally log act x --on friday"),
        (["act", "x", "--on"], "--on needs a day behind it; for example: ally log learn"),
    ],
)
def test_wrong_usage_is_one_sentence(ally: Ally, args: list[str], sentence: str) -> None:
    """Exit 2, one line on stderr that says what to do, nothing on stdout and nothing kept."""
    said = ally("log", *args)
    assert said.code == 2
    assert sentence in said.err
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert ally("list", "--json").out == "[]\n"


def test_an_unknown_plan_keeps_the_words(ally: Ally, journal_path: Path) -> None:
    """What could not be saved is found in a draft whose path is said."""
    said = ally("log", "act", "Words I typed", "--lesson", "x", "--plan", "9")
    assert said.code == 1
    assert "There is no plan yet" in said.err
    (draft,) = drafts_of(journal_path)
    assert "Words I typed" in words_in(draft)
    assert f"Your words are kept in {draft}." in said.err


def test_the_longest_text_and_one_more(ally: Ally, journal_path: Path) -> None:
    """1 MB goes in and comes back; a byte more is refused, kept as a draft, and nothing is lost."""
    text = "é" * (LONGEST // 2)
    assert logged(ally, "learn", stdin=text)["text"] == text
    said = ally("log", "learn", stdin=text + "x")
    assert said.code == 1
    assert "1,000,001 bytes" in said.err
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == text + "x"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o600


def test_words_survive_a_journal_that_cannot_be_opened(program: Ally, journal_path: Path) -> None:
    """Also what waits on stdin is kept when the journal is no journal."""
    journal_path.parent.mkdir()
    journal_path.touch()
    said = program("log", "act", stdin=b"piped words \xff")
    assert said.code == 1
    assert "is empty" in said.err
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == "piped words \udcff"


def test_bytes_that_are_not_text_are_repaired_and_said(program: Ally) -> None:
    """Bytes of another encoding are read and controls become U+FFFD, each with a note."""
    said = program("log", "act", "--json", stdin=b"a\x00b\x1b[31m\xffc\r\nd\xe2\x80\xa8e\tf")
    assert json.loads(said.out)["text"] == "a\ufffdb\ufffd[31mÿc\nd\ne\tf"
    assert said.err.splitlines() == [
        "Some bytes were not UTF-8 and were read as Windows-1252.",
        "Control characters were replaced by \ufffd.",
    ]
    assert json.loads(program("log", b"act", b"arg \xff", "--json").out)["text"] == "arg ÿ"


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    "text",
    ["[/nope] [bold]x", "\u202eright to left", "👩🏾‍💻 👨‍👩‍👧‍👦", "שלום", "a\u0301", "%s {x} \\"],
)
def test_text_is_kept_exactly(program: Ally, text: str) -> None:
    """Markup, bidi controls, emoji sequences and marks come back as typed."""
    program("log", "act", text)
    assert json.loads(program("show", "last", "--json").out)["text"] == text


def test_no_view_lets_text_command_the_terminal(
    program: Ally, journal_path: Path, ally: Ally
) -> None:
    """Controls that stand in a journal from elsewhere, and bidi controls, never reach stdout."""
    ally("log", "act", "x")
    hostile = "\x1b]52;c;AAAA\x07\u202e[/x]\x9b2J"
    connection = connect(journal_path)
    (body,) = connection.execute("SELECT body FROM body").fetchone()
    changed = json.dumps(json.loads(body) | {"text": hostile, "tags": [hostile]})
    connection.execute("UPDATE body SET body = ?", (changed.encode(),))
    connection.close()
    for args in (
        ["list"],
        ["show", "1"],
        ["review"],
        ["--plain", "review"],
        ["--plain", "show", "1"],
    ):
        said = program(*args, FORCE_COLOR="1")
        assert said.code == 0
        plain = said.out.replace("\x1b[", "")
        assert not set(plain) & set("\x1b\x07\x9b\u202e"), args
        assert "]52;c;AAAA" in plain


def test_a_near_miss_is_a_hint_on_stderr(ally: Ally) -> None:
    """A new tag one letter off a known one is kept, and asked about once."""
    ally("log", "act", "x", "-t", "hiring")
    said = ally("log", "act", "x", "-t", "hirin")
    assert said.err == "“hirin” is a new tag; there is also “hiring”.\n"
    assert ally("log", "act", "x", "-t", "hirin").err == ""
    assert ally("log", "act", "x", "-t", "HIRING").err == ""


def test_one_open_plan_shows_after_a_log(ally: Ally) -> None:
    """The one that shares a word first; none when all are closed, and none under --json."""
    ally("plan", "add", "When a panel is picked, I ask who is missing")
    ally("plan", "add", "When someone interrupts, I give the floor back")
    for _ in range(2):
        out = ally("log", "act", "Gave the floor to someone").out
        assert out.splitlines()[1] == "Plan 2: When someone interrupts, I give the floor back"
    shown = {ally("log", "act", "zzz").out.splitlines()[1].split(":")[0] for _ in range(2)}
    assert shown == {"Plan 1", "Plan 2"}
    ally("plan", "done", "1")
    ally("plan", "dropped", "2")
    assert len(ally("log", "act", "zzz").out.splitlines()) == 1


def test_a_zone_nobody_knows_is_said(program: Ally) -> None:
    """TZ=Nonsense/Zone would silently mean UTC."""
    said = program("log", "act", "x", TZ="Nonsense/Zone", ALLY_NOW="")
    assert said.code == 0
    assert "“Nonsense/Zone”, which this computer does not know" in said.err
    assert program("log", "act", "x", TZ="Europe/Zurich", ALLY_NOW="").err == ""


def test_the_day_is_the_local_one_and_stays(program: Ally) -> None:
    """One instant has several dates; the one on the person's wall is kept, and never recomputed."""
    program("log", "act", "x", ALLY_NOW="2026-11-20T23:30:00-10:00")
    program("log", "act", "x", ALLY_NOW="2026-11-21T10:30:00+01:00")
    entries = json.loads(program("list", "--json", TZ="Pacific/Kiritimati").out)
    assert [entry["day"] for entry in entries] == ["2026-11-20", "2026-11-21"]
    assert entries[0]["at"] == "2026-11-20T23:30:00-10:00"


@pytest.mark.parametrize(
    "now", ["yesterday", "2026-11-20", "2026-11-20T10:00", "9999-12-31T23:59:59+00:00"]
)
def test_a_wrong_ally_now_is_a_sentence(
    ally: Ally, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    """ALLY_NOW must be a moment with an offset, within the years ally knows."""
    monkeypatch.setenv("ALLY_NOW", now)
    said = ally("log", "act", "x")
    assert said.code == 2
    assert "ALLY_NOW" in said.err


def editor(folder: Path, script: str) -> str:
    path = folder / "the editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o700)
    return str(path)


def test_an_editor_writes_the_entry(program: Ally, tmp_path: Path, journal_path: Path) -> None:
    """The text given is there to begin with; what is saved is kept, and no file stays behind."""
    append = editor(tmp_path, 'for file; do :; done; printf "and more\\n" >> "$file"')
    said = program("log", "act", "Begun", "-e", EDITOR=append)
    assert said.code == 0, said.err
    assert json.loads(program("show", "1", "--json").out)["text"] == "Begun\nand more"
    assert program("log", "act", "-e", VISUAL=f"'{append}' --flag", EDITOR="false").code == 0
    assert not journal_path.with_name("journal.db.drafts").exists()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("sleep 0.6", "left as it was"),
        (": > $1", "was emptied"),
        ('printf " \\n" > "$1"', "was emptied"),
    ],
)
def test_an_editor_left_without_words_writes_nothing(
    program: Ally, tmp_path: Path, journal_path: Path, script: str, sentence: str
) -> None:
    """Unchanged and emptied both cancel; an editor that returns at once gets a hint."""
    said = program("log", "act", "Begun", "-e", EDITOR=editor(tmp_path, script))
    assert said.code == 2
    assert sentence in said.err
    assert not journal_path.exists()


@pytest.mark.parametrize("script", ["exit 3", "kill $$", 'rm "$1"', 'rm "$1"; mkdir "$1"'])
def test_an_editor_never_takes_words_away(
    program: Ally, tmp_path: Path, journal_path: Path, script: str
) -> None:
    """Failed, killed, or its file gone: the words are in a file that is named."""
    said = program("log", "act", "Words I typed", "-e", EDITOR=editor(tmp_path, script))
    assert said.code in {1, 2}
    assert "Traceback" not in said.err
    drafts = [path for path in drafts_of(journal_path) if path.is_file()]
    assert [words_in(path).strip() for path in drafts] == ["Words I typed"]
    assert str(drafts[0]) in said.err


def test_an_editor_that_is_back_at_once_keeps_the_file_it_may_still_have_open(
    ally: Ally, journal_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that opens a window returns before a word is written; a hint says how to wait."""
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr(editor_room, "_AT_ONCE", 60)
    said = ally("log", "act", "Words I typed", "-e")
    assert said.code == 2
    assert "code --wait" in said.err
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == "Words I typed"
    assert str(draft) in said.err


def test_an_editor_that_fails_leaves_the_words(
    program: Ally, tmp_path: Path, journal_path: Path
) -> None:
    """When the editor dies, what was in its file is still there, and its path is said."""
    dies = editor(tmp_path, 'printf "half a thought" > "$1"; exit 3')
    said = program("log", "act", "-e", EDITOR=dies)
    assert said.code == 1
    (draft,) = drafts_of(journal_path)
    assert words_in(draft) == "half a thought"
    assert str(draft) in said.err
    assert "could not be started" in program("log", "act", "-e", EDITOR="/no/such").err


OPTIONS = {"-t": True, "--tag": True, "-e": False, "--json": False, "-k": True}


@pytest.mark.parametrize(
    ("args", "options", "words"),
    [
        (["a", "-t", "b", "c"], ["-t", "b"], ["a", "c"]),
        (["-et", "b", "c"], ["-et", "b"], ["c"]),
        (["-etb", "c"], ["-etb"], ["c"]),
        (["--tag=b c", "d"], ["--tag=b c"], ["d"]),
        (["--tab=b c"], [], ["--tab=b c"]),
        (["-t", "-5"], ["-t", "-5"], []),
        (["-x"], ["-x"], []),
        (["--", "-t", "--"], [], ["-t", "--"]),
        (["-"], [], ["-"]),
        ([""], [], [""]),
    ],
)
def test_options_are_told_from_words(args: list[str], options: list[str], words: list[str]) -> None:
    """An option takes its value with it; the rest are words."""
    assert sort_out(args, OPTIONS) == (options, words)


@given(
    st.lists(st.sampled_from(["-t", "-e", "-x", "--json", "--tag=a b", "--", "-", "a b", "-5", ""]))
)
def test_sorting_out_loses_no_argument(args: list[str]) -> None:
    """Every argument but the first `--` comes out, in order within its group, or it is refused."""
    args = [*args, "-t", "last"]
    try:
        options, words = sort_out(args, OPTIONS)
    except BadOptionUsage:
        assert any(one == "-t" and behind in OPTIONS for one, behind in pairwise(args))
        return
    assert sorted(options + words + ["--"] * (len(args) - len(options) - len(words))) == sorted(
        args
    )
    assert len(args) - len(options) - len(words) in {0, 1}


def test_nothing_is_written_outside_the_journal(program: Ally, tmp_path: Path) -> None:
    """A log makes the journal and its machine state, and no other file."""
    program("log", "act", "x")
    program("review", "--no-input")
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    (state,) = (name for name in made if name.startswith("state"))
    assert made == {"kept/journal.db", state}
    assert state.startswith("state/ally-journal/")
