"""On a matter's page: standing aside."""
