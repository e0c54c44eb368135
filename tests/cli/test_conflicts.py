"""A record changed in two places at once: every version is shown, and the named command makes one.

Two journals grow from one archive, are written to apart, and take each other in.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from tests.conftest import Said, finish

from ally_journal.cli.workflows import editor as editor_workflow
from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.doctor import NOTE, Finding
from ally_journal.domain.records.number import NUMBERED
from ally_journal.domain.records.reflection import Reflection
from ally_journal.render.messages import doctor
from ally_journal.store.journal.journal import open_journal
from ally_journal.store.journal.reflections import add_reflection, reflections_where

Ally = Callable[..., Said]


@pytest.fixture(autouse=True)
def _quick_hands() -> Iterator[None]:
    """For words that come back at once there is another sentence; not here, nor in a child."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(editor_workflow, "_AT_ONCE", 0)
        yield


class Apart(NamedTuple):
    """How a record is made, changed in two places, listed, and what each version says."""

    made: tuple[str, ...]
    here: tuple[str, ...]
    there: tuple[str, ...]
    listed: tuple[str, ...]
    words: tuple[str, str]
    command: str


APART = {
    "plan": Apart(
        ("plan", "add", "When asked, I ask"),
        ("plan", "edit", "1", "When asked, I listen"),
        ("plan", "edit", "1", "When asked, I wait", "--until", "2026-12-01"),
        ("plan",),
        ("When asked, I listen", "When asked, I wait"),
        "ally plan edit 1",
    ),
    "ends of a plan": Apart(
        ("plan", "add", "When asked, I ask"),
        ("plan", "done", "1", "Twice"),
        ("plan", "dropped", "1", "Not mine"),
        ("plan",),
        ("one Fri", "ropped Fri"),
        "ally plan edit 1",
    ),
    "a plan ended in one place": Apart(
        ("plan", "add", "When asked, I ask"),
        ("plan", "edit", "1", "When asked, I listen"),
        ("plan", "dropped", "1"),
        ("plan", "--all"),
        ("When asked, I listen", "ropped Fri"),
        "ally plan edit 1",
    ),
    "a plan taken back in one place": Apart(
        ("plan", "add", "When asked, I ask"),
        ("undo",),
        ("plan", "edit", "1", "When asked, I wait"),
        ("plan",),
        ("eleted", "When asked, I wait"),
        "ally plan edit 1",
    ),
    "obstacle": Apart(
        ("obstacle", "add", "Panels are picked by habit"),
        ("obstacle", "update", "1", "--next", "Propose a rota"),
        ("obstacle", "handed-on", "1", "the staff council"),
        ("obstacle",),
        ("ext: Propose a rota", "anded on Fri"),
        "ally obstacle update 1",
    ),
    "shelf": Apart(
        ("shelf", "add", "Captions", "--type", "talk"),
        ("shelf", "edit", "1", "Captions for all", "--type", "", "-t", "calls"),
        ("shelf", "done", "1", "They help everyone"),
        ("shelf",),
        ("Captions for all", "They help everyone"),
        "ally shelf edit 1",
    ),
    "own idea": Apart(
        ("ideas", "add", "Ask who is missing", "--kind", "act"),
        ("ideas", "edit", "1", "Ask who is not there"),
        ("ideas", "edit", "1", "--kind", "learn"),
        ("ideas", "own"),
        ("Ask who is not there", "Learn"),
        "ally ideas edit 1",
    ),
    "setting": Apart(
        ("config", "week_starts", "monday"),
        ("config", "week_starts", "sunday"),
        ("config", "week_starts", "saturday"),
        ("config",),
        ("sunday", "saturday"),
        "ally config week_starts {}",
    ),
    "a setting taken back in one place": Apart(
        ("config", "counts", "false"),
        ("undo",),
        ("config", "counts", "true"),
        ("config", "counts"),
        ("set back", "true"),
        "ally config counts true",
    ),
}


