"""ally year --sharing: a copy that exposes no one, as far as a program and its person can see."""

import csv
import json
import re
import stat
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_schemas import validator
from tests.conftest import Said, built, converse, finish
from tests.support.json_schemas import SCHEMAS
from tests.support.traps import CONCERNED, ELSEWHERE, MARKED, REMOVED, TRAPS

Ally = Callable[..., Said]
FORMS = ("md", "json", "csv")


@built
def trapped(ally: Ally) -> None:
    """A journal in which every known name is marked somewhere, and every trap may be shared."""
    for name in MARKED:
        ally("log", "learn", "Unmarked canary", "-w", name)
    tom, noor, marek, lotte, sefa, ines, teo = ELSEWHERE
    ally("heard", "1", "them", f"Thanks, said @{tom} and @{noor}")
    ally("plan", "add", f"When the canary sings, I ask @{marek}")
    ally("shelf", "add", "Captions", "--by", "Priya Rao")
    ally("shelf", "done", "last", f"A canary for @{lotte}")
    ally("reflect", "my-story", f"The canary and @{sefa}")
    ally(
        "log",
        "act",
        "Canary",
        "--lesson",
        f"Ask @{ines}",
        "-a",
        f"impact=@{teo} left",
        "-t",
        "bird",
    )
    ally("obstacle", "add", "A canary", "--who", CONCERNED)
    for place, trap in enumerate(TRAPS):
        month = f"2026-{place % 11 + 1:02}-17"
        ally("log", "act", "--on", month, "--share", "-t", "bird", "--", trap.text)
    ally("log", "act", "Gave my plan away to Priya", "--mistake", "--share", "--on", "2026-05-17")
    ally("log", "act", "Let a joke of Will pass", "--missed", "--share", "--on", "2026-05-17")
    ally("plan", "add", "When Priya is talked over, I hand the floor back", "--share")
    ally("plan", "done", "2", "Priya’s idea; twice since 12 March")
    ally("reflect", "year", "For me alone, canary")
    ally("reflect", "year", "An older canary, said Noor", "--for-sharing")
    ally("reflect", "year", "I ask earlier, as Noor does", "--for-sharing")
    ally("reflect", "next-year", "Less talk. Priya first", "--for-sharing")
    ally("reflect", "why", "A canary for the others", "--for-sharing")


@pytest.mark.usefixtures("trapped")
@pytest.mark.parametrize("form", FORMS)
def test_no_known_name_number_day_tag_or_id_in_any_form(ally: Ally, form: str) -> None:
    """The whole document, with every trap in it."""
    said = ally("year", "--sharing", "--yes", "--format", form)
    assert said.code == 0
    assert "Nobody has looked through the names" in said.err
    document = said.out.replace("&#58;", ":")
    for name in (*MARKED, *ELSEWHERE, "Amira", "Khan", "Dana", "Brien", "Jose"):
        # One that is also a word stays in lower case, and so does a part of a full name.
        flags = re.IGNORECASE if name in {"Priya", "Zoé", "Noor", "tom"} else re.NOFLAG
        assert not re.search(rf"\b{name}\b", document, flags), name
    for trap in TRAPS:
        assert trap.outcome != REMOVED or trap.tells.isdigit() or trap.text not in document
    assert "canary" not in document.lower()
    assert "bird" not in document
    assert not re.search(r"#\w", document)
    assert not re.search(r"\b(12|17)\b(?!th)|2026-\d\d-\d\d|[0-9a-f]{8}-[0-9a-f]{4}", document)
    assert "mistake: Gave my plan away to a colleague" in document
    assert "missed: Let a joke of a colleague pass" in document


@pytest.mark.usefixtures("trapped")
def test_a_note_that_nobody_looked_at_stays_private(ally: Ally) -> None:
    """It was written after its plan was marked; who looks through the copy sees it first."""
    said = ally("year", "--sharing", "--yes")
    assert "twice since" not in said.out
    assert "left out, since nobody looked" in said.err


