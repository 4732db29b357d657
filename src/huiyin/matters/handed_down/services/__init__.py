"""Services for tasks of what matters hand down."""
