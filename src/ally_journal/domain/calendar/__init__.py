"""Moments, days and periods, in the person's zone."""
