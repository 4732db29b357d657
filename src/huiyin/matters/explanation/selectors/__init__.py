"""Selectors for explanation meetings."""
