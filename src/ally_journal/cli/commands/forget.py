"""ally forget: erase for good, everywhere ally can reach."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, NamedTuple

import typer

from ally_journal.cli.arguments import App, AsJson, Run, Yes, argument, option
from ally_journal.cli.completion import ideas, numbers, plans
from ally_journal.cli.session import Session, filter_day, now
from ally_journal.cli.terminal import streams
from ally_journal.cli.terminal.prompts import Asker, Stopped, kept_unless_short
from ally_journal.cli.workflows.erasure import clean_copies, finishing
from ally_journal.cli.workflows.sync import exchange_beside, others_heard, with_computers
from ally_journal.domain.calendar.dates import day_long
from ally_journal.domain.forget import (
    BACKUPS,
    CONFIRMATION,
    ONE_OF_THEM,
    REMOVE,
    REWRITE,
    Around,
    Beyond,
    Done,
    Foreseen,
    Wanted,
)
from ally_journal.domain.names.erasure import Person, everyone, person
from ally_journal.domain.names.finder import ANYONE
from ally_journal.domain.records.number import number_of
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render.messages import forget as told
from ally_journal.render.screen import Screen
from ally_journal.store.database.file import Found, look_at
from ally_journal.store.forget import backups as forget_backups
from ally_journal.store.forget import drafts, erase, preview, selection
from ally_journal.store.forget.selection import Target
from ally_journal.store.journal.names import names_marked

app = App()


@app.text_command(
    "ally forget 12 --dry-run",
    "ally forget 12 13 --obstacle 2",
    "ally forget --with Priya",
    'ally forget --with "Sam Lee" --as "a neighbour"',
    "ally forget --before 2025-01-01 --backups remove",
    "ally forget --before 2025-01-01 --names",
)
def forget(
    ctx: Run,
    chosen: Annotated[list[str] | None, argument("[N...]", "Entries, or last.", numbers)] = None,
    whom: Annotated[str | None, option("--with -w NAME", "A person, everywhere.")] = None,
    instead: Annotated[
        str, option("--as TEXT", "With --with: what to write; may be empty.")
    ] = ANYONE,
    before: Annotated[str | None, option("--before WHEN", "All that is over before a day.")] = None,
    names: Annotated[
        bool, option("--names", "With --before: every marked name, and no other word.")
    ] = False,
    obstacle: Annotated[
        list[str] | None, option("--obstacle N", "An obstacle; repeatable.")
    ] = None,
    plan: Annotated[list[str] | None, option("--plan N", "A plan; repeatable.", plans)] = None,
    shelf: Annotated[
        list[str] | None, option("--shelf N", "Something on the shelf; repeatable.")
    ] = None,
    idea: Annotated[
        list[str] | None, option("--idea N", "An idea, phrase or question of your own.", ideas)
    ] = None,
    backups: Annotated[
        str | None,
        option(
            f"--backups {'|'.join(BACKUPS)}",
            "Take the words out of backups (usual), or remove those.",
        ),
    ] = None,
    dry_run: Annotated[bool, option("--dry-run", "Show what would go; erase nothing.")] = False,
    yes: Yes = False,
    json: AsJson = False,
) -> None:
    """Erase for good: entries with all that hangs on them, a person's name, or what is past.

    It shows what would go and asks. Backups, drafts, history and search lose it too; undo cannot
    bring it back.
    """
    given = {"entry": chosen, "obstacle": obstacle, "plan": plan, "shelf": shelf, "idea": idea}
    if backups not in {None, *BACKUPS}:
        raise WrongUsage(f"--backups is {' or '.join(BACKUPS)}, not “{backups}”.")
    if not dry_run:
        exchange_beside(ctx.obj, told.NOT_EXCHANGED)
    wanted = _wanted(ctx.obj, given, before, (whom, instead), names=names)
    looked = _look(ctx.obj, wanted, shown=dry_run or not yes)
    if dry_run:
        if json:
            streams.say_exactly(looked.document(None, backups or REWRITE))
        else:
            streams.put(looked.preview())
            streams.say(told.DRY)
        return
    how = backups or REWRITE if yes else _confirmed(looked, backups, json=json)
    done = _forget(ctx.obj, looked, how)
    exchange_beside(ctx.obj, told.NOT_SENT)
    _answer(looked, done, how, json=json, asking=not yes)
    if whom is not None and (others := others_heard(ctx.obj, looked.screen)):
        streams.warn(others)


class _Looked(NamedTuple):
    """What was found before anything was erased."""

    wanted: Wanted
    target: Target
    found: Foreseen
    around: Around
    beyond: Beyond
    screen: Screen

    def preview(self) -> str:
        """What would go, for a person."""
        return streams.fitted(told.foreseen(self.found, self.around, self.wanted, self.screen))

    def document(self, done: Done | None, how: str) -> str:
        """The same as JSON, with what was done."""
        return told.document(self.found, self.around, done, self.beyond, backups=how)


def _wanted(
    session: Session,
    given: dict[str, list[str] | None],
    before: str | None,
    whom: tuple[str | None, str],
    *,
    names: bool,
) -> Wanted:
    """What was asked for, checked; raises WrongUsage, UnreadableDate or NotFound."""
    numbers = {
        type_: tuple(dict.fromkeys(number_of(type_, one) for one in said or ()))
        for type_, said in given.items()
    }
    if before and before.strip().lower() == "last":
        raise WrongUsage(
            "“last” can be the newest entry (ally forget last) or last week "
            '(ally forget --before "last week").'
        )
    if look_at(session.path) is Found.NOTHING:
        raise NotFound(f"There is no journal at {session.path}, so there is nothing to forget.")
    day = filter_day(before, session.settings())
    if day and day > now().naive.date() + timedelta(days=1):
        raise WrongUsage(
            f"{day_long(day)} is ahead, and all there is lies before it; if all is to go write: "
            "ally forget --before tomorrow"
        )
    somebody = _everybody(session, day, whom) if names else _person(*whom)
    if somebody and day and not names:
        raise WrongUsage(ONE_OF_THEM)
    return Wanted(numbers, day, somebody).check()


def _everybody(session: Session, day: date | None, whom: tuple[str | None, str]) -> Person:
    """Everyone whose name is marked; raises WrongUsage or NotFound."""
    if day is None or whom != (None, ANYONE):
        raise WrongUsage("--names takes every name out of what is past, so it goes with --before.")
    with session.journal() as journal:
        marked = names_marked(journal)
    if not marked:
        raise NotFound("No name is marked in this journal; --with NAME takes out one that is not.")
    return everyone(marked)


def _person(name: str | None, instead: str) -> Person | None:
    """Whom to take out."""
    if name is None:
        if instead != ANYONE:
            raise WrongUsage("--as says what stands in a name's place, so it goes with --with.")
        return None
    return person(streams.cleaned(name), streams.cleaned(instead))


def _look(session: Session, wanted: Wanted, *, shown: bool) -> _Looked:
    """Everything that would go, in one short visit; nothing is changed.

    Whoever is to go does so by every marked name that contains theirs. Only what is `shown` before
    has the words of what goes.
    """
    with session.journal() as journal:
        target = selection.target_of(journal.connection, wanted)
        if target.mentions:
            wanted = replace(wanted, whom=target.mentions.whom)
        if drafts.are_any(session.path):
            traces = selection.traces_of(journal.connection, target)
            wanted = replace(wanted, traces=traces)
        found = preview.foresee(journal.connection, target, words=shown)
        known = preview.beyond(journal, session.path)
        screen = session.screen(journal.settings())
    known = with_computers(session, known)
    return _Looked(wanted, target, found, preview.surroundings(session.path, wanted), known, screen)


def _confirmed(looked: _Looked, how: str | None, *, json: bool) -> str:
    """What is to become of the backups, once the person has typed the word; else it ends here.

    Raises:
        WrongUsage: nobody can be asked.
    """
    streams.need_answer("Forgetting", json=json)
    asker = Asker(looked.screen.plain)
    streams.put(looked.preview())
    if not looked.found.touches and not any(looked.around):
        raise typer.Exit
    streams.say(told.WARNING)
    with suppress(Stopped):
        if how is None and looked.around.backups:
            how = asker.choice(told.WHICH, told.CHOICES, BACKUPS, enter="Enter for 1")
        if kept_unless_short(asker.line(told.ASK)).lower() == CONFIRMATION:
            streams.say(told.BEGUN)
            return how or REWRITE
    streams.say(told.UNCHANGED)
    raise typer.Exit


def _forget(session: Session, looked: _Looked, how: str) -> Done:
    """Erase in the journal, then in drafts and backups; all of it alone, one run at a time."""
    done = Done()
    with forget_backups.alone(session.path):
        with session.journal() as journal:
            begun = erase.forget(journal, looked.target, touches=looked.found.touches)
        done.kept = begun.kept
        task = forget_backups.Task(looked.target, begun.stamp, how)
        with finishing(session.path, done, "Forgotten in the journal"):
            with session.journal() as journal:
                erase.purge(journal)
            drafts.erase_drafts(session.path, looked.wanted, done)
            with session.journal() as journal:
                clean_copies(session, journal, task, done)
    return done


def _answer(looked: _Looked, done: Done, how: str, *, json: bool, asking: bool) -> None:
    """Say what was done; files nothing could be taken out of can be removed on a terminal."""
    listed = bool(done.stuck) and how != REMOVE and asking
    if listed:
        streams.say(told.stuck(done))
        if done.removable and Asker(looked.screen.plain).yes(told.STUCK):
            forget_backups.remove_stuck(done)
            listed = False
    if json:
        streams.say_exactly(looked.document(done, how), done=True)
        return
    said = told.finished(looked.found, done, looked.beyond, looked.screen, listed=listed)
    streams.say(said, done=True, long=True)
