"""What several commands do, from the first question to what is kept."""
