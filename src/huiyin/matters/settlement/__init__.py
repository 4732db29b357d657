"""A settlement in place of an opinion."""
