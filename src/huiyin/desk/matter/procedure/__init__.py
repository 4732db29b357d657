"""On a matter's page: the simple procedure; the part on time and service."""
