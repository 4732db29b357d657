"""Backups of the whole installation but its keys: made, listed, verified, restored."""
