"""Services for matters that belong together."""
