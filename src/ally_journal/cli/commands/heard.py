"""ally heard: what was heard about an entry and who says so, or a guess."""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated

from ally_journal.cli.arguments import App, AsJson, On, Run, Words, argument
from ally_journal.cli.completion import numbers, sources
from ally_journal.cli.session import Session, past, refuse_unreadable
from ally_journal.cli.terminal.prompts import Asker, Stopped
from ally_journal.cli.terminal.streams import can_ask, confirm, given
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.heard import ask_who_says_so
from ally_journal.cli.workflows.record_edit import carry_out
from ally_journal.domain.choices import checked_choice
from ally_journal.domain.drafts import HeardOf
from ally_journal.domain.records.number import number_of
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.review.summary import GUESS, HEARD_SOURCES
from ally_journal.errors import NothingToWrite, WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.phrases import SOURCES_TO_CHOOSE
from ally_journal.store.journal.entries import find_entry

app = App()


@app.text_command(
    'ally heard 12 them "It helped that you asked first"',
    'ally heard last guess "She was relieved, I think"',
    "ally heard 12 not-mine",
)
def heard(
    ctx: Run,
    number: Annotated[str, argument("N", "Its number, or last.", numbers)],
    source: Annotated[
        str | None,
        argument(
            "them|others|guess|not-mine",
            "Who says so; not-mine: it is not yours to ask, and that is an answer.",
            sources,
        ),
    ] = None,
    text: Words = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keep what you heard about an entry, at once or weeks later; or what you guess.

    A guess stands on the entry itself, and what people say later beside it.
    """
    session = ctx.obj
    wanted = number_of("entry", number)
    refuse_unreadable(on)
    source = _checked(source, number, json=json)
    typed = given(text)
    with keeping(session.path, HeardOf(wanted, source, typed, on)):
        settings = session.settings()
    day, _ = past(on, settings)
    with keeping(session.path, HeardOf(wanted, source, typed, day=day)) as kept:
        if source is None:
            _ask(session, settings, kept)
        elif source == GUESS and not typed.strip() and can_ask(json=json):
            asker = Asker(session.screen(settings).plain)
            guess, _ = asker.follow_up(answers.what_was_heard(source))
            kept.put(replace(kept.value, words=guess))
        done = carry_out(session, kept.value)
    confirm(*done, json=json)


def _ask(session: Session, settings: Settings, kept: Kept[HeardOf]) -> None:
    """Ask who says so, and what, once it is sure that there is such an entry."""
    with session.journal() as journal:
        entry = find_entry(journal, kept.value.entry)
    screen = session.screen(settings)
    asker = Asker(screen.plain)
    said = answers.have_you_heard(entry, screen)
    with suppress(Stopped):
        if ask_who_says_so(asker, kept, said, lambda then: asker.follow_up(then)[0]):
            return
    raise NothingToWrite("Nothing was saved.")


_SOURCES = f"{', '.join(HEARD_SOURCES[:-1])} or {HEARD_SOURCES[-1]}"


def _checked(source: str | None, number: str, *, json: bool) -> str | None:
    """Who says so, if that was said; raises WrongUsage for others, or if none can be asked."""
    if source is None:
        if not can_ask(json=json):
            raise WrongUsage(
                f"Say who it comes from, {_SOURCES}; for example: ally heard {number} not-mine"
            )
        return None
    shown = dict(zip(SOURCES_TO_CHOOSE, HEARD_SOURCES, strict=True))
    refused = f"“{source}” does not say who it comes from; write {_SOURCES}."
    return checked_choice(source.lower().removeprefix("heard "), HEARD_SOURCES, shown, refused)
