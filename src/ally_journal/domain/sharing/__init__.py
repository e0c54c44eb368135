"""What may be in a copy for others."""