class Two(NamedTuple):
    """Two journals, by the options that name them, and how one takes in the other."""

    ally: Ally
    one: Path
    two: Path
    built_once: Callable[..., None]

    def here(self, *args: str) -> Said:
        """Run ally on the first journal; all goes well."""
        return self._run(self.one, *args)

    def there(self, *args: str) -> Said:
        """The same on the second."""
        return self._run(self.two, *args)

    def bring(self, source: Path, target: Path) -> Said:
        """Take the archive of one journal into another."""
        data = self._run(source, "export").out.encode()
        return self._said(self.ally("--journal", str(target), "import", "-", "--yes", stdin=data))

    def exchange(self) -> Said:
        """Each takes in the other; what the first says."""
        said = self.bring(self.two, self.one)
        self.bring(self.one, self.two)
        return said

    def _run(self, path: Path, *args: str) -> Said:
        return self._said(self.ally("--journal", str(path), *args))

    @staticmethod
    def _said(said: Said) -> Said:
        assert (said.code, said.err) == (0, ""), said
        return said


@pytest.fixture
def two(ally: Ally, tmp_path: Path, built_once: Callable[..., None]) -> Two:
    return Two(ally, tmp_path / "one" / "journal.db", tmp_path / "two" / "journal.db", built_once)


def apart(two: Two, how: Apart, *, exchanged: bool = False) -> Two:
    """Two journals that said different things, and whether each has heard of the other."""

    def write() -> None:
        two.here(*how.made)
        two.bring(two.one, two.two)
        two.here(*how.here)
        two.there(*how.there)
        if exchanged:
            two.exchange()

    (name,) = (name for name, one in APART.items() if one is how)
    two.built_once(f"{name}, exchanged" if exchanged else name, write)
    return two


def editor(folder: Path, words: str = "", *, lines: tuple[int, int] = (0, 0)) -> str:
    """An editor that writes down what it was given, and leaves some lines of it, or other words."""
    script = folder / "editor.py"
    first, last = lines
    keep = f"''.join(given.splitlines(True)[{first}:{last}])" if last else repr(f"{words}\n")
    script.write_text(
        "import pathlib, sys\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "given = file.read_text()\n"
        f"pathlib.Path({str(folder / 'given.txt')!r}).write_text(given)\n"
        f"file.write_text({keep})\n"
    )
    return f"{sys.executable} -IS {script}"


def conflicts(said: Said) -> list[Any]:
    """The documents of a list that are in conflict."""
    found = json.loads(said.out)
    return [one for one in (found if isinstance(found, list) else [found]) if one["conflict"]]


def kept(said: Said) -> list[Any]:
    """The same documents in two journals that hold the same."""
    found = json.loads(said.out)
    listed = found if isinstance(found, list) else [found]
    without = [{**one, "number": 0} for one in listed]
    return sorted(without, key=lambda one: str(one.get("id")))


def commands_of(said: Said) -> list[str]:
    found = [one for one in json.loads(said.out) if one["check"] == "conflicts"]
    return [one["command"] for one in found]


def test_every_numbered_type_is_told_apart() -> None:
    """Each has a sentence of its own where it is in conflict, and a command that makes one."""
    told = [Finding("conflicts", NOTE, f"conflict_{type_}", {"number": 1}) for type_ in NUMBERED]
    assert all("1" in doctor.text(one) for one in told)
    assert all((doctor.command(one) or "").startswith("ally ") for one in told)


