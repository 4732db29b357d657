"""On a matter's page: how an answer goes out."""
