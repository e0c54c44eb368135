"""ally rehearse: from a moment in which no words came to a sentence of one's own."""

from typing import Annotated

from ally_journal.cli.arguments import App, AsJson, Run, Words, argument
from ally_journal.cli.completion import numbers
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker, Stopped
from ally_journal.cli.terminal.streams import can_ask, confirm, given, put, say, say_exactly
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.output import views
from ally_journal.cli.workflows.record_edit import carry_out
from ally_journal.domain.drafts import Rehearsed
from ally_journal.domain.ideas import phrases_to_begin_with
from ally_journal.domain.records.entry import Entry
from ally_journal.domain.records.number import number_of
from ally_journal.render.messages import answers
from ally_journal.render.writers import json_
from ally_journal.store.journal.ideas import own_ideas
from ally_journal.store.journal.rehearsals import (
    missed_moment,
    moments_without,
    sentences_for,
)

app = App()

_OFFERED = 5


@app.text_command("ally rehearse", 'ally rehearse 15 "Let her finish; I want to hear it."')
def rehearse(
    ctx: Run,
    number: Annotated[
        str | None, argument("[N]", "A missed moment; without it, choose one.", numbers)
    ] = None,
    text: Words = None,
    json: AsJson = False,
) -> None:
    """Make a sentence ready for the next time, from a moment in which none came.

    There is no right one. It comes back in ally before and in reviews; ally rehearse show N shows
    those of a moment.
    """
    session, asks = ctx.obj, not text and can_ask(json=json)
    if number in {None, "list"}:
        _begin(session, json=json, asks=number is None and can_ask())
        return
    if number == "show" and text:
        _show(session, text[0], json=json)
        return
    with keeping(session.path, " ".join(text or [])):
        wanted = number_of("entry", number)
        typed = "" if asks else given(text or ["-"])
    with keeping(session.path, Rehearsed(wanted, typed)) as kept:
        _rehearse(session, kept, json=json, asks=asks)


def _show(session: Session, number: str, *, json: bool) -> None:
    """Show a missed moment with the sentences that were made ready for it."""
    wanted = number_of("entry", number)
    with session.journal() as journal:
        entry, settings = missed_moment(journal, wanted), journal.settings()
        ready = sentences_for(journal, entry)
    if json:
        say_exactly(json_.rehearsals(ready, entry.number))
    else:
        say(answers.moment_to_rehearse(entry, ready, (), session.screen(settings)))


def _begin(session: Session, *, json: bool, asks: bool) -> None:
    """Offer the newest missed moments that have no sentence yet, where it asks; else list them."""
    with session.journal() as journal:
        waiting, settings = moments_without(journal, _OFFERED), journal.settings()
    screen = session.screen(settings)
    if json:
        say_exactly(json_.records(waiting))
    elif not waiting:
        say(screen.phrase(answers.NO_MOMENT_WAITS))
    elif asks:
        chosen = _chosen(waiting, Asker(screen.plain))
        if chosen:
            with keeping(session.path, Rehearsed(chosen.number)) as kept:
                _rehearse(session, kept, json=False, asks=True)
    else:
        put(views(screen).entries(waiting, screen))


def _chosen(waiting: tuple[Entry, ...], asker: Asker) -> Entry | None:
    """The moment a person picks; the only one without asking."""
    if len(waiting) == 1:
        return waiting[0]
    names = [f"entry {one.number}" for one in waiting]
    told = [answers.moment_in_line(one) for one in waiting]
    try:
        picked = asker.choice(answers.WHICH_MOMENT, told, names)
    except Stopped:
        return None
    return dict(zip(names, waiting, strict=True)).get(picked)


def _rehearse(session: Session, kept: Kept[Rehearsed], *, json: bool, asks: bool) -> None:
    """Show the moment and words to begin with, ask, and keep what is answered."""
    with session.journal() as journal:
        entry, settings = missed_moment(journal, kept.value.entry), journal.settings()
        own, before = own_ideas(journal), sentences_for(journal, entry)
    screen, words = session.screen(settings), kept.value.words
    if asks:
        say(answers.moment_to_rehearse(entry, before, phrases_to_begin_with(entry, own), screen))
        words, _ = Asker(screen.plain).follow_up(answers.WHAT_WOULD_YOU_SAY)
        if not words:
            say(answers.NOTHING_REHEARSED)
            return
    kept.value = Rehearsed(entry.number, words, today(settings))
    confirm(*carry_out(session, kept.value), json=json)
