"""Faults happen to real disks: the folders of these tests lie on one."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder of its own on the disk that the system keeps temporary files on."""
    folder = Path(tempfile.mkdtemp(prefix="ally-faults-"))
    yield folder
    shutil.rmtree(folder)
