"""Every type of record by the name that headers give it."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, NamedTuple

from ally_journal.domain.records.away import Away
from ally_journal.domain.records.device import Device
from ally_journal.domain.records.entry import Entry, Heard
from ally_journal.domain.records.fields import Label, NeededLabel
from ally_journal.domain.records.idea import OwnIdea
from ally_journal.domain.records.obstacle import Obstacle
from ally_journal.domain.records.plan import Deed, Plan
from ally_journal.domain.records.reflection import Asking, Reflection
from ally_journal.domain.records.rehearsal import Rehearsal
from ally_journal.domain.records.settings import Settings, checked_setting
from ally_journal.domain.records.shelf import ShelfItem
from ally_journal.errors import WrongUsage


class SettingValue(Label):
    """What a setting was set to; of one that is unknown here, that may be words."""

    def is_in(self, body: Mapping[str, Any]) -> bool:
        """Whether it can be in force; the value of an unknown setting is carried along."""
        key, value = body.get("key"), body.get("value")
        with suppress(WrongUsage):
            return super().is_in(body) and (
                key not in Settings._fields or checked_setting(str(key), str(value)) == value
            )
        return False

    def has_words(self, body: Mapping[str, Any]) -> bool:
        """Whether the setting is unknown."""
        return body.get("key") not in Settings._fields


class Setting(NamedTuple):
    """One setting, as it is kept."""

    key: NeededLabel
    value: Annotated[str, SettingValue(needed=True)]


RECORDS: Mapping[str, type] = {
    "entry": Entry,
    "heard": Heard,
    "plan": Plan,
    "did": Deed,
    "obstacle": Obstacle,
    "shelf": ShelfItem,
    "idea": OwnIdea,
    "rehearsal": Rehearsal,
    "reflection": Reflection,
    "setting": Setting,
    "asked": Asking,
    "away": Away,
    "device": Device,
}
