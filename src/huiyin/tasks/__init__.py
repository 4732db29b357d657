"""Tasks: everything that is handed down with a day, whatever it comes from."""
