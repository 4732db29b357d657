"""Services for correcting what was registered."""
