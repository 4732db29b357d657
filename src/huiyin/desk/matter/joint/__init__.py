"""On a matter's page: joint matters."""
