"""What ally ships for people to use: enough of it, in short plain sentences, known everywhere."""

import json
import re
import subprocess
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from tests.generated import ROOT, of_a_repository
from tests.test_house import modules_after

from ally_journal.domain import content
from ally_journal.domain.content import REACHES, Idea, Phrase
from ally_journal.domain.kind import KINDS, Kind
from ally_journal.domain.records.entry import ANSWER_KEYS

FOLDER = ROOT / "src/ally_journal/domain/content"
FILES = sorted(FOLDER.glob("*.json"))
GROUPS = (*KINDS, "missed", "mistake", "next")
NEEDS_A_TITLE = re.compile(
    r"\b(your (team|reports?|staff|employees|budget|headcount)|direct reports?|as a (manager|lead)"
    r"|people you (manage|lead)|managers?|hire|promote|approve|delegate|appoint|assign)\b",
    re.IGNORECASE,
)
RESCUES = re.compile(
    r"\b(save|rescue|protect|defend|give (them )?a voice|empower)\b", re.IGNORECASE
)


def said() -> list[str]:
    """Every sentence of the content, from all of it."""
    return [
        *(one.text for group in GROUPS for one in content.questions(group)),
        *chain.from_iterable(one.offers for group in GROUPS for one in content.questions(group)),
        *(idea.text for idea in content.ideas()),
        *(phrase.text for phrase in content.phrases()),
        *chain.from_iterable(one.variants for one in content.seven()),
        *(story.question for story in content.stories()),
        *(way.means for kind in KINDS for way in content.ways_of(kind)),
    ]


def test_every_file_is_read_and_every_string_short() -> None:
    """Nothing lies in the folder unread, and everything fits on a line or two of a terminal."""
    names = {path.stem for path in FILES}
    assert names == {"questions", "ways", "seven", "stories", "ideas", "phrases", "shelf"}
    assert len(said()) > 150
    assert [words for words in said() if len(words) > 100 or words != words.strip()] == []
    assert max(len(way.means) for kind in KINDS for way in content.ways_of(kind)) <= 45
    assert max(len(phrase.text) for phrase in content.phrases()) <= 68
    assert max(map(len, chain.from_iterable(one.variants for one in content.seven()))) <= 72


