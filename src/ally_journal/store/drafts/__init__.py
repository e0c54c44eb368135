"""Words that are not kept yet."""
