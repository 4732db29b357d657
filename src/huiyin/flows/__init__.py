"""Journeys that cross contexts, one a file; each calls the contexts' own doors, which don't know of each other."""
