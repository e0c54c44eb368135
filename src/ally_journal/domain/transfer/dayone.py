"""Reading Day One: its JSON export, alone or in the .zip with photos that it makes."""

import re
import zlib
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from ally_journal.domain.calendar.moment import Moment
from ally_journal.domain.kind import Kind
from ally_journal.domain.transfer.reader import (
    WORDLESS,
    ZIPPED,
    Arrivals,
    Gathering,
    Object,
    decoded,
    entries_of,
    home_zone,
    object_in,
    text_of,
    texts_of,
    zone_named,
)
from ally_journal.errors import UnreadableFile

_LARGEST = 500_000_000  # bytes of words in an export; more would not fit into memory
_ESCAPED = r"\\([!-/:-@\[-`{-~])"  # CommonMark: any ASCII punctuation
_LINK = r"!\[[^\]\n]{0,200}\]\(dayone-moment:/{0,2}(?:(video|audio|pdfAttachment)/)?[^)\s]{1,200}\)"
_MEDIA = {"photos": "photo", "videos": "video", "audios": "recording", "pdfAttachments": "document"}
_AROUND = {"location": "place", "weather": "weather", "userActivity": "activity", "music": "music"}
_UNKNOWN_ZONE = (
    "The time zone of {} entry is not known here; your own was taken.",
    "The time zone of {} entries is not known here; your own was taken.",
)


def read_dayone(data: bytes, kind: Kind | None, now: Moment) -> Arrivals:
    """The entries of a Day One export; `data` is its JSON or the whole .zip.

    The day is that of the place where an entry was written. A star becomes the tag `starred`.

    Raises:
        UnreadableFile: it is not such an export.
        UnreadableDate: a date is out of reach or has not come yet.
        TooLong: an entry has more than 1 MB.
        WrongUsage: no kind was given.
    """
    gathering = Gathering("dayone", kind, now)
    for text in _unzipped(data) if data.startswith(ZIPPED) else [data]:
        for place, one in entries_of(decoded(text)):
            _add(gathering, place, one)
    return gathering.arrivals()


def _unzipped(data: bytes) -> list[bytes]:
    """The .json files at the top of an archive, one for each journal."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = [
                info
                for info in archive.infolist()
                if info.filename.lower().endswith(".json") and "/" not in info.filename
            ]
            if sum(info.file_size for info in names) > _LARGEST:
                raise UnreadableFile(
                    "The export holds more than 500 MB of words; export the journals one by one."
                )
            read = [archive.read(info) for info in names]
    except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        # RuntimeError is what an encrypted or oddly compressed file raises.
        raise UnreadableFile(
            "The .zip cannot be opened; unpack it and import the .json in it."
        ) from None
    if not read:
        raise UnreadableFile("The .zip holds no .json; export from Day One as JSON.")
    return read


def _add(gathering: Gathering, place: str, one: Object) -> None:
    text, linked = _plain(text_of(one, "text") or _rich_text(one))
    _count_left_out(gathering, one, linked)
    text = gathering.words(place, text).strip()
    if not text:
        gathering.count(WORDLESS)
        return
    at, zone = _moment(gathering, place, one)
    gathering.check_past(place, at.date(), at)
    all_day, starred = one.get("isAllDay") is True, one.get("starred") is True
    when = (at.date(), None, None) if all_day else (at.date(), at, zone)
    tags, name = texts_of(one, "tags"), text_of(one, "uuid")
    gathering.take(place, when, text, tags, starred=starred, name=name)


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
    return local, zone.key if zone else gathering.now.zone


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
