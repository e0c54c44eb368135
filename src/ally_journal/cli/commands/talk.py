"""ally talk: a card for half an hour with one other ally, and what came of it."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, Words, option
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import (
    can_ask,
    from_stdin,
    given,
    say,
    say_document,
)
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.output import Force, write
from ally_journal.cli.workflows.record_edit import carry_out
from ally_journal.cli.workflows.sharing import looked_at, warn_of_unread
from ally_journal.domain.drafts import PLAN, Reflected, Typed
from ally_journal.domain.sharing.talk import TALK, TalkCard
from ally_journal.errors import CannotKeep, NothingToWrite, WrongUsage
from ally_journal.render.writers import talk as render
from ally_journal.store.files.atomic import refuse_taken
from ally_journal.store.journal.names import names_known
from ally_journal.store.review.talk import talk_card

app = App()


@app.listing("ally talk", "ally talk -o for-thursday.md", "ally talk after")
def talk(
    ctx: Run,
    out: Annotated[
        Path | None, option("--out -o FILE", "Write it to FILE: .md.", show_default=False)
    ] = None,
    yes: Annotated[bool, option("--yes", "Ask nothing; what may be a name is replaced.")] = False,
    force: Force = False,
) -> None:
    """Make a card for half an hour with one other ally, never the person it is about.

    It has a missed moment, a guess and an obstacle. Each text and each word that may be a name is
    shown first, and nothing is sent.
    """
    if ctx.invoked_subcommand is not None:
        return
    session, asks = ctx.obj, not yes and can_ask()
    if not asks and not yes:
        raise WrongUsage(
            "Nobody can be asked about names here; make the card on a terminal, or give --yes, and "
            "the card says that nobody looked."
        )
    out = None if out == Path("-") else out
    if out and out.suffix.lower() != ".md":
        raise WrongUsage(f"“{out}” is no Markdown file; give a name that ends in .md.")
    if out:
        refuse_taken(out, session.path, replace=force)
    card = _card(session, asks=asks)
    if card is not None:
        _deliver(session, card, out, asked=asks, overwrite=force)


def _card(session: Session, *, asks: bool) -> TalkCard | None:
    """The card as the person leaves it; None when there is none to make."""
    with session.journal() as journal:
        card, names, settings = talk_card(journal), names_known(journal), journal.settings()
    if not card.subjects:
        say(session.screen(settings).phrase(render.NOTHING))
        return None
    return looked_at(card, names, session.screen(settings), session.path, asks=asks)


def _deliver(
    session: Session, card: TalkCard, out: Path | None, *, asked: bool, overwrite: bool
) -> None:
    document = render.card(card)
    if out is None:
        say_document(f"\n{document}" if asked else document)
    else:
        try:
            write(session, out, document, replace=overwrite)
        except CannotKeep:
            if asked:  # what was rewritten is not lost to a full disk
                say_document(document)
            raise
    warn_of_unread(card.looked, out)


@app.text_command(
    "ally talk after",
    'ally talk after "Ask first" --plan "When panels are picked, we will ask"',
)
def after(
    ctx: Run,
    text: Words = None,
    plan: Annotated[str | None, option("--plan TEXT", "When …, we will …")] = None,
) -> None:
    """Keep one line of what you take from a talk, and one plan for both of you."""
    session = ctx.obj
    asks = not text and plan is None and can_ask()
    words = given(text) if text or asks or plan is not None else from_stdin()
    typed = Typed(PLAN, fields={"text": plan or "", "source": TALK})
    with keeping(session.path, typed), keeping(session.path, Reflected(TALK, words)):
        if not (asks or words.strip() or (plan or "").strip()):
            raise NothingToWrite("There is nothing to keep; give the text in quotes, or --plan.")
        settings = session.settings()
    day, asker = today(settings), Asker(session.screen(settings).plain)
    typed = replace(typed, day=day)
    with keeping(session.path, typed) as kept:
        if asks:
            words, stopped = asker.follow_up(render.WHAT_TAKEN)
        if words.strip():
            _keep(session, Reflected(TALK, words, day=day))
        if asks and not stopped:
            kept.value = typed.saying(asker.follow_up(asker.phrase(render.WHICH_PLAN))[0])
        if str(kept.value).strip():
            say(carry_out(session, kept.value).sentence, done=True)


def _keep(session: Session, taken: Reflected) -> None:
    with keeping(session.path, taken):
        say(carry_out(session, taken).sentence, done=True)
