"""Numbers and receipt codes."""
