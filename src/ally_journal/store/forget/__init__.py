"""Erasing for good, in a journal and in everything that may hold the same words."""
