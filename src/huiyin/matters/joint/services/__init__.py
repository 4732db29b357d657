"""Services for joint matters."""
