"""Joint matters."""
