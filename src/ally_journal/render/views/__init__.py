"""What a view says, before it has a form."""
