"""Tasks of what matters hand down."""
