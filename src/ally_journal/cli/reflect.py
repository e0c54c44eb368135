"""ally reflect: why, three stories, and the words of a year; every answer is a further version."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from ally_journal.cli.ask import Asker
from ally_journal.cli.commands import examples, new_app
from ally_journal.cli.completing import topics
from ally_journal.cli.editor import compose
from ally_journal.cli.kept import Kept, keeping
from ally_journal.cli.session import Session, today
from ally_journal.cli.text_first import TextFirst
from ally_journal.cli.views import listed
from ally_journal.cli.voice import can_ask, cleaned, from_stdin, put, say, say_exactly
from ally_journal.domain.content import stories
from ally_journal.domain.drafts import REFLECT
from ally_journal.domain.reflections import TOPICS, Reflection, checked_topic, newest_of
from ally_journal.errors import WrongUsage
from ally_journal.render import items, json_, plain
from ally_journal.render.screen import Screen
from ally_journal.store.reviewing import reflections_about

app = new_app()


@app.command(
    cls=TextFirst,
    epilog=examples(
        "ally reflect my-story",
        'ally reflect why "I stayed quiet for years"',
        "ally reflect year --edit",
    ),
)
def reflect(
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", help=f"{', '.join(TOPICS)}.", autocompletion=topics),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="The words, in quotes; - reads them from stdin."),
    ] = None,
    for_sharing: Annotated[
        bool, typer.Option("--for-sharing", help="These are the words for a sharing copy.")
    ] = False,
    edit: Annotated[
        bool, typer.Option("--edit", "-e", help="Write in your editor, from the last version.")
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON; without words, every version.")
    ] = False,
) -> None:
    """Write down why you do this, or one of three stories; each version stays."""
    session: Session = ctx.obj
    if topic is None and edit:
        raise WrongUsage(f"Say what to write about: {', '.join(TOPICS)}.")
    chosen = None if topic is None else checked_topic(topic)
    with keeping(session.path, " ".join(text or [])), session.journal() as journal:
        settings, versions = journal.settings(), reflections_about(journal, chosen)
    about = {"for": REFLECT, "topic": chosen, "for_sharing": for_sharing}
    words: list[str] = []
    with keeping(session.path, _Words(words), about.copy) as kept:
        if text or edit:
            before = [one.text for one in versions if one.for_sharing == for_sharing]
            words += [_given(kept, text or [], before, edit=edit)]
        else:
            words += _show_and_ask(chosen, versions, session.screen(settings), json=json)
        if chosen is None or not words:
            return
        new = Reflection(
            topic=chosen, text=cleaned(words[0]), day=today(settings), for_sharing=for_sharing
        )
        with session.journal(create=True) as journal:
            written = journal.reflect(new)
    if json:
        say_exactly(json_.reflection(written), done=True)
    else:
        say(plain.reflection_kept(written), done=True)


class _Words(NamedTuple):
    """Words that may still be coming, as a draft of them."""

    said: list[str]

    def __str__(self) -> str:
        return "\n".join(self.said)


def _given(kept: Kept, text: list[str], before: Sequence[str], *, edit: bool) -> str:
    """The words from arguments, from stdin, or from the editor, which starts with the last ones."""
    words = from_stdin() if text == ["-"] else " ".join(text)
    if edit:
        return compose(kept, words or "".join(before[-1:]), known=not words)
    return words


def _show_and_ask(
    topic: str | None, versions: tuple[Reflection, ...], screen: Screen, *, json: bool
) -> list[str]:
    """Show every version of one topic, or the newest of each; then ask for a new one, if asked."""
    asking = topic is not None and can_ask(json=json)
    if json:
        say_exactly(json_.reflections(versions))
    elif versions:
        shown = map(items.reflection, versions) if topic else map(items.newest, newest_of(versions))
        put(listed(shown, screen))
    elif not asking:
        say("Nothing is written here yet; ally reflect why begins.")
    if not asking:
        return []
    (question,) = (story.question for story in stories() if story.topic == topic)
    answer, _ = Asker(screen.plain).follow_up(f"{question}  (Enter skips)")
    return [answer] if answer else []
