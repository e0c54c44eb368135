"""ally away: weeks that have a name, in which nothing is expected and nothing is asked."""

from datetime import date, timedelta
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.session import Session, today
from ally_journal.cli.terminal.streams import confirm, fitted, put, say_exactly
from ally_journal.domain.calendar.counted import counted
from ally_journal.domain.calendar.periods import HALF_A_YEAR, from_and_until, yearless
from ally_journal.domain.calendar.when import parse_day, parse_when
from ally_journal.domain.records.away import Away
from ally_journal.errors import NotFound, WrongUsage
from ally_journal.render.messages import answers
from ally_journal.render.writers import json_
from ally_journal.store.journal.away import come_back, go_away, pauses

app = App()

_BACK = "back"


@app.command(
    "ally away 2026-12-19 2027-01-06",
    "ally away today",
    "ally away back",
)
def away(
    ctx: Run,
    days: Annotated[
        list[str] | None,
        argument("[FROM [UNTIL]]", 'The first and the last day: today, friday, "in 3 weeks", …'),
    ] = None,
    json: Annotated[bool, option("--json", "Print it as JSON; without days, every pause.")] = False,
) -> None:
    """Keep a pause, such as a holiday: nothing is asked about it, and its weeks show as away.

    Without words, list them. ally away back ends the present one; ally away back FROM says since
    when, and takes away one that has not begun. Pauses that meet become one.
    """
    words = days or []
    if words[:1] == [_BACK]:
        _come_back(ctx.obj, words[1:], json=json)
    elif words and words[0] not in {"list", "show"}:
        _go(ctx.obj, from_and_until(words), json=json)
    else:
        with ctx.obj.journal() as journal:
            found, settings = pauses(journal), journal.settings()
        shown = answers.pauses_listed(found, ctx.obj.screen(settings))
        say_exactly(json_.pauses(found)) if json else put(fitted(shown))


def _go(session: Session, words: list[str], *, json: bool) -> None:
    """Keep the pause that these words say; raises WrongUsage, UnreadableDate."""
    if len(words[0]) <= 2 and len(words) <= 3:
        words = [" ".join(words)]  # 19 December, or in 3 weeks: no first word is a day
    if len(words) > 2:
        raise WrongUsage(
            'Give the first day and the last; quote one of several words, "in 3 weeks".'
        )
    now = today(session.settings())
    first = parse_day(words[0], now)
    until = parse_day(words[1], now) if words[1:] else None
    if until and until < first:
        first, until = _in_order(words, first, until, now)
    with session.journal(create=True) as journal:
        kept = go_away(journal, Away(first, until), now)
    said = answers.away(kept, joined=kept != Away(first, until))
    confirm(json_.pause(kept), said, json=json)


def _in_order(words: list[str], first: date, until: date, now: date) -> tuple[date, date]:
    """The pause that has begun, or else the last day after the first; raises WrongUsage."""
    if yearless(words[0]):
        begun = parse_when(words[0], now).day
        if until - begun <= HALF_A_YEAR:
            return begun, until
    if not all(map(yearless, words)) and counted(words[1].lower(), now, words[1]) is None:
        until = parse_day(words[1], first - timedelta(days=1))
    if until < first:
        raise WrongUsage("A pause ends after it begins; give the first day first.")
    return first, until


def _come_back(session: Session, words: list[str], *, json: bool) -> None:
    """End the pause that holds this day, or today; raises NotFound, UnreadableDate, WrongUsage."""
    if len(words) > 1:
        raise WrongUsage('Give one day, the first one back; quote several words, "3 days ago".')
    now = today(session.settings())
    day = parse_day(words[0], now) if words else now
    with session.journal() as journal:
        ended, to_come = (
            come_back(journal, day),
            [one for one in pauses(journal) if one.first > day],
        )
    if ended is None:
        raise NotFound(answers.not_away(day, to_come))
    confirm(json_.pause(ended[1]), answers.back(*ended), json=json)
