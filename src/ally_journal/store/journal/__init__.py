"""One journal, and the records it keeps."""
