"""Every form of file from elsewhere, read by its name."""

from ally_journal.domain.arriving import Arrivals, decoded
from ally_journal.domain.from_csv import read_csv, rows_without_kind
from ally_journal.domain.from_dayone import read_dayone
from ally_journal.domain.from_jrnl import read_jrnl_json, read_jrnl_text
from ally_journal.domain.kinds import Kind
from ally_journal.domain.moments import Moment

FORMS = ("csv", "jrnl", "dayone")


def read(form: str, data: bytes, kind: Kind | None, now: Moment) -> Arrivals:
    """The entries of a file in one of `FORMS`; jrnl's may be its text or its JSON.

    Raises:
        UnreadableFile, UnreadableDate, TooLong: the file is not what it should be.
        WrongUsage: an entry has no kind, and none was given.
    """
    if form == "dayone":
        return read_dayone(data, kind, now)
    text = decoded(data)
    if form == "csv":
        return read_csv(text, kind, now)
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    return (read_jrnl_json if is_json else read_jrnl_text)(text, kind, now)


def needs_kind(form: str, data: bytes) -> bool:
    """Whether a file holds entries without a kind, so that one must be given for them.

    Raises:
        UnreadableFile: it is a CSV that cannot be read.
    """
    return rows_without_kind(decoded(data)) if form == "csv" else True
