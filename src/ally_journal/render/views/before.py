"""Ideas, phrases, and what to read before a meeting, as things in lists."""

from datetime import date
from itertools import groupby
from operator import attrgetter

from ally_journal.domain.ideas import Finding
from ally_journal.domain.records.shelf import DONE, ShelfItem
from ally_journal.domain.review.before import Before
from ally_journal.render import phrases as render_phrases
from ally_journal.render.screen import Screen
from ally_journal.render.views.items import Group, Item


def ideas(found: Finding, screen: Screen) -> tuple[Group, ...]:
    """Ideas under their kinds, each with its reach, one's own, and phrases for a hard moment."""
    groups = [
        Group(kind.label, tuple(Item("", "", f"{one.text} ({one.reach})") for one in of_kind))
        for kind, of_kind in groupby(found.ideas, attrgetter("kind"))
    ]
    if own := tuple(Item("", "", f"{one.text} ({one.number})") for one in found.own):
        groups.append(Group("Your own", own))
    if said := tuple(Item("", "", screen.phrase(one.text)) for one in found.phrases):
        groups.append(Group("Ready to say; change the words until they are yours", said))
    return tuple(groups)


def before(value: Before, today: date, screen: Screen) -> tuple[Item, ...]:
    """What to read before a meeting, a line for each; long words are cut."""
    said = [(f"Plan {plan.number}", plan.text) for plan in value.plans]
    if one := value.obstacle:
        step = f"{one.text.rstrip('.')}. Next: {one.next}" if one.next else one.text
        said.append((f"Obstacle {one.number}", step))
    if value.shelf:
        said.append((f"Shelf {value.shelf.number}", _shelf_item(value.shelf, today, screen)))
    if lesson := value.lesson:
        said.append(
            ("Lesson", f"{_quoted(lesson.text, screen)} ({_day(lesson.day, today, screen)})")
        )
    if heard := value.heard:
        about = _quoted(heard.about, screen)
        words = f"{_quoted(heard.text, screen)} ({_day(heard.day, today, screen)}), about {about}"
        said.append(("Heard", words))
    ready = [value.rehearsed.text] if value.rehearsed else []
    ready += [screen.phrase(value.phrase)] if value.phrase else []
    said += [("Ready", _quoted(words, screen)) for words in ready]
    return tuple(Item("", name, words) for name, words in said)


def _shelf_item(value: ShelfItem, today: date, screen: Screen) -> str:
    """A thing on the shelf with the day it is wanted for, or with what was taken from it."""
    if value.state == DONE and value.takeaway:
        return f"{value.title}: {_quoted(value.takeaway, screen)}"
    return f"{value.title} (for {_day(value.on, today, screen)})" if value.on else value.title


def _day(day: date, today: date, screen: Screen) -> str:
    return screen.date(day).removesuffix(f" {today.year}")


def _quoted(text: str, screen: Screen) -> str:
    """Somebody's words in quotation marks, cut where they are long."""
    return screen.quoted(render_phrases.short(text, screen))
