"""On a matter's page: looking back."""
