"""Matters that belong together."""
