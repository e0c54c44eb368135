"""Questions on a terminal: a line each, Enter skips, q stops; alone or in a row."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from ally_journal.cli.terminal import console
from ally_journal.cli.terminal.streams import fitted, keep_words, say
from ally_journal.domain.choices import choice_named
from ally_journal.domain.content import Question
from ally_journal.domain.kind import KINDS, Kind, kind_and_went
from ally_journal.errors import NothingToWrite
from ally_journal.render.clean import filled
from ally_journal.render.phrases import capitalised

T = TypeVar("T")
_APART = re.compile(r"(?<=\S) {2,}(?=\S)")
_LONGEST_SLIP, _TWO_LETTERS = 12, re.compile(r"[^\W\d_]{2}")
NOTHING_YET = {"n": "", "no": "", "nothing": ""}
"""What else skips a question that sounds like one for yes or no."""
YES_OR_NO = {"y": True, "yes": True, "n": False, "no": False}
GOES_WITH_IT = "Your words go with the answer; after Enter they stay as a draft."
SKIP_RULE = ("Enter skips.", "q stops; answers are kept.")


class Stopped(Exception):  # noqa: N818 - not an error: the person has had enough
    """The person answered q, or ended the input."""


class Asker(NamedTuple):
    """How this person is asked: with `plain`, each choice stands on a line of its own."""

    plain: bool

    def line(self, question: str = "") -> str:
        """One line of answer, stripped; empty when skipped.

        Raises:
            Stopped: the answer was q, or input ended.
        """
        answer = self._read(question)
        # What is there already belongs to the same answer, whatever it and the first line say.
        with suppress(EOFError):
            while not self._pastes_whole() and console.more_waits():
                answer += f"\n{_typed()}"
        answer = answer.strip()
        if answer.lower() == "q":
            raise Stopped
        return answer

    def follow_up(self, question: str) -> tuple[str, bool]:
        """The same for a question whose answer can be kept without: also whether q was said."""
        try:
            return self.line(question), False
        except Stopped:
            return "", True

    def choice(
        self,
        question: str,
        options: Sequence[str],
        names: Sequence[str],
        also: Mapping[str, str] | None = None,
        words: Callable[[str], object] = keep_words,
        enter: str = "Enter to skip",
    ) -> str:
        """One of `names` by its number from 1, its name or its words; empty when skipped.

        `options` are the words shown; `also` says what other answers mean, such as "no"; `enter`
        what Enter does, after an answer that is none. A sentence, which was meant for another
        question, is handed to `words`.

        Raises:
            Stopped: as for `line`.
        """
        shown = self.numbered(options)
        said = f"{question}\n{shown}" if question else shown
        while True:
            typed = self.line(said)
            answer = typed.lower()
            answer = (also or {}).get(answer, answer)
            if answer in {"", *names}:
                return answer
            starting = [at for at, name in enumerate(names) if name.startswith(answer)]
            place = _place(answer, names)
            if place is None and len(starting) == 1:
                (place,) = starting
            elif named := choice_named(typed, names, dict(zip(options, names, strict=True))):
                place = names.index(named)
            if place is not None:
                self.repeat(options[place])
                return names[place]
            if _is_sentence(typed):
                words(typed)
            said = self.again(f"A number from 1 to {len(names)}, {enter}, or q to stop.", shown)

    def offered(self, question: str, options: Sequence[str], *, several: bool = False) -> str:
        """One of the options by its number from 1, or the person's own words; empty when skipped.

        Where `several` can be right, numbers such as "1 2" give the options with a semicolon.

        Raises:
            Stopped: as for `line`.
        """
        if not options:
            return self.line(question)
        shown = self.numbered(options)
        said = f"{question}\n{shown}"
        while True:
            answer = self.line(said)
            numbers = answer.replace(",", " ").split() if several else [answer]
            places = [_place(one, options) for one in numbers]
            chosen = [options[place] for place in places if place is not None]
            if chosen and None not in places:
                self.repeat(words := "; ".join(dict.fromkeys(chosen)))
                return words
            if not numbers or not all(map(str.isdecimal, numbers)):
                return answer
            most = len(options)
            how = f"A number from 1 to {most}, or your own words; Enter skips, q stops."
            said = self.again(how, shown)

    def meant(self, question: str, how: str, answers: Mapping[str, T]) -> T:
        """What one of some short answers means, asked for with `how` after any other.

        A sentence is kept as a draft.

        Raises:
            Stopped: as for `line`.
        """
        while (answer := kept_unless_short(self.line(question)).lower()) not in answers:
            question = how
        return answers[answer]

    def yes(self, question: str) -> bool:
        """Whether the person said yes; Enter and q mean no."""
        with suppress(Stopped):
            how = "y, or Enter for no"
            return self.meant(f"{question}  {how}", f"{how}.", YES_OR_NO | {"": False})
        return False

    def agreed(self, question: str) -> bool:
        """The same where Enter means yes, and q no."""
        with suppress(Stopped):
            how = "Enter for yes, or n"
            return self.meant(f"{question}  {how}", f"{how}.", YES_OR_NO | {"": True})
        return False

    def again(self, how: str, shown: str) -> str:
        """How to answer, after an answer that was none; what was `shown` only to whoever reads."""
        return how if self.plain else f"{how}\n{shown}"

    def say(self, *sentences: str) -> None:
        """Say sentences, each on a line of its own to whoever listens."""
        say(("\n" if self.plain else " ").join(sentences))

    def phrase(self, text: str) -> str:
        """A text of ally's own with words for what is to be filled in, for whoever listens."""
        return filled(text) if self.plain else text

    def repeat(self, chosen: str) -> None:
        """Say what a number stood for to whoever cannot look back at it."""
        if self.plain:
            say(f"{capitalised(chosen)}.")

    def _read(self, question: str = "") -> str:
        _edit_letters()
        console.edit_lines(pastes_whole=self._pastes_whole())
        if question:
            say(_APART.sub("\n", question) if self.plain else question)
        sys.stdout.flush()
        try:
            return _typed("> ")
        except EOFError:
            sys.stdout.write("\n")
            raise Stopped from None

    def _pastes_whole(self) -> bool:
        """Whether several pasted lines come as one: only GNU readline promises that."""
        return not self.plain and os.environ.get("TERM") != "dumb" and console.is_gnu_readline()

    def numbered(self, options: Sequence[str]) -> str:
        """Choices with their numbers from 1, in a row where that fits."""
        numbered = [f"{number} {option}" for number, option in enumerate(options, start=1)]
        shown = "  ".join(numbered)
        return "\n".join(numbered) if self.plain or fitted(shown) != shown else shown


