"""On a matter's page: matters that belong together."""
