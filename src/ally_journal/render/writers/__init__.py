"""The forms in which a view is shown or kept."""
