"""Explanation meetings, on a matter's page."""
