"""On a matter's page: what those above want to be told."""
