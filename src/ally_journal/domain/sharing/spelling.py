"""A text without what nobody sees, so that a name or a day has one spelling only.

Full-width and ornamental letters and digits become plain ones, letters written as entities of HTML
become letters, and signs without width go.
"""

import html
import re
import unicodedata

_UNSEEN = (
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# Emoji and some scripts need these; between letters of the others they only hide a word.
_JOINERS = r"[\u200c\u200d\ufe00-\ufe0f]+"
_PLAIN = re.compile(r"[0-9A-Za-z\u00aa-\u058f]")
_HIDDEN = re.compile(f"{_UNSEEN}|{_JOINERS}")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d?);")
_ORNAMENTAL = ("<wide>", "<narrow>", "<font>", "<circle>", "<square>")
_ROUNDS = 9


def spelt_plainly(text: str) -> str:
    """The text with one spelling for each letter, digit, hyphen and mark; NFC."""
    for _ in range(_ROUNDS):  # what an entity stands for may be the beginning of another
        if text.isascii() and "&" not in text:
            break
        before, text = text, _once(text)
        if text == before:
            break
    return text


def _once(text: str) -> str:
    text = _ENTITY.sub(_letter, text)
    text = re.sub(_UNSEEN, "", text)
    text = re.sub(_JOINERS, _joiners, text)
    return unicodedata.normalize("NFC", "".join(map(_plain, text)))


def _joiners(found: re.Match[str]) -> str:
    """Nothing beside a letter that needs none."""
    beside = (
        found.string[max(0, found.start() - 1) : found.start()]
        + found.string[found.end() : found.end() + 1]
    )
    return "" if _PLAIN.search(beside) else found[0]


def _letter(entity: re.Match[str]) -> str:
    """The letter that an entity stands for; other signs stay written as they are."""
    sign = html.unescape(entity[0])
    return sign if sign.isalnum() or sign in "#@&" or _HIDDEN.search(sign) else entity[0]


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    ornamental = unicodedata.decomposition(sign).startswith(_ORNAMENTAL)
    is_letter = sign.isalpha() and plain.isalpha() and plain.isascii()  # raised, or a ligature
    return plain if ornamental or is_letter else sign
