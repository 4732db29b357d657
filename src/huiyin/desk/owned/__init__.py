"""Owned matters by leader and by batch at the desk."""
