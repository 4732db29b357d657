"""Visits on the spot, on a matter's page."""
