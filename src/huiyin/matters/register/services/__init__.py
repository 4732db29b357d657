"""Services for registering."""
