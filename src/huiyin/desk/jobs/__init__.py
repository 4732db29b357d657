"""What the worker makes for an officer."""
