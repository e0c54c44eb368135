"""What a journal holds: each type of record, and how its fields are kept and shown."""
