"""On a matter's page: help from an aid scheme."""
