"""Selectors around a sponsor."""
