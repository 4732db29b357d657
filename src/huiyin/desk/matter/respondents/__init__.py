"""On a matter's page: whom a matter is about."""
