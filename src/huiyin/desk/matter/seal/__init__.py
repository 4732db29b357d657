"""On a matter's page: around a seal."""
