"""What an officer asked for and doesn't wait for: a file that the worker makes."""
