"""Keeping what was told as an entry, and what is said then."""

from typing import NamedTuple

from ally_journal.cli.session import Session, note_on_zone, today
from ally_journal.cli.telling import Told
from ally_journal.cli.voice import cleaned, say, say_exactly, warn
from ally_journal.domain.entries import Entry
from ally_journal.domain.plans import Plan, plan_for_next_time, plan_to_show
from ally_journal.domain.settings import Settings
from ally_journal.render import json_, plain
from ally_journal.render.screen import Screen


class Saved(NamedTuple):
    """An entry as stored, the line about a plan or nothing, and hints about its tags."""

    entry: Entry
    plan_line: str
    hints: list[tuple[str, str]]


def save(session: Session, settings: Settings, told: Told) -> Saved:
    """Keep what was told, with the plan that came of it.

    Raises:
        NothingToWrite, WrongUsage, TooLong: it is no entry.
        NotFound: the plan it belongs to is unknown.
    """
    entry = _entry(told)
    made = _made(told.next_time, entry, settings)
    with session.journal(create=True) as journal:
        saved = journal.add(entry, made)
        hints, open_plans = journal.near_misses(saved), journal.plans()
    return Saved(saved, _about_plans(saved, made, open_plans), hints)


def answer(saved: Saved, screen: Screen, *, json: bool) -> None:
    """Say what was kept, then hints on stderr."""
    if json:
        say_exactly(json_.record(saved.entry), done=True)
    else:
        lines = (plain.saved(saved.entry, screen), saved.plan_line)
        say("\n".join(filter(None, lines)), done=True)
    for new, known in saved.hints:
        warn(plain.near_miss(new, known))
    note_on_zone()


def _entry(told: Told) -> Entry:
    """Everything told and given by option, cleaned and checked."""
    everything = {**told.said, **told.answers}
    answers = {key: cleaned(text).strip() for key, text in everything.items() if text}
    because, asked = answers.pop("because", None), answers.pop("asked", None)
    if told.kind is None:
        raise AssertionError  # telling never leaves it out
    return Entry(
        kind=told.kind,
        text=cleaned(told.text),
        because=because,
        asked=asked,
        answers=answers,
        **told.fields,
    )


def _made(next_time: str, entry: Entry, settings: Settings) -> Plan | None:
    """The plan for next time, if the person named one."""
    if not next_time:
        return None
    return plan_for_next_time(cleaned(next_time), entry.went, today(settings))


def _about_plans(saved: Entry, made: Plan | None, open_plans: tuple[Plan, ...]) -> str:
    """That a plan came of the entry; otherwise one open plan, or nothing."""
    if made is not None:
        return plain.plan_kept(next(one for one in open_plans if one.number == saved.plan))
    shown = plan_to_show(open_plans, saved)
    return plain.plan_line(shown) if shown else ""
