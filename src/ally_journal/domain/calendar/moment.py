"""The present, read once by the command line and handed down."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_ms(moment: datetime) -> int:
    """An aware moment as UTC milliseconds since 1970, rounded down; exact, unlike a float."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def from_utc_ms(milliseconds: int) -> datetime:
    """The aware UTC moment that many milliseconds after the beginning of 1970."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


class Moment(NamedTuple):
    """Now: `local` is aware and may be stood in for by ALLY_NOW; `real_ms` never is.

    `zone` is the IANA name of the person's time zone if known. `real_ms` is UTC milliseconds of
    the true clock, used only to make record ids.
    """

    local: datetime
    zone: str | None
    real_ms: int

    @property
    def ms(self) -> int:
        """`local` as UTC milliseconds."""
        return utc_ms(self.local)

    @property
    def naive(self) -> datetime:
        """`local` as the person's clock shows it, without its offset."""
        return self.local.replace(tzinfo=None, microsecond=0)
