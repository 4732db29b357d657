"""The organisation: units, posts and officers, areas, categories and who is competent."""
