"""On a matter's page: who filed."""
