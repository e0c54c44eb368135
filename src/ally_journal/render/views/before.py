"""Ideas, phrases, and what to read before a meeting, as things in lists."""

import re
from datetime import date
from itertools import groupby
from operator import attrgetter

from ally_journal.domain.calendar.dates import day_brief
from ally_journal.domain.ideas import Finding
from ally_journal.domain.review.before import Before
from ally_journal.render import phrases as render_phrases
from ally_journal.render.screen import Screen
from ally_journal.render.views.items import Group, Item


def ideas(found: Finding) -> tuple[Group, ...]:
    """Ideas under their kinds, each with its reach, one's own, and phrases for a hard moment."""
    groups = [
        Group(kind.label, tuple(Item("", "", f"{one.text} ({one.reach})") for one in of_kind))
        for kind, of_kind in groupby(found.ideas, attrgetter("kind"))
    ]
    if own := tuple(Item("", "", f"{one.text} ({one.number})") for one in found.own):
        groups.append(Group("Your own", own))
    if said := tuple(Item("", "", one.text) for one in found.phrases):
        groups.append(Group("Ready to say; change the words until they are yours", said))
    return tuple(groups)


def before(value: Before, today: date, screen: Screen) -> tuple[Item, ...]:
    """What to read before a meeting, a line for each; long words are cut."""
    plans = [Item("", f"Plan {plan.number}", plan.text) for plan in value.plans]
    remembered = [
        Item("", name, f"{_quoted(one.text, screen)} ({said})")
        for name, one in (("Lesson", value.lesson), ("Heard", value.heard))
        if one
        for said in [day_brief(one.day).removesuffix(f" {today.year}")]
    ]
    return (*plans, *remembered, Item("", "Ready", _quoted(value.phrase, screen)))


def _quoted(text: str, screen: Screen) -> str:
    """Somebody's words in quotation marks, unless they are a quotation as a whole."""
    words = render_phrases.short(text, screen)
    return words if re.fullmatch("“[^”]*”", words) else screen.quoted(words)
