"""Services for letters."""