def _place(answer: str, among: Sequence[str]) -> int | None:
    """Which one a number from 1 means, counted from 0; None if it means none."""
    if answer.isdecimal() and 1 <= int(answer) <= len(among):
        return int(answer) - 1
    return None


def kept_unless_short(answer: str) -> str:
    """The same answer to a question for yes or no; a sentence is kept as a draft."""
    if _is_sentence(answer):
        keep_words(answer)
    return answer


def _is_sentence(answer: str) -> bool:
    """Whether an answer that is no choice holds words, and not a slip of the finger."""
    spaced = any(map(str.isspace, answer)) and bool(_TWO_LETTERS.search(answer))
    return spaced or len(answer) > _LONGEST_SLIP or not answer.isascii()


def _typed(prompt: str = "") -> str:
    with console.whole_letters():
        return input(prompt).strip()


def _edit_letters() -> None:
    """Let readline, which asks the environment, take bytes for the letters that Python reads.

    Without this it would edit single bytes where LC_ALL is C.
    """
    if sys.flags.utf8_mode:
        import locale  # noqa: PLC0415 - only when asking

        if locale.setlocale(locale.LC_CTYPE) in {"C", "POSIX"}:
            os.environ["LC_ALL"] = "C.UTF-8"


_FIRST_WORDS = """\
Your journal stays on this computer. {encrypted}
Write about what you did. Names are not needed. Leave out what others told you in private.
"""
_ENCRYPTED = {True: "It is encrypted.", False: "It is not encrypted (ally encrypt)."}
_TAG, _TAG_ALOUD = "  (#word makes a tag)", "\nA number sign before a word makes a tag."
_BESIDE = "m: I did nothing, w: it went wrong, such as 4 m"
_BESIDE_ALOUD = "4 m says that I did nothing, 4 w that it went wrong."
_KINDS = [kind.label for kind in KINDS]
_KIND_BY_NUMBER = f"A number from 1 to {len(KINDS)}, or q to stop"
_FOR_LISTENERS = "With a screen reader: ally config plain true.\n"


