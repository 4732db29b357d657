"""On a matter's page: from unit to unit."""
