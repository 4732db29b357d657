"""Visits on the spot: where somebody of the unit went, and what they saw."""
