"""Services for the reply until it is approved."""
