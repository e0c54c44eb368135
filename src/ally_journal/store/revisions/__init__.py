"""The truth: what was changed, when, and what follows from it."""
