"""Opening who filed."""
