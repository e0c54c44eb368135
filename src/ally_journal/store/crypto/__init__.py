"""Bytes and keys, without SQL."""
