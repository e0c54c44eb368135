"""What ally prints, it reads: every day, period, number, kind, topic and setting that it shows."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from tests.conftest import Said, built

from ally_journal.cli.session import filter_day
from ally_journal.domain.calendar.dates import MONTHS, WEEKDAYS
from ally_journal.domain.calendar.periods import parse_period
from ally_journal.domain.calendar.when import parse_day, parse_until, parse_when
from ally_journal.domain.records.entry import ASKED, Heard
from ally_journal.domain.records.reflection import TOPICS, checked_topic
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.review.prompts import WANTED
from ally_journal.domain.review.summary import HEARD_SOURCES
from ally_journal.render import phrases
from ally_journal.render.views.facts import heard_from

Ally = Callable[..., Said]

TODAY = date(2026, 11, 20)
_WEEKDAY = "|".join(f"{name}|{name[:3]}" for name in WEEKDAYS)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS)
_PLAIN_DAY = rf"(?:(?:{_WEEKDAY}) )?\d{{1,2}}(?: (?:{_MONTH}))?(?: \d{{4}})?"
_WEEK = re.compile(rf"(?:{_WEEKDAY}) {_PLAIN_DAY} to (?:{_WEEKDAY}) \d+ (?:{_MONTH}) \d{{4}}\b")
_DAY = re.compile(
    rf"(?:\b(?:{_WEEKDAY}) )?\b\d{{1,2}} (?:{_MONTH})\b(?: \d{{4}}\b)?(?:(?:,| at)? \d\d:\d\d\b)?"
)
_PERIOD = re.compile(rf"\b\d{{4}}-(?:W\d\d|Q\d|\d\d)\b(?!-)|\b(?:{'|'.join(MONTHS)}) \d{{4}}\b")
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?")

COMMANDS = (
    *("review", "review last", "review 2026-Q4", "review 2026-10", "year", "list -n 100", "show 5"),
    *("show 84", "plan --all", "obstacle --all", "shelf", "history", "history 86", "away"),
    *("backup list", "before", "reflect", "tags", "search the", "heard 84 them", "privacy"),
)


@built
def demo(ally: Ally, journal_path: str) -> None:
    """A year of everything."""
    ally("demo", str(journal_path))
    ally("backup")
    ally("away", "2026-12-19", "2027-01-06")
    ally("edit", "84", "--again", "in 3 months")


@pytest.mark.faults
@pytest.mark.usefixtures("demo")
def test_every_day_and_period_on_any_screen_is_read(ally: Ally) -> None:
    """On the terminal, in plain sentences and as JSON; as a day, and as a bound or a period."""
    shown: dict[str, set[str]] = {"day": set(), "week": set(), "period": set(), "iso": set()}
    for command in COMMANDS:
        for form in ((), ("--plain",), ("--json",)):
            out = ally(*command.split(), *form).out
            shown["week"] |= set(_WEEK.findall(out))
            rest = _WEEK.sub("", out)
            shown["iso"] |= set(_ISO.findall(rest))
            rest = _ISO.sub("", rest)
            shown["day"] |= set(_DAY.findall(rest))
            shown["period"] |= set(_PERIOD.findall(_DAY.sub("", rest)))
    assert all(len(found) > 1 for found in shown.values()), shown
    for words in shown["day"] | shown["iso"]:
        parse_when(words, TODAY)
        if ":" not in words:
            parse_until(words, TODAY)
            parse_day(words, TODAY)
    pauses = {words for words in shown["week"] if re.search(r"\d{4} to", words)}
    assert all(ally("away", *words.split()).code == 0 for words in pauses)
    for words in shown["week"] - pauses | shown["period"]:
        parse_period(words, date(2027, 12, 31))
    for words in shown["week"] | shown["period"]:
        assert filter_day(words, Settings())


@pytest.mark.usefixtures("demo")
def test_a_moment_of_an_entry_is_read_as_itself(ally: Ally) -> None:
    """What --json prints of one can be said of another, to the second and with its offset."""
    at = json.loads(ally("show", "5", "--json").out)["at"]
    new = json.loads(ally("log", "act", "x", "--on", at, "--json").out)
    assert (new["at"], new["day"]) == (at, at[:10])
    ahead = "2026-11-20T13:31:00Z"
    assert (
        "14:31 on Friday 20 November 2026 has not come yet"
        in ally("log", "act", "x", "--on", ahead).err
    )
    assert ally("log", "act", "x", "--on", "2026-11-20T13:30:00Z").code == 0


@pytest.mark.usefixtures("demo")
def test_numbers_kinds_headings_and_settings_are_read(ally: Ally) -> None:
    """Also a title of a topic, the heading of a year, and each line of the settings."""
    assert ally("show", "#5") == ally("show", "5")
    for kind in ("Challenge bias", "challenge", "c", "Empathize"):
        assert ally("list", "--kind", kind, "-n", "1").code == 0
    for heading in ("2026", "2026, up to 20 November", "this"):
        assert ally("year", heading) == ally("year")
    assert ally("year", "last") == ally("year", "2025")
    for line in ally("config").out.splitlines():
        assert ally("config", *line.split()).out.strip() == line.strip()
    for name in TOPICS:
        assert checked_topic(phrases.topic(name)) == name


def test_what_is_chosen_is_read_in_the_words_that_are_shown(ally: Ally) -> None:
    """As an argument, in any case, and with anything between the words."""
    ally("log", "act", "x")
    for name, shown in zip(HEARD_SOURCES, phrases.SOURCES_TO_CHOOSE, strict=True):
        told = heard_from(Heard(name, "", TODAY))
        kept = ally("heard", "1", name, "x")
        for words in (shown, told, shown.capitalize(), name.replace("-", " "), f"{name} ".upper()):
            assert ally("heard", "1", words, "x") == kept
    for name, shown in zip(ASKED, WANTED.offers, strict=True):
        for command in ("log act x", "edit 1"):
            said = ally(*command.split(), "--asked", shown, "--json").out
            assert json.loads(said)["asked"] == name
    for number, words in enumerate(("handed on", "Handed_on"), start=1):
        ally("obstacle", "add", "x")
        assert (
            ally("obstacle", words, str(number), "y").out == f"Obstacle {number} is handed on: y\n"
        )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("week_starts Sun", "sunday"),
        ("week_starts Saturday", "saturday"),
        ("day_starts_at 4", "04:00"),
        ("day_starts_at 4am", "04:00"),
        ("counts off", "false"),
        ("counts YES", "true"),
        ("plain on", "true"),
        ("plain 0", "false"),
    ],
)
def test_settings_take_what_people_type(ally: Ally, typed: str, kept: str) -> None:
    """And show what was understood."""
    said = ally("config", *typed.split())
    assert said.out.split() == [typed.split(maxsplit=1)[0], kept]
    assert ally("config", "week_starts", "friday").code == 2


@pytest.mark.parametrize("starts", ["monday", "saturday", "sunday"])
def test_the_heading_of_a_week_is_read_wherever_the_week_starts(ally: Ally, starts: str) -> None:
    """As a period, as words of a list, and later under another setting."""
    ally("config", "week_starts", starts)
    ally("log", "act", "x")
    review = ally("review", "--json").out
    (heading,) = _WEEK.findall(ally("review", "--no-input").out)
    for now in (starts, "monday"):
        ally("config", "week_starts", now)
        said = json.loads(ally("review", *heading.split(), "--json").out)
        assert said["period"] == json.loads(review)["period"]
        assert ally("list", *heading.split(), "--json").out == ally("list", "--json").out


@pytest.mark.parametrize("words", ["tomorrow", "next friday", "2026-11-21", "in 3 days"])
def test_what_has_not_come_is_no_entry(ally: Ally, words: str) -> None:
    """Said as that, and not as something that cannot be read."""
    assert "has not come yet" in ally("log", "act", "x", "--on", words).err


@pytest.mark.one_in(4)
@pytest.mark.parametrize("words", ["03/04", "3.4.2025"])
@pytest.mark.parametrize(
    "command",
    [
        "log act x --on",
        "log act x --again",
        "list",
        "list --since",
        "list --until",
        "list --on-day",
        "plan add x --until",
        "shelf add x --on",
        "review",
        "away",
        "away back",
        "forget --yes --before",
    ],
)
def test_two_readings_are_refused_with_both(ally: Ally, command: str, words: str) -> None:
    """Wherever a day is asked for."""
    ally("log", "act", "x")
    said = ally(*command.split(), words)
    assert said.code == 2
    assert "3 April" in said.err
    assert "4 March" in said.err
