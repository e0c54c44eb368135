"""Several computers: the key they share, and what a carried file holds."""
