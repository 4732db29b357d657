"""Services for instructions and the reports on them."""
