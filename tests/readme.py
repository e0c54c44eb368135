"""Takes the README's commands out of it: `python tests/readme.py try` or `test` prints one.

Standard library only: .ci/run calls it before anything is installed.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

README = Path(__file__).parent.parent / "README.md"


class Step(NamedTuple):
    """A command of ally as a page has it, with what the page shows below it, a line each."""

    command: str
    shown: list[str]


def commands() -> dict[str, str]:
    """The two one-line commands: `try` writes a first entry, `test` runs the tests."""
    first, second = re.findall(r"^```sh\n(.+)\n```$", README.read_text("utf-8"), re.MULTILINE)
    return {"try": first, "test": second}


def steps(page: Path) -> dict[str, list[Step]]:
    """The commands in the console blocks of a page, in order, by the heading they stand under."""
    found: dict[str, list[Step]] = {}
    heading, inside = "", False
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("```"):
            inside = line == "```console"
        elif line.startswith("#") and not inside:
            heading = line.strip("# ")
        elif inside and line.startswith("$ "):
            found.setdefault(heading, []).append(Step(line[2:], []))
        elif inside:
            found[heading][-1].shown.append(line)
    return found


if __name__ == "__main__":
    sys.stdout.write(commands()[sys.argv[1]] + "\n")
