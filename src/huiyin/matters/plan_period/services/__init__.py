"""Services of plan periods."""
