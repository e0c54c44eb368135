"""ally log: write a line."""

from typing import Annotated

from ally_journal.cli import arguments
from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.completion import kind_first
from ally_journal.cli.session import ahead, now, past, refuse_unreadable
from ally_journal.cli.terminal.streams import can_ask, cleaned_or_none
from ally_journal.cli.workflows.drafts import keeping
from ally_journal.cli.workflows.entry import (
    Manner,
    answer,
    asked_named,
    need_kind,
    save,
    tell,
    text_given,
)
from ally_journal.domain.kind import KINDS_IN_WORDS, explained
from ally_journal.domain.records.entry import (
    NewEntry,
    answers_by,
    check_choices,
    checked_people,
    checked_tags,
    split_kind,
    went_by,
)
from ally_journal.domain.records.number import number_named
from ally_journal.errors import WrongUsage

app = App()


@app.text_command(
    "ally log",
    'ally log act "Asked for the criteria before the shortlist" -t hiring',
    'ally log learn "Read about captions" --on yesterday',
    "git log -1 --format=%B | ally log act -",
    above=explained(),
)
def log(
    ctx: Run,
    words: Annotated[
        list[str] | None,
        argument(
            "[KIND] [TEXT]...",
            f"{KINDS_IN_WORDS}, then the text in quotes; - reads it from stdin.",
            kind_first,
        ),
    ] = None,
    kind: arguments.Kind = None,
    on: arguments.On = None,
    tags: arguments.Tags = None,
    people: arguments.People = None,
    way: arguments.Way = None,
    missed: arguments.Missed = False,
    because: arguments.Because = None,
    mistake: arguments.Mistake = False,
    lesson: arguments.Lesson = None,
    asked: arguments.Asked = None,
    plan: arguments.Plan = None,
    answers: arguments.Answers = None,
    guess: arguments.Guess = None,
    star: arguments.Star = False,
    share: arguments.Share = False,
    again: arguments.Again = None,
    edit: Annotated[bool, option("--edit -e", "Write in your editor.")] = False,
    more: Annotated[bool, option("--more", "Ask all questions, not one.")] = False,
    json: arguments.AsJson = False,
) -> None:
    """Write a line about an interaction; without words, ally asks."""
    session = ctx.obj
    chosen, typed = split_kind(words or [], kind)
    need_kind(chosen, json=json)
    refuse_unreadable(on)
    if on and typed[1:] and " " in typed[-2] and typed[-1][:1].isdigit() and ":" in typed[-1]:
        raise WrongUsage(f'“{typed[-1]}” belongs to the day; write: --on "{on} {typed[-1]}"')
    went = went_by(missed=missed, mistake=mistake)
    asked = asked_named(asked)
    check_choices(went, because, asked)
    manner = Manner(can_ask(json=json) and not (typed or edit), edit, more, json)
    new = NewEntry(
        kind=chosen,
        said={"because": because, "asked": asked, **answers_by(answers or [])},
        on=on,
        tags=checked_tags(tags or []),
        people=checked_people(people or []),
        way=cleaned_or_none(way),
        went=went,
        lesson=cleaned_or_none(lesson),
        guess=guess,
        star=star,
        share=share,
        again=ahead(again),
        plan=number_named(plan, "a plan", "ally plan") if plan else None,
        text=text_given(typed, manner),
    )
    with keeping(session.path, new):
        settings = session.settings()
    day, at = past(on, settings)
    new = new._replace(on=None, day=day, at=at, zone=now().zone, again=ahead(again, settings))
    with keeping(session.path, new) as kept:
        tell(session, settings, manner, kept)
        saved = save(session, settings, kept.value)
    answer(*saved, session.screen(settings), json=json)
