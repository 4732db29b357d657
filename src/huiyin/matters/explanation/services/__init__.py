"""Services for explanation meetings."""
