"""Finding matters by their text."""
