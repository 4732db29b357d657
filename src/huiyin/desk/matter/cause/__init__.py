"""On a matter's page: its cause."""
