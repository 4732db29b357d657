"""On a matter's page: a settlement."""
