"""On a matter's page: the first answer."""
