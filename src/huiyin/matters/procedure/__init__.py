"""The simple procedure."""
