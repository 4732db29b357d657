"""On a matter's page: a new receipt code."""
