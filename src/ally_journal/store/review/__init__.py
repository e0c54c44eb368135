"""What a look back needs, fetched."""
