"""On a matter's page: the end of a matter."""
