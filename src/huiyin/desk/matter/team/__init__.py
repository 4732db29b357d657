"""On a matter's page: the team."""
