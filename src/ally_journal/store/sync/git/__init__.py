"""A folder that a git repository carries: pulled before an exchange, pushed after it."""
