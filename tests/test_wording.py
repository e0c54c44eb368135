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
FILES = sorted((PACKAGE / "domain/content").glob("*.json"))
PROSE = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TALE = PACKAGE / "domain/demo/tale.toml"


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
        r"\b(best(?! (N\b|\{|as\b))|worst|top|topmost|(out)?rank(s|ed|ing|ings)?|winners?"
        r"|number one|superiors?|inferiors?|(most|more) (important|valuable|crucial))\b"
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
    # Each was found by reading as a second-language speaker; "came back at once" is an editor.
    "no words that are read twice": _rule(
        r"\b(told in confidence|had (you|I) assumed|anything not yet written|heard how it was"
        r"|what do you know of how|a word about it|kept as (an? )?(plan|obstacle|shelf|idea|\{)"
        r"|plan (\d+|\{\}) is kept|(thing|one) to take along|that is the week"
        r"|did not have to think about|taken as known|look at the world from|not had to go through"
        r"|write it so today"
        r"|was it asked for|(what|thing|things) that came back|what came back|came back about"
        r"|heard back|let pass|apologis(e|ed|es|ing) for the effect|sur(er|est) (answer|word)"
        r"|nothing to mend|what mends|look(s|ed|ing)? \w+ \w+ over"
        r"|(put|puts|putting) one back|take them up|management programs"
        r"|pictures of the screen|twice changes|everything, to a file|a reminder says"
        r"|for building it)\b|: did you\?|\blever:"
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
    for path in FILES:
        first: dict[str, str] = {}
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            shown = re.sub(r'("words": )"[^"]*"', r"\1", line)
            for string in re.findall(r'"(?:[^"\\]|\\.)*"', shown):
                first.setdefault(json.loads(string), f"{path.name}:{number}")
        found += [(place, words) for words, place in first.items()]
    return found


def _help_in(tree: ast.Module) -> set[int]:
    """The docstrings of commands, which their --help shows."""
    made = (
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("app." in ast.unparse(one) for one in node.decorator_list)
    )
    return {id(node.body[0].value) for node in made if isinstance(node.body[0], ast.Expr)}


def _words_in_code() -> list[tuple[str, str]]:
    """Every string that is neither a docstring nor code."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text())
        silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        silent -= _help_in(tree)
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
    assert any("without words, ally asks" in text for text in words)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
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


@pytest.mark.parametrize("path", [*PROSE, TALE], ids=lambda path: path.name)
def test_what_is_written_about_it_is_read_once(path: Path) -> None:
    """The README, the other pages, and the tale of the demo use the same plain words."""
    breaks = RULES["no words that are read twice"].search
    lines = path.read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if breaks(line)] == []


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
        "Sorry, that went wrong",
        "Write your part. What was told in confidence is theirs.",
        "What had you assumed?",
        "Anything not yet written?",
        "Entry 13: have you heard how it was?",
        "What do you know of how it was for them?",
        "Plan 4, {}: did you?",
        "A word about it?",
        "Kept as plan 3.",
        "Plan 3 is kept.",
        "One thing to take along?",
        "That is the week.",
        "In what you wrote: who did not have to think about this?",
        "what was taken as known before anyone asked?",
        "Where do you look at the world from?",
        "What have you not had to go through?",
        "Would you write it so today?",
        "Was it asked for?",
        "What came back",
        "Heard back on 25",
        "What I let pass",
        "apologised for the effect",
        "lever: I book the rooms",
        "Each once, under the surest answer.",
        "Nothing to mend.",
        "look the journal over",
        "ally backup restore N puts one back.",
        "Take them up?",
        "management programs",
        "pictures of the screen",
        "from a file; twice changes nothing",
        "everything, to a file",
        "A reminder says {}",
        "thank you, …, for building it",
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
        "the editor came back at once without a change",
        "The damaged journal is kept as {}.",
    ],
)
def test_the_check_can_pass(words: str) -> None:
    """The program's own name is no claim, and a word inside another is not that word."""
    assert broken(words) == []


if __name__ == "__main__":
    sys.stdout.writelines(f"{place}  {words}\n" for place, words in own_words())
