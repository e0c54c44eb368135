"""ally edit: change an entry, in the editor or by options."""

from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import numbers
from ally_journal.cli.session import ahead, now, past, refuse_unreadable
from ally_journal.cli.terminal.streams import cleaned, confirm
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.editor import compose_one
from ally_journal.cli.workflows.entry import asked_named
from ally_journal.cli.workflows.record_edit import edit_entry
from ally_journal.domain.drafts import EntryEdit
from ally_journal.domain.kind import kind_option
from ally_journal.domain.records.entry import checked_people, checked_tags
from ally_journal.domain.records.entry_edit import (
    Wishes,
    answers_wished,
    form_of,
    mark_wished,
    read_form,
    went_wished,
)
from ally_journal.domain.records.number import number_named, number_of
from ally_journal.domain.text.tags import bare_tag
from ally_journal.render.views.conflicts import Version
from ally_journal.store.journal import entries
from ally_journal.store.journal.entries import find_entry
from ally_journal.store.journal.merge import see

app = App()


@app.text_command(
    "ally edit 12", "ally edit last -t hiring --on yesterday", 'ally edit 12 --lesson ""'
)
def edit(
    ctx: Run,
    number: Annotated[str, argument("N", "Its number, or last.", numbers)],
    kind: arguments.Kind = None,
    text: Annotated[str | None, option("--text TEXT", "The new text.")] = None,
    on: arguments.On = None,
    tags: arguments.Tags = None,
    untag: arguments.Untag = None,
    people: arguments.People = None,
    without: Annotated[
        list[str] | None, option("--without NAME", "Takes a name away; repeatable.")
    ] = None,
    way: arguments.Way = None,
    missed: arguments.Missed = False,
    mistake: arguments.Mistake = False,
    done: Annotated[bool, option("--done", "Neither missed nor a mistake.")] = False,
    because: arguments.Because = None,
    lesson: arguments.Lesson = None,
    asked: arguments.Asked = None,
    plan: arguments.Plan = None,
    answers: arguments.Answers = None,
    guess: arguments.Guess = None,
    star: arguments.Star = False,
    no_star: arguments.Unstar = False,
    share: arguments.Share = False,
    no_share: arguments.Unshare = False,
    again: arguments.Again = None,
    json: arguments.AsJson = False,
) -> None:
    """Change what is named by options; without any, the text and answers in your editor.

    An empty value, such as --lesson "", clears a field.
    """
    wanted = number_of("entry", number)
    went = went_wished(missed=missed, mistake=mistake, done=done)
    refuse_unreadable(on)
    wishes = Wishes(
        kind=None if kind is None else kind_option(kind),
        text=text,
        tags=checked_tags(tags or []),
        untag=tuple(map(bare_tag, untag or ())),
        people=checked_people(people or []),
        without=checked_people(without or []),
        way=way if way is None else cleaned(way),
        went=went,
        because=because,
        lesson=lesson,
        asked=asked_named(asked),
        plan=number_named(plan, "a plan", "ally plan") if plan else plan,
        answers=answers_wished(answers or []),
        guess=guess,
        star=mark_wished("star", yes=star, no=no_star),
        share=mark_wished("share", yes=share, no=no_share),
        again=ahead(again) or again,
    )
    with keeping(ctx.obj.path, EntryEdit(wanted, wishes, on)), ctx.obj.journal() as journal:
        settings, seen = journal.settings(), see(journal, find_entry(journal, wanted))
    if again:
        wishes = wishes._replace(again=ahead(again, settings))
    if on is not None:
        wishes = wishes._replace(when=(*past(on, settings), now().zone))
    with keeping(ctx.obj.path, EntryEdit(seen.value.number, wishes)) as kept:
        if wishes == Wishes():
            texts = entries.texts(seen) if len(seen.heads) > 1 else (form_of(seen.value),)
            versions = tuple(None if one is None else Version(one) for one in texts)
            written = compose_one(kept, versions, keeps=False)
            kept.value = EntryEdit(seen.value.number, read_form(written))
        changed = edit_entry(ctx.obj, kept.value, seen)
    confirm(*changed, json=json)
