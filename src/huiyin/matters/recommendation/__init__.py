"""Recommendations of the petition office."""
