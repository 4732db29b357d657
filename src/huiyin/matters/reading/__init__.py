"""Leaders read what came in and write on it."""
