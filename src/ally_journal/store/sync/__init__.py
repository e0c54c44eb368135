"""Several computers: the union of a journal and of sealed files that something carries."""
