"""What carries files between computers, and what is known of the files."""
