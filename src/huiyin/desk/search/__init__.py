"""Finding matters by number and text."""
