"""ally: a private journal for the practice of allyship, on the command line."""

__version__ = "0.1.0"
