"""The disk alone: names, folders and whole files."""
