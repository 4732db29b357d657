"""The page of one matter, written like a letter."""
