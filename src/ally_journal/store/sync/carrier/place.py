"""What is exchanged through: a folder that something carries, or a git repository."""

import os
import re
from pathlib import Path
from typing import Protocol

from ally_journal.errors import PlaceGone
from ally_journal.store.files.atomic import is_file

_KEYED = re.compile("[0-9a-f]{8}")


class Place(Protocol):
    """A folder that others see when it was pushed, and that shows what they pushed."""

    def pull(self) -> Path:
        """The folder as it is for all now; raises PlaceGone where that cannot be told."""

    def push(self) -> bool:
        """Whether others see it as it is here; not if another one was quicker, so pull again."""


class Folder:
    """A folder on this computer's disks, which may be one that is not mounted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def pull(self) -> Path:
        """The folder itself."""
        if is_file(self._folder):
            raise PlaceGone(f"{self._folder} is a file; name a folder, or a git repository.")
        if not self._folder.is_dir():
            way = [*reversed(self._folder.parents), self._folder]
            missing = next((one for one in way if not one.is_dir()), self._folder)
            raise PlaceGone(
                f"{missing} is not there; connect its disk, start what carries it, or check the "
                "path, then do the same again."
            )
        return self._folder

    def push(self) -> bool:
        """It is seen already."""
        return True


def whole_path(where: str) -> str:
    """A folder as it is found from everywhere."""
    return os.path.abspath(os.path.expanduser(where))  # noqa: PTH100, PTH111 - never fails


def keyed_folders(folder: Path) -> set[str]:
    """The names of the folders of keys in a folder."""
    return {one.name for one in folder.iterdir() if _KEYED.fullmatch(one.name) and one.is_dir()}
