"""Whom a matter is about, and who must not see it."""
