"""Selectors of plan periods."""
