"""Copies of a journal, made, listed and put back."""
