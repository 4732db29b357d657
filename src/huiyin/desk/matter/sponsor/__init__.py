"""On a matter's page: sponsors."""
