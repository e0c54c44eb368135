"""Builds Python's readline module on libedit, as macOS has it and each Python that uv installs.

`python -m tests.support.libedit FOLDER`. It needs a C compiler, Debian's libedit-dev and the
headers of this Python; the source is CPython's, which the package gnureadline carries.
"""

import subprocess
import sys
import sysconfig
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

SOURCE = "gnureadline==8.2.13"


def build(folder: Path) -> Path:
    """The module, which a Python that has the folder on its path takes for its own."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work:
        fetch = ["pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", work, SOURCE]
        subprocess.run([sys.executable, "-m", *fetch], check=True)
        with tarfile.open(next(Path(work).glob("*.tar.gz"))) as packed:
            packed.extractall(work, filter="data")
        source = _source(Path(work))
        source.write_text(source.read_text().replace("#undef WITH_EDITLINE", ""))
        made = folder / f"readline{sysconfig.get_config_var('EXT_SUFFIX')}"
        subprocess.run(
            [
                *("cc", "-shared", "-fPIC", "-w", "-DWITH_EDITLINE"),
                "-DPyInit_gnureadline=PyInit_readline",
                "-Drl_compdisp_func_t=void",  # a type that libedit does without
                f"-I{sysconfig.get_path('include')}",
                str(source),
                *("-ledit", "-o", str(made)),
            ],
            check=True,
        )
    return made


def _source(work: Path) -> Path:
    """The newest that is no newer than this Python; 3.x is for all that came since 3.13."""
    found = {}
    for one in work.glob("*/Modules/3.*/readline.c"):
        minor = one.parent.name.removeprefix("3.")
        found[int(minor) if minor.isdigit() else 13] = one
    return found[max(minor for minor in found if minor <= sys.version_info.minor)]


if __name__ == "__main__":
    print(build(Path(sys.argv[1])))
