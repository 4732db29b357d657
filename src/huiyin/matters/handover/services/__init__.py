"""Services for going from unit to unit."""