@pytest.mark.usefixtures("trapped")
def test_the_forms_agree(ally: Ally) -> None:
    """The same moments in Markdown, JSON and CSV; --json is short for --format json."""
    printed = ally("year", "--sharing", "--yes", "--json").out
    document = json.loads(printed)
    assert ally("year", "--sharing", "--yes", "--format", "json").out == printed
    validator("year-sharing").validate(document)
    named = json.loads((SCHEMAS / "year-sharing.json").read_text())["properties"].keys()
    assert document.keys() == named
    table = ally("year", "--sharing", "--yes", "--format", "csv").out
    rows = list(csv.DictReader(StringIO(table.removeprefix("\ufeff"), newline="")))
    assert rows == document["chosen"]
    assert len(rows) == len(TRAPS) + 2
    assert document["plans"] == [
        {
            "text": "When a colleague is talked over, I hand the floor back",
            "state": "done",
            "note": None,
        }
    ]
    assert document["reflections"] == [
        {"topic": "year", "text": "I ask earlier, as a colleague does"},
        {"topic": "next-year", "text": "Less talk. A colleague first"},
    ]
    assert document["shelf"] == [{"title": "Captions", "by": None, "state": "done"}]
    assert document["through"] == "2026-11"
    assert document["reviewed"] is False
    markdown = ally("year", "--sharing", "--yes").out
    titles = re.findall(r"^## (.*)", markdown, re.MULTILINE)
    assert titles == [
        "In my own words",
        "Four kinds, month by month",
        "What I said I would do",
        "Moments I chose",
        "What I learned from",
        "Next year",
        "About this copy",
    ]
    assert "| November | written |  |  | written |" in markdown
    assert "Nobody has looked through" in markdown


@pytest.mark.usefixtures("trapped")
def test_the_private_year_keeps_its_own_words(ally: Ally) -> None:
    """What was written for others is not shown as one's own, nor the other way round."""
    for args in (("year",), ("--plain", "year"), ("year", "--format", "md"), ("review",)):
        said = ally(*args).out
        assert "For me alone" in said
        assert "I ask earlier" not in said
        assert "for the others" not in said
    assert "For me alone" not in ally("year", "--sharing", "--yes").out
    kept = json.loads(ally("year", "--json").out)["reflections"]
    assert [one["for_sharing"] for one in kept if one["topic"] == "year"] == [False, True, True]
    entries = json.loads(ally("year", "--json").out)["entries"]
    assert sum(entry["share"] for entry in entries) == len(TRAPS) + 2


def test_a_name_that_begins_a_line_of_an_answer_is_known(ally: Ally) -> None:
    """As it is anywhere else in it, between quotation marks or behind a tab too."""
    ally("log", "learn", "Heard it", "-a", 'source=Two lines\n@Tomas\t@Tabea and "@Quirin"')
    ally("log", "act", "I thanked Tomas, Tabea and Quirin", "--share")
    copy = ally("year", "--sharing", "--yes").out
    assert "Act: I thanked a colleague, a colleague and a colleague\n" in copy


@pytest.fixture
def lent(ally: Ally) -> None:
    """A thing on the shelf of which one's own words say who made it."""
    ally("shelf", "add", "Captions", "--by", "Kim, on 12 March 2026 as in entry 12 #parents")
    ally("shelf", "start", "last")


@pytest.mark.usefixtures("lent")
@pytest.mark.parametrize("form", ["md", "json", "html"])
def test_who_made_it_loses_what_every_text_loses(ally: Ally, form: str) -> None:
    """Days, tags and the numbers of entries."""
    copy = ally("year", "--sharing", "--yes", "--format", form).out
    assert "Captions" in copy
    assert "Kim, in March 2026 as in entry …" in copy
    assert "12" not in copy.partition("Captions")[2].partition("entry …")[0]
    assert "parents" not in copy


@pytest.mark.usefixtures("lent")
def test_who_made_it_is_shown_with_the_title(terminal: Callable[..., Any]) -> None:
    """It goes with what it made."""
    shown, code = converse(
        terminal("year", "--sharing"), {"Captions by Kim, in March 2026 as in entry …": "o"}
    )
    assert code == 0
    assert "What I learned from" not in shown


def test_without_a_terminal_nobody_can_be_asked(ally: Ally, tmp_path: Path) -> None:
    """It needs --yes, in every form, and nothing is written without."""
    path = tmp_path / "copy.md"
    for args in ([], ["--json"], ["-o", str(path)], ["--format", "csv"]):
        said = ally("year", "--sharing", *args)
        assert (said.code, said.out) == (2, "")
        assert "--yes" in said.err
    assert not path.exists()
    said = ally("year", "--sharing", "--yes", "-o", str(path))
    assert said.code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "ally edit N --share" in said.err
    assert "Nothing was written in 2026 yet" in path.read_text()
    assert ally("year", "--sharing", "--yes", "-o", str(path)).code == 1


@pytest.fixture
def shared(ally: Ally) -> None:
    """A plan with a note and two moments that may be shared."""
    ally("log", "learn", "Priya and Jordan led; Jordan stayed #hiring", "-w", "Priya", "--share")
    ally("log", "act", "Met Kim on 3 May at 14:30", "--share", "--on", "2026-05-03")
    ally("plan", "add", "When Jordan speaks, I listen", "--share")
    ally("plan", "done", "1", "Twice")


