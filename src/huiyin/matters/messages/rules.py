"""Limits around notes."""

# A note that asks more people than these asks nobody in particular.
MENTIONS_MOST = 10
