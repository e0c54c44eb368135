"""Which of many like cases stay among the quick tests."""

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(every: int, values: Iterable[Any]) -> list[Any]:
    """All values as parameters, the first and each one so many behind it for the quick tests.

    The others are tried in CI alone.
    """
    marks = [pytest.mark.faults]
    return [
        pytest.param(value, marks=marks if place % every else [])
        for place, value in enumerate(values)
    ]
