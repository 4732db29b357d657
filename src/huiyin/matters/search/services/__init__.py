"""Services for finding matters by their text."""
