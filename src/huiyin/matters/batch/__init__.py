"""Owned matters that are given to leaders in batches, and how far each leader has come."""
