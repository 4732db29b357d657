"""Giving a matter to a unit and to a handler."""
