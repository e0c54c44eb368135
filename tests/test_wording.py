"""The program's own words: no praise, no blame, no score; nothing that says what a person is.

`python -m tests.test_wording` lists all of them, to be read in one sitting.
"""

import ast
import re
import sys

import pytest
from tests.generated import ROOT

# What content.md and the help say about others' words is data, not the program's voice.
INVENTED = {"demo_words.py", "demo_around.py"}
FORBIDDEN = re.compile(
    r"\b(scores?|streaks?|badges?|points?|levels?|medals?|percent(age)?s?|ranking|leaderboard"
    r"|congratulations?|well done|good job|great|awesome|amazing|proud|keep it up|keep going"
    r"|hero(es)?|brave|failed|failures?|shame|lazy|should have|must try|behind schedule|goals?"
    r"|you are an ally|good ally|better ally|productive|unfortunately|sorry|oops|please)\b|!|\d ?%",
    re.IGNORECASE,
)


def own_words() -> list[tuple[str, str]]:
    """Every string of the package that is neither a docstring nor code: where it is, and what."""
    found = []
    for path in sorted((ROOT / "src/ally_journal").rglob("*.py")):
        if path.name in INVENTED:
            continue
        tree = ast.parse(path.read_text())
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        parts = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                words = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "{}"
                    for part in node.values
                )
            elif (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in parts
            ):
                words = node.value
            else:
                continue
            if id(node) not in silent and " " in words.strip() and not _is_code(words):
                found.append((f"{path.name}:{node.lineno}", words))
    return found


def _is_code(words: str) -> bool:
    return bool(
        re.search(
            r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|WHERE|ORDER BY|FROM|AND|JOIN)\b|\(\?|\\",
            words,
        )
    )


def test_there_is_something_to_read() -> None:
    """A check that inspects nothing must fail."""
    words = [text for _, text in own_words()]
    assert len(words) > 200
    assert any("What happened?" in text for text in words)
    assert any("nothing written" in text for text in words)


@pytest.mark.parametrize(("place", "words"), own_words())
def test_no_praise_no_blame_no_score(place: str, words: str) -> None:
    """Plain sentences that a person could say to another."""
    told = FORBIDDEN.search(words)
    assert told is None, f"{place} says “{told[0]}”: {words}"


@pytest.mark.parametrize(
    "words", ["Well done!", "Score 3", "80 %", "You are an ally", "a 9-day streak"]
)
def test_the_check_can_fail(words: str) -> None:
    """The rules find what they are for."""
    assert FORBIDDEN.search(words)


if __name__ == "__main__":
    sys.stdout.writelines(f"{place}  {words}\n" for place, words in own_words())
