"""What is known about an entry besides its words, for every view that shows one whole."""

from ally_journal.domain.calendar.dates import day_short
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.review.prompts import MISTAKE, QUESTIONS
from ally_journal.render.clean import clean, one_line


def facts(entry: Entry) -> list[tuple[str, str]]:
    """What else is known about an entry, each with its name, cleaned; only what was written."""
    asked = {question.key: question.text for pair in QUESTIONS.values() for question in pair}
    asked |= {question.key: question.text for question in MISTAKE}
    turn = {key: place for place, key in enumerate(asked)}
    in_turn = sorted(entry.answers, key=lambda key: turn.get(key, len(turn)))  # unknown ones last
    known = [
        ("What stopped me", entry.because),
        ("Lesson", entry.lesson),
        ("Was it asked for?", entry.asked),
        *((asked.get(key, key.capitalize()), entry.answers[key]) for key in in_turn),
        ("Way", entry.way),
        ("Tags", ", ".join(entry.all_tags)),
        ("With", ", ".join(entry.all_people)),
        ("Plan", str(entry.plan or "")),
        ("Sharing", "may appear in a sharing copy" if entry.share else ""),
        *(_heard(heard) for heard in entry.heard),
    ]
    cleaned = [(one_line(name), clean(text)) for name, text in known if text]
    return [(name if name.endswith("?") else f"{name}:", text) for name, text in cleaned]


def _heard(heard: Heard) -> tuple[str, str]:
    """Who says how it landed, with the day; "not mine to ask" needs no words to be an answer."""
    names = {
        "them": "Heard from them",
        "others": "Heard from others",
        "guess": "My guess",
        "not-mine": "Not mine to ask",
    }
    day = day_short(heard.day) + (", in conflict" if heard.conflict else "")
    return names.get(heard.source, heard.source), f"{heard.text} ({day})" if heard.text else day


def what_kind_of_moment(entry: Entry) -> list[str]:
    """Sentences that must stand before the text of an entry for it to be read rightly."""
    said = []
    if entry.went != "done":
        said.append("A missed moment." if entry.went == "missed" else "A mistake.")
    if entry.conflict:
        number = entry.number
        said.append("There are several versions of this entry; this is one of them.")
        said.append(f"ally history {number} shows them, ally edit {number} makes one.")
    return said
