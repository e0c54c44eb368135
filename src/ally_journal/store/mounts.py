"""Which file system a folder is on, in the words of the system's own table."""

from pathlib import Path

MOUNTS = Path("/proc/mounts")


def file_system_of(folder: Path, mounts: str) -> str:
    """The kind of file system a folder is on, in the words of /proc/mounts; empty if unknown."""
    found, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if folder.is_relative_to(point) and len(point) >= longest:
            found, longest = fields[2], len(point)
    return found
