"""Bringing in what other systems hold: a map says which column is what, a row becomes a filing or has a reason."""
