"""On a matter's page: what leaders have read and written."""
