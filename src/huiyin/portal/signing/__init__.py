"""Signing a joint matter by a link, and the page of whoever signed."""
