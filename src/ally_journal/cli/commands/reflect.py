"""ally reflect: why, three stories, and the words of a year; every answer is a further version."""

from dataclasses import replace
from typing import Annotated

from ally_journal.cli.arguments import App, Keep, Run, Words, argument, option
from ally_journal.cli.completion import topics
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal import streams
from ally_journal.cli.terminal.prompts import Asker
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.editor import compose, compose_one
from ally_journal.cli.workflows.output import views
from ally_journal.cli.workflows.record_edit import carry_out, changed, version_kept
from ally_journal.domain.calendar.dates import day_long
from ally_journal.domain.content import stories
from ally_journal.domain.drafts import Reflected
from ally_journal.domain.records.reflection import (
    STORIES,
    TOPICS,
    Reflection,
    checked_topic,
    last_day,
    newest_of,
    to_merge,
    topic_read,
)
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render import phrases
from ally_journal.render.screen import Screen
from ally_journal.render.views import items
from ally_journal.render.writers import json_
from ally_journal.store.journal.merge import Seen, see, settle
from ally_journal.store.journal.reflections import reflection_of, reflections_about_topics

app = App()


@app.text_command(
    "ally reflect my-story",
    'ally reflect why "I stayed quiet for years"',
    "ally reflect year --edit --year 2025",
)
def reflect(
    ctx: Run,
    topic: Annotated[str | None, argument("[TOPIC]", f"{', '.join(TOPICS)}.", topics)] = None,
    text: Words = None,
    for_sharing: Annotated[
        bool, option("--for-sharing", "These are the words for a sharing copy.")
    ] = False,
    edit: Annotated[
        bool, option("--edit -e", "Write in your editor, from the last version.")
    ] = False,
    year: Annotated[
        str | None, option("--year YEAR", "With year or next-year: write it for a past year.")
    ] = None,
    keep: Keep = None,
    json: Annotated[
        bool, option("--json", "Print it as JSON; without words, every version.")
    ] = False,
) -> None:
    """Write down why you do this, or one of three stories; each version stays.

    The three stories are shown together, since each acts on the others. One that was changed in two
    places at once becomes one by --edit or --keep.
    """
    session = ctx.obj
    topic, text, shows = topic_read(topic, text)
    merging = edit or keep is not None
    if topic is None and merging:
        raise WrongUsage(f"Say what to write about: {', '.join(TOPICS)}.")
    with keeping(session.path, " ".join(text or [])), session.journal() as journal:
        settings, all_ = journal.settings(), reflections_about_topics(journal)
        day, screen = today(settings), session.screen(settings)
        others = [one.topic for one in all_ if one.conflict and merging]
        chosen = None if topic is None else checked_topic(topic, others)
        if year is not None:
            day = last_day(chosen, year, day)
            all_ = tuple(one for one in all_ if one.day.year == day.year)
        versions = tuple(one for one in all_ if chosen in {None, one.topic})
        conflicting = to_merge(versions, for_sharing=for_sharing)
        seen = see(journal, conflicting) if conflicting and merging else None
    if seen or keep is not None:
        number = version_kept(keep, text, "ally reflect")
        _merge(session, seen, text or [], number, json=json)
        return
    typed = Reflected(chosen, for_sharing=for_sharing, day=day)
    with keeping(session.path, typed) as kept:
        words = streams.given(text)
        if edit:
            before = [one.text for one in versions if one.for_sharing == for_sharing]
            words = compose(kept, words or "".join(before[-1:]), known=not words)
        elif not text:
            asking = chosen is not None and not shows and streams.can_ask(json=json)
            words = _show_and_ask(
                chosen, versions, _beside(chosen, all_, screen), screen, json=json, asking=asking
            )
            if not words:
                return
        kept.value = replace(typed, words=words)
        done = carry_out(session, kept.value)
    streams.confirm(*done, json=json)


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
            words = compose(kept, streams.given(text)) if text else compose_one(kept, before)
            kept.value = replace(typed, words=words)
            fields = {"text": streams.cleaned(words)}
        name = f"what you wrote on {day_long(seen.value.day)}"
        with session.journal() as journal:
            there = settle(journal, "reflection", seen, name=name, fields=fields, chosen=keep)
            saved = reflection_of(journal, seen.value) if there else None
    streams.confirm(*changed(saved, seen.value, name), json=json)


def _show_and_ask(
    topic: str | None,
    versions: tuple[Reflection, ...],
    beside: dict[str, list[items.Item]],
    screen: Screen,
    *,
    json: bool,
    asking: bool,
) -> str:
    """Show what was written, with what stands `beside` it; then ask for a new one, if `asking`."""
    if json:
        streams.say_exactly(json_.records(versions))
    elif beside:
        groups = [items.Group(title, tuple(there)) for title, there in beside.items()]
        streams.put(views(screen).groups(groups, screen))
    elif not asking:
        streams.say("Nothing is written here yet; ally reflect why begins.")
    if not asking:
        return ""
    (question,) = (story.question for story in stories() if story.topic == topic)
    return Asker(screen.plain).follow_up(f"{question}  (Enter skips)")[0]


def _beside(
    topic: str | None, all_: tuple[Reflection, ...], screen: Screen
) -> dict[str, list[items.Item]]:
    """What is shown, under titles: every version of one topic, or the newest of each.

    Beside a story stand the other two.
    """
    if topic is None:
        found = [items.newest(one, screen.day) for one in newest_of(all_)]
        return {"": found} if found else {}
    versions = {topic: [items.reflection(one, screen.day) for one in all_ if one.topic == topic]}
    if topic not in STORIES:
        return {"": versions[topic]} if versions[topic] else {}
    newest = {one.topic: [items.reflection(one, screen.day)] for one in newest_of(all_)}
    told = {one: (newest | versions).get(one, []) for one in STORIES}
    return {phrases.topic(one): there for one, there in told.items() if there}
