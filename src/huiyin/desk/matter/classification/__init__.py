"""On a matter's page: correcting what was registered."""
