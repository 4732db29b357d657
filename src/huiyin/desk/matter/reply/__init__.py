"""On a matter's page: the reply until it goes out."""
