"""Starts of ally one after the other, each forked from a Python that has begun to start it.

`python -m tests.support.starts` imports what ally imports before it looks at its words, and nothing
that ally would not. For each line on stdin, the `repr` of a `Start`, it runs ally once, in a child
of its own to the very end, and writes its exit code.
"""

import atexit
import os
import sys

from tests.support.forks import run_ally

from ally_journal.cli import app  # noqa: F401 - `main` imports it first of all

for line in sys.stdin.buffer:
    words, environ, folder, streams = eval(line)  # noqa: S307 - written by the test, without a module
    if not (child := os.fork()):
        code = 1
        try:
            os.umask(0)
            os.chdir(folder)
            for number, path in enumerate(streams):
                os.dup2(
                    os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC * (number > 0), 0o600), number
                )
            code = run_ally(words, environ)
            atexit._run_exitfuncs()
        finally:
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
