"""Reading Day One: its JSON export, alone or in the .zip with photos that it makes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timezone

from ally_journal.domain.transfer.document import Document, decoded
from ally_journal.domain.transfer.reader import (
    WORDLESS,
    Arrival,
    Gathering,
    Object,
    entries_of,
    home_zone,
    object_in,
    text_of,
    texts_of,
    zone_named,
)
from ally_journal.errors import UnreadableFile

_ESCAPED = r"\\([!-/:-@\[-`{-~])"  # CommonMark: any ASCII punctuation
_LINK = r"!\[[^\]\n]{0,200}\]\(dayone-moment:/{0,2}(?:(video|audio|pdfAttachment)/)?[^)\s]{1,200}\)"
_MEDIA = {"photos": "photo", "videos": "video", "audios": "recording", "pdfAttachments": "document"}
_FOLDERS = {*_MEDIA, "pdfs"}
_AROUND = {"location": "place", "weather": "weather", "userActivity": "activity", "music": "music"}
_UNKNOWN_ZONE = (
    "The time zone of {} entry is not known here; your own was taken.",
    "The time zone of {} entries is not known here; your own was taken.",
)


def read_dayone(gathering: Gathering, documents: Sequence[Document]) -> Iterator[Arrival]:
    """The entries of a Day One export: its JSON, one file for each journal.

    The day is that of the place where an entry was written. A star becomes the tag `starred`.
    """
    if not documents:
        raise UnreadableFile("The .zip holds no .json; export from Day One as JSON.")
    for document in documents:
        within = document.name if document.packed else ""
        # One journal of several that cannot be read does not keep the others from being read.
        with gathering.reading() if document.packed else nullcontext():
            entries = entries_of(decoded(document.data, within), within)
            yield from gathering.each(entries, lambda placed: _taken(gathering, *placed))
    if len(documents) > 1:
        names = ", ".join(one.name for one in documents)
        gathering.told.append(f"{len(documents)} journals were read: {names}.")


def journals_in(names: Sequence[str]) -> list[str]:
    """The .json files of an export, one for each journal: those that lie highest, but for media."""
    found = [
        name
        for name in names
        if name.lower().endswith(".json") and not _FOLDERS & set(name.split("/")[:-1])
    ]
    highest = min((name.count("/") for name in found), default=0)
    return [name for name in found if name.count("/") == highest]


def _taken(gathering: Gathering, place: str, one: Object) -> Arrival | None:
    text, linked = _plain(text_of(one, "text") or _rich_text(one))
    _count_left_out(gathering, one, linked)
    text = gathering.words(place, text).strip()
    if not text:
        gathering.count(WORDLESS)
        return None
    at, zone = _moment(gathering, place, one)
    gathering.check_year(place, at.date())
    all_day, starred = one.get("isAllDay") is True, one.get("starred") is True
    when = (at.date(), None, None) if all_day else (at.date(), at, zone)
    tags, name = texts_of(one, "tags"), text_of(one, "uuid")
    return gathering.take(place, when, text, tags, starred=starred, name=name)


def _plain(text: str) -> tuple[str, Counter[str]]:
    """The words without links to media and without the backslashes of Markdown, outside code."""
    linked = Counter(f"{match[1] or 'photo'}s" for match in re.finditer(_LINK, text))
    text = re.sub(rf"{_LINK}\n?", "", text)
    parts = text.split("```")
    parts[::2] = [re.sub(_ESCAPED, r"\1", part) for part in parts[::2]]
    return "```".join(parts), linked


def _rich_text(one: Object) -> str:
    """The words of an entry that has them only in Day One's second form."""
    contents = (object_in(text_of(one, "richText")) or {}).get("contents")
    parts = contents if isinstance(contents, list) else []
    return "".join(text_of(part, "text") for part in parts if isinstance(part, dict))


def _moment(gathering: Gathering, place: str, one: Object) -> tuple[datetime, str | None]:
    """When it was written, on the clock of that place, and the zone's name."""
    try:
        at = datetime.fromisoformat(text_of(one, "creationDate")).replace(microsecond=0)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        zone = zone_named(one.get("timeZone"))
        local = at.astimezone(zone or home_zone(gathering.now))
    except (ValueError, OverflowError):
        raise UnreadableFile(
            f"{place} has no date as Day One writes it; export the journal anew as JSON."
        ) from None
    if zone is None:
        gathering.count(_UNKNOWN_ZONE)
    if isinstance(zone, timezone):  # an offset, which has no name
        return local, None
    return local, str(zone) if zone else gathering.now.zone


def _count_left_out(gathering: Gathering, one: Object, linked: Counter[str]) -> None:
    for field, name in _MEDIA.items():
        listed = one.get(field)
        many = max(len(listed) if isinstance(listed, list) else 0, linked[field])
        gathering.count((f"{{}} {name} was left out.", f"{{}} {name}s were left out."), many)
    for field, name in _AROUND.items():
        if one.get(field):
            gathering.count(
                (
                    f"The {name} of {{}} entry was left out.",
                    f"The {name} of {{}} entries was left out.",
                )
            )
