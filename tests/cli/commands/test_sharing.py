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
from tests.conftest import Said, built, converse, drafts_of, finish, pressed, words_in
from tests.support.json_schemas import SCHEMAS
from tests.support.traps import CONCERNED, ELSEWHERE, HIDDEN, KNOWN, TRAPS, remains

from ally_journal.cli.terminal.prompts import Asker, Stopped
from ally_journal.cli.workflows import sharing as workflow
from ally_journal.render.messages import sharing

Ally = Callable[..., Said]
FORMS = ("md", "html", "json", "csv")
TOGETHER = 10
"""Hidden names and days in one entry."""
NOT_CAUGHT = ("we asked will", "big j")


@built
def trapped(ally: Ally) -> None:
    """A journal in which every known name is marked somewhere, and every trap may be shared."""
    for name in KNOWN:
        if name not in ELSEWHERE:
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
    for start in range(0, len(HIDDEN), TOGETHER):
        several = "\n\n".join(f"Saw {text}" for text in HIDDEN[start : start + TOGETHER])
        ally("log", "act", "--on", "2026-04-17", "--share", "--", several)
    ally("log", "act", "Gave my plan away to Priya", "--mistake", "--share", "--on", "2026-05-17")
    ally("log", "act", "Let a joke of Will pass", "--missed", "--share", "--on", "2026-05-17")
    ally("plan", "add", "When Priya is talked over, I hand the floor back", "--share")
    ally("plan", "done", "2", "Priya’s idea; twice since 12 March")
    ally("reflect", "year", "For me alone, canary")
    ally("reflect", "year", "An older canary, said Noor", "--for-sharing")
    ally("reflect", "year", "I ask earlier, as Noor does", "--for-sharing")
    ally("reflect", "next-year", "Less talk. Priya first", "--for-sharing")
    ally("reflect", "why", "A canary for the others", "--for-sharing")


def answered(monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], str]) -> list[str]:
    """A person at a terminal, in this process, who sees each question; the questions."""
    asked: list[str] = []

    def line(_: Asker, question: str = "") -> str:
        asked.append(question)
        said = answer(question)
        if said == "q":
            raise Stopped
        return said

    monkeypatch.setattr(Asker, "line", line)
    monkeypatch.setattr(workflow, "can_ask", lambda: True)
    return asked


