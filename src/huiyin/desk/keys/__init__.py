"""The keys of the desk, shown by `?`."""
