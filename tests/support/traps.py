"""Ways in which somebody can be recognised in a copy for others, and what ally does about each.

`python -m tests.traps` prints the table of docs/sharing.md.
"""

import html
import re
import unicodedata
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
    Trap("a web address with a marked name", "see https://wiki.example/noor", "noor", REMOVED),
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


KNOWN = (*MARKED, *ELSEWHERE, "Anna Maria Berg", "Zoé Müller", "Søren", "Łukasz", "van der Meer")
"""All of them, and names that are looked for in the forms below."""

HIDDEN = (
    # parts, orders and spellings of a name
    *("Anna Maria asked", "anna maria berg", "ANNA-MARIA", "AnnaMaria said", "Berg, Anna said"),
    *(
        "A. B. asked",
        "A.B. asked me",
        "by A. Berg",
        "a berg asked",
        "Anna's, annas and Annas’ idea",
    ),
    *("met #anna there", "#annamaria there", "the #anna-maria-rota of", "ANNA’S idea", "annamaria"),
    *(
        "@anna.berg said",
        "@anna-maria_berg",
        "@@anna",
        "aberg and annab",
        "Dear Priya,",
        "Hi priya!",
    ),
    *(
        "zoe mueller",
        "ZOÉ MÜLLER",
        "Zoë Muller",
        "Zoe\u0301 Mu\u0308ller",
        "Soren",
        "Sören",
        "søren",
    ),
    *("Lukasz", "łukasz", "O’Brien", "o'brien", "O Brien", "OBrien", "obrien", "Van der Meer's"),
    *(
        "vandermeer",
        "Meer",
        "priyabot",
        "PriyaBot",
        "priya2 said",
        "2priya",
        "priya_notes",
        "my_priya",
    ),
    *("hr-priya-led", "priya-led", "Priyas", "priya'd", "priya’ll", "Priya/Anna", "Priya|Anna"),
    *("Priya&Anna", "Priya+Anna", "Priya=lead", "x:Priya", "Priya…and", "Priya—and", "Priya.Then"),
    # addresses
    *("anna.berg@corp.example", "<anna.berg@corp.example>", "mailto:anna@x.example", "anna@corp"),
    *("see [Anna](https://x.example/anna)", "https://wiki.example/anna_berg", "www.anna.example"),
    *("http://x.example/?q=Anna%20Berg", "+44 7700 900123", "07700 900123"),
    # marks, blanks and signs inside a name
    *("**Anna** _Berg_ ~~Priya~~ `Priya`", "P**riya**", "P*r*iya", "P.r.i.y.a", "P R I Y A"),
    *("p-r-i-y-a", "p_r_i_y_a", "Pri-\nya came", "Anna\nMaria came", '(Priya) "Priya" ‘priya’'),
    *("Pri\u00adya", "Pri\u200bya", "Pri\u200dya", "Pri\u2060ya", "Pri\ufeffya", "P\u034friya"),
    *(
        "Pri\ufe0fya",
        "Ｐｒｉｙａ",
        "ｐｒｉｙａ",
        "𝐏𝐫𝐢𝐲𝐚",
        "Ⓟⓡⓘⓨⓐ",
        "ᴾʳⁱʸᵃ",
        "Pr&#105;ya",
        "Pr&#x69;ya",
    ),
    *("P&amp;#114;iya", "P̶r̶i̶y̶a̶", "Príya", "pŕiya"),
    # cells of a table
    *("=Priya", "-Priya", '"Priya","Anna"', "| Priya | Anna |", "\tPriya\tAnna", "Priya;Anna"),
    # names that are words, and whoever is with an obstacle
    *("Will asked", "we met @will", "#will there", "WILL asked", "Will's", "dana said", "DANA"),
    # days
    *(
        "2026-03-12",
        "2026/03/12",
        "2026.03.12",
        "20260312",
        "12.03.2026",
        "12/03/2026",
        "12-3-2026",
    ),
    *(
        "12.3.26",
        "12/3/26",
        "12 March",
        "12th of March",
        "the twelfth of March",
        "March the twelfth",
    ),
    *("March 12th", "mar 12", "12 mar", "12 march", "12MARCH", "12Mar", "Mar12", "12-Mar-26"),
    *(
        "12/Mar/2026",
        "Thursday, 12 March",
        "Thu 12 March",
        "2026-03-12T14:30:00+01:00",
        "12\u00a0March",
    ),
    *(
        "12\u202fMarch",
        "12\u200bMarch",
        "１２ March",
        "２０２６－０３－１２",
        "12. März",
        "12 mars",
        "12 Mär",
    ),
    *(
        "20/11",
        "11/20",
        "20.11.",
        "20-11",
        "the 12th",
        "on the twelfth",
        "on the 12",
        "last Tuesday",
    ),
    *("tuesday", "TUESDAY", "Tues", "on Tue.", "next thursday", "Thursdays", "yesterday"),
    *(
        "week 47",
        "WEEK 47",
        "W47",
        "2026-W47-5",
        "KW 47",
        "at 14:30",
        "at 14.30",
        "2:30pm",
        "14h30",
    ),
    *("half past two", "nine o'clock", "9 o’clock"),
    # numbers and ids
    *("as in #12", "# 12", "Entry 12", "entries 12 and 13", "entry no. 12", "entry #12", "No. 12"),
    *("№ 12", "plans 3, 4", "obstacle 2", "0190a1b2-7c3d-7e4f-8a5b-1234567890ab"),
    *("0190a1b27c3d7e4f8a5b1234567890ab", "0190a1b2-7c3d", "4f3a2b1c9d8e"),
)
"""What a hostile reader would look for: in each a known name, a day, a number or an id."""

_ALONE = "priya anna maria berg zoe muller mueller soren lukasz brien meer dana tom noor lund"
_INSIDE = ("priya", "annamaria", "mueller", "soren", "lukasz", "brien", "vandermeer")
_DAYS = (
    r"\d|twelfth|yesterday|half past|o.clock|\btue|\bthu"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)


def remains(document: str) -> list[str]:
    """What of known names, days, numbers and ids is left in what others read, in any form.

    It is read as entities of HTML, in compatible letters, without case, accents and unseen signs.
    """
    told = unicodedata.normalize("NFKD", html.unescape(html.unescape(document))).casefold()
    told = "".join(one for one in told if unicodedata.category(one) not in {"Cf", "Mn", "Me"})
    told = told.translate({ord("ø"): "o", ord("ł"): "l"}).replace("2026", "")
    letters = re.sub(r"[\W_]", "", told)
    alone = rf"(?<![a-z])(?:{'|'.join(_ALONE.split())})s?(?![a-z])"
    return [
        *re.findall(alone, told),
        *(name for name in _INSIDE if name in letters),
        *re.findall(_DAYS, told),
    ]


def table() -> str:
    """All traps as the rows of a Markdown table."""
    rows = ["| What | As written | What happens |", "| :-- | :-- | :-- |"]
    rows += [f"| {one.what} | {one.text} | {one.outcome} |" for one in TRAPS]
    return "\n".join(rows)


if __name__ == "__main__":
    print(table())
