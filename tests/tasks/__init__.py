"""Tasks: what is handed down with a day."""
