"""What is wrong with a journal, and what can be made good."""
