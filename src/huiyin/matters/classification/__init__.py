"""Correcting what was registered."""
