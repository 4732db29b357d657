"""The end of a matter, and matters that nobody has taken."""
