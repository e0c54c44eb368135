"""The guards the other tests rely on do guard."""

import socket
from pathlib import Path

import pytest
from tests.conftest import HomeWasTouchedError

from ally_journal.cli import session


def test_the_real_home_raises() -> None:
    """A test that looks for the person's home fails loudly."""
    with pytest.raises(HomeWasTouchedError):
        Path.home()


def test_a_forgotten_journal_path_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session without a chosen path would use the default one, and a test may not."""
    monkeypatch.delenv("ALLY_JOURNAL")
    with pytest.raises(HomeWasTouchedError):
        session.begin(None, plain=False)


def test_the_network_raises() -> None:
    """No test can open a socket."""
    with pytest.raises(AssertionError, match="socket"):
        socket.socket()
