"""Selectors of looking back."""