def introduction(*, plain: bool, encrypted: bool) -> str:
    """What whoever begins a journal should know, as lines."""
    listens = "" if plain else _FOR_LISTENERS
    return f"{_FIRST_WORDS.format(encrypted=_ENCRYPTED[encrypted])}{listens}"


def ask_text(asker: Asker) -> str:
    """Ask what happened; raises NothingToWrite when nothing is said."""
    question = f"What happened?{_TAG_ALOUD if asker.plain else _TAG}"
    with suppress(Stopped):
        while (text := asker.line(question)) == "?":
            question = "What you did, in a sentence or more; ally asks for its kind then."
        if text:
            return text
    raise NothingToWrite("Nothing was written.")


def ask_kind(
    asker: Asker,
    words: Callable[[str], object] = keep_words,
    *,
    question: str = "Which kind?",
    explained: bool = False,
    alone: bool = False,
) -> tuple[Kind, str]:
    """Ask which of the four kinds it is, until one is chosen, and take how it went beside it.

    The second is one of `WENT`, and done if the kind is asked for `alone`. A sentence is handed to
    `words`; `?` explains the kinds, which `explained` does at once.

    Raises:
        Stopped: the person answered q.
    """
    went, trouble = "done", ""
    while True:
        noted = went != "done"
        said = f"Noted: {went}. {question}" if noted else question
        shown = _kinds(asker, said, explained=explained, alone=alone or noted)
        answer = asker.line(asker.again(trouble, asker.numbered(_KINDS)) if trouble else shown)
        kind, became = kind_and_went(answer) or (None, None)
        if became and alone:
            kind, became = None, None
        went = became or went
        if kind:
            asker.repeat(kind.label if went == "done" else f"{kind.label}, {went}")
            return kind, went
        explained = answer == "?"
        trouble = ""
        if not became and answer != "?":
            trouble = "That is no kind." if answer else "An entry needs a kind."
            trouble += f"{'  ' if asker.plain else ' '}{_KIND_BY_NUMBER}."
            if _is_sentence(answer):
                words(answer)


def _kinds(asker: Asker, question: str, *, explained: bool, alone: bool) -> str:
    """The question for the kind, with its choices in a row or each with what it is."""
    if explained:
        shown = "\n".join(f"{place} {one.label}: {one.means}" for place, one in enumerate(KINDS, 1))
    else:
        shown = asker.numbered(_KINDS)
    if asker.plain:
        how = ["A question mark explains them."] * (not explained) + [_BESIDE_ALOUD] * (not alone)
        return "\n".join([question, shown, f"{_KIND_BY_NUMBER}.", *how])
    how = ["? explains"] * (not explained) + [_BESIDE] * (not alone)
    return f"{question}  ({'; '.join(how)})\n{shown}" if how else f"{question}\n{shown}"


def ask_questions(
    asker: Asker,
    questions: Iterable[Question],
    keep: Callable[[str, str], object],
    words: Callable[[str], object] = keep_words,
    *,
    rule: str = "",
) -> None:
    """Hand each answer given to `keep`, with its question's key, before the next question.

    A sentence in the place of a choice is handed to `words`; `rule` stands once.

    Raises:
        Stopped: the person answered q; what was answered before is kept.
    """
    for question in questions:
        said, rule = f"{question.text}{rule}", ""
        if question.choices:
            options = question.offers or question.choices
            answer = asker.choice(said, options, question.choices, words=words)
        else:
            answer = asker.offered(said, question.offers, several=True)
        if answer:
            keep(question.key, answer)
