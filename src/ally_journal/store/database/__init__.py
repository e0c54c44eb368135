"""A journal's file as SQLite sees it."""
