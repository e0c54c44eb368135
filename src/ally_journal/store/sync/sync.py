"""Several computers: beginning, taking part, exchanging, another key, and leaving it.

A folder, or the clone of a git repository, is what is exchanged with; `exchange` says how.
"""
