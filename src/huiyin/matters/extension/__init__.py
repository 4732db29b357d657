"""More time for the answer."""
