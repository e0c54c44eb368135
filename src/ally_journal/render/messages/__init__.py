"""Sentences that answer a command."""
