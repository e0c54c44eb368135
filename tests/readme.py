"""Takes the README's commands out of it: `python tests/readme.py try` or `test` prints one.

Standard library only: .ci/run calls it before anything is installed.
"""

import re
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def commands() -> dict[str, str]:
    """The two one-line commands: `try` writes a first entry, `test` runs the tests."""
    first, second = re.findall(r"^```sh\n(.+)\n```$", README.read_text("utf-8"), re.MULTILINE)
    return {"try": first, "test": second}


if __name__ == "__main__":
    sys.stdout.write(commands()[sys.argv[1]] + "\n")
