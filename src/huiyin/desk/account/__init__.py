"""An officer's own account, and the codes that they hand over to colleagues."""