@pytest.mark.usefixtures("shared")
def test_each_text_and_each_word_is_looked_at(
    terminal: Callable[..., Any], tmp_path: Path, ally: Ally
) -> None:
    """Kept, rewritten for this copy, and one word replaced; the journal keeps its own."""
    path = tmp_path / "copy.json"
    before = ally("export").out
    shown, code = converse(
        terminal("year", "--sharing", "-o", str(path)),
        {
            "2 of 4. What was said": "o",
            "3 of 4. A moment in May, act: Met Kim in May at 14:30": "e",
            "Write it for this copy": "Met Priya in Lisbon on 4 May",
            "4 of 4. A moment in November, learn: A colleague and Jordan led": "",
            "Jordan, in “When Jordan": "c",
            "Lisbon, in": "the south",
        },
    )
    assert code == 0
    assert "#hiring" not in shown
    assert shown.count("Jordan, in") == 1
    document = json.loads(path.read_text())
    assert document["reviewed"] is True
    assert document["plans"] == [
        {"text": "When a colleague speaks, I listen", "state": "done", "note": None}
    ]
    assert [one["text"] for one in document["chosen"]] == [
        "Met a colleague in the south in May",
        "A colleague and a colleague led; a colleague stayed",
    ]
    assert ally("export").out == before


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("stop_at", ["1 of 4", "3 of 4", "Write it for this copy", "Jordan, in"])
def test_q_anywhere_writes_nothing(
    terminal: Callable[..., Any], tmp_path: Path, stop_at: str
) -> None:
    """Not even the file."""
    path = tmp_path / "copy.md"
    first = {"1 of 4": "e"} if stop_at.startswith("Write") else {}
    shown, code = converse(terminal("year", "--sharing", "-o", str(path)), {**first, stop_at: "q"})
    assert code == 0
    assert "nothing was written" in shown
    assert not path.exists()


@pytest.mark.usefixtures("shared")
def test_a_plan_that_is_left_out_takes_its_note_along(terminal: Callable[..., Any]) -> None:
    """Its note is not asked about; without a file the copy follows as Markdown."""
    shown, code = converse(terminal("year", "--sharing"), {"1 of 4": "o", "Kim, in": "x"})
    assert code == 0
    assert "2 of 4" not in shown
    assert "more than one letter" in shown
    copy = shown.partition("# 2026, up to November")[2]
    assert "What I said I would do" not in copy
    assert "I looked at each text" in copy
    assert "Met Kim in May" in copy


@pytest.mark.usefixtures("shared")
def test_yes_on_a_terminal_asks_nothing(terminal: Callable[..., Any]) -> None:
    """And says so; a document on the screen is no place for questions either."""
    shown, code = finish(terminal("year", "--sharing", "--yes"))
    assert code == 0
    assert "Could someone" not in shown
    assert shown.count("Nobody has looked through") == 2
    assert finish(terminal("year", "--sharing", "--json"))[1] == 2


@pytest.mark.usefixtures("shared")
def test_a_file_that_is_there_is_seen_before_any_question(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    path = tmp_path / "copy.md"
    path.write_text("mine")
    shown, code = finish(terminal("year", "--sharing", "-o", str(path)))
    assert code == 1
    assert "--force" in shown
    assert path.read_text() == "mine"


@pytest.mark.usefixtures("shared")
def test_a_disk_that_refuses_does_not_take_the_copy_along(
    terminal: Callable[..., Any], tmp_path: Path
) -> None:
    """What was rewritten for it stands on the screen."""
    shown, code = converse(
        terminal("year", "--sharing", "-o", str(tmp_path / "no" / "such" / "copy.md")),
        {"1 of 4": "e", "Write it for this copy": "When they speak, I listen longer"},
    )
    assert code == 1
    assert "done: When they speak, I listen longer" in shown


def test_a_plan_is_marked_later(ally: Ally) -> None:
    """By plan edit, as an entry is by edit; one undo takes it back."""
    ally("plan", "add", "When x, I will y")
    assert json.loads(ally("plan", "edit", "1", "--share", "--json").out)["share"] is True
    assert "for a sharing copy" in ally("plan").out
    assert "nothing was changed" in ally("plan", "edit", "1", "--share").out
    ally("plan", "edit", "1", "When x, I will z", "--no-share")
    (plan,) = json.loads(ally("plan", "--json").out)
    assert (plan["text"], plan["share"]) == ("When x, I will z", False)
    ally("undo")
    assert json.loads(ally("plan", "--json").out)[0]["share"] is True
    assert ally("plan", "edit", "1", "--share", "--no-share").code == 2
    assert ally("plan", "edit", "1", "--share", "--keep", "1").code == 2
