"""Lists of matters."""
