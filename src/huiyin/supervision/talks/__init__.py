"""Talks with the head of a unit, on grounds that the system works out (条例 Art 39)."""
