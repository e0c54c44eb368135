"""Ways in which somebody can be recognised in a copy for others, and what ally does about each.

`python -m tests.traps` prints the table of docs/sharing.md.
"""

from typing import NamedTuple

REMOVED = "replaced or left out"
LISTED = "listed, to be kept or replaced"
NOT_CAUGHT = "cannot be caught"
MARKED = ("Priya", "Will", "Amira Khan", "Anne-Marie", "Zoé", "José", "O'Brien", "Li", "Joan")
"""Names that some entry was marked with by -w."""
ELSEWHERE = ("tom", "Noor", "Marek", "Lotte", "Sefa", "Ines", "Teo")
"""Names with an @ in a heard, a plan, a shelf item, a reflection, a lesson or an answer."""
CONCERNED = "Dana and the recruiters"
"""Who is with an obstacle."""


class Trap(NamedTuple):
    """What is written, which part of it gives somebody away, what becomes of it, and what it is."""

    what: str
    text: str
    tells: str
    outcome: str


TRAPS = (
    Trap("a marked name", "Asked Priya first", "Priya", REMOVED),
    Trap("at the beginning of a sentence", "It was late. Priya asked", "Priya", REMOVED),
    Trap("in lower case", "asked priya first", "priya", REMOVED),
    Trap("in capitals", "asked PRIYA first", "PRIYA", REMOVED),
    Trap("a possessive", "it was Priya's idea", "Priya", REMOVED),
    Trap("a possessive with a curly apostrophe", "it was Priya’s idea", "Priya", REMOVED),
    Trap("a possessive without its apostrophe", "it was Priyas idea", "Priya", REMOVED),
    Trap("inside a joined word", "the Priya-led panel", "Priya", REMOVED),
    Trap("a name that is also a word", "I will ask Will", "Will", REMOVED),
    Trap("the same name in lower case", "we asked will", "will", NOT_CAUGHT),
    Trap("a hyphenated name", "met Anne-Marie there", "Anne-Marie", REMOVED),
    Trap("half of a hyphenated name", "met Marie there", "Marie", REMOVED),
    Trap("an accented name", "met Zoé there", "Zoé", REMOVED),
    Trap("an accented name in two code points", "met Zoe\u0301 there", "Zoe\u0301", REMOVED),
    Trap("an accented name without the accent", "met Jose there", "Jose", REMOVED),
    Trap("a name with an apostrophe", "met O’Brien there", "Brien", REMOVED),
    Trap("a surname alone, of a marked full name", "wrote to Ms Khan", "Khan", REMOVED),
    Trap("a first name alone, of a marked full name", "wrote to Amira", "Amira", REMOVED),
    Trap("the same in lower case", "wrote to amira", "amira", LISTED),
    Trap("a nickname with an @", "met @bee there", "bee", REMOVED),
    Trap("a nickname marked elsewhere", "met Tom there", "Tom", REMOVED),
    Trap("a name that stands only in what you heard", "met Noor there", "Noor", REMOVED),
    Trap("only in a plan", "met Marek there", "Marek", REMOVED),
    Trap("only in what was taken from the shelf", "met Lotte there", "Lotte", REMOVED),
    Trap("only in a reflection", "met Sefa there", "Sefa", REMOVED),
    Trap("only in a lesson", "met Ines there", "Ines", REMOVED),
    Trap("only in an answer", "met Teo there", "Teo", REMOVED),
    Trap("who is with an obstacle", "met Dana there", "Dana", REMOVED),
    Trap("a name in a tag at the end", "met them #priya-mentoring", "priya", REMOVED),
    Trap("a name in a tag inside a sentence", "the #priya_mentoring hour", "priya", REMOVED),
    Trap("a group in a tag at the end", "met them #parents-network", "parents", REMOVED),
    Trap("a group in a tag inside a sentence", "the #parents hour", "parents", NOT_CAUGHT),
    Trap("an e-mail address", "wrote to kim.lund@corp.example", "lund", REMOVED),
    Trap("a web address", "see https://wiki.example/kim", "https://wiki.example/kim", LISTED),
    Trap("the number of an entry", "as in #12 and entry 12", "12", REMOVED),
    Trap("a name that nobody marked", "met Jordan there", "Jordan", LISTED),
    Trap("the same at the beginning of a sentence", "It was late. Jordan asked", "Jordan", LISTED),
    Trap("the same in lower case", "met jordan there", "jordan", NOT_CAUGHT),
    Trap("an unmarked name with Mc or O'", "met McAllister there", "McAllister", LISTED),
    Trap("an unmarked name with a title", "wrote to Dr Osei", "Osei", LISTED),
    Trap("an initial", "met P. there", "P", LISTED),
    Trap("an initial that begins a sentence", "It was late. P. asked", "P", LISTED),
    Trap("a name in a script without capitals", "met 田中 there", "田中", NOT_CAUGHT),
    Trap("a marked name inside another word", "in the PriyaBot channel", "PriyaBot", LISTED),
    Trap("a short name inside another word", "met Lianne there", "Lianne", LISTED),
    Trap("a nickname without an @", "met big j there", "big j", NOT_CAUGHT),
    Trap("a day with its month", "on Friday 12 March we met", "12", REMOVED),
    Trap("a day with its month, in numbers", "on 2026-03-12 we met", "12", REMOVED),
    Trap("a day, the American way", "on March 3rd, 2026 we met", "3rd", REMOVED),
    Trap("a day without its month", "on the 12th we met", "12th", LISTED),
    Trap("a weekday", "last Friday we met", "Friday", LISTED),
    Trap("a time", "we met at 14:30", "14:30", LISTED),
    Trap("a place or a company", "at the Lisbon office", "Lisbon", LISTED),
    Trap("a team", "with the Payments team", "Payments", LISTED),
    Trap("a team in lower case", "with the payments team", "payments", NOT_CAUGHT),
    Trap("a pronoun", "she was the only woman there", "she", NOT_CAUGHT),
    Trap("a role that one person has", "the new head of design", "head of design", NOT_CAUGHT),
    Trap(
        "a story that only one person can be part of",
        "back from her sabbatical",
        "sabbatical",
        NOT_CAUGHT,
    ),
)


def table() -> str:
    """All traps as the rows of a Markdown table."""
    rows = ["| What | As written | What happens |", "| :-- | :-- | :-- |"]
    rows += [f"| {one.what} | {one.text} | {one.outcome} |" for one in TRAPS]
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
