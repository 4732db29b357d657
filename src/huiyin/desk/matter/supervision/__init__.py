"""On a matter's page: supervision."""
