"""Units, areas, categories, officers and posts: for administrators. Nothing here is about a matter."""
