"""Keyrings in memory, good and bad."""

import time

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

SYSTEM = "keyring.backends.SecretService"
"""A module whose keyrings ally uses."""


class Ring(KeyringBackend):
    """A keyring in memory; `keyrings` takes it for one of the system's."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # it has no types
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """Give what lies there."""
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Take it away."""
        del self.kept[service, username]


class Safe(Ring):
    """The same from a module of the system's keyrings."""

    __module__ = SYSTEM


class Hanging(Safe):
    """It never answers."""

    __module__ = SYSTEM

    def get_password(self, service: str, username: str) -> str | None:
        """Give what lies there."""
        time.sleep(60)
        return super().get_password(service, username)


class Locked(Safe):
    """Nobody unlocked it."""

    __module__ = SYSTEM

    def get_password(self, service: str, username: str) -> str | None:
        """Give what lies there."""
        raise KeyringLocked(service, username)


class Forgetful(Safe):
    """It says yes and keeps nothing."""

    __module__ = SYSTEM

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""
