"""ally list, show and plan: what is there, exactly, and what is not."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from tests.conftest import Said, built

from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import Entry
from ally_journal.store.journal import entries
from ally_journal.store.journal.journal import Journal

Ally = Callable[..., Said]


@built
def month(ally: Ally) -> None:
    """Twenty-five entries, one a day up to today, of all kinds."""
    kinds = ["learn", "challenge", "empathise", "act"]
    for back in range(24, -1, -1):
        ally(
            "log", kinds[back % 4], f"day {back}", "--on", f"{back} days ago", "-t", f"t{back % 3}"
        )


def numbers(ally: Ally, *args: str) -> list[int]:
    return [entry["number"] for entry in json.loads(ally("list", "--json", *args).out)]


@pytest.mark.usefixtures("month")
def test_the_newest_twenty_oldest_first(ally: Ally) -> None:
    """Older ones are mentioned; -n asks for them, and --json gives all."""
    said = ally("list")
    lines = said.out.splitlines()
    assert len(lines) == 20
    assert lines[0].startswith(" 6 ")
    assert lines[-1] == "25 Fri 20 Nov 2026  ■ learn      day 0  #t0"
    assert "older ones" in said.err
    assert len(ally("list", "-n", "100").out.splitlines()) == 25
    assert ally("list", "-n", "100").err == ""
    assert numbers(ally) == list(range(1, 26))
    assert numbers(ally, "-n", "3") == [23, 24, 25]
    assert numbers(ally, "-n", "9" * 30) == list(range(1, 26))


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize(
    "args",
    ["list -n 25", "list --json", "--plain list", "search day -n 25", "search day --json"],
)
def test_batches_are_not_to_be_seen(ally: Ally, monkeypatch: pytest.MonkeyPatch, args: str) -> None:
    """Columns and documents are those of the whole list, in whatever batches it is read."""
    whole = ally(*args.split())
    assert whole.out
    for each in (1, 7):
        monkeypatch.setattr(entries, "EACH", each)
        assert ally(*args.split()) == whole


def test_a_list_goes_on_without_what_is_gone_meanwhile(journal: Journal) -> None:
    """Each batch is a read of its own, and nothing is locked between two of them."""
    for number in range(1, 5):
        entries.add_entry(journal, Entry(kind=Kind.ACT, text=str(number), day=date(2026, 11, 20)))
    batches = entries.in_batches(journal, [1, 2, 3, 4, 5])
    entries.delete(journal, (entries.find_entry(journal, 2),))
    assert [[one.number for one in batch] for batch in batches] == [[1, 3, 4]]


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize(
    ("args", "found"),
    [
        (["--kind", "act"], [2, 6, 10, 14, 18, 22]),
        (["-k", "a", "-k", "l", "--since", "2026-11-15"], [21, 22, 25]),
        (["--tag", "T1", "--until", "5 days ago", "-n", "2"], [15, 18]),
        (["--tag", "#t1", "--until", "5 days ago", "-n", "2"], [15, 18]),
        (["--since", "friday"], [25]),
        (["--since", "last friday", "--until", "last friday"], [18]),
        (["--since", "2199-01-01"], []),
        (["--since", "end of month"], []),
        (["--since", "Thu 5 Nov 2026 to Fri 6 Nov 2026", "--until", "6 to 7 Nov"], [10, 11, 12]),
        (["5", "to", "7", "Nov"], [10, 11, 12]),
        (["--since", "19 Nov", "--until", "3 Dec"], [24, 25]),
        (["--missed"], []),
    ],
)
def test_filters(ally: Ally, args: list[str], found: list[int]) -> None:
    """Filters combine; WHEN is the same grammar, and may lie in the future."""
    assert numbers(ally, *args) == found


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--kind", "nice"], "not a kind"),
        (["--since", "03/04"], "can be read as"),
        (["-n", "0"], "-n takes a number from 1 up"),
        (["-n", "many"], "-n takes a number from 1 up"),
        (["last"], "ally show last"),
        (["--since", "friday", "--until", "2026-11-01"], "give the earlier day to --since."),
    ],
)
def test_wrong_filters(ally: Ally, args: list[str], sentence: str) -> None:
    """Wrong usage is one sentence, exit 2."""
    said = ally("list", *args)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_nothing_to_list_is_no_error(ally: Ally) -> None:
    """No hit is exit 0, with a word for people and an empty array for scripts."""
    ally("config", "plain", "false")
    assert ally("list") == Said("Nothing to list.\n", "", 0)
    assert ally("list", "--json") == Said("[]\n", "", 0)
    assert ally("plan", "--json") == Said("[]\n", "", 0)


def test_show_tells_everything(ally: Ally) -> None:
    """One entry with every field that was written."""
    ally("plan", "add", "When x, I will y")
    ally(
        "log", "act", "First line\n\nsecond #tag", "--missed", "--because", "Rank", "--lesson", "L",
        "--asked", "invited", "-a", "risked=R", "-w", "Priya", "--way", "ask", "--plan", "1",
        "--share", "--star", "--again", "tomorrow", "--guess", "Glad", "--on", "2026-11-20 09:00",
    )  # fmt: skip
    ally("heard", "1", "them", "It helped")
    shown = ally("show", "last").out
    assert shown == ally("show", "1").out
    for words in (
        "1 Act · Friday 20 November 2026, 09:00",
        "A missed moment.",
        "First line\n\nsecond #tag",
        "What stopped me:\n    Rank\n",
        "Lesson:\n    L\n",
        "Did they want it?\n    I offered and they said yes\n",
        "What did it risk, and for whom?\n    R\n",
        "How do you think it was for them?\n    Glad\n  Heard from them:\n    It helped (",
        "Tags: tag",
        "With: Priya",
        "Way: ask",
        "Plan: 1",
        "may appear in a sharing copy",
        "to be seen in my year",
        "Again: on Saturday 21 November 2026",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("number", "code", "sentence"),
    [
        ("last", 1, "no entry yet"),
        ("1", 1, "no entry yet"),
        ("0", 2, "not the number of an entry"),
        ("one", 2, "not the number of an entry"),
        ("1.5", 2, "not the number of an entry"),
        ("٣", 2, "not the number of an entry"),
        ("9" * 30, 1, "No number of an entry is that high"),
    ],
)
def test_numbers_that_name_nothing(ally: Ally, number: str, code: int, sentence: str) -> None:
    """Not there is exit 1, not a number is exit 2."""
    said = ally("show", number)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err


def test_a_plan_from_beginning_to_end(ally: Ally) -> None:
    """Added, acted on, changed into the one that follows it, and then listed only with --all."""
    added = ally(
        "plan", "add", "When a panel is picked, I ask who is missing", "--until", "in 3 weeks",
        "--from", "the spring course",
    )  # fmt: skip
    assert added.out == "Saved as plan 1. Until Friday 11 December 2026.\n"
    assert "until Fri 11 Dec 2026 · from the spring course" in ally("plan").out
    did = ally("plan", "did", "1", "and", "was", "heard", "--on", "yesterday", "--json")
    assert json.loads(did.out)["state"] == "open"
    became = ally("plan", "changed", "1", "When a panel is picked,", "I ask earlier").out
    assert became == "Plan 1: changed. Saved as plan 2.\n"
    assert "follows plan 1 · from the spring course" in ally("plan").out
    assert "became plan 2 Fri 20 Nov 2026" in ally("plan", "show", "1").out
    assert "did it Thu 19 Nov 2026: and was heard" in ally("plan", "list", "--all").out
    (plan, after) = json.loads(ally("plan", "--all", "--json").out)
    assert after["text"] == "When a panel is picked, I ask earlier"
    assert (after["follows"], after["state"]) == (1, "open")
    assert plan | {"id": ""} == {
        "id": "",
        "number": 1,
        "text": "When a panel is picked, I ask who is missing",
        "from": "the spring course",
        "until": "2026-12-11",
        "state": "changed",
        "opened": "2026-11-20",
        "closed": "2026-11-20",
        "note": None,
        "share": False,
        "follows": None,
        "did": [{"day": "2026-11-19", "note": "and was heard"}],
        "entries": [],
        "conflict": False,
        "others": [],
    }


@pytest.mark.one_in(2)
@pytest.mark.parametrize(
    ("typed", "said", "state"),
    [
        ("done", "Plan {}: done.", "done"),
        ("kept", "Plan {}: done.", "done"),
        ("dropped", "Plan {}: dropped.", "dropped"),
        ("did", "Plan {}: you did it. It stays open.", "open"),
    ],
)
def test_several_plans_move_at_once(ally: Ally, typed: str, said: str, state: str) -> None:
    """Each is said in the same neutral words, a note belongs to all, and one undo takes it back."""
    ally("plan", "add", "x")
    ally("plan", "add", "y")
    before = ally("plan", "--all", "--json")
    moved = ally("plan", typed, "1", "last", "Both at once")
    assert moved.out.splitlines() == [said.format(1), said.format(2)]
    plans = json.loads(ally("plan", "--all", "--json").out)
    assert {one["state"] for one in plans} == {state}
    notes = [[did["note"] for did in one["did"]] or [one["note"]] for one in plans]
    assert notes == [["Both at once"]] * 2
    ally("undo")
    assert ally("plan", "--all", "--json") == before


def test_a_change_of_a_plan_is_one_step_and_needs_words(ally: Ally) -> None:
    """Both plans go back by one undo, and where nobody can be asked the words must be given."""
    ally("plan", "add", "x")
    before = ally("plan", "--all", "--json")
    assert json.loads(ally("plan", "changed", "last", "y", "--json").out)["number"] == 2
    assert "Took back plan 2." in ally("undo").out
    assert ally("plan", "--all", "--json") == before
    said = ally("plan", "changed", "1")
    assert (said.code, said.out) == (2, "")
    assert "Say what it becomes; for example: ally plan changed 1 " in said.err


@pytest.mark.usefixtures("month")
def test_tags_and_one_day_of_every_year(ally: Ally) -> None:
    """How often each tag is used; and what was written on a day, whatever the year."""
    assert ally("tags").out.split() == [
        "#t0",
        "9",
        "entries",
        "#t1",
        "8",
        "entries",
        "#t2",
        "8",
        "entries",
    ]
    assert json.loads(ally("tags", "--json").out)[0] == {"tag": "t0", "entries": 9}
    ally("config", "counts", "false")
    assert ally("tags").out.split() == ["#t0", "#t1", "#t2"]
    ally("log", "act", "A year before", "--on", "2025-11-18")
    assert numbers(ally, "--on-day", "2 days ago") == [26, 23]
    assert numbers(ally, "--on-day", "2024-11-18", "--kind", "act") == [26]


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (["done", "3"], 1, "no plan yet"),
        (["did", "x"], 2, "not the number of a plan"),
        (["add"], 2, "nothing to plan"),
        (["add", "x", "--until", "yesterday"], 2, "19 November 2026 is over; write a day to come"),
    ],
)
def test_wrong_plans(ally: Ally, args: list[str], code: int, sentence: str) -> None:
    """Each mistake has its own sentence and exit code."""
    said = ally("plan", *args)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1


def test_a_plan_can_be_piped(ally: Ally) -> None:
    """Like a log, a plan can come from stdin."""
    ally("plan", "add", stdin="When x,\nI will y\n")
    assert json.loads(ally("plan", "--json").out)[0]["text"] == "When x,\nI will y"


@pytest.mark.parametrize(
    ("typed", "meant"), [("lgo", "log"), ("reviw", "review"), ("lits", "list"), ("shwo", "show")]
)
def test_a_misspelt_command_is_guessed(ally: Ally, typed: str, meant: str) -> None:
    """The guess comes from the table."""
    said = ally(typed)
    assert said.code == 2
    assert f"ally {meant}" in said.err


def test_help_knows_its_commands(ally: Ally) -> None:
    """With a command, help is its --help; an unknown one is wrong usage."""
    assert ally("help", "list") == ally("list", "--help")
    for topic in ("kinds", "dates", "environment", "plain", "tab", "exit-codes"):
        assert ally("help", topic).out.strip()
    for means in (kind.means for kind in KINDS):
        assert means in ally("help", "kinds").out
        assert means in ally("help", "log").out
    assert ally("help", "plan", "add") == ally("plan", "add", "--help")
    for unknown in (["nothing"], ["plan", "nothing"], ["list", "nothing"]):
        assert ally("help", *unknown).code == 2
