"""What an entry may answer, apart from the questions that ask for it."""

ASKED = ("asked", "invited", "together", "unasked")
"""Answers to "was it asked for?", in the order they are offered."""

ANSWER_KEYS = (
    "notice",
    "source",
    "assumed",
    "found",
    "understood",
    "received",
    "risked",
    "stopped",
    "impact",
    "did",
)
"""The stable keys under which an entry keeps its answers."""
