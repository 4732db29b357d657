"""Talks with the head of a unit: who is called, on which grounds, what was said and promised."""
