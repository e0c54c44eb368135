"""ally reflect: why, three stories, and the words of a year; every answer is a further version."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from ally_journal.cli.app import examples, new_app
from ally_journal.cli.arguments import Keep, TextFirst, Words
from ally_journal.cli.completion import topics
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.terminal.streams import (
    can_ask,
    cleaned,
    confirm,
    given,
    put,
    say,
    say_exactly,
)
from ally_journal.cli.workflows.drafts import Kept, keeping
from ally_journal.cli.workflows.editor import compose, compose_one
from ally_journal.cli.workflows.output import listed
from ally_journal.cli.workflows.record_edit import carry_out, changed, version_kept
from ally_journal.domain.calendar.dates import day_short
from ally_journal.domain.content import stories
from ally_journal.domain.drafts import Reflected
from ally_journal.domain.records.reflection import (
    TOPICS,
    Reflection,
    checked_topic,
    newest_of,
    to_merge,
)
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render.screen import Screen
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.merge import Seen, see, settle
from ally_journal.store.journal.reflections import reflection_of, reflections_about_topics

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
    text: Words = None,
    for_sharing: Annotated[
        bool, typer.Option("--for-sharing", help="These are the words for a sharing copy.")
    ] = False,
    edit: Annotated[
        bool, typer.Option("--edit", "-e", help="Write in your editor, from the last version.")
    ] = False,
    keep: Keep = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON; without words, every version.")
    ] = False,
) -> None:
    """Write down why you do this, or one of three stories; each version stays.

    One that was changed in two places at once becomes one by --edit or --keep.
    """
    session: Session = ctx.obj
    if topic is None and (edit or keep is not None):
        raise WrongUsage(f"Say what to write about: {', '.join(TOPICS)}.")
    with keeping(session.path, " ".join(text or [])), session.journal() as journal:
        settings, all_ = journal.settings(), reflections_about_topics(journal)
        chosen = None if topic is None else _topic(topic, all_, merging=edit or keep is not None)
        versions = tuple(one for one in all_ if chosen in {None, one.topic})
        conflicting = to_merge(versions, for_sharing=for_sharing)
        seen = see(journal, conflicting) if conflicting and (edit or keep is not None) else None
    if seen or keep is not None:
        number = version_kept(keep, text, "ally reflect")
        _merge(session, seen, text or [], number, json=json)
        return
    typed = Reflected(chosen, for_sharing=for_sharing, day=today(settings))
    with keeping(session.path, typed) as kept:
        if text or edit:
            before = [one.text for one in versions if one.for_sharing == for_sharing]
            words = _given(kept, text or [], before, edit=edit)
        else:
            words = _show_and_ask(chosen, versions, session.screen(settings), json=json)
            if not words:
                return
        kept.value = replace(typed, words=words)
        done = carry_out(session, kept.value)
    confirm(*done, json=json)


def _topic(words: str, versions: Sequence[Reflection], *, merging: bool) -> str:
    """One of `TOPICS`, or to make one of a conflict, any topic that is in one."""
    return checked_topic(words, [one.topic for one in versions if one.conflict and merging])


def _merge(
    session: Session,
    seen: Seen[Reflection] | None,
    text: list[str],
    keep: int | None,
    *,
    json: bool,
) -> None:
    """Make one of the versions of what is in conflict: of those in the editor, or the one kept.

    Raises:
        NotFound: nothing is in conflict, or there is no such version.
    """
    if seen is None:
        raise NotFound("Nothing here was changed in two places, so there is no version to keep.")
    typed = Reflected(seen.value.topic, for_sharing=seen.value.for_sharing)
    with keeping(session.path, typed) as kept:
        fields = {}
        if keep is None:
            before = items.versions(seen.value)
            words = compose(kept, given(text)) if text else compose_one(kept, before)
            kept.value = replace(typed, words=words)
            fields = {"text": cleaned(words)}
        name = f"what you wrote on {day_short(seen.value.day)}"
        with session.journal() as journal:
            there = settle(journal, "reflection", seen, name=name, fields=fields, chosen=keep)
            saved = reflection_of(journal, seen.value) if there else None
    confirm(*changed(saved, seen.value, name), json=json)


def _given(kept: Kept[Reflected], text: list[str], before: Sequence[str], *, edit: bool) -> str:
    """The words from arguments, from stdin, or from the editor, which starts with the last ones."""
    words = given(text)
    if edit:
        return compose(kept, words or "".join(before[-1:]), known=not words)
    return words


def _show_and_ask(
    topic: str | None, versions: tuple[Reflection, ...], screen: Screen, *, json: bool
) -> str:
    """Show every version of one topic, or the newest of each; then ask for a new one, if asked."""
    asking = topic is not None and can_ask(json=json)
    if json:
        say_exactly(json_.records(versions))
    elif versions:
        shown = map(items.reflection, versions) if topic else map(items.newest, newest_of(versions))
        put(listed(shown, screen))
    elif not asking:
        say("Nothing is written here yet; ally reflect why begins.")
    if not asking:
        return ""
    (question,) = (story.question for story in stories() if story.topic == topic)
    return Asker(screen.plain).follow_up(f"{question}  (Enter skips)")[0]
