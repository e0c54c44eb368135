"""What `ally help` says of topics that belong to no single command."""

from ally_journal.domain.kind import explained
from ally_journal.render.phrases import together
from ally_journal.render.wrap import in_columns, in_sentences, wrapped

_WIDEST = 80
_NARROW = 60
"""In fewer columns a second one has no room."""

TOPICS = {
    "kinds": f"""\
An entry has one of four kinds, which are always shown in this order.

{explained()}

Calling out a remark, giving the floor back, or letting a joke pass is act, done
or missed; challenge is about your own view. Beside the kind, m (--missed) says
that you did nothing and w (--mistake) that it went wrong.
""",
    "dates": """\
today, yesterday, friday, "last friday", "this monday", "the 20th", "3 days ago",
"20 November", "20 Nov 2026", 20-Nov-2026, 20.11.2026, 2026-11-20, alone or with
a time ("yesterday 10:00", "3pm on friday", "2026-11-20 14:30"); or just a time:
14:30 is today, "2 hours ago" before now.

An entry is about what happened, so its days lie behind. A plan's --until and
--again look ahead: tomorrow, friday, "this friday", "in 3 weeks", "end of month",
or a date. What has two readings, such as 03/04 or "at 10", is refused with both.

A period is week, month, "last month", 2026-W47, 2026-11, 2026-Q4 or 2026, or the
days of a week, "16 to 22 November". --since and --until of a list take days and
periods, and any days in a row: "9 to 30 July".
""",
    "environment": """\
ALLY_JOURNAL             the journal's file, if no --journal says it
ALLY_PLAIN, ACCESSIBLE   1 for sentences, as --plain; 0, off, no or false for none
ALLY_PAGER, PAGER        what shows long answers page by page, else less; cat or
                         nothing: no pages
ALLY_PASSPHRASE          the passphrase of an encrypted journal
ALLY_PASSPHRASE_COMMAND  a command that prints it
ALLY_NEW_PASSPHRASE      the new one, for ally encrypt where nobody can be asked
ALLY_DAILY_BACKUP        off for no backup on each day you write
ALLY_AUTO_SYNC           off for no exchange by itself with other computers
ALLY_NOW                 a date and time with an offset that stands in for the clock
VISUAL, EDITOR           your editor
NO_COLOR, FORCE_COLOR    without colour, or with it
COLUMNS, TZ              the width of the screen, your time zone
""",
    "plain": """\
For a screen reader. ally --plain gives sentences, line by line, made to be read
aloud: no columns, no drawing, days in full words, each choice on a line of its
own, and what is longer than the screen waits for Enter after each screenful.

It may stand before or behind any command: ally list --plain. ALLY_PLAIN=1 or
ACCESSIBLE=1 does it always, as does a terminal that says it is dumb, and
ally config plain true for one journal. ALLY_PLAIN=0 takes it back.
""",
    "tab": """\
With one line in your shell's own file, Tab completes commands, kinds, tags, ways,
periods and numbers, never names, and files only where one is named.

In ~/.bashrc, ~/.zshrc or ~/.config/fish/config.fish it is

eval "$(_ALLY_COMPLETE=source_bash ally)"
eval "$(_ALLY_COMPLETE=source_zsh ally)"
_ALLY_COMPLETE=source_fish ally | source
""",
    "exit-codes": """\
0    done; a search without a hit is done too
1    it could not be done: not found, a wrong passphrase, a damaged file
2    wrong usage
3    what is exchanged with other computers cannot be reached
4    the other computers have another key by now
5    made by a newer ally
130  Ctrl-C
""",
}
"""The topics by their names, each as it is printed."""


MORE = "More: ally help all, ally help COMMAND, ally help kinds, ally help dates"
FOR_LISTENERS = "With a screen reader: --plain (ally help plain). Also --journal PATH, --version"


def topic(name: str, width: int, *, plain: bool) -> str:
    """One of them, with lines that end between words; no columns if it is `plain` or narrow."""
    said, width = [], min(width, _WIDEST)
    plain = plain or width < _NARROW
    for paragraph in TOPICS[name].rstrip().split("\n\n"):
        lines = paragraph.split("\n")
        if "_ALLY_COMPLETE" in lines[0]:
            said.append(paragraph)  # to be copied
        elif plain and "   " in lines[0]:
            said.append(wrapped(in_sentences(paragraph), width))
        elif "   " in lines[0]:
            said.append("\n".join(in_columns(line, width) for line in lines))
        else:
            said.append(wrapped(" ".join(lines), width))
    return "\n\n".join(said)


def topics(last: str) -> str:
    """The names of the topics, as one lists them."""
    return together(TOPICS, last)
