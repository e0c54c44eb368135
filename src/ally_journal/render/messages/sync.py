"""Exchanging with other computers, in words and as JSON."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, tzinfo

from ally_journal.domain.calendar.moment import from_utc_ms
from ally_journal.domain.doctor import NOTE, Finding
from ally_journal.domain.records.number import noun_of
from ally_journal.domain.sync.computers import Computer, Exchanged, Foreseen, Setup, Status
from ally_journal.render import phrases
from ally_journal.render.clean import one_line, shell_word
from ally_journal.render.messages.doctor import told
from ally_journal.render.screen import Screen
from ally_journal.render.wrap import wrapped
from ally_journal.render.writers import json_

_FEW = 10
"""Records and files that are each named."""
_COMMAND = "  "

KEY = "The key, which every other computer needs:"
KEEP = (
    "Keep it in a password manager or on paper. If all your computers are lost, it opens what lies "
    "in the place you named; nobody can recover it, and ally sync key shows it as long as one is "
    "left."
)
NEXT = "On another computer, with the path that the folder has there:"
NEXT_GIT = "On another computer:"
ASK_KEY = "The key, as ally sync key shows it on the other computer:  (Enter stops)"
BY_ITSELF = (
    "Exchange by itself from now on, in the background: after you write something, and when the "
    "newest exchange is ten minutes old?"
)
BY_ITSELF_GIT = f"{BY_ITSELF} git would use the network then."
NOBODY = (
    "This journal is on this computer alone. ally sync init FOLDER begins to exchange it with "
    "others, and ally sync join FOLDER takes part where another one has begun."
)
UNCHANGED = "Nothing was changed."
TOGETHER = "Bring both together?"
MEANT = "Another journal is exchanged there already. Journals with two keys never meet."
MEANT_CHOICES = ("take part in that one", "begin another beside it")
CLEANED = "The backups and drafts here have lost it too."


def exchanged(one: Exchanged, where: str, *, cleaned: bool = False) -> list[str]:
    """What an exchange came to, a sentence a line; a command to copy begins with two spaces."""
    return [_counts(one), *needing(one, where, cleaned=cleaned)]


def needing(one: Exchanged, where: str, *, cleaned: bool = False) -> list[str]:
    """The same without what needs nobody: nothing at all, most of the time."""
    lines = list(_forgotten(one))
    lines += [CLEANED] if cleaned and one.forgotten else []
    lines += _moved(one)
    for conflict in one.conflicts[:_FEW]:
        lines += told(Finding("conflicts", NOTE, f"conflict_{conflict.type}", conflict.facts))
    if (more := len(one.conflicts) - _FEW) > 0:
        lines.append(f"{more:,} more are in conflict; ally doctor names the command for each.")
    if one.waiting:
        said = phrases.counted(one.waiting, "change waits", "changes wait")
        lines.append(f"{said} for others that they follow and that have not arrived yet.")
    if one.unread:
        lines.append(_unread(len(one.unread), where))
    if one.newer:
        lines += [_newer(one.newer), f"{_COMMAND}ally sync"]
    return lines


def later(one: Exchanged) -> list[str]:
    """What is worth telling a person who was not there; no sentence needs the next one."""
    lines = [*_forgotten(one), *_moved(one)]
    if one.conflicts:
        what = phrases.counted(len(one.conflicts), "thing was", "things were")
        lines.append(f"{what} changed in two places at once; ally doctor names the command.")
    if one.newer:
        lines.append(f"{_newer(one.newer).removesuffix(', then:')}.")
    return lines


def _counts(one: Exchanged) -> str:
    came = [
        ("new", one.came.new),
        ("changed", one.came.changed),
        ("in conflict", one.came.conflict),
    ]
    arrived = ", ".join(f"{count:,} {what}" for what, count in came if count)
    parts = [f"Arrived: {arrived}."] if arrived else []
    parts += [f"Sent: {phrases.counted(one.sent, 'change')}."] if one.sent else []
    return " ".join(parts) or "Nothing is new, here or on the other computers."


def _forgotten(one: Exchanged) -> Iterator[str]:
    by_computer: dict[str, list[str]] = defaultdict(list)
    for record in one.forgotten:
        by_computer[record.on].append(one_line(record.name))
    for computer, names in by_computer.items():
        more = len(names) - _FEW
        listed = ", ".join(names[:_FEW]) + (f" and {more:,} more" if more > 0 else "")
        on = f"on {one_line(computer)}" if computer else "on another computer"
        yield f"Forgotten {on}, and here with all that was added to it: {listed}."


def _moved(one: Exchanged) -> Iterator[str]:
    for record in one.moved[:_FEW]:
        noun = phrases.capitalised(noun_of(record.type))
        yield f"{noun} {record.before} is {record.number} from now on."
    if (more := len(one.moved) - _FEW) > 0:
        yield f"{phrases.counted(more, 'more record has', 'more records have')} another number too."


def _unread(count: int, where: str) -> str:
    files = phrases.counted(count, "file", "files")
    verb, it = ("it is", "It") if count == 1 else ("they are", "They")
    return (
        f"{files} in {one_line(where)} cannot be read: {verb} damaged, or still arriving. "
        f"{it} will be tried again, and nothing of what can be read is left out."
    )


def _newer(count: int) -> str:
    files = phrases.counted(count, "file was", "files were")
    return f"{files} written by a newer ally; all others were exchanged. Update ally here, then:"


def began(setup: Setup) -> str:
    """That this computer takes part now."""
    return f"This computer takes part as {one_line(setup.name)}, by way of {one_line(setup.place)}."


def key_and_how(key: str, setup: Setup) -> list[str]:
    """The new key, how to keep it, and what to do on the other computers."""
    return [KEY, f"{_COMMAND}{key}", KEEP, NEXT_GIT if setup.git else NEXT, joining(setup.place)]


def joining(where: str) -> str:
    """The command that lets another computer take part, to copy."""
    return f"{_COMMAND}ally sync join {shell_word(where)}"


def by_itself(*, auto: bool) -> str:
    """Whether exchanges run by themselves from now on."""
    return "Exchanges run by themselves." if auto else "ally sync exchanges when you run it."


def foreseen(one: Foreseen, where: str) -> str:
    """What joining would bring together."""
    there = phrases.counted(one.there, "entry", "entries") if one.there else "no entries yet"
    days = _days(one.first, one.last)
    by = f", from {phrases.together(map(one_line, one.computers))}" if one.computers else ""
    lines = [f"In {one_line(where)}: {there}{days}{by}."]
    if one.shares:
        lines.append("This journal has some of that already, and the rest comes to it.")
    elif one.here:
        here = phrases.counted(one.here, "entry", "entries")
        lines.append(
            f"In this journal: {here} of its own, with new numbers where one is taken. A backup is "
            "made first."
        )
    return "\n".join(lines)


def _days(first: str | None, last: str | None) -> str:
    if not (first and last):
        return ""
    ends = dict.fromkeys(_day(one) for one in (first, last))
    return f" of {' to '.join(ends)}"


def _day(iso: str) -> str:
    return Screen().date(date.fromisoformat(iso))


def new_key(setup: Setup) -> list[str]:
    """What a new key means for the others."""
    there = "On each of them:" if setup.git else "On each of them, with the path it has there:"
    return [f"{_STOPPED} {there}", joining(setup.place)]


_STOPPED = (
    "What lies under the old key is replaced. The other computers stop at the old key until they "
    "have the new one; nothing that they wrote meanwhile is lost."
)


def off(setup: Setup) -> list[str]:
    """That this computer does not take part any more."""
    where = one_line(setup.place)
    left = (
        "This computer does not take part any more, and has no key. Its journal stays, and so does "
        f"what lies in {where}. To take part again, with the key from another computer:"
    )
    return [left, joining(setup.place)]


def comes_back(setup: Setup) -> str:
    """What is to be known before a backup is put back."""
    return (
        f"What this computer sent through {one_line(setup.place)} comes back at once, since the "
        "others have it. To be without it, use ally undo, or run ally sync off first."
    )


def not_heard(computers: tuple[Computer, ...], zone: tzinfo | None, screen: Screen) -> str:
    """Which other computers may have written more than is known here; empty where there is none."""
    named = [
        f"{one_line(one.name)} ({_when(one.wrote, zone, screen) if one.wrote else 'nothing yet'})"
        for one in computers
        if not one.here
    ]
    if not named:
        return ""
    return (
        f"Of the other computers it is known here what they wrote until: {', '.join(named)}. If "
        "they wrote the name since, do this again once they have exchanged."
    )


def status(one: Status, carrier: str | None, zone: tzinfo | None, screen: Screen) -> list[str]:
    """How the computers stand, by the clock of `zone`; `carrier` carries the folder, if known."""
    setup = one.setup
    by = "git" if setup.git else carrier
    carried = f" ({by})" if by else ""
    lines = [f"By way of {one_line(setup.place)}{carried}.", by_itself(auto=setup.auto)]
    lines.append(
        f"Newest exchange: {_when(setup.last, zone, screen)}."
        if setup.last
        else "There was no exchange yet."
    )
    if setup.trouble:
        lines.append(f"The one after that did not end well: {_sentence(setup.trouble)}")
    if one.unsent:
        said = phrases.counted(one.unsent, "change waits", "changes wait")
        lines += [f"{said} here to be sent:", f"{_COMMAND}ally sync"]
    lines += needing(
        Exchanged(waiting=one.waiting, unread=one.unread, newer=one.newer), setup.place
    )
    if not screen.plain:
        lines.append("")
    lines += [_computer(each, zone, screen) for each in one.computers]
    return lines


def _sentence(words: str) -> str:
    words = one_line(words)
    return words if words.endswith(".") else f"{words}."


def _computer(one: Computer, zone: tzinfo | None, screen: Screen) -> str:
    name = one_line(one.name)
    facts = ["this computer"] if one.here else []
    facts.append(f"wrote {_when(one.wrote, zone, screen)}" if one.wrote else "wrote nothing yet")
    facts.append("encrypted" if one.encrypted else "not encrypted")
    if one.unclean:
        left = phrases.counted(one.unclean, "thing that was", "things that were")
        facts.append(f"{left} forgotten may still be in its backups")
    if screen.plain:
        return wrapped(f"{name}: {', '.join(facts)}.", screen.width)
    return wrapped(f"{name}{screen.dot}{screen.dot.join(facts)}", screen.width, 2)


def _when(at: int | None, zone: tzinfo | None, screen: Screen) -> str:
    local: datetime = from_utc_ms(at or 0).astimezone(zone)
    return f"{screen.day(local.date())} {local:%H:%M}"


def document(one: Exchanged, *, cleaned: bool) -> str:
    """An exchange as a JSON document."""
    tally = one.came._asdict()
    del tally["same"]
    return json_.document(
        {
            **tally,
            "sent": one.sent,
            "moved": [record._asdict() for record in one.moved],
            "conflicts": [{"type": each.type, **each.facts} for each in one.conflicts],
            "forgotten": [record._asdict() for record in one.forgotten],
            "cleaned": cleaned,
            "waiting": one.waiting,
            "unread": one.unread,
            "newer": one.newer,
        }
    )


def status_document(one: Status | None) -> str:
    """How the computers stand as a JSON document, times in UTC; null without an exchange."""
    if one is None:
        return json_.document(None)
    setup = one.setup._asdict()
    return json_.document(
        {
            **setup,
            "where": one.setup.place,
            "last": _utc(one.setup.last),
            "computers": [{**each._asdict(), "wrote": _utc(each.wrote)} for each in one.computers],
            "unsent": one.unsent,
            "waiting": one.waiting,
            "unread": one.unread,
            "newer": one.newer,
        }
    )


def _utc(at: int | None) -> str | None:
    return None if at is None else f"{from_utc_ms(at):%Y-%m-%dT%H:%M:%SZ}"