def test_nothing_is_said_twice() -> None:
    """Also not with other capitals or signs."""
    counted = Counter(re.sub(r"\W+", " ", words).casefold().strip() for words in said())
    assert [words for words, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_item_has_a_line_of_its_own(path: Path) -> None:
    """So that a person can add, change or move one; and the file is what JSON readers expect."""
    lines = [line.strip().removesuffix(",") for line in path.read_text("utf-8").splitlines()]
    whole = [line for line in lines if not re.fullmatch(r'("[a-z-]+": )?[\[{]|[\]}]', line)]
    assert len(whole) >= 4
    for line in whole:
        json.loads(f"{{{line}}}" if re.match(r'"[a-z-]+": ', line) else line)


@of_a_repository
def test_the_wheel_gets_the_files() -> None:
    """It holds the whole package, except what git ignores."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["src/ally_journal"]
    assert wheel.keys() <= {"packages", "shared-data"}
    ignored = subprocess.run(
        ["git", "check-ignore", *FILES], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ignored.stdout, ignored.returncode) == ("", 1)


def test_a_log_with_its_text_reads_no_content() -> None:
    """Start-up is a feature: neither the files nor the questions are loaded for one line."""
    loaded = modules_after("log", "act", "Gave the floor back")
    assert "ally_journal.domain.kind" in loaded
    assert not {name for name in loaded if name.startswith("ally_journal.domain.content")}
    assert not {"ally_journal.domain.review.prompts", "importlib.resources"} & loaded


def test_each_kind_has_two_questions_and_every_key_a_place() -> None:
    """An answer key of entries, a field of its own, or a plan."""
    assert {len(content.questions(kind)) for kind in KINDS} == {2}
    keys = [one.key for group in GROUPS for one in content.questions(group)]
    assert set(keys) <= {*ANSWER_KEYS, "asked", "because", "next"}
    assert len(set(keys)) == len(keys)
    assert [one.key for one in content.questions("missed")] == ["because"]
    assert [one.key for one in content.questions("mistake")] == ["impact", "did"]
    assert [one.key for one in content.questions("next")] == ["next"]
    offering = {one.key for group in GROUPS for one in content.questions(group) if one.offers}
    assert offering == {"asked", "because", "did"}


def test_offers_can_be_told_apart_by_their_beginning() -> None:
    """A person may type the first letters instead of the number."""
    for key, offers in [(q.key, q.offers) for group in GROUPS for q in content.questions(group)]:
        assert not any(a != b and b.startswith(a) for a in offers for b in offers), key
        assert not any("," in offer or offer[0].isdigit() for offer in offers), key


def test_ways_are_words_in_order() -> None:
    """Short, as typed behind --way, each once; the names people wrote stay known."""
    names = content.ways()
    assert list(names) == sorted(set(names))
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)?", name) for name in names)
    assert set(names) == {way.name for kind in KINDS for way in content.ways_of(kind)}
    assert [len(content.ways_of(kind)) for kind in KINDS] == [6, 4, 4, 12]
    for kind in KINDS:
        of_kind = [way.name for way in content.ways_of(kind)]
        assert of_kind == sorted(set(of_kind))
    assert {"amplify", "check-in", "credit", "open-door", "speak-up", "step-back"} <= set(names)


def test_there_are_ideas_of_every_kind_and_reach() -> None:
    """At least five in each of the twelve cells, and one for every way of every kind."""
    ideas = content.ideas()
    assert len(ideas) >= 105
    cells = Counter((idea.kind, idea.reach) for idea in ideas)
    assert set(cells) == {(kind, reach) for kind in KINDS for reach in REACHES}
    assert min(cells.values()) >= 5
    ways = {(kind, way.name) for kind in KINDS for way in content.ways_of(kind)}
    assert {(idea.kind, idea.way) for idea in ideas} == ways
    places = [(KINDS.index(idea.kind), REACHES.index(idea.reach)) for idea in ideas]
    assert places == sorted(places)
    assert all(isinstance(idea.kind, Kind) for idea in ideas)


@pytest.mark.parametrize("idea", content.ideas(), ids=lambda idea: idea.text)
def test_an_idea_is_one_sentence_that_says_what_to_do(idea: Idea) -> None:
    """It begins with the deed, promises nothing, and asks for no title and no team to lead."""
    assert re.fullmatch(r"[A-Z][^.?!;:]+\.", idea.text)
    first = idea.text.split()[0].lower()
    assert first not in {"you", "i", "we", "they", "it", "the", "a", "an", "there", "this", "never"}
    assert NEEDS_A_TITLE.search(idea.text) is None
    assert RESCUES.search(idea.text) is None


def test_what_is_called_out_or_given_back_is_an_act() -> None:
    """One's own assumptions are what is challenged, and nobody else's."""
    outward = {"call-out", "call-in", "speak-up", "credit", "amplify"}
    assert {idea.kind for idea in content.ideas() if idea.way in outward} == {Kind.ACT}


def test_ideas_and_phrases_have_words_to_be_found_by() -> None:
    """A few for each, each once, in small letters, and none that says who a person is."""
    among: list[Idea | Phrase] = [*content.ideas(), *content.phrases()]
    for one in among:
        words = one.words.split()
        assert len(words) >= 3, one
        assert len(set(words)) == len(words), one
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", word) for word in words), one


def test_a_few_phrases_for_each_hard_moment() -> None:
    """Three or four that a person can say, under a name they can type."""
    moments = Counter(phrase.moment for phrase in content.phrases())
    assert list(moments) == list(content.moments())
    assert len(moments) >= 12
    assert set(moments.values()) <= {3, 4}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", moment) for moment in moments)
    assert all(phrase.text[-1] in ".?" for phrase in content.phrases())
    apology = " ".join(one.text for one in content.phrases() if one.moment == "apology")
    assert not re.search(r"\b(but|because|meant|only wanted)\b", apology)


def test_thanks_go_to_the_one_who_built_on_it() -> None:
    """And credit to the one whose idea it was, in the same breath."""
    (thanks,) = (
        one.text
        for one in content.phrases()
        if one.moment == "credit" and "thank" in one.text.lower()
    )
    assert re.fullmatch(r"… had the idea, .*thank you, …, for building on it\.", thanks)


def test_seven_questions_are_asked_from_outside() -> None:
    """One for each way it goes wrong, told in three forms; none is about “you”, none accuses."""
    seven = content.seven()
    keys = ["privilege", "bias", "gain", "difference", "help", "above", "skill"]
    assert [one.key for one in seven] == keys
    for one in seven:
        assert len(one.variants) == 3
        for text in one.variants:
            assert re.fullmatch(r"[A-Z][^.?!]*\?", text)
            accusing = r"\b(you|your|I|my|we|our|why|mirror|test|wrong|fault|blame|really|admit)\b"
            assert not re.search(accusing, text, re.IGNORECASE)


def test_stories_have_a_title_and_at_most_two_questions() -> None:
    """Under the topics that `ally reflect` takes."""
    stories = content.stories()
    topics = ["why", "my-story", "our-story", "the-story", "year", "next-year", "talk"]
    assert [story.topic for story in stories] == topics
    assert len({story.title for story in stories}) == len(topics)
    assert all(re.fullmatch(r"([A-Z][^.?!]*\? ?){1,2}", story.question) for story in stories)


def test_four_titles_are_named_by_the_sources() -> None:
    """Title, by whom and what; a link would be something to fetch."""
    shelf = content.shipped()
    assert [item.type for item in shelf] == ["book", "article", "talk", "course"]
    assert len({item.title for item in shelf}) == 4
    assert all(item.by for item in shelf)
    assert not any("http" in path.read_text("utf-8") or "www" in path.read_text() for path in FILES)
