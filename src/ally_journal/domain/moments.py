"""The present, read once by the command line and handed down."""

from datetime import datetime
from typing import NamedTuple


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
        return int(self.local.timestamp() * 1000)

    @property
    def naive(self) -> datetime:
        """`local` as the person's clock shows it, without its offset."""
        return self.local.replace(tzinfo=None, microsecond=0)
