"""Sponsors."""
