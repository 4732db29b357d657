"""On a matter's page: its plan period."""
