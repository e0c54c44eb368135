"""What is known about an entry besides its words, for every view that shows one whole."""

from ally_journal.domain.dates import day_short
from ally_journal.domain.entries import Entry
from ally_journal.domain.prompts import MISTAKE, QUESTIONS
from ally_journal.render.clean import clean


def facts(entry: Entry) -> list[tuple[str, str]]:
    """What else is known about an entry, each with its name, cleaned; only what was written."""
    asked = {question.key: question.text for pair in QUESTIONS.values() for question in pair}
    asked |= {question.key: question.text for question in MISTAKE}
    known = [
        ("What stopped me", entry.because),
        ("Lesson", entry.lesson),
        ("Was it asked for?", entry.asked),
        *((asked.get(key, key.capitalize()), text) for key, text in entry.answers.items()),
        ("Way", entry.way),
        ("Tags", ", ".join(entry.all_tags)),
        ("With", ", ".join(entry.all_people)),
        ("Plan", str(entry.plan or "")),
        ("Sharing", "may appear in a sharing copy" if entry.share else ""),
        *(
            (f"Heard from {heard.source}, {day_short(heard.day)}", heard.text or "nothing noted")
            for heard in entry.heard
        ),
    ]
    return [
        (name if name.endswith("?") else f"{name}:", clean(text)) for name, text in known if text
    ]


def what_kind_of_moment(entry: Entry) -> list[str]:
    """Sentences that must stand before the text of an entry for it to be read rightly."""
    said = []
    if entry.went != "done":
        said.append("A missed moment." if entry.went == "missed" else "A mistake.")
    if entry.conflict:
        said.append("There are several versions of this entry; this is one of them.")
    return said
