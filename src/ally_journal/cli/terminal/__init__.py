"""What is said and asked on a terminal; it knows no journal."""
