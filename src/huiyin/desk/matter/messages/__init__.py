"""On a matter's page: notes, questions, files."""
