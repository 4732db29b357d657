"""Services around a sponsor."""
