"""The reply until it is approved."""
