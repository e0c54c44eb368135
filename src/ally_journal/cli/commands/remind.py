"""ally remind: a weekly reminder that the computer gives; ally itself runs nothing in between."""

from pathlib import Path
from typing import Annotated

from ally_journal.cli.arguments import App, Run, argument, option
from ally_journal.cli.session import now
from ally_journal.cli.terminal.streams import put, say, say_exactly
from ally_journal.cli.workflows.output import Force
from ally_journal.domain.calendar.dates import WEEKDAYS
from ally_journal.domain.records.settings import Settings
from ally_journal.domain.review.reminder import next_after, reminder_named
from ally_journal.errors import WrongUsage
from ally_journal.render.messages import reminders
from ally_journal.store.files.atomic import write_output

app = App()

_STDOUT = Path("-")


def _days(incomplete: str) -> list[str]:
    return [day.lower() for day in WEEKDAYS if day.lower().startswith(incomplete.lower())]


@app.command("ally remind friday 16:00", "ally remind every fri at 4pm -o review.ics --force")
def remind(
    ctx: Run,
    words: Annotated[
        list[str], argument("DAY TIME", "A weekday, and hours and minutes: friday 16:00.", _days)
    ],
    out: Annotated[
        Path | None, option("--out -o FILE", "Write a calendar file: .ics, or - for stdout.")
    ] = None,
    force: Force = False,
) -> None:
    """Be reminded once a week: by a calendar file, cron, systemd or launchd."""
    reminder = reminder_named(" ".join(words))
    if out is None:
        put(reminders.ways(reminder, ctx.obj.screen(Settings())))
        return
    if out != _STDOUT and out.suffix.lower() != ".ics":
        raise WrongUsage(f"“{out}” is no calendar file; give a name that ends in .ics.")
    moment = now()
    first = next_after(reminder, moment.naive)
    calendar = reminders.calendar(reminder, first, moment.local)
    if out == _STDOUT:
        say_exactly(calendar)
        return
    write_output(out, calendar, ctx.obj.path, replace=force)
    say(reminders.wrote(str(out), reminder, first), done=True)