def held(document: str) -> str:
    """What a document says of the journal, without what it says of itself."""
    document = re.sub(r"(?s)<style>.*?</style>|<svg.*?</svg>|<meta[^>]*>|<footer>.*", "", document)
    document = re.sub(r'(?:href|id|aria-\w+)="[^"]*"', "", document)
    moments = re.sub(r"(?m)^.*(?:About this (?:copy|page)|_Made by).*$", "", document)
    return re.sub(r"&#58;|\bally \d\S*", ":", moments)


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("trapped")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("how", ["--yes", "keeps each text", "Enter alone"])
def test_no_known_name_number_day_tag_or_id_in_any_form(
    ally: Ally, form: str, how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole document, with every trap in it, unless each word was kept by a key."""
    path = tmp_path / f"copy.{form}"
    args = ["--yes"] if how == "--yes" else []
    if not args:
        keeps = "n" if how.startswith("keeps") else ""
        answered(monkeypatch, lambda asked: keeps if "recognise themselves" in asked else "")
    said = ally("year", "--sharing", "-o", str(path), *args)
    assert said.code == 0
    whole = path.read_bytes().decode("utf-8-sig")
    document = held(whole)
    assert document.count("Saw") == (0 if how == "Enter alone" else len(HIDDEN))
    assert "canary" not in document.lower()
    assert "bird" not in document
    assert not re.search(r"(?<![&\w])#\w|[0-9a-f]{8}-[0-9a-f]{4}", document)
    left = remains(re.sub(r'2026-\d\d|h[1-6]\b|"version": 1', "", document))
    assert left == []
    for trap in TRAPS:
        assert trap.outcome == "cannot be caught" or trap.text not in document
    if how == "--yes":
        assert "Nobody read it before it was made." in whole
        assert "Nobody read it" in said.err
    elif how == "Enter alone":
        assert "Every text was left out" in said.err
        assert "No text of mine stands here; I left each out." in whole
        assert "I read every" not in whole
    else:
        assert "I read every text of mine that stands here, and decided on each." in whole
        assert "Gave my plan away to a colleague" in whole
        assert "Let a joke of a colleague pass" in whole
        assert len(re.findall("mistake|missed|did nothing|went wrong", document)) >= 2


@pytest.mark.usefixtures("trapped")
def test_a_note_that_nobody_looked_at_stays_private(ally: Ally) -> None:
    """It was written after its plan was marked; who looks through the copy sees it first."""
    said = ally("year", "--sharing", "--yes")
    assert "twice since" not in said.out
    assert "Titles and notes that I had not marked" in said.out


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("mark", "gone"),
    [
        (("log", "learn", "Met Tabea", "-w", "Tabea"), ("delete", "1", "--yes")),
        (("log", "learn", "Met @Tabea"), ("edit", "1", "--text", "Met someone")),
        (("log", "learn", "Met Tabea", "-w", "Tabea"), ("edit", "1", "--without", "Tabea")),
        (("plan", "add", "Ask @Tabea"), ("plan", "edit", "1", "Ask first")),
        (("obstacle", "add", "x", "--who", "Tabea"), ("obstacle", "update", "1", "--who", "")),
        (("obstacle", "add", "x"), ("obstacle", "handed-on", "1", "to Tabea")),
        (("reflect", "why", "As @Tabea asked"), ("reflect", "why", "Because")),
        (("shelf", "add", "A book"), ("shelf", "done", "1", "for @Tabea")),
    ],
)
def test_a_name_that_history_alone_knows_goes_as_well(
    ally: Ally, mark: tuple[str, ...], gone: tuple[str, ...]
) -> None:
    """From what was deleted, from earlier versions, and from every type of record."""
    for args in (mark, gone, ("log", "act", "I thanked Tabea twice", "--share")):
        assert ally(*args).code == 0
    assert "I thanked a colleague twice" in ally("year", "--sharing", "--yes").out
    if "obstacle" not in mark:
        ally("obstacle", "add", "Tabea’s rota")
    assert "Tabea" not in ally("handover", "--all").out
    ally("log", "act", "tabea was talked over", "--missed")
    assert "abea" not in ally("talk", "--yes").out


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
    assert rows[: len(document["chosen"])] == document["chosen"]
    about = [one["text"] for one in rows if one["kind"] == "about"]
    assert about == document["about"]
    assert len(rows) == len(document["chosen"]) + len(about)
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
    assert document["shelf"] == []  # nobody marked its title
    assert document["through"] == "2026-11"
    assert document["reviewed"] is False
    markdown = ally("year", "--sharing", "--yes").out
    titles = re.findall(r"^## (.*)", markdown, re.MULTILINE)
    assert titles == [
        "In my own words",
        "Four kinds, month by month",
        "What I said I would do",
        "Moments I chose",
        "Next year",
        "About this copy",
    ]
    assert "| November | written |  |  | written |" in markdown
    assert all(one in markdown for one in about)


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
    assert sum(entry["share"] for entry in entries) > len(TRAPS) + 2


def test_a_name_that_begins_a_line_of_an_answer_is_known(ally: Ally) -> None:
    """As it is anywhere else in it, between quotation marks or behind a tab too."""
    ally("log", "learn", "Heard it", "-a", 'source=Two lines\n@Tomas\t@Tabea and "@Quirin"')
    ally("log", "act", "I thanked Tomas, Tabea and Quirin", "--share")
    copy = ally("year", "--sharing", "--yes").out
    assert "Act: I thanked a colleague, a colleague and a colleague\n" in copy


@pytest.mark.parametrize("form", FORMS)
def test_who_made_it_loses_what_every_text_loses(
    ally: Ally, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days, tags and the numbers of entries; it is kept with the title alone, by a key."""
    ally("shelf", "add", "Captions", "--by", "Kim, on 12 March 2026 as in entry 12 #parents")
    ally("shelf", "start", "last")
    assert "Captions" not in ally("year", "--sharing", "--yes", "--format", form).out
    asked = answered(monkeypatch, lambda _: "n")
    path = tmp_path / f"copy.{form}"
    assert ally("year", "--sharing", "-o", str(path)).code == 0
    assert "Captions\nby Kim, in March 2026 as in entry …" in asked[0]
    assert ("Kim, in March 2026 as in entry …" in path.read_text()) == (form != "csv")
    assert "parents" not in path.read_text()


def test_without_a_terminal_nobody_can_be_asked(ally: Ally, tmp_path: Path) -> None:
    """It needs --yes, in every form, and nothing is written without."""
    path = tmp_path / "copy.md"
    for args in ([], ["--json"], ["-o", str(path)], ["--format", "csv"]):
        said = ally("year", "--sharing", *args)
        assert (said.code, said.out) == (2, "")
        assert "--yes" in said.err
    assert not path.exists()
    ally("shelf", "add", "Mine, and one that ally names")
    ally("shelf", "done", "last")
    said = ally("year", "--sharing", "--yes", "-o", str(path))
    assert said.code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "Nothing is marked for sharing, so there are only months in it." in said.err
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
    """Kept, rewritten for this copy, and words replaced or kept; the journal keeps its own."""
    path = tmp_path / "copy.json"
    before = ally("export").out
    shown, code = converse(
        terminal("year", "--sharing", "-o", str(path)),
        {
            "1 of 4. A plan, done": "n",
            "3 of 4. A moment in May, act: Met Kim in May at 14:30": "e",
            "Write it for this copy": "Met Priya in Lisbon with Ben on 4 May",
            "3 of 4. A moment in May, act: Met a colleague in Lisbon with Ben in May": "n",
            "4 of 4. A moment in November, learn: A colleague and Jordan led": "n",
            "Jordan, in “When Jordan": "c",
            "Lisbon, in": "k",
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
        "Met a colleague in Lisbon with … in May",
        "A colleague and a colleague led; a colleague stayed",
    ]
    assert ally("export").out == before


ASKED = ["1 of 4", "2 of 4", "3 of 4", "4 of 4", "Jordan, in", "14:30, in", "Kim, in"]


@pytest.mark.usefixtures("shared")
def test_what_was_rewritten_stays_when_the_copy_comes_to_nothing(
    ally: Ally, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(asked: str) -> str:
        if "2 of 4" in asked:
            raise KeyboardInterrupt
        return "n" if "new words" in asked else "e" if "recognise" in asked else "My new words"

    answered(monkeypatch, answer)
    assert ally("year", "--sharing").code == 130
    assert [one["words"] for one in json.loads(ally("draft", "--json").out)] == ["My new words"]


@pytest.mark.one_in(3)
@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("stop_at", ASKED)
def test_after_q_nothing_stays_that_was_not_looked_at(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: str
) -> None:
    """What was kept before stands there, and the copy says where it ended; or there is none."""

    def answer(asked: str) -> str:
        return "q" if stop_at in asked else "n" if "recognise" in asked else "k"

    asked = answered(monkeypatch, answer)
    path = tmp_path / "copy.json"
    said = ally("year", "--sharing", "-o", str(path))
    assert said.code == 0
    if stop_at == "1 of 4":
        assert "nothing was written" in said.out
        assert not path.exists()
        return
    document = json.loads(path.read_text())
    assert document["reviewed"] is False
    assert any("stopped before the end" in one for one in document["about"])
    looked = sum("recognise" in one for one in asked) - (" of 4" in stop_at)
    kept = [
        *(one["text"] for one in document["plans"]),
        *(one["note"] for one in document["plans"]),
    ]
    kept += [one["text"] for one in document["chosen"]]
    assert len([one for one in kept if one]) == looked
    words = asked[next((n for n, one in enumerate(asked) if ", in “" in one), len(asked)) : -1]
    for word in ("Jordan", "14:30", "Kim"):
        assert (word in str(kept)) == any(f"{word}, in" in one for one in words)


@pytest.mark.usefixtures("shared")
def test_no_answer_to_another_question_keeps_or_loses_anything(
    ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal_path: Path
) -> None:
    """Y means yes, somebody could; y and n mean nothing of a word; a sentence becomes a draft."""
    story = "Ben told me in confidence that he is ill"
    said = {
        "1 of 4": ["keep it"],
        sharing.CHOICES: [story, "o", "1", "y"],
        "3 of 4": ["no"],
        "4 of 4": ["YES"],
        "14:30, in": ["y"],
        sharing.WORD_CHOICES: ["n", "yes", "no", story, "", ""],
        "Kim, in": ["x"],
    }

    def answer(asked: str) -> str:
        return next((left.pop(0) for key, left in said.items() if key in asked and left), "")

    asked = answered(monkeypatch, answer)
    path = tmp_path / "copy.json"
    assert ally("year", "--sharing", "-o", str(path)).code == 0
    assert not any(said.values())
    assert sum("1 of 4" in one for one in asked) == 1  # each time again it is one sentence
    assert not any("2 of 4" in one for one in asked)  # a plan that is left out takes its note along
    document = json.loads(path.read_text())
    assert document["plans"] == []
    assert [one["text"] for one in document["chosen"]] == ["Met … in May at …"]
    assert story in {words_in(one) for one in drafts_of(journal_path)}


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_a_key_that_ends_it_publishes_nothing(
    terminal: Callable[..., Any], tmp_path: Path, key: str
) -> None:
    """Ctrl-C has its exit code; the end of input is q."""
    path = tmp_path / "copy.md"
    child = terminal("year", "--sharing", "-o", str(path))
    child.expect("> $")
    _, code = pressed(child, key)
    assert (code, path.exists()) == (130 if key == "\x03" else 0, False)


@pytest.mark.usefixtures("shared")
def test_yes_on_a_terminal_asks_nothing(terminal: Callable[..., Any]) -> None:
    """And says so; a document on the screen is no place for questions either."""
    shown, code = finish(terminal("year", "--sharing", "--yes"))
    assert code == 0
    assert "Could someone" not in shown
    assert shown.count("Nobody read it before") == 1
    assert shown.endswith("Read it before you pass it on.\n")
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
        {
            "1 of 4. A plan, done: When Jordan": "e",
            "Write it for this copy": "When they speak, I listen longer",
            "1 of 4. A plan, done: When they": "n",
        },
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
