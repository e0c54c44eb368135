"""People's names in texts, found and taken out."""
