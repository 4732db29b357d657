"""Returns: what units owe again and again."""
