"""Faults happen to real disks: the folders of these tests lie on one."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_LONGEST = (
    "test_killed_at_any_moment_nothing_is_nowhere",
    "test_killed_at_any_moment_the_same_command_finishes",
    "test_no_socket_and_nothing_readable_of_an_encrypted_journal",
    "test_nothing_is_lost_over_git[1]",
)
"""The longest tests."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the first workers begin with those: what begins last ends long after all others."""
    long = sorted((one for one in items if one.name in _LONGEST), key=lambda one: one.name)
    rest = [one for one in items if one not in long]
    each = len(items) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    for turn, one in enumerate(long):
        rest.insert(turn * each, one)
    items[:] = rest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of its own on the disk that the system keeps temporary files on."""
    folder = Path(tempfile.mkdtemp(prefix="ally-faults-"))
    yield folder
    shutil.rmtree(folder)