@pytest.mark.one_in(6)
@pytest.mark.parametrize("how", APART.values(), ids=APART)
def test_every_version_is_shown_and_the_named_command_makes_one(
    two: Two, how: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flagged in both; gone from both once one merged and they met again; undo brings it back."""
    apart(two, how)
    said = two.exchange().out
    for run in (two.here, two.there):
        assert len(conflicts(run(*how.listed, "--json"))) == 1
        for plain in ((), ("--plain",)):
            shown = run(*plain, *how.listed).out
            assert "n conflict: " in shown
            for words in how.words:
                assert words in shown
    (command,) = commands_of(two.here("doctor", "--json"))
    assert command in {how.command.format(word) for word in how.words}
    assert f"\n  {command}\n" in said
    monkeypatch.setenv("EDITOR", editor(tmp_path, "When asked, I do both"))
    two.here(*command.split()[1:])
    assert not commands_of(two.here("doctor", "--json"))
    assert not conflicts(two.here(*how.listed, "--json"))
    two.exchange()
    for run in (two.here, two.there):
        assert not commands_of(run("doctor", "--json"))
    assert kept(two.here(*how.listed, "--json")) == kept(two.there(*how.listed, "--json"))


@pytest.mark.one_in(10)
@pytest.mark.parametrize("how", APART.values(), ids=APART)
def test_undo_of_a_merge_brings_the_conflict_back(
    two: Two, how: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every version, in both journals once they meet; redo makes one again."""
    apart(two, how).bring(two.two, two.one)
    before = conflicts(two.here(*how.listed, "--json"))
    monkeypatch.setenv("EDITOR", editor(tmp_path, "When asked, I do both"))
    (command,) = commands_of(two.here("doctor", "--json"))
    two.here(*command.split()[1:])
    two.bring(two.one, two.two)
    merged = two.here(*how.listed, "--json").out
    for _ in range(2):
        two.here("undo")
        assert conflicts(two.here(*how.listed, "--json")) == before
        assert commands_of(two.here("doctor", "--json")) == [command]
        two.bring(two.one, two.two)
        assert conflicts(two.there(*how.listed, "--json")) == before
        two.bring(two.two, two.one)
        two.here(*command.split()[1:])
        assert two.here(*how.listed, "--json").out == merged
        two.bring(two.one, two.two)
        assert kept(two.there(*how.listed, "--json")) == kept(two.here(*how.listed, "--json"))


@pytest.mark.one_in(9)
@pytest.mark.parametrize("how", APART.values(), ids=APART)
def test_redo_makes_one_again(
    two: Two, how: Apart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As often as it is taken back."""
    apart(two, how).bring(two.two, two.one)
    monkeypatch.setenv("EDITOR", editor(tmp_path, "When asked, I do both"))
    (command,) = commands_of(two.here("doctor", "--json"))
    two.here(*command.split()[1:])
    merged = two.here(*how.listed, "--json").out
    for _ in range(3):
        two.here("undo")
        assert conflicts(two.here(*how.listed, "--json"))
        two.here("redo")
        assert two.here(*how.listed, "--json").out == merged


@pytest.mark.one_in(6)
@pytest.mark.parametrize("how", [one for one in APART.values() if one.made[0] != "config"])
def test_a_version_can_be_chosen(two: Two, how: Apart) -> None:
    """--keep takes one whole, with everything that belongs to it; the first, or another."""
    apart(two, how, exchanged=True)
    (before,) = conflicts(two.here(*how.listed, "--json"))
    command = how.command.split()[1:]
    said = two.ally("--journal", str(two.one), *command, "--keep", "3")
    assert (said.out, said.code) == ("", 1)
    assert "has 2 versions" in said.err
    two.here(*command, "--keep", "2")
    after = [one for one in json.loads(two.here(*listing(how), "--json").out) if _same(one, before)]
    assert not conflicts(two.here(*listing(how), "--json"))
    chosen = before["others"][0]
    if chosen is None:
        assert not after
    else:
        assert {**after[0], "others": []} == chosen
    two.exchange()
    assert kept(two.here(*listing(how), "--json")) == kept(two.there(*listing(how), "--json"))
    two.here(*how.listed)
    if chosen is not None:
        two.here(*command, "--keep", "1")
        assert kept(two.here(*listing(how), "--json")) == kept(two.there(*listing(how), "--json"))


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - JSON
    return bool(one["id"] == other["id"])


def listing(how: Apart) -> tuple[str, ...]:
    """The command that lists every record of the type."""
    return (how.made[0], "--all") if how.made[0] in {"plan", "obstacle"} else how.listed


@pytest.mark.one_in(5)
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("plan", ("plan", "done", "1")),
        ("plan", ("plan", "changed", "1", "Now another")),
        ("plan", ("plan", "dropped", "1")),
        ("plan", ("plan", "edit", "1", "When asked, I wait")),
        ("plan", ("plan", "edit", "1", "--until", "2026-12-01")),
        ("ends of a plan", ("plan", "dropped", "1")),
        ("obstacle", ("obstacle", "changed", "1")),
        ("obstacle", ("obstacle", "unchanged", "1", "No money")),
        ("obstacle", ("obstacle", "handed-on", "1")),
        ("obstacle", ("obstacle", "update", "1", "--text", "Panels are picked by habit")),
        ("shelf", ("shelf", "start", "1")),
        ("shelf", ("shelf", "done", "1")),
        ("shelf", ("shelf", "done", "1", "They help everyone")),
        ("shelf", ("shelf", "edit", "1", "--type", "talk")),
        ("setting", ("config", "week_starts", "saturday")),
        ("setting", ("config", "week_starts", "sunday")),
        ("a setting taken back in one place", ("config", "counts", "true")),
    ],
)
def test_whatever_changes_a_record_makes_one_of_it(
    two: Two, name: str, command: tuple[str, ...]
) -> None:
    """Also one that says what is shown already."""
    how = APART[name]
    apart(two, how, exchanged=True)
    assert conflicts(two.here(*how.listed, "--json"))
    two.here(*command)
    two.exchange()
    for run in (two.here, two.there):
        assert not conflicts(run(*listing(how), "--json"))


def test_a_change_that_says_the_same_writes_nothing_without_a_conflict(two: Two) -> None:
    """There is nothing to undo of it."""
    two.here("plan", "add", "When asked, I ask")
    two.here("shelf", "add", "Captions")
    count = two.here("export").out.count("\n")
    assert two.here("plan", "edit", "1", "When asked, I ask", "--until", "").out == (
        "Plan 1 says that already; nothing was changed.\n"
    )
    assert "says that already" in two.here("shelf", "edit", "1", "Captions", "--by", "").out
    assert "says that already" in two.here("plan", "edit", "1", "--keep", "1").out
    assert two.here("export").out.count("\n") == count


def say_again(path: Path, now: Moment, text: str | None) -> None:
    """Change the only reflection, as another version of ally may; None deletes it."""
    with open_journal(path, now) as journal:
        (one,) = reflections_where(journal.connection, "1")
        with journal.writing() as change:
            if text is None:
                change.put_exactly("reflection", UUID(one.id), None)
            else:
                change.amend("reflection", UUID(one.id), {"text": text})


@pytest.mark.one_in(4)
@pytest.mark.parametrize("topic", ["why", "review/2026-W47/take-along"])
@pytest.mark.parametrize("other", ["I stayed silent", None])
def test_a_reflection_becomes_one(two: Two, now: Moment, topic: str, other: str | None) -> None:
    """Its topic lists it with what else it says; --keep decides, and undo takes that back."""
    with open_journal(two.one, now, create=True) as journal:
        add_reflection(journal, Reflection(topic=topic, text="I was quiet", day=date(2026, 11, 1)))
    two.bring(two.one, two.two)
    say_again(two.one, now, other)
    say_again(two.two, now, "I stayed quiet")
    said = two.exchange().out
    assert f"\n  ally reflect {topic} --edit\n" in said
    words = {"I stayed quiet", other}
    for run in (two.here, two.there):
        (found,) = conflicts(run("reflect", "--json"))
        others = {one and one["text"] for one in found["others"]}
        assert {found["text"], *others} == words
        for args in (("reflect",), ("--plain", "reflect")):
            shown = run(*args).out
            head = f"In conflict: this is version 1. ally reflect {topic} --edit makes one"
            assert head in shown
            assert f"Version 2: {'deleted' if other is None else ''}" in shown
    assert commands_of(two.here("doctor", "--json")) == [f"ally reflect {topic} --edit"]
    two.here("reflect", topic, "--keep", "2")
    assert not conflicts(two.here("reflect", "--json"))
    two.here("undo")
    assert conflicts(two.here("reflect", "--json")) == [found]
    two.here("reflect", topic, "--keep", "1", "--json")
    two.exchange()
    for run in (two.here, two.there):
        assert not commands_of(run("doctor", "--json"))
        with open_journal(two.one, now) as journal:
            (one,) = reflections_where(journal.connection, "1")
        assert (one.text, one.conflict, one.day) == (found["text"], False, date(2026, 11, 1))


def test_words_for_a_sharing_copy_are_merged_apart(
    two: Two, now: Moment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version that --edit begins with is the one in conflict, and it keeps its day."""
    two.here("reflect", "year", "For others", "--for-sharing")
    two.bring(two.one, two.two)
    say_again(two.one, now, "For some")
    say_again(two.two, now, "For many")
    two.exchange()
    (command,) = commands_of(two.here("doctor", "--json"))
    assert command == "ally reflect year --for-sharing --edit"
    two.here("reflect", "year", "A newer one")
    monkeypatch.setenv("EDITOR", editor(tmp_path, "For all"))
    monkeypatch.setenv("ALLY_NOW", "2026-12-20T14:30:00+01:00")
    two.here(*command.split()[1:])
    found = json.loads(two.here("reflect", "year", "--json").out)
    assert sorted((one["text"], one["day"], one["conflict"]) for one in found) == [
        ("A newer one", "2026-11-20", False),
        ("For all", "2026-11-20", False),
    ]
    monkeypatch.setenv("EDITOR", editor(tmp_path, "Later"))
    two.here(*command.split()[1:])
    assert len(json.loads(two.here("reflect", "year", "--json").out)) == 3


def test_the_editor_shows_every_version(
    two: Two, tmp_path: Path, terminal: Callable[..., Any]
) -> None:
    """Under a mark each; what is left stays, without the marks."""
    apart(two, APART["ends of a plan"])
    two.there("plan", "edit", "1", "When asked, I wait")
    two.exchange()
    given = tmp_path / "given.txt"
    path = str(two.one)
    child = terminal("--journal", path, "plan", "edit", "1", EDITOR=editor(tmp_path, lines=(0, 99)))
    shown, code = finish(child)
    assert code == 2
    assert "every version was left as it was" in " ".join(shown.split())
    assert conflicts(two.here("plan", "--json"))
    assert given.read_text() == (
        "=== Version 1: dropped Friday 20 November 2026, Not mine ===\n"
        "When asked, I wait\n\n"
        "=== Version 2: done Friday 20 November 2026, Twice ===\n"
        "When asked, I ask\n\n"
        "=== Leave only the words that are to stay; --keep 2 takes version 2 whole. ===\n"
    )
    child = terminal("--journal", path, "plan", "edit", "1", EDITOR=editor(tmp_path, lines=(4, 99)))
    assert finish(child)[1] == 0
    (plan,) = json.loads(two.here("plan", "--all", "--json").out)
    assert (plan["text"], plan["conflict"]) == ("When asked, I ask", False)


def test_the_editor_shows_both_texts_of_an_entry(
    two: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are, with their own lines."""
    two.here("log", "act", "Asked first")
    two.bring(two.one, two.two)
    two.here("edit", "1", "--text", "Asked her\nfirst")
    two.there("edit", "1", "--text", "Asked him\nfirst")
    two.exchange()
    monkeypatch.setenv("EDITOR", editor(tmp_path, lines=(1, 6)))
    two.here("edit", "1")
    shown = json.loads(two.here("show", "1", "--json").out)
    assert shown["conflict"] is False
    assert sorted(shown["text"].split("\n\n")) == ["Asked her", "Asked him\nfirst"] or sorted(
        shown["text"].split("\n\n")
    ) == ["Asked her\nfirst", "Asked him"]
    assert "--keep" not in (tmp_path / "given.txt").read_text()


@pytest.mark.one_in(4)
@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("plan", "edit", "1", "New", "--keep", "1"), 2, "not both"),
        (("plan", "edit", "1", "--keep", "x"), 2, "x"),
        (("plan", "edit", "1", "--keep", "last"), 2, "number of a version"),
        (("plan", "edit", "1", "--keep", "2"), 1, "one version"),
        (("plan", "edit", "1", " "), 2, "A plan keeps its text"),
        (("plan", "edit", "9", "New"), 1, "no plan 9"),
        (("plan", "edit", "1"), 1, "set EDITOR"),
        (("shelf", "edit", "1", ""), 2, "keeps its title"),
        (("shelf", "edit", "99", "New"), 1, "no shelf item 99"),
        (("obstacle", "update", "1"), 1, "set EDITOR"),
        (("obstacle", "update", "1", "--text", " "), 2, "keeps its text"),
        (("reflect", "why", "--keep", "1"), 1, "no version to keep"),
        (("reflect", "--keep", "1"), 2, "Say what to write about"),
        (("reflect", "review/2026-W47/x", "--edit"), 2, "is not a topic"),
    ],
)
def test_what_cannot_be_done_is_said(
    ally: Ally, args: tuple[str, ...], code: int, said: str
) -> None:
    """In one sentence, and nothing changes."""
    ally("plan", "add", "When asked, I ask")
    ally("obstacle", "add", "Panels are picked by habit")
    ally("shelf", "add", "Captions")
    ally("reflect", "why", "I stayed quiet")
    before = ally("export").out.splitlines()[1:]
    answer = ally(*args)
    assert (answer.out, answer.code) == ("", code), answer
    assert said in answer.err
    assert ally("export").out.splitlines()[1:] == before


def test_words_and_days_change_by_name(ally: Ally) -> None:
    """The rest stays; an empty value clears."""
    ally("plan", "add", "When asked, I ask", "--until", "friday", "--from", "a course")
    said = json.loads(ally("plan", "edit", "last", "When asked, I wait", "--json").out)
    assert (said["text"], said["until"], said["from"]) == (
        "When asked, I wait",
        "2026-11-27",
        "a course",
    )
    assert json.loads(ally("plan", "edit", "1", "--until", "", "--json").out)["until"] is None
    assert ally("plan", "edit", "1", "-", stdin="From stdin\n").out == "Updated plan 1.\n"
    assert json.loads(ally("plan", "--json").out)[0]["text"] == "From stdin"
    ally("shelf", "add", "Captions", "--type", "talk")
    shelf = json.loads(ally("shelf", "edit", "1", "--by", "Smith", "--json").out)
    assert (shelf["title"], shelf["by"], shelf["type"]) == ("Captions", "Smith", "talk")
    assert ally("undo").out == "Put shelf item 1 back as it was.\n"
    assert json.loads(ally("shelf", "--json").out)[0]["by"] is None


def test_words_of_an_edit_that_failed_go_back_to_their_plan(
    two: Two, ally: Ally, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the draft, without the marks that stood between the versions."""
    apart(two, APART["plan"], exchanged=True)
    said = ally("--journal", str(two.one), "plan", "edit", "1", "When lost, I ask", "--until", "x")
    assert said.code == 2
    assert "Your words are kept in" in said.err
    used = two.here("draft", "use")
    assert used.out == "Updated plan 1.\n"
    (plan,) = json.loads(two.here("plan", "--json").out)
    assert (plan["text"], plan["conflict"]) == ("When lost, I ask", False)
    script = editor(tmp_path, lines=(0, 3))
    (tmp_path / "editor.py").write_text((tmp_path / "editor.py").read_text() + "sys.exit(1)\n")
    two.here("undo")
    monkeypatch.setenv("EDITOR", script)
    assert ally("--journal", str(two.one), "plan", "edit", "1").code == 1
    two.here("draft", "use")
    (again,) = json.loads(two.here("plan", "--json").out)
    assert again["conflict"] is False
    assert again["text"] in {"When asked, I listen", "When asked, I wait"}
