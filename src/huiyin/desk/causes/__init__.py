"""The causes of ended matters, counted by unit."""
