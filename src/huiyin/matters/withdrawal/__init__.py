"""Withdrawing a matter."""
