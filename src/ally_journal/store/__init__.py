"""What is kept: the only floor that touches the person's disk."""
