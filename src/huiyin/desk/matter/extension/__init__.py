"""On a matter's page: more time."""
