"""On a matter's page: unit and handler."""
