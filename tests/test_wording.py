"""The program's own words: no praise, no blame, no score; nothing that says what a person is.

The tale of the demo is what a person says; tests/domain/demo/test_tale.py holds it to the
same rules.

`python -m tests.test_wording` lists all of them, to be read in one sitting.
"""

import ast
import json
import re
import sys
from functools import cache
from pathlib import Path

import pytest
from tests.generated import ROOT

PACKAGE = ROOT / "src/ally_journal"


def _rule(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


RULES = {
    "no praise, no blame, no score": _rule(
        r"\b(scores?|streaks?|badges?|points?|levels?|medals?|percent(age)?s?|leaderboard"
        r"|congratulations?|well done|good job|great|awesome|amazing|proud|keep it up|keep going"
        r"|hero(es)?|brave|failed|failures?|shame|lazy|should have|must try|behind schedule|goals?"
        r"|productive|unfortunately|sorry(?! for what it did)|oops|please)\b|!(?!=)|\d ?%"
    ),
    "nobody is an ally by saying so": _rule(
        r"\b(good|better|true|real|fellow|as an) (ally|allies)\b|\ball(y|ies) (like|such as) you\b"
        r"|(\b(am|are|is|was|were|be|been|being|becom(e|es|ing)|became|makes? (you|me|us))"
        r"|['’](m|re|s))( (already|now|truly|really|not|an?|the|their|your|\w+ing))*"
        r" (ally|allies)\b(?! journal)"
    ),
    # A search may list the best so many hits; that orders texts, and neither people nor deeds.
    "no ranking of people or deeds": _rule(
        r"\b(best(?! (N\b|\{))|worst|top|topmost|(out)?rank(s|ed|ing|ings)?|winners?|number one"
        r"|superiors?|inferiors?|(most|more) (important|valuable|crucial))\b"
    ),
    "no idiom that only native speakers know": _rule(
        r"\b(low[- ]hanging|ballpark|touch(ing|ed)? base|mov(e|es|ing) the needle|rule of thumb"
        r"|heads?[- ]up|on the fence|elephants? in the room|walk(s|ing)? the (talk|walk)"
        r"|piece of cake|circl(e|es|ing) back|pull(s|ing)? (your|their|its|my) weight"
        r"|call(s|ing)? it a day|bite the bullet|break(s|ing)? the ice|cut(s|ting)? corners"
        r"|rings? a bell|in a nutshell|by and large|(learn|know) the ropes|rock(s|ing)? the boat"
        r"|skin in the game|hit the ground running|on the same page|outside the box|off the cuff"
        r"|level playing field|back to square one|a no[- ]brainer|the jury is out|up in the air"
        r"|tak(e|es|ing) (it|this) offline|deep[- ]dive|once in a blue moon|play it by ear)\b"
    ),
}
"""What each rule is for, and the words that break it."""


@cache
def own_words() -> list[tuple[str, str]]:
    """Everything the package may say to a person: where it stands, and what."""
    return [*_words_in_code(), *_words_in_content(), *_words_in_templates()]


def _words_in_templates() -> list[tuple[str, str]]:
    """What stands in the templates of pages between tags, and what is neither."""
    found = []
    for path in sorted((PACKAGE / "render/writers/templates").glob("*.j2")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            bare = re.sub(r"\{[{%#].*?[#%}]\}", "", line)
            words = re.sub(r"<[^>]*>", " ", bare).strip()
            if re.search(r"[a-z]", words):
                found.append((f"{path.name}:{number}", words))
    return found


def _words_in_content() -> list[tuple[str, str]]:
    """Each string of the content files, keys too; where it first stands in its file.

    What people may look for it by is never shown, and is what they type.
    """
    found = []
    for path in sorted((PACKAGE / "domain/content").glob("*.json")):
        first: dict[str, str] = {}
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            shown = re.sub(r'("words": )"[^"]*"', r"\1", line)
            for string in re.findall(r'"(?:[^"\\]|\\.)*"', shown):
                first.setdefault(json.loads(string), f"{path.name}:{number}")
        found += [(place, words) for words, place in first.items()]
    return found


def _words_in_code() -> list[tuple[str, str]]:
    """Every string that is neither a docstring nor code."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
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


def broken(words: str) -> list[str]:
    """The rules that some words break, and by what."""
    told = {rule: pattern.search(words) for rule, pattern in RULES.items()}
    return [f"{rule}: “{found[0]}”" for rule, found in told.items() if found]


def test_there_is_something_to_read() -> None:
    """A check that inspects nothing must fail."""
    words = [text for _, text in own_words()]
    assert len(words) > 400
    assert any("What happened?" in text for text in words)
    assert any("nothing written" in text for text in words)
    assert any(place.startswith("ideas.json:") for place, _ in own_words())
    assert any("The same as a table" in text for text in words)


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "domain/content").glob("*.json")), ids=lambda path: path.name
)
def test_every_string_of_the_content_is_read(path: Path) -> None:
    """Whatever a person writes into these files is held against the rules, at its own line."""

    def strings(value: object) -> set[str]:
        if isinstance(value, dict):
            shown = [one for name, one in value.items() if name != "words"]
            return set(value) | strings(shown)
        if isinstance(value, list):
            return {string for one in value for string in strings(one)}
        return {str(value)}

    listed = {words: place for place, words in own_words() if place.startswith(f"{path.name}:")}
    assert set(listed) == strings(json.loads(path.read_text()))
    lines = path.read_text().splitlines()
    assert all(words in lines[int(place.split(":")[1]) - 1] for words, place in listed.items())


@pytest.mark.parametrize("rule", RULES)
def test_the_words_keep_the_rule(rule: str) -> None:
    """Plain sentences that a person could say to another; all that break it are listed."""
    breaks = RULES[rule].search
    assert [f"{place}: {words}" for place, words in own_words() if breaks(words)] == []


@pytest.mark.parametrize(
    "words",
    [
        "Well done!",
        "Say sorry",
        "Score 3",
        "80 %",
        "a 9-day streak",
        "You are an ally",
        "You’re already an ally",
        "Be a better ally",
        "We were their allies",
        "You are becoming an ally",
        "The best idea comes first",
        "They outrank me",
        "the most important kind",
        "Let us touch base",
        "A heads-up",
        "Address the elephant in the room",
        "Pull your weight",
    ],
)
def test_the_check_can_fail(words: str) -> None:
    """The rules find what they are for."""
    assert broken(words)


@pytest.mark.parametrize(
    "words",
    [
        "ally is a journal",
        "It is not an ally journal",
        "Stop and go on",
        "The best {} hits",
        "It is for a later ally",
        "said sorry for what it did",
    ],
)
def test_the_check_can_pass(words: str) -> None:
    """The program's own name is no claim, and a word inside another is not that word."""
    assert broken(words) == []


if __name__ == "__main__":
    sys.stdout.writelines(f"{place}  {words}\n" for place, words in own_words())
