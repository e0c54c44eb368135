"""The tale that `ally demo` writes down, as data, and its reader."""
