"""What is said of several versions, on a screen and in an editor."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ally_journal.domain.history import Conflict
from ally_journal.domain.records.plan import Plan
from ally_journal.render.screen import Screen
from ally_journal.render.views import conflicts, items
from ally_journal.render.views.conflicts import Version
from ally_journal.render.views.items import Group
from ally_journal.render.writers import sentences, terminal

DAY = date(2026, 11, 20)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(
    lambda words: words.strip() == words and not words.startswith("===")
)


def test_a_single_version_goes_without_saying() -> None:
    """In a list and in an editor."""
    assert conflicts.lines((Version("x"),), Conflict("plan", {"number": 1})) == ()
    assert conflicts.together((Version("x", ("open",)),)) == "x"
    assert conflicts.left("=== Version 1 ===", "x") == "=== Version 1 ==="


@given(st.lists(WORDS, min_size=2, max_size=4, unique=True), st.data())
def test_what_is_left_in_the_editor_is_what_stays(words: list[str], data: st.DataObject) -> None:
    """Any one version, whatever of the marks was left with it."""
    given_ = conflicts.together(tuple(Version(one, ("kept",)) for one in words))
    lines = given_.split("\n")
    one = data.draw(st.sampled_from(words))
    left = [
        line for line in lines if line == one or (line[:3] == "===" and data.draw(st.booleans()))
    ]
    assert conflicts.left("\n".join(left), given_) == one
    assert conflicts.without_marks("\n".join(left)) == one
    assert set(filter(None, conflicts.left(given_, given_).split("\n"))) == set(words)


def test_a_command_is_quoted_for_a_shell() -> None:
    """Also where an imported topic is anything."""
    assert conflicts.command(Conflict("reflection", {"topic": "a b; ls\n"})) == (
        "ally reflect 'a b; ls' --edit"
    )
    assert conflicts.command(Conflict("heard", {})) == ""


def test_a_plan_in_conflict_on_every_screen() -> None:
    """Every version with what differs; nothing is cut, and no escape code comes through."""
    plan = Plan(text="When asked, I ask", opened=DAY, number=3)
    kept = replace(plan, state="kept", closed=DAY, note="Tw\x1bice")
    several = replace(
        plan, others=(kept, replace(plan, text="When asked, I wait", share=True), None)
    )
    group = [Group("", (items.plan(several),))]
    wide = terminal.groups(group, Screen(80, None, ascii=False, plain=False))
    assert wide.splitlines() == [
        "  3  When asked, I ask",
        "     In conflict: this is version 1. ally plan edit 3 makes one; with --keep 2",
        "     it is version 2.",
        "     Version 2: the same words (kept Friday 20 November 2026, Tw\ufffdice, not for a",
        "     sharing copy)",
        "     Version 3: When asked, I wait (open, for a sharing copy)",
        "     Version 4: deleted",
    ]
    narrow = terminal.groups(group, Screen(40, None, ascii=False, plain=False))
    assert max(map(len, narrow.splitlines())) <= 40
    assert " ".join(narrow.split()) == " ".join(wide.split())
    said = sentences.groups(group, Screen(plain=True)).splitlines()
    assert said[0] == "Plan 3: When asked, I ask"
    assert said[3:] == [
        "Version 3: When asked, I wait (open, for a sharing copy).",
        "Version 4: deleted.",
    ]
